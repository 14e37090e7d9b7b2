// SPDX-License-Identifier: Apache-2.0
import GRDBSQLite

/// Policies beyond those that were imported: copies of them with keys and numbers of their own.
///
/// Reads do not care how rows came; importing a million takes most of an hour. Totals that stand in the database stay those
/// of the imported ones.
struct PolicyCopies {
    /// So many policies are imported at most.
    static let imported = 100_000

    let database: String

    /// Copies the imported policies until there are so many.
    func grow(to count: Int) throws {
        let direct = try Direct(database)
        var columns: [String] = []
        try direct.forEachRow("PRAGMA table_info(policy)") { row in
            columns.append(String(cString: sqlite3_column_text(row, 1)))
        }
        let copied = columns.filter { $0 != "row" }
        let names = copied.map { "\"\($0)\"" }.joined(separator: ", ")
        var number = 0
        try direct.forEachRow("SELECT count(*) FROM policy") { number = Int(sqlite3_column_int64($0, 0)) }
        var round = number / Self.imported
        while number < count {
            let values = copied.map { value(of: $0, round) }.joined(separator: ", ")
            let rows = min(Self.imported, count - number)
            try direct.execute(
                "INSERT INTO policy (\(names)) SELECT \(values) FROM policy WHERE \"row\" <= \(rows)")
            (number, round) = (number + rows, round + 1)
        }
        try direct.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    private func value(of column: String, _ round: Int) -> String {
        switch column {
        case "id": "substr(id, 1, 24) || printf('%012x', \"row\" + \(round) * 1000003)"
        case "policy_no": "policy_no || '-\(round)'"
        default: "\"\(column)\""
        }
    }
}
