// SPDX-License-Identifier: Apache-2.0
import DomainModel
public import Schemas
public import Storage
import Values

extension Workspace {
    /// Where the structure of the database is not as the model says; quick enough for every start.
    public func structureDrift() throws -> [DriftFinding] { try StructureCheck(model.current, store).findings }

    /// Everything in which the database is not as the model says; reads every record.
    public func drift() throws -> [DriftFinding] {
        let structure = try StructureCheck(model.current, store)
        let findings = structure.findings
        // What is computed from records can be compared only if their columns are there.
        let contents = ContentsCheck(workspace: self, environment: structure.environment, state: structure.state)
        guard structure.lost.columns.isEmpty else {
            return try findings + contents.findings(wrongTotals: [], oldSearches: [])
        }
        return try findings
            + contents.findings(wrongTotals: contents.wrongTotals(), oldSearches: contents.oldSearches())
            + contents.treeFindings() + contents.shareFindings()
    }

    /// Makes anew what is missing or wrong and can be made: tables and columns (empty, or computed), indexes, sort keys,
    /// search entries and totals; by a plan for the very model in force.
    ///
    /// - Returns: What was done.
    public static func repair(
        _ store: any Store, contributions: Contributions, clock: WorkspaceClock = .system, backup: Backup = .standard
    ) async throws -> MigrationPlan {
        let workspace = try Workspace.open(store: store, contributions: contributions, clock: clock)
        let structure = try StructureCheck(workspace.model.current, store)
        var lost = structure.lost
        if lost.columns.isEmpty {
            let contents = ContentsCheck(
                workspace: workspace, environment: structure.environment, state: structure.state)
            lost.totals = try contents.wrongTotals() + contents.wrongTrees().map(ContentsCheck.standing)
            lost.searches += try contents.oldSearches()
        }
        let hasLostComputed = structure.hasLostComputed
        let plan = try await renew(lost, store, contributions, clock, backup)
        // Computing a column again from nothing has changed what is made of it as if the records themselves had changed.
        guard hasLostComputed else { return plan }
        _ = try await renew(structure.everythingComputed, store, contributions, clock, .none)
        return plan
    }

    private static func renew(
        _ lost: LostParts, _ store: any Store, _ contributions: Contributions, _ clock: WorkspaceClock, _ backup: Backup
    ) async throws -> MigrationPlan {
        if !lost.isEmpty { try await store.forget(lost) }
        let latest = try PlannedEdition.latest(store, contributions)
        let planned = try PlannedEdition(
            latest.texts, for: store, contributions, deciding: PlanDecisions(brokenRules: .accept))
        _ = try await Workspace.apply(
            planned, to: store, contributions: contributions, clock: clock, backup: backup)
        return planned.plan
    }
}
