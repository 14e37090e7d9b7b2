// SPDX-License-Identifier: Apache-2.0
import GRDB
import SQLRendering
public import Schemas
public import Storage

// What is wrong with a database that its catalogue does not know of.
extension SQLiteStore {
    public func mistypedColumns(_ state: DatabaseState) throws -> [MistypedColumn] {
        try translated {
            try pool.read { database in
                var types: [String: [String: String]] = [:]
                let rows = try Row.fetchAll(
                    database,
                    sql: """
                        SELECT item.name, part.name, part.type FROM sqlite_master AS item, pragma_table_info(item.name) AS part
                        WHERE item.type = 'table'
                        """)
                for row in rows { types[row[0], default: [:]][row[1]] = row[2] }
                return state.catalogue.compactMap { entry in
                    let wanted = SQLiteDefinitions().type(of: entry.layout.storage)
                    guard let found = types[entry.table]?[entry.layout.column], found != wanted else { return nil }
                    return MistypedColumn(
                        table: entry.table, column: entry.layout.column, wanted: wanted, found: found)
                }
            }
        }
    }

    public func values(in table: String, column: String) throws -> [String: Int] {
        try translated {
            try pool.read { database in
                let rows = try Row.fetchAll(database, sql: ExaminationSQL.values(of: column, in: table))
                return Dictionary(rows.map { ($0[0] as String, $0[1] as Int) }) { first, _ in first }
            }
        }
    }

    public func damage() throws -> [String] {
        try translated {
            try pool.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }.filter { $0 != "ok" }
        }
    }

    public func danglingReferences(from table: String, column: String, to target: String) throws -> Int {
        try translated {
            try pool.read { database in
                try Int.fetchOne(
                    database, sql: ExaminationSQL.danglingReferences(from: table, column, to: target)) ?? 0
            }
        }
    }

    public func searchEntries(in searchTable: String) throws -> Int {
        try translated {
            try pool.read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM \(quoted(searchTable + "_docsize"))") ?? 0
            }
        }
    }

    public func forget(_ parts: LostParts) async throws {
        try await writes.run { database in
            try translated { try Self.forget(parts, database) }
        }
    }

    private static func forget(_ parts: LostParts, _ database: Database) throws {
        for column in parts.columns {
            try database.execute(
                sql: "DELETE FROM trellis_catalogue WHERE entity = ? AND field = ? AND column_name = ?",
                arguments: [column.entity, column.field, column.column])
        }
        for column in parts.sortKeys {
            try database.execute(
                sql:
                    "UPDATE trellis_catalogue SET sort_column = NULL WHERE entity = ? AND field = ? AND column_name = ?",
                arguments: [column.entity, column.field, column.column])
        }
        for column in parts.computations {
            try database.execute(
                sql:
                    "UPDATE trellis_catalogue SET computation = NULL WHERE entity = ? AND field = ? AND column_name = ?",
                arguments: [column.entity, column.field, column.column])
        }
        for entity in parts.searches {
            try database.execute(
                sql: "UPDATE trellis_catalogue SET searchable = 0 WHERE entity = ?", arguments: [entity])
        }
        for name in parts.totals {
            try database.execute(sql: "DELETE FROM trellis_standing WHERE name = ?", arguments: [name])
        }
    }
}
