// SPDX-License-Identifier: Apache-2.0

/// How many records a step touches, or a new rule would find broken: what the planner asks of a database.
public enum RecordCount: Sendable, Hashable {
    /// All records of a table, deleted ones too.
    case all(table: String)
    case live(table: String)
    /// Live records without a value in a column.
    case empty(table: String, column: String)
    /// Records with a value in a column, deleted ones too.
    case filled(table: String, column: String)
    /// Live records that share their value of a column with another live record.
    case duplicates(table: String, column: String)
}
