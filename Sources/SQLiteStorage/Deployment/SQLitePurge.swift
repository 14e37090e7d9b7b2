// SPDX-License-Identifier: Apache-2.0
import DomainModel
import GRDB
import SQLRendering
import Schemas
public import Storage

/// Destroys what no model uses any more.
enum SQLitePurge {
    /// To be called inside a transaction, which the caller rolls back if this throws.
    static func run(
        _ purge: Purge, _ environment: StoreEnvironment, _ edition: AppliedEdition, on database: Database
    ) throws {
        let state = try SQLiteIntrospection.state(database)
        guard state.fingerprint == purge.basis, state.model == environment.model.fingerprint else {
            throw StoreError.stalePlan(.database)
        }
        for table in purge.tables { try drop(table, database) }
        for column in purge.columns { try drop(column, database) }
        let plan = MigrationPlan(steps: [], basis: purge.basis, model: environment.model.fingerprint)
        try SQLiteDeployment.record(edition, number: state.edition + 1, plan, database)
    }

    private static func drop(_ table: Purge.Table, _ database: Database) throws {
        try database.execute(sql: "DROP TABLE IF EXISTS \(quoted(table.table + "_search"))")
        try database.execute(sql: "DROP TABLE IF EXISTS \(quoted(table.table))")
        // What the engine keeps about records goes with them; who saw and took out what stays in the access log.
        let kept = [
            EngineTable.changes, .stageVisits, .backMoves, .approvals, .approvalVotes, .outbox, .mergeProposals,
            .ancestry, .shares,
        ]
        for told in kept + [.catalogue] {
            try database.execute(sql: told.removal(by: "entity"), arguments: [table.entity])
        }
    }

    private static func drop(_ column: Purge.Column, _ database: Database) throws {
        for name in [column.column] + (column.sortColumn.map { [$0] } ?? []) {
            // A column cannot go while an index is on it.
            let indexes = try String.fetchAll(
                database,
                sql: """
                    SELECT list.name FROM pragma_index_list(?) AS list JOIN pragma_index_info(list.name) AS part
                    WHERE part.name = ? AND list.origin = 'c'
                    """, arguments: [column.table, name])
            for index in indexes { try database.execute(sql: "DROP INDEX \(quoted(index))") }
            let isThere = try database.columns(in: column.table).contains { $0.name == name }
            guard isThere else { continue }
            try database.execute(sql: dropping(name, of: column.table))
        }
        try database.execute(
            sql: EngineTable.catalogue.removal(by: "entity", "field", "column_name"),
            arguments: [column.entity, column.field, column.column])
    }
}

extension SQLiteStore {
    public func fill(of table: String, columns: [String]) throws -> TableFill {
        try translated {
            try pool.read { database in
                // A statement has room for two thousand results; tables are wider seldom.
                var filled: [String: Int] = [:]
                for start in stride(from: 0, to: columns.count, by: 500) {
                    let part = columns[start..<min(start + 500, columns.count)]
                    let row = try Row.fetchOne(database, sql: ExaminationSQL.fill(of: part, in: table))
                    guard let row else { continue }
                    for (place, column) in part.enumerated() { filled[column] = row[place] }
                }
                let rows = try Int.fetchOne(database, sql: ExaminationSQL.rows(of: table)) ?? 0
                return TableFill(rows: rows, filled: filled)
            }
        }
    }

    public func purge(_ purge: Purge, _ environment: StoreEnvironment, _ edition: AppliedEdition) async throws {
        try await writes.run { [editionInForce] database in
            editionInForce.forget()
            try translated { try SQLitePurge.run(purge, environment, edition, on: database) }
        }
    }
}
