// SPDX-License-Identifier: Apache-2.0

/// The statements that write a table of search entries, whose rows are those of the records.
public struct SearchStatements: Sendable {
    private let table: String

    public init(_ table: String) { self.table = quoted(table) }

    /// Adds an entry; bound to the row and its words.
    public var addition: String { "INSERT INTO \(table) (rowid, words) VALUES (?, ?)" }

    /// Removes an entry; bound to the row and the words that it has.
    public var removal: String { "INSERT INTO \(table) (\(table), rowid, words) VALUES ('delete', ?, ?)" }

    /// Removes all entries.
    public var emptying: String { "INSERT INTO \(table) (\(table)) VALUES ('delete-all')" }

    /// Gives every record's row and its searchable columns as texts.
    public static func texts(of columns: [String], in table: String) -> String {
        let list = columns.map { "CAST(\(quoted($0)) AS TEXT)" }.joined(separator: ", ")
        return "SELECT \"row\", \(list) FROM \(quoted(table))"
    }
}
