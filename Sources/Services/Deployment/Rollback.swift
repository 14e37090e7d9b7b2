// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Packs
import Schemas
public import Storage
import Values

/// The way back to an earlier edition, on the records of today.
public struct Rollback: Sendable {
    /// What was written since and the earlier model has no place for: it stays in the database, out of sight.
    public struct SetAside: Sendable, Hashable {
        public enum Kind: String, Sendable {
            /// All records of an entity.
            case records
            /// The values of a field.
            case values
            /// An option or stage: records keep it, and it is not offered.
            case option
        }

        public let kind: Kind
        public let entity: String
        public let field: String?
        public let option: String?
        public let count: Int

        init(_ kind: Kind, _ entity: String, _ field: String? = nil, option: String? = nil, count: Int) {
            self.kind = kind
            self.entity = entity
            self.field = field
            self.option = option
            self.count = count
        }
    }

    /// The number of the edition that is gone back to.
    public let target: Int64
    public let planned: PlannedEdition
    public let setAside: [SetAside]

    /// - Parameter number: The edition to go back to; nil for the one before that in force.
    /// - Throws: ``ServiceError/unknownName(kind:name:)`` if there is none.
    public init(to number: Int64?, on store: any Store, _ contributions: Contributions) throws {
        let book = EditionBook(store, contributions)
        let latest = try PlannedEdition.latest(store, contributions)
        guard let target = try Self.target(number, latest, book) else {
            throw ServiceError.unknownName(
                kind: "edition to go back to", name: number.map(String.init) ?? "before \(latest.number)")
        }
        var texts = target.texts
        // What was added since and may be in records counts as detached.
        texts.detached += latest.texts.leftBehind(by: target.texts).filter { pack in
            !target.texts.detached.contains { $0.name == pack.name }
        }
        let environment = try Workspace.environment(of: store, contributions)
        let state = try store.introspect()
        let bare = try PlannedEdition.model(of: texts, contributions)
        let options = try KeptOptions(environment, missingIn: bare.model, store)
        if let kept = options.texts(above: texts.packs.compactMap(\.name), edition: latest.number) {
            texts.detached.append(kept)
        }
        // What does not fit the earlier rules and types is no reason to stay: it is kept, and reported.
        planned = try PlannedEdition(
            texts, for: store, contributions,
            deciding: PlanDecisions(unfitValues: .discard, brokenRules: .accept), restores: target.number)
        self.target = target.number
        setAside =
            try Self.setAside(by: planned, state, store)
            + options.kept.map {
                SetAside(
                    .option, $0.entity.rawValue, $0.field.rawValue, option: $0.option.name, count: $0.records)
            }
    }

    /// After going back, the next step goes further back, and not forth again.
    private static func target(
        _ number: Int64?, _ latest: StoredEdition, _ book: EditionBook
    ) throws -> StoredEdition? {
        if let number { return number == latest.number ? nil : try book.edition(number) }
        let place = latest.restores ?? latest.number
        return try book.all.first { $0.number < place && $0.model != latest.model }
    }

    private static func setAside(
        by planned: PlannedEdition, _ state: DatabaseState, _ store: any Store
    ) throws -> [SetAside] {
        let wanted = SchemaPlanner(planned.model, on: state).catalogue.filter(\.isAttached)
        let places = Set(wanted.map { "\($0.table).\($0.layout.column)" })
        let entities = Set(wanted.map(\.entity))
        let lost = state.catalogue.filter {
            $0.isAttached && !places.contains("\($0.table).\($0.layout.column)") && state.tables[$0.table] != nil
        }
        let gone = OrderedSet(lost.filter { !entities.contains($0.entity) }.map { [$0.entity, $0.table] })
        let records = try gone.map { SetAside(.records, $0[0], count: try store.fill(of: $0[1], columns: []).rows) }
        let values = try lost.filter { entities.contains($0.entity) }.map { entry in
            // Of a field whose type is another one, only what does not fit stays behind.
            if let unfit = planned.plan.unfitValues(entry.entity, entry.field) {
                return SetAside(.values, entry.entity, entry.field, count: unfit)
            }
            let fill = try store.fill(of: entry.table, columns: [entry.layout.column])
            return SetAside(.values, entry.entity, entry.field, count: fill.filled[entry.layout.column] ?? 0)
        }
        return (records + values).filter { $0.count > 0 }
    }
}

extension MigrationPlan {
    /// Values of a field that do not fit its type; nil if its type stays as it is.
    fileprivate func unfitValues(_ entity: String, _ field: String) -> Int? {
        for step in steps {
            if case .convertField(entity, field, _, _, _) = step.change { return step.offendingRecords }
        }
        return nil
    }
}
