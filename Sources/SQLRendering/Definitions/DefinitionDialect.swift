// SPDX-License-Identifier: Apache-2.0
public import Schemas

/// How a database wants tables, columns and indexes to be defined.
public protocol DefinitionDialect: Sendable {
    /// The column that the database numbers rows by, with its type.
    var rowColumn: String { get }
    /// The type of integers of 64 bits.
    var integerType: String { get }
    /// The type of text.
    var textType: String { get }
    /// What stands behind the columns of a table that has rows of its own numbering.
    var entityTableEnding: String { get }
    /// What stands behind the columns of a table that is ordered by its key.
    var keyedTableEnding: String { get }
    /// The type of a field's column.
    func type(of storage: ColumnStorage) -> String
    /// The statements that make a full-text table with the one column `words`.
    func createSearchTable(_ name: String) -> [String]
}

/// Definitions for SQLite.
public struct SQLiteDefinitions: DefinitionDialect {
    public init() {}

    public let rowColumn = "\"row\" INTEGER PRIMARY KEY"
    public let integerType = "INTEGER"
    public let textType = "TEXT"
    public let entityTableEnding = " STRICT"
    public let keyedTableEnding = " STRICT, WITHOUT ROWID"

    public func type(of storage: ColumnStorage) -> String {
        switch storage {
        case .integer, .scaled, .microseconds: "INTEGER"
        case .real: "REAL"
        case .text: "TEXT"
        case .bytes: "BLOB"
        }
    }

    public func createSearchTable(_ name: String) -> [String] {
        [
            "CREATE VIRTUAL TABLE \(quoted(name)) USING fts5("
                + "words, content='', tokenize='unicode61 remove_diacritics 2')"
        ]
    }
}

/// An identifier as it stands in SQL, whatever it is called.
public func quoted(_ identifier: String) -> String {
    "\"\(identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
}
