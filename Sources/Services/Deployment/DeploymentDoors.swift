// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Foundation
import OrderedCollections
import Packs
public import Schemas
public import Storage
import Values

extension Workspace {
    /// Opens the edition that was applied to a store last, its packs read from the folders they were applied from.
    ///
    /// - Throws: ``ServiceError/badRequest(target:_:)`` if nothing was applied, the packs have errors, or they differ
    ///   from those applied (a plan is due).
    public static func open(
        store: any Store, contributions: Contributions, clock: WorkspaceClock = .system
    ) throws -> Workspace {
        let state = try store.introspect()
        guard state.model != nil, let folders = try appliedFolders(store, contributions) else {
            throw ServiceError.badRequest(target: "database", "Nothing was applied to this database yet.")
        }
        let loading = PackLoader(fieldTypes: contributions.fieldTypes, functions: contributions.functions)
            .load(folders: folders)
        guard let model = loading.model else {
            throw ServiceError.badRequest(
                target: "packs", "The packs have errors; run ‘trellis check \(folders.joined(separator: " "))’.")
        }
        guard model.fingerprint == state.model else {
            throw ServiceError.badRequest(
                target: "packs",
                "The packs have changed since they were applied; run ‘trellis plan \(folders.joined(separator: " "))’, then apply."
            )
        }
        let environment = StoreEnvironment(
            model: model, layout: PhysicalLayout(state), collations: contributions.collations)
        return Workspace(
            store: store, model: ModelReference(environment), contributions: contributions, clock: clock)
    }

    /// What a model would do to the store's database; to none at all, if there is no store yet.
    ///
    /// - Parameters:
    ///   - previous: The model that the database was made from, if it is known.
    ///   - decisions: What is done with values and records that do not fit.
    public static func plan(
        _ model: Model, previous: Model? = nil, for store: (any Store)?, deciding decisions: PlanDecisions = .init()
    ) throws -> MigrationPlan {
        let planner = SchemaPlanner(
            model, previous: previous, on: try store?.introspect() ?? .empty, deciding: decisions)
        return if let store { try planner.plan(store) } else { try planner.plan(NoRecords()) }
    }

    /// Does what a plan says, in one transaction, and opens the edition.
    ///
    /// - Parameter folders: The absolute paths of the packs, remembered for the next start.
    public static func apply(
        _ plan: MigrationPlan, _ model: Model, previous: Model? = nil, folders: [String], to store: any Store,
        contributions: Contributions, clock: WorkspaceClock = .system
    ) async throws -> Workspace {
        let planner = SchemaPlanner(model, previous: previous, on: try store.introspect(), deciding: plan.decisions)
        let environment = StoreEnvironment(
            model: model, layout: planner.layout, collations: contributions.collations)
        let workspace = Workspace(
            store: store, model: ModelReference(environment), contributions: contributions, clock: clock)
        let invocation = workspace.invocation(.engine, .engine)
        try await store.apply(plan, environment, previous: previous) { transaction in
            let writer = try RecordWriter(Request(workspace, invocation), transaction)
            for step in plan.steps {
                switch step.change {
                case .recompute(let entity, let field):
                    try writer.recompute(EntityName(entity), FieldName(field))
                case .computeStanding(let name):
                    try writer.rebuildStanding(name)
                default: break
                }
            }
        }
        let packs = String(decoding: try JSONEncoder().encode(folders), as: UTF8.self)
        try await store.write(environment) { transaction in
            try transaction.upsert(into: .settings, [.text(appliedFoldersKey), .text(packs)])
        }
        return workspace
    }

    private static func appliedFolders(_ store: any Store, _ contributions: Contributions) throws -> [String]? {
        let nothing = Model(
            packs: [], entities: [:], pipelines: [:], roles: [:], reports: [:], imports: [:], parameters: [:],
            demoFiles: [], demoUsers: [], fingerprint: "")
        let environment = StoreEnvironment(
            model: nothing, layout: PhysicalLayout(tables: [:]), collations: contributions.collations)
        let rows = try store.read(environment) { transaction in
            try transaction.engineRows(
                EngineSelection(.settings, where: [.equals("name", .text(appliedFoldersKey))]))
        }
        guard case .text(let text)? = rows.first?[1] else { return nil }
        return try? JSONDecoder().decode([String].self, from: Data(text.utf8))
    }
}

private let appliedFoldersKey = "applied-folders"
