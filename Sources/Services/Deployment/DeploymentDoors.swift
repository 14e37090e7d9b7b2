// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Foundation
import OrderedCollections
public import Packs
public import Schemas
public import Storage
import Values

extension Workspace {
    /// Opens the edition that was applied to a store last, from what the database itself keeps of it.
    ///
    /// - Throws: ``ServiceError/badRequest(target:_:)`` if nothing was applied, or this program reads its packs no more.
    public static func open(
        store: any Store, contributions: Contributions, clock: WorkspaceClock = .system,
        checking: (DatabaseState) throws -> Void = { _ in }
    ) throws -> Workspace {
        let environment = try environment(of: store, contributions, checking: checking)
        return Workspace(
            store: store, model: ModelReference(environment), contributions: contributions, clock: clock)
    }

    /// What a model would do to the store's database, which knows what it was made from; to none at all, if there is no
    /// store yet.
    public static func plan(
        _ model: Model, for store: (any Store)?, _ contributions: Contributions,
        deciding decisions: PlanDecisions = .init()
    ) throws -> MigrationPlan {
        let previous = try store.flatMap { try previousModel(of: $0, contributions) }
        return try plan(model, previous: previous, for: store, contributions, deciding: decisions)
    }

    /// The same, with the model that the database was made from already there, see ``previousModel(of:_:)``.
    public static func plan(
        _ model: Model, previous: Model?, for store: (any Store)?, _ contributions: Contributions,
        deciding decisions: PlanDecisions = .init()
    ) throws -> MigrationPlan {
        var plan = try plan(model, previous: previous, for: store, deciding: decisions)
        plan.seeds = try deliveries(of: model, to: store, contributions)
        return plan
    }

    /// What a model would do to the store's database; to none at all, if there is no store yet.
    ///
    /// - Parameters:
    ///   - previous: The model that the database was made from; without it, new limits and rules are not told from old
    ///     ones.
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
    /// - Parameters:
    ///   - texts: What the model was made of, see ``PackLoading/texts``; the database keeps it.
    ///   - restores: The number of the edition that is gone back to; nil if packs are applied.
    /// - Throws: ``StoreError/stalePlan`` if the database is not as it was when the plan was made.
    public static func apply(
        _ plan: MigrationPlan, _ model: Model, texts: EditionTexts, to store: any Store, contributions: Contributions,
        clock: WorkspaceClock = .system, backup: Backup = .none, restores: Int64? = nil
    ) async throws -> Workspace {
        let state = try store.introspect()
        let isInForce = plan.steps.isEmpty && state.model == model.fingerprint && state.edition > 0
        let environment = StoreEnvironment(
            model: model, layout: SchemaPlanner(model, on: state, deciding: plan.decisions).layout,
            collations: contributions.collations,
            edition: isInForce ? state.edition : state.edition + 1)
        let workspace = Workspace(
            store: store, model: ModelReference(environment), contributions: contributions, clock: clock)
        guard !isInForce else { return workspace }
        var copy: String?
        if case .kept = backup, state.edition > 0 { copy = try store.backUp(edition: state.edition) }
        let edition = AppliedEdition(
            at: clock.now(), packs: model.packs.map { "\($0.name) \($0.version)" }.joined(separator: ", "),
            texts: try StoredTexts.text(texts), backup: copy, restores: restores)
        let invocation = workspace.invocation(.engine, .engine)
        let before = plan.previous == nil ? nil : try previousModel(of: store, contributions)
        try await store.apply(plan, environment, edition, previous: before) { transaction in
            let writer = try RecordWriter(Request(workspace, invocation), transaction)
            // Computed fields read what fields were, which has to be known before.
            for step in plan.steps where step.change.fillsHistory { try writer.carryOut(step, plan.decisions) }
            for step in plan.steps where !step.change.fillsHistory { try writer.carryOut(step, plan.decisions) }
            for seed in model.seeds { try SeedPlanting(writer: writer).plant(seed) }
        }
        if case .kept(let count) = backup { try store.removeBackUps(keeping: count) }
        return workspace
    }

    /// The model that a database was made from; nil for an empty one, or if this program reads its packs no more.
    public static func previousModel(of store: any Store, _ contributions: Contributions) throws -> Model? {
        guard let latest = try EditionBook(store, contributions).latest else { return nil }
        return try latest.load(contributions).model
    }

    /// Takes the edition that is in force now, if another process applied one. Requests under way go on with theirs.
    ///
    /// - Returns: Whether there was another.
    @discardableResult
    public func follow() throws -> Bool {
        guard try store.edition() != model.current.edition else { return false }
        model.replace(with: try Self.environment(of: store, contributions))
        return true
    }

    /// The model that was applied last, made again from its texts.
    static func environment(
        of store: any Store, _ contributions: Contributions, checking: (DatabaseState) throws -> Void = { _ in }
    ) throws -> StoreEnvironment {
        var state = try store.introspect()
        try checking(state)
        guard state.model != nil else {
            throw ServiceError.badRequest(target: "database", "Nothing was applied to this database yet.")
        }
        let book = EditionBook(store, contributions)
        var latest = try book.latest
        // Another process may apply one between the two reads.
        while let number = latest?.number, number != state.edition {
            state = try store.introspect()
            latest = try book.latest
        }
        guard let stored = latest else {
            throw ServiceError.badRequest(
                target: "database", "The database does not hold its packs; apply them once more with ‘trellis apply’.")
        }
        let loading = try stored.load(contributions)
        guard let model = loading.model else {
            throw ServiceError.badRequest(
                target: "packs",
                "This program finds errors in the packs that were applied (\(stored.packs)); run ‘trellis check’ with it."
            )
        }
        return StoreEnvironment(
            model: model, layout: PhysicalLayout(state), collations: contributions.collations, edition: state.edition)
    }
}

extension SchemaChange {
    fileprivate var fillsHistory: Bool {
        if case .fillStructure(let name) = self { StructureKind.parts(of: name)?.kind == .history } else { false }
    }
}

extension RecordWriter {
    /// Does what a step leaves to the record engine.
    fileprivate func carryOut(_ step: MigrationStep, _ decisions: PlanDecisions) throws {
        switch step.change {
        case .recompute(let entity, let field): try recompute(EntityName(entity), FieldName(field))
        case .buildTree(let entity): try buildTree(EntityName(entity))
        case .computeStanding(let name): try rebuildStanding(name)
        case .fillStructure(let name): try fill(structure: name, accepting: decisions.brokenRules == .accept)
        case .dropStructure(let name): try forget(structure: name)
        default: break
        }
    }
}
