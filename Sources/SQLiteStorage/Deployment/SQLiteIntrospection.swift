// SPDX-License-Identifier: Apache-2.0
public import GRDB
import SQLRendering
public import Schemas

/// What a SQLite database holds, read from the database itself and its catalogue.
public enum SQLiteIntrospection {
    /// The tables, columns and indexes that are there, the catalogue, and the totals that are kept.
    public static func state(_ database: Database) throws -> DatabaseState {
        let tables = try tables(database)
        let edition = try edition(database, tables)
        return DatabaseState(
            tables: tables, indexes: try indexes(database),
            catalogue: tables[EngineTable.catalogue.name] == nil ? [] : try catalogue(database),
            standing: tables[EngineTable.standing.name] == nil ? [:] : try standing(database),
            model: edition?.model, edition: edition?.number ?? 0)
    }

    private static func tables(_ database: Database) throws -> [String: DatabaseState.Table] {
        // Shadow tables belong to the full-text tables and are no concern of ours.
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT list.name, info.name FROM pragma_table_list AS list JOIN pragma_table_info(list.name) AS info
                WHERE list.schema = 'main' AND list.type IN ('table', 'virtual')
                AND list.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY list.name, info.cid
                """)
        var columns: [String: [String]] = [:]
        while let row = try rows.next() { columns[row[0], default: []].append(row[1]) }
        return Dictionary(
            uniqueKeysWithValues: columns.map { ($0, DatabaseState.Table(name: $0, columns: $1)) })
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

    /// The edition that was applied last; databases of the first release kept only the model's fingerprint.
    private static func edition(
        _ database: Database, _ tables: [String: DatabaseState.Table]
    ) throws -> (number: Int64, model: String)? {
        if tables[EngineTable.editions.name] != nil {
            let row = try Row.fetchOne(
                database, sql: "SELECT number, model FROM trellis_edition ORDER BY number DESC LIMIT 1")
            if let row { return (row[0], row[1]) }
        }
        guard tables["trellis_applied_plan"] != nil else { return nil }
        return try String.fetchOne(database, sql: "SELECT model FROM trellis_applied_plan ORDER BY id DESC LIMIT 1")
            .map { (0, $0) }
    }
}
