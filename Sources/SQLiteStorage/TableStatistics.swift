// SPDX-License-Identifier: Apache-2.0
import GRDB
import Synchronization

/// Tells SQLite's planner how full the large tables are, again and again as they grow.
///
/// Without that it takes any index for selective, and walks a million rows in the order of an index that leaves nothing
/// out. Small tables are left as they are: what is true of fifty records is wrong when there are fifty thousand, and the
/// planner's own guesses suit both.
final class TableStatistics: Sendable {
    /// Tables with fewer rows are none of its concern.
    static let smallest: Int64 = 20_000
    /// So many rows of an index are looked at, at most, so that writers wait for some ten milliseconds a table.
    private static let sample = 10_000
    /// Rows that this process changes before it looks again whether a table has outgrown what is known of it.
    private static let pace = 20_000

    /// The number of changed rows at which it looks next; the first write of a process is enough.
    private let next = Mutex(0)

    /// Looks at the tables that have grown to more than twice their size, if it is time to.
    ///
    /// - Returns: Whether something was found out, of which other connections do not know yet.
    func refresh(_ database: Database) throws -> Bool {
        let changes = database.totalChangesCount
        let isTime = next.withLock { next in
            defer { if changes >= next { next = changes + Self.pace } }
            return changes >= next
        }
        guard isTime else { return false }
        let known = try Self.known(database)
        let outgrown = try Self.tables(database).filter { table in
            try Self.size(of: table, database) > max(Self.smallest, 2 * (known[table] ?? 0))
        }
        try Self.measure(outgrown, database)
        return !outgrown.isEmpty
    }

    /// Looks again at those of some tables that something is known of: they have indexes that nothing is known of.
    static func remeasure(_ tables: Set<String>, _ database: Database) throws {
        let known = try known(database)
        try measure(tables.filter { known[$0] != nil }.sorted(), database)
    }

    private static func measure(_ tables: [String], _ database: Database) throws {
        guard !tables.isEmpty else { return }
        // Counting a million rows takes a fifth of a second: between transactions nobody else has to wait for that.
        let counts = try tables.map { try RowCounts($0, database) }
        try database.inSavepoint {
            try database.execute(sql: "PRAGMA analysis_limit = \(sample)")
            for table in tables { try database.execute(sql: "ANALYZE \(table.quotedDatabaseIdentifier)") }
            for count in counts { try count.correct(database) }
            // This connection, too, is to know the corrected numbers.
            try database.execute(sql: "ANALYZE sqlite_schema")
            return .commit
        }
    }

    /// The tables whose rows SQLite numbers; those that are ordered by a key are asked by it.
    private static func tables(_ database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT wr
                AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                """)
    }

    /// So many rows as were ever added, which costs one step to find.
    private static func size(of table: String, _ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT max(rowid) FROM \(table.quotedDatabaseIdentifier)") ?? 0
    }

    /// The rows of each table when it was looked at: the fullest of its indexes has them all.
    private static func known(_ database: Database) throws -> [String: Int64] {
        guard try database.tableExists("sqlite_stat1") else { return [:] }
        let rows = try Row.fetchAll(
            database, sql: "SELECT tbl, max(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl")
        return Dictionary(rows.map { ($0[0] as String, $0[1] as Int64) }) { first, _ in first }
    }
}

/// How many rows a table has, and its indexes of live records.
///
/// Looking at a sample SQLite guesses these numbers, and each index's apart: one that seems to have fewer rows than the
/// table would be walked instead of it.
private struct RowCounts {
    private let table: String
    private let all: Int64
    /// Nil for a table whose indexes have all its rows.
    private let live: Int64?

    init(_ table: String, _ database: Database) throws {
        self.table = table
        let isPartial = try Bool.fetchOne(
            database, sql: "SELECT count(*) > 0 FROM pragma_index_list(?) WHERE partial", arguments: [table])
        let counts = isPartial == true ? "count(*), total(deleted_at IS NULL)" : "count(*), NULL"
        let row = try Row.fetchOne(database, sql: "SELECT \(counts) FROM \(table.quotedDatabaseIdentifier)")
        (all, live) = (row?[0] ?? 0, row?[1])
    }

    func correct(_ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE sqlite_stat1 SET stat = max(1, CASE WHEN idx IN (SELECT name FROM pragma_index_list(?1) WHERE partial)
                THEN ?2 ELSE ?3 END) || substr(stat, instr(stat || ' ', ' ')) WHERE tbl = ?1
                """,
            arguments: [table, live, all])
    }
}
