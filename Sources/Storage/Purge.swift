// SPDX-License-Identifier: Apache-2.0

/// How much a table holds.
public struct TableFill: Sendable, Equatable {
    public let rows: Int
    /// Rows with a value, by column.
    public let filled: [String: Int]

    public init(rows: Int, filled: [String: Int]) {
        self.rows = rows
        self.filled = filled
    }
}

/// What is going to be destroyed for good.
public struct Purge: Sendable, Equatable {
    /// The table of an entity with everything that belongs to its records.
    public struct Table: Sendable, Equatable {
        public let entity: String
        public let table: String

        public init(entity: String, table: String) {
            self.entity = entity
            self.table = table
        }
    }

    /// The column of a field.
    public struct Column: Sendable, Equatable {
        public let entity: String
        public let field: String
        public let table: String
        public let column: String
        public let sortColumn: String?

        public init(entity: String, field: String, table: String, column: String, sortColumn: String?) {
            self.entity = entity
            self.field = field
            self.table = table
            self.column = column
            self.sortColumn = sortColumn
        }
    }

    public let tables: [Table]
    public let columns: [Column]
    /// A digest of the database's structure when the list was made.
    public let basis: String

    public init(tables: [Table], columns: [Column], basis: String) {
        self.tables = tables
        self.columns = columns
        self.basis = basis
    }
}
