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
        public var isAttached: Bool
        public var isRequired: Bool
        public var isSearchable: Bool
        /// The text of the expression that computes the stored value; nil if it is not computed.
        public var computation: String?

        public init(
            entity: String, field: String, table: String, layout: ColumnLayout, type: String, isAttached: Bool,
            isRequired: Bool = false, isSearchable: Bool = false, computation: String? = nil
        ) {
            self.isRequired = isRequired
            self.isSearchable = isSearchable
            self.computation = computation
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
    /// The totals that are kept, each with a digest of what it adds up.
    public let standing: [String: String]
    /// The fingerprint of the model applied last; nil for an empty database.
    public let model: String?
    /// The number of the edition applied last; 0 for an empty database.
    public let edition: Int64

    public init(
        tables: [String: Table], indexes: [String: String], catalogue: [Entry], standing: [String: String],
        model: String?, edition: Int64 = 0
    ) {
        self.edition = edition
        self.tables = tables
        self.indexes = indexes
        self.catalogue = catalogue
        self.standing = standing
        self.model = model
    }

    /// A database in which nothing was applied yet.
    public static let empty = DatabaseState(tables: [:], indexes: [:], catalogue: [], standing: [:], model: nil)

    /// The tables of the engine that are missing, or that another version of it made.
    public var foreignEngineTables: [EngineTable] {
        EngineTable.all.filter { Set(tables[$0.name]?.columns ?? []) != Set($0.columns.map(\.name)) }
    }

    /// A digest of all of it: a plan fits the database that it was made for, and no other.
    public var fingerprint: String {
        var lines = tables.values.map { "table \($0.name): \($0.columns.joined(separator: ","))" }.sorted()
        lines += indexes.map { "index \($0.key) on \($0.value)" }.sorted()
        lines += catalogue.map(\.fingerprintLine).sorted()
        lines += standing.map { "standing \($0.key) = \($0.value)" }.sorted()
        lines.append("edition \(edition), model \(model ?? "")")
        return digest(lines)
    }
}

extension DatabaseState.Entry {
    fileprivate var fingerprintLine: String {
        "field \(entity).\(field) at \(table).\(layout.column) as \(layout.storage.text) \(layout.sortColumn ?? "") "
            + "\(type) \(isAttached) \(isRequired) \(isSearchable) \(computation ?? "")"
    }
}
