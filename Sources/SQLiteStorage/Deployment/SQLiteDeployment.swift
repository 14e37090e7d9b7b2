import Diagnostics
// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Foundation
import GRDB
import SQLRendering
public import Schemas
public import Storage
import Values

/// Does what a plan says to a SQLite database.
public enum SQLiteDeployment {
    /// Applies a plan; to be called inside a transaction, which the caller rolls back if this throws.
    ///
    /// - Parameters:
    ///   - previous: The model that the plan was made with as the one before.
    ///   - survey: Of the connection that the transaction is on.
    ///   - body: What needs the record engine (computed fields, totals); called when structure, values and search
    ///     entries are there, before the catalogue tells the new model.
    /// - Throws: ``StoreError/stalePlan`` if the database or the model is not the one that the plan was made for;
    ///   ``StoreError/refusedPlan(_:)`` if the plan has errors, or records break a rule that could not be counted before.
    public static func apply(
        _ plan: MigrationPlan, _ environment: StoreEnvironment, _ edition: AppliedEdition, previous: Model?,
        on survey: SQLiteSurvey,
        _ body: () throws -> Void
    ) throws {
        let database = survey.database
        let state = try SQLiteIntrospection.state(database)
        guard environment.model.fingerprint == plan.model else { throw StoreError.stalePlan(.packs) }
        guard state.fingerprint == plan.basis, previous?.fingerprint == plan.previous else {
            throw StoreError.stalePlan(.database)
        }
        let planner = SchemaPlanner(environment.model, previous: previous, on: state, deciding: plan.decisions)
        // Steps are compared too: a plan that was edited by hand, or to which records were added, is another plan.
        let current = try planner.plan(survey)
        guard current.steps.map(\.change) == plan.steps.map(\.change), planner.layout == environment.layout else {
            throw StoreError.stalePlan(.database)
        }
        if let more = current.moreDestructive(than: plan) { throw StoreError.stalePlan(more) }
        if let error = current.errors.first ?? plan.errors.first { throw StoreError.refusedPlan(error.message.english) }
        let contents = SQLiteContents(
            environment: environment, planner: planner, survey: survey, database: database)
        let statements = plan.steps.map(\.change).statements(in: SQLiteDefinitions())
        for (step, statements) in zip(plan.steps, statements) {
            for statement in statements { try database.execute(sql: statement) }
            try contents.fill(step)
        }
        try body()
        for step in plan.steps { try contents.check(step, plan.decisions) }
        try record(planner, database)
        try record(edition, number: state.edition + 1, plan, database)
        try TableStatistics.remeasure(plan.indexedTables, database)
    }

    private static func record(_ planner: SchemaPlanner, _ database: Database) throws {
        // Renamed entities and fields must not leave their old names behind.
        try database.execute(sql: EngineTable.catalogue.removal())
        for entry in planner.catalogue {
            try database.execute(
                sql: EngineTable.catalogue.replacement,
                arguments: [
                    entry.entity, entry.field, entry.table, entry.layout.column, entry.layout.storage.text,
                    entry.layout.sortColumn, entry.type, entry.isAttached, entry.isRequired, entry.isSearchable,
                    entry.computation,
                ])
        }
        try database.execute(sql: EngineTable.standing.removal())
        for (name, definition) in planner.standing {
            try database.execute(sql: EngineTable.standing.insertion, arguments: [name, definition])
        }
    }

    static func record(
        _ edition: AppliedEdition, number: Int64, _ plan: MigrationPlan, _ database: Database
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = String(decoding: try encoder.encode(plan), as: UTF8.self)
        try database.execute(
            sql: EngineTable.editions.insertion,
            arguments: [
                number, edition.at.microseconds, plan.model, edition.packs, edition.texts, text, edition.backup,
                edition.restores,
            ])
    }
}

extension MigrationPlan {
    /// The tables that get indexes.
    fileprivate var indexedTables: Set<String> {
        Set(steps.compactMap { if case .createIndex(_, let table, _, _) = $0.change { table } else { nil } })
    }

    /// The step of this plan that takes something from more records than the same step of an earlier one; nil if none
    /// does. People write on while a plan is read, which is no reason to refuse it unless more is lost.
    fileprivate func moreDestructive(than earlier: MigrationPlan) -> Staleness? {
        for (step, planned) in zip(steps, earlier.steps) where step.isDestructive {
            let (now, before) =
                if case .convertField = step.change, step.offendingRecords > 0 {
                    (step.offendingRecords, planned.offendingRecords)
                } else {
                    (step.touchedRecords, planned.touchedRecords)
                }
            if now > before { return .records(step.reason, planned: before, now: now) }
        }
        return nil
    }
}
