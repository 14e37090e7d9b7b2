// SPDX-License-Identifier: Apache-2.0
public import GRDB
import SQLRendering
public import Schemas

/// What a SQLite database holds, read from the database itself and its catalogue.
public enum SQLiteIntrospection {
    /// The tables, columns and indexes that are there, the catalogue, and the totals that are kept.
    public static func state(_ database: Database) throws -> DatabaseState {
        let tables = try tables(database)
        return DatabaseState(
            tables: tables, indexes: try indexes(database),
            catalogue: tables[EngineTable.catalogue.name] == nil ? [] : try catalogue(database),
            standing: tables[EngineTable.standing.name] == nil ? [:] : try standing(database),
            model: tables[EngineTable.appliedPlans.name] == nil ? nil : try model(database))
    }

    private static func tables(_ database: Database) throws -> [String: DatabaseState.Table] {
        // Shadow tables belong to the full-text tables and are no concern of ours.
        let names = try String.fetchAll(
            database,
            sql: """
                SELECT name FROM pragma_table_list
                WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                """)
        var tables: [String: DatabaseState.Table] = [:]
        for name in names {
            let columns = try String.fetchAll(
                database, sql: "SELECT name FROM pragma_table_info(?) ORDER BY cid", arguments: [name])
            tables[name] = DatabaseState.Table(name: name, columns: columns)
        }
        return tables
    }

    private static func indexes(_ database: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        return Dictionary(rows.map { ($0[0] as String, $0[1] as String) }) { first, _ in first }
    }

    private static func catalogue(_ database: Database) throws -> [DatabaseState.Entry] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT entity, field, table_name, column_name, storage, sort_column, type, attached, required,
                searchable, computation FROM trellis_catalogue ORDER BY entity, field, column_name
                """)
        return try rows.map { row in
            guard let storage = ColumnStorage(text: row[4]) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the catalogue names an unknown storage")
            }
            return DatabaseState.Entry(
                entity: row[0], field: row[1], table: row[2],
                layout: ColumnLayout(column: row[3], storage: storage, sortColumn: row[5]), type: row[6],
                isAttached: row[7], isRequired: row[8], isSearchable: row[9], computation: row[10])
        }
    }

    private static func standing(_ database: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(database, sql: "SELECT name, definition FROM trellis_standing")
        return Dictionary(rows.map { ($0[0] as String, $0[1] as String) }) { first, _ in first }
    }

    private static func model(_ database: Database) throws -> String? {
        try String.fetchOne(database, sql: "SELECT model FROM trellis_applied_plan ORDER BY id DESC LIMIT 1")
    }
}
