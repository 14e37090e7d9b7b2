// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import OrderedCollections
import Packs
import Schemas
public import Storage
public import Values

/// What the database keeps of a pack that was detached.
public struct DetachedHoldings: Sendable {
    /// A field whose column stays.
    public struct Column: Sendable, Equatable {
        public let entity: String
        public let field: String
        /// Records with a value.
        public let values: Int
    }

    /// An entity whose table stays.
    public struct Table: Sendable, Equatable {
        public let entity: String
        public let records: Int
    }

    public let pack: PackName
    public let tables: [Table]
    public let columns: [Column]
    let purge: Purge

    public var isEmpty: Bool { tables.isEmpty && columns.isEmpty }

    /// Finds what a pack left behind. A field that another pack declares too is not the pack's alone, and listed only when nothing is kept of that one.
    ///
    /// - Throws: ``ServiceError/unknownName(kind:name:)`` if the database never had the pack,
    ///   ``ServiceError/badRequest(target:_:)`` if it is attached or a detached pack needs it.
    public init(of pack: PackName, in store: any Store, _ contributions: Contributions) throws {
        let book = EditionBook(store, contributions)
        let latest = try PlannedEdition.latest(store, contributions)
        guard try book.texts(of: pack) != nil else {
            throw ServiceError.unknownName(kind: "pack", name: pack.rawValue)
        }
        try Self.check(pack, latest.texts)
        let own = try Definitions(of: pack, book, contributions)
        let shared = try Definitions(ofAllBut: pack, latest.texts, contributions)
        let purge = Self.purge(of: own, but: shared, try store.introspect())
        self.pack = pack
        self.purge = purge
        tables = try purge.tables.map {
            Table(entity: $0.entity, records: try store.fill(of: $0.table, columns: []).rows)
        }
        columns = try purge.columns.map {
            let fill = try store.fill(of: $0.table, columns: [$0.column])
            return Column(entity: $0.entity, field: $0.field, values: fill.filled[$0.column] ?? 0)
        }
    }

    private static func purge(of own: Definitions, but shared: Definitions, _ state: DatabaseState) -> Purge {
        let left = state.catalogue.filter { !$0.isAttached && own.contains($0) && !shared.contains($0) }
        let attached = Set(state.catalogue.filter(\.isAttached).map(\.entity))
        let entities = OrderedSet(left.map(\.entity)).filter { entity in
            own.entities.contains(entity) && !attached.contains(entity) && !shared.entities.contains(entity)
        }
        return Purge(
            tables: entities.compactMap { entity in
                left.first { $0.entity == entity }.map { Purge.Table(entity: entity, table: $0.table) }
            },
            columns: left.filter { !entities.contains($0.entity) }.map {
                Purge.Column(
                    entity: $0.entity, field: $0.field, table: $0.table, column: $0.layout.column,
                    sortColumn: $0.layout.sortColumn)
            }, basis: state.fingerprint)
    }

    private static func check(_ pack: PackName, _ texts: EditionTexts) throws {
        guard !texts.packs.contains(where: { $0.name == pack }) else {
            throw ServiceError.badRequest(
                target: "packs", "The pack \(pack) is attached; detach it first with ‘trellis detach \(pack)’.")
        }
        let needing = texts.detached.filter { $0.name != pack && $0.requirements.contains(pack) }.compactMap(\.name)
        guard needing.isEmpty else {
            throw ServiceError.badRequest(
                target: "packs",
                "\(needing.map(\.rawValue).joined(separator: ", ")) needs \(pack) to be attached again; purge it first."
            )
        }
    }
}

/// The entities and fields that packs define.
private struct Definitions {
    private(set) var entities: Set<String> = []
    private var fields: Set<String> = []

    /// What a pack defined in any edition of the database.
    init(of pack: PackName, _ book: EditionBook, _ contributions: Contributions) throws {
        let loader = PackLoader(contributions)
        var seen: [PackTexts] = []
        for edition in try book.all {
            let all = edition.texts.packs + edition.texts.detached
            guard let texts = all.first(where: { $0.name == pack }), !seen.contains(texts) else { continue }
            seen.append(texts)
            // Alone with what it needs: a field that it shares is the first one's where several declare it.
            var packs: [PackTexts] = []
            var waiting = [pack]
            while let name = waiting.popLast() {
                guard let found = all.first(where: { $0.name == name }), !packs.contains(found) else { continue }
                packs.append(found)
                waiting += found.requirements
            }
            guard let model = loader.load(EditionTexts(packs: packs)).model else { continue }
            add(model, in: Set(texts.files.map(\.path)))
        }
    }

    /// What all other packs define, attached or detached.
    init(ofAllBut pack: PackName, _ texts: EditionTexts, _ contributions: Contributions) throws {
        let loader = PackLoader(contributions)
        let others = texts.forgetting(pack)
        if let model = loader.load(others).model { add(model, in: nil) }
        let kept = others.detached.filter { pack in !others.purged.contains { $0 == pack.name } }
        let all = EditionTexts(editions: others.editions, packs: others.packs + kept)
        if let model = loader.load(all).model { add(model, in: nil) }
    }

    /// - Parameter files: Only what these define; nil for everything.
    private mutating func add(_ model: Model, in files: Set<String>?) {
        for entity in model.entities.values {
            if files?.contains(entity.range.file) ?? true { entities.insert(entity.name.rawValue) }
            let owned = entity.fields.values.filter { field in
                files.map { $0.contains(field.range.file) || $0.contains(entity.range.file) } ?? true
            }
            for field in owned { fields.insert("\(entity.name).\(field.name)") }
        }
    }

    func contains(_ entry: DatabaseState.Entry) -> Bool { fields.contains("\(entry.entity).\(entry.field)") }
}

extension Workspace {
    /// Destroys what is kept of a detached pack: values, records and their history. Only a backup brings them back.
    ///
    /// Options and stages that records of others have stay as they are after detaching: shown, and not offered.
    public static func purge(
        _ holdings: DetachedHoldings, in store: any Store, contributions: Contributions,
        clock: WorkspaceClock = .system, backup: Backup = .standard
    ) async throws {
        let latest = try PlannedEdition.latest(store, contributions)
        let workspace = try Workspace.open(store: store, contributions: contributions, clock: clock)
        var texts = latest.texts
        texts.purged.append(holdings.pack)
        var copy: String?
        if case .kept = backup { copy = try store.backUp(edition: latest.number) }
        let edition = AppliedEdition(
            at: clock.now(), packs: latest.packs, texts: try StoredTexts.text(texts), backup: copy)
        try await store.purge(holdings.purge, workspace.model.current, edition)
        if case .kept(let count) = backup { try store.removeBackUps(keeping: count) }
    }
}
