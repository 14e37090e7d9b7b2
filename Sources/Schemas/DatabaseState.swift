// SPDX-License-Identifier: Apache-2.0

/// What a database holds: its tables with their columns and indexes, and the catalogue of which field is where.
public struct DatabaseState: Sendable, Equatable {
    public struct Table: Sendable, Equatable {
        public let name: String
        public let columns: [String]

        public init(name: String, columns: [String]) {
            self.name = name
            self.columns = columns
        }
    }

    /// A row of the catalogue.
    public struct Entry: Sendable, Equatable {
        public let entity: String
        public let field: String
        public let table: String
        public let layout: ColumnLayout
        /// The field's type as the expression language names it.
        public let type: String
        public let isAttached: Bool

        public init(
            entity: String, field: String, table: String, layout: ColumnLayout, type: String, isAttached: Bool
        ) {
            self.entity = entity
            self.field = field
            self.table = table
            self.layout = layout
            self.type = type
            self.isAttached = isAttached
        }
    }

    public let tables: [String: Table]
    /// Names of indexes with their tables.
    public let indexes: [String: String]
    public let catalogue: [Entry]
    /// Names of the totals that are kept.
    public let standing: Set<String>
    /// The fingerprint of the model applied last; nil for an empty database.
    public let model: String?

    public init(
        tables: [String: Table], indexes: [String: String], catalogue: [Entry], standing: Set<String>, model: String?
    ) {
        self.tables = tables
        self.indexes = indexes
        self.catalogue = catalogue
        self.standing = standing
        self.model = model
    }
}
