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
    /// So many rows of an index are looked at, at most, so that writers wait for milliseconds.
    private static let sample = 1000
    /// Rows that this process changes before it looks again whether a table has outgrown what is known of it.
    private static let pace = 50_000

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
        try database.execute(sql: "PRAGMA analysis_limit = \(sample)")
        for table in tables { try database.execute(sql: "ANALYZE \(table.quotedDatabaseIdentifier)") }
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
