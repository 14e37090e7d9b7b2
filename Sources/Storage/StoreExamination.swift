// SPDX-License-Identifier: Apache-2.0
public import Schemas

/// Says what is there and what is wrong with it, whatever the model is.
public protocol StoreExamination: RecordSurvey, Sendable {
    /// The tables, columns and indexes that are there, and the catalogue.
    func introspect() throws -> DatabaseState

    /// How many rows a table has, and how many of them have something in each of some columns.
    func fill(of table: String, columns: [String]) throws -> TableFill

    /// The columns that keep their values in another form than the catalogue says.
    func mistypedColumns(_ state: DatabaseState) throws -> [MistypedColumn]

    /// What the database itself finds damaged in its file, a sentence each.
    func damage() throws -> [String]

    /// How many live rows of a table refer to a row of another one that is not there, not even deleted.
    func danglingReferences(from table: String, column: String, to target: String) throws -> Int

    /// How many rows a search table knows.
    func searchEntries(in searchTable: String) throws -> Int

    /// The values of a column as texts, each with how many rows have it; for columns with few different values.
    func values(in table: String, column: String) throws -> [String: Int]
}

/// A column whose values are kept in another form than the catalogue says.
public struct MistypedColumn: Sendable, Hashable {
    public let table: String
    public let column: String
    /// The database's own words for the two.
    public let wanted: String
    public let found: String

    public init(table: String, column: String, wanted: String, found: String) {
        self.table = table
        self.column = column
        self.wanted = wanted
        self.found = found
    }
}

/// What of the catalogue is not true any more: the next plan makes it anew.
public struct LostParts: Sendable, Hashable {
    /// A column of a field.
    public struct Column: Sendable, Hashable {
        public let entity: String
        public let field: String
        public let column: String

        public init(entity: String, field: String, column: String) {
            self.entity = entity
            self.field = field
            self.column = column
        }
    }

    public var columns: [Column] = []
    /// Columns whose sort keys are gone.
    public var sortKeys: [Column] = []
    /// Computed fields whose values may be wrong.
    public var computations: [Column] = []
    /// Entities whose search entries are gone or old.
    public var searches: [String] = []
    /// Names of totals that are wrong.
    public var totals: [String] = []

    public init() {}

    public var isEmpty: Bool {
        columns.isEmpty && sortKeys.isEmpty && computations.isEmpty && searches.isEmpty && totals.isEmpty
    }
}
