// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
public import GRDB
import SQLRendering
public import Schemas
public import Storage
import Values

/// Does what a plan says to a SQLite database.
public enum SQLiteDeployment {
    /// Applies a plan; to be called inside a transaction, which the caller rolls back if this throws.
    ///
    /// - Parameter body: What needs the record engine (computed fields, totals); called when structure and search
    ///   entries are there, before the catalogue tells the new model.
    /// - Throws: ``StoreError/stalePlan`` if the database or the model is not the one that the plan was made for;
    ///   ``StoreError/unsupported(_:)`` if records break a new rule.
    public static func apply(
        _ plan: MigrationPlan, _ environment: StoreEnvironment, _ edition: AppliedEdition, on database: Database,
        _ body: () throws -> Void
    ) throws {
        let state = try SQLiteIntrospection.state(database)
        guard state.fingerprint == plan.basis, environment.model.fingerprint == plan.model else {
            throw StoreError.stalePlan
        }
        let planner = SchemaPlanner(environment.model, on: state)
        // Steps are compared too: a plan that was edited by hand, or whose counts grew old, is another plan.
        let current = try planner.plan { try SQLiteIntrospection.count($0, database) }
        guard current.steps.map(\.change) == plan.steps.map(\.change), planner.layout == environment.layout else {
            throw StoreError.stalePlan
        }
        guard current.offendingRecords == 0, plan.offendingRecords == 0 else {
            throw StoreError.unsupported("records break a new rule; the plan names how many")
        }
        for step in plan.steps {
            for statement in step.change.statements(in: SQLiteDefinitions()) { try database.execute(sql: statement) }
            try fill(step.change, environment, database)
        }
        try body()
        try record(planner, database)
        try record(edition, number: state.edition + 1, plan, database)
    }

    private static func fill(
        _ change: SchemaChange, _ environment: StoreEnvironment, _ database: Database
    ) throws {
        switch change {
        case .rebuildSearch(let entity, _):
            try SQLiteContents.rebuildSearch(EntityName(entity), environment, database)
        case .fillSortKeys(let entity, let field):
            try SQLiteContents.fillSortKeys(EntityName(entity), FieldName(field), environment, database)
        case .dropStanding(let name), .computeStanding(let name):
            // Totals that are computed anew begin with nothing.
            try database.execute(sql: "DELETE FROM trellis_standing_total WHERE aggregate = ?", arguments: [name])
        case .createEngineTable, .createTable, .addColumn, .addSortColumn, .createIndex, .dropIndex,
            .createSearchTable, .recompute, .requireField, .relaxField, .detachField, .attachField, .detachEntity,
            .attachEntity:
            break
        }
    }

    private static func record(_ planner: SchemaPlanner, _ database: Database) throws {
        for entry in planner.catalogue {
            try database.execute(
                sql: "INSERT OR REPLACE INTO trellis_catalogue (entity, field, table_name, column_name, storage, "
                    + "sort_column, type, attached, required, searchable, computation) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                arguments: [
                    entry.entity, entry.field, entry.table, entry.layout.column, entry.layout.storage.text,
                    entry.layout.sortColumn, entry.type, entry.isAttached, entry.isRequired, entry.isSearchable,
                    entry.computation,
                ])
        }
        try database.execute(sql: "DELETE FROM trellis_standing")
        for (name, definition) in planner.standing {
            try database.execute(
                sql: "INSERT INTO trellis_standing (name, definition) VALUES (?, ?)", arguments: [name, definition])
        }
    }

    static func record(
        _ edition: AppliedEdition, number: Int64, _ plan: MigrationPlan, _ database: Database
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = String(decoding: try encoder.encode(plan), as: UTF8.self)
        try database.execute(
            sql: "INSERT INTO trellis_edition (number, at, model, packs, texts, plan, backup, restores) "
                + "VALUES (?,?,?,?,?,?,?,?)",
            arguments: [
                number, edition.at.microseconds, plan.model, edition.packs, edition.texts, text, edition.backup,
                edition.restores,
            ])
    }
}
