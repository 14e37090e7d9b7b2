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
                try Int.fetchOne($0, sql: ExaminationSQL.rows(of: searchTable + "_docsize")) ?? 0
            }
        }
    }

    public func forget(_ parts: LostParts) async throws {
        try await writes.run { database in
            try translated { try Self.forget(parts, database) }
        }
    }

    private static func forget(_ parts: LostParts, _ database: Database) throws {
        let catalogue = EngineTable.catalogue
        let removal = catalogue.removal(by: "entity", "field", "column_name")
        for column in parts.columns {
            try database.execute(sql: removal, arguments: [column.entity, column.field, column.column])
        }
        for (name, columns) in [("sort_column", parts.sortKeys), ("computation", parts.computations)] {
            let change = catalogue.change(of: name, by: "entity", "field", "column_name")
            for column in columns {
                try database.execute(sql: change, arguments: [nil, column.entity, column.field, column.column])
            }
        }
        for entity in parts.searches {
            try database.execute(sql: catalogue.change(of: "searchable", by: "entity"), arguments: [false, entity])
        }
        for name in parts.totals {
            try database.execute(sql: EngineTable.standing.removal(by: "name"), arguments: [name])
        }
    }
}
