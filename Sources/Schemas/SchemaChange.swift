// SPDX-License-Identifier: Apache-2.0

/// One change of a database's structure, in the words of the model and the names of the database.
public enum SchemaChange: Sendable, Codable, Equatable {
    case createEngineTable(name: String)
    case createTable(entity: String, table: String)
    case addColumn(entity: String, field: String, table: String, layout: ColumnLayout)
    /// A column of sort keys for a field that is there already.
    case addSortColumn(entity: String, field: String, table: String, column: String)
    case createIndex(name: String, table: String, columns: [String], isUnique: Bool)
    case dropIndex(name: String)
    case createSearchTable(entity: String, name: String)
    /// Fills the search table anew from the records.
    case rebuildSearch(entity: String, name: String)
    /// Fills the column of sort keys from the records.
    case fillSortKeys(entity: String, field: String)
    /// Computes a stored computed field of every record.
    case recompute(entity: String, field: String)
    /// Computes the totals of a board or a standing report.
    case computeStanding(name: String)
    /// Forgets totals that no board and no report shows any more.
    case dropStanding(name: String)
    /// From now on the field must have a value.
    case requireField(entity: String, field: String)
    case relaxField(entity: String, field: String)
    /// The pack no longer declares the field; column and values stay.
    case detachField(entity: String, field: String)
    /// The pack declares the field again; its column is still there.
    case attachField(entity: String, field: String)
    case detachEntity(entity: String)
    case attachEntity(entity: String)
}
