// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import DomainModel
public import Packs
public import Schemas
public import Storage
public import Values

/// What a database would hold next, with the plan that leads there.
public struct PlannedEdition: Sendable {
    public let model: Model
    public let texts: EditionTexts
    public let plan: MigrationPlan
    /// What the checker warns of.
    public let warnings: [Diagnostic]
    /// The number of the edition that is gone back to; nil for any other change.
    public let restores: Int64?

    /// - Throws: ``ServiceError/badRequest(target:_:)`` with what is wrong if the packs do not go together.
    init(
        _ texts: EditionTexts, for store: any Store, _ contributions: Contributions,
        deciding decisions: PlanDecisions = PlanDecisions(), restores: Int64? = nil
    ) throws {
        (model, self.texts, warnings) = try Self.model(of: texts, contributions)
        self.restores = restores
        plan = try Workspace.plan(model, for: store, contributions, deciding: decisions)
    }

    /// The model that texts make, with the texts as they were taken and what the checker warns of.
    static func model(
        of texts: EditionTexts, _ contributions: Contributions
    ) throws -> (model: Model, texts: EditionTexts, warnings: [Diagnostic]) {
        let loading = PackLoader(contributions).load(texts)
        guard let model = loading.model else {
            let errors = loading.diagnostics.diagnostics.filter { $0.severity == .error }
            let lines = errors.prefix(10).map { "\($0.message) [\($0.id)]\($0.range.map { " \($0)" } ?? "")" }
            throw ServiceError.badRequest(target: "packs", lines.joined(separator: "\n"))
        }
        return (model, loading.texts, loading.diagnostics.diagnostics.filter { $0.severity == .warning })
    }

    /// The edition in force without a pack, whose tables and columns stay.
    ///
    /// - Throws: ``ServiceError/unknownName(kind:name:)`` if it is not attached, ``ServiceError/badRequest(target:_:)``
    ///   if other packs need it.
    public static func detaching(
        _ pack: PackName, from store: any Store, _ contributions: Contributions
    ) throws -> PlannedEdition {
        guard let texts = try latest(store, contributions).texts.detaching(pack) else {
            throw ServiceError.unknownName(kind: "attached pack", name: pack.rawValue)
        }
        return try PlannedEdition(texts, for: store, contributions)
    }

    /// The edition in force with a pack that was in it before; what was kept of it comes back.
    ///
    /// - Parameter files: The pack's files; nil for those that the database keeps.
    /// - Throws: ``ServiceError/unknownName(kind:name:)`` if the database never had it.
    public static func attaching(
        _ pack: PackName, files: PackTexts? = nil, to store: any Store, _ contributions: Contributions
    ) throws -> PlannedEdition {
        let book = EditionBook(store, contributions)
        guard let files = try files ?? book.texts(of: pack) else {
            throw ServiceError.unknownName(kind: "pack", name: pack.rawValue)
        }
        return try PlannedEdition(latest(store, contributions).texts.attaching(files), for: store, contributions)
    }

    static func latest(_ store: any Store, _ contributions: Contributions) throws -> StoredEdition {
        guard let edition = try EditionBook(store, contributions).latest else {
            throw ServiceError.badRequest(target: "database", "Nothing was applied to this database yet.")
        }
        return edition
    }
}

extension EditionBook {
    /// The newest files of a pack that the database keeps, whether it is attached, detached or was left out since.
    public func texts(of pack: PackName) throws -> PackTexts? {
        for edition in try all {
            if let files = (edition.texts.packs + edition.texts.detached).first(where: { $0.name == pack }) {
                return files
            }
        }
        return nil
    }
}

extension Workspace {
    /// Carries out what was planned, in one transaction, and opens the edition.
    public static func apply(
        _ planned: PlannedEdition, to store: any Store, contributions: Contributions,
        clock: WorkspaceClock = .system, backup: Backup = .standard
    ) async throws -> Workspace {
        try await apply(
            planned.plan, planned.model, texts: planned.texts, to: store, contributions: contributions, clock: clock,
            backup: backup, restores: planned.restores)
    }

    /// Opens the edition in force as if a detached pack, with the detached packs that it needs, were still in it: to
    /// read what is kept of it. Nothing can be written.
    public static func open(
        withDetached pack: PackName, store: any Store, contributions: Contributions, clock: WorkspaceClock = .system
    ) throws -> Workspace {
        let book = EditionBook(store, contributions)
        var texts = try PlannedEdition.latest(store, contributions).texts
        var waiting = [pack]
        while let name = waiting.popLast() {
            guard name != "system", !texts.packs.contains(where: { $0.name == name }) else { continue }
            guard let files = try book.texts(of: name) else {
                throw ServiceError.unknownName(kind: "pack", name: name.rawValue)
            }
            texts = texts.attaching(files)
            waiting += files.requirements
        }
        let planned = try PlannedEdition(texts, for: store, contributions)
        let layout = SchemaPlanner(
            planned.model, on: try store.introspect(), deciding: planned.plan.decisions
        ).layout
        // No edition has this number, so that the store refuses every write.
        let environment = StoreEnvironment(
            model: planned.model, layout: layout, collations: contributions.collations, edition: -1)
        return Workspace(
            store: store, model: ModelReference(environment), contributions: contributions, clock: clock)
    }
}
