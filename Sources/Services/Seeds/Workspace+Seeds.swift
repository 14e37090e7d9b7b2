// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Schemas
import Storage
public import Values

/// How the records stand that a pack delivered.
public struct SeedStanding: Sendable, Hashable {
    public let pack: PackName
    public let entity: EntityName
    /// They hold what was delivered.
    public var asDelivered = 0
    /// People changed them; those fields follow the pack no more. By key, with the fields.
    public var changed: [String: [FieldName]] = [:]
    /// The keys of those that people deleted.
    public var deleted: [String] = []
    /// The keys of those that the pack delivers no more.
    public var left: [String] = []

    init(pack: PackName, entity: EntityName) {
        self.pack = pack
        self.entity = entity
    }
}

extension Workspace {
    /// How the records stand that the packs in force delivered.
    public func seedStandings() throws -> [SeedStanding] {
        let environment = model.current
        return try store.read(environment) { transaction in
            try environment.model.seeds.compactMap { seed in
                guard let entity = environment.model.entities[seed.entity] else { return nil }
                var standing = SeedStanding(pack: seed.pack, entity: seed.entity)
                for (key, known) in try DeliveredRecord.all(of: seed, entity, transaction).sorted(by: {
                    $0.key < $1.key
                }) {
                    standing.count(key, known, try transaction.record(seed.entity, known.record))
                }
                return standing
            }
        }
    }

    /// What the packs of a model would deliver, compared with what they delivered before.
    static func deliveries(of model: Model, to store: (any Store)?, _ contributions: Contributions) throws
        -> [SeedDelivery]
    {
        guard !model.seeds.isEmpty else { return [] }
        let isThere = try store?.introspect().tables[EngineTable.seeds.name] != nil
        let environment = StoreEnvironment(
            model: model, layout: PhysicalLayout(tables: [:]), collations: contributions.collations)
        return try model.seeds.compactMap { seed in
            guard let entity = model.entities[seed.entity] else { return nil }
            let rows = try SeedRow.all(of: seed, entity)
            let known =
                isThere ? try store?.read(environment) { try DeliveredRecord.all(of: seed, entity, $0) } ?? [:] : [:]
            let keys = Set(rows.map(\.key))
            return SeedDelivery(
                pack: seed.pack.rawValue, entity: seed.entity.rawValue, new: rows.count { known[$0.key] == nil },
                changed: rows.count { row in known[row.key].map { !$0.isDelivered || $0.digest != row.digest } ?? false
                },
                left: known.count { $0.value.isDelivered && !keys.contains($0.key) })
        }.filter { !$0.isEmpty }
    }
}

extension SeedStanding {
    fileprivate mutating func count(_ key: String, _ known: DeliveredRecord, _ record: StoredRecord?) {
        guard known.isDelivered else { return left.append(key) }
        guard let record, record.deletedAt == nil else { return deleted.append(key) }
        let fields = known.values.filter { record[$0.key] != $0.value }.keys.sorted { $0.rawValue < $1.rawValue }
        if fields.isEmpty { asDelivered += 1 } else { changed[key] = fields }
    }
}
