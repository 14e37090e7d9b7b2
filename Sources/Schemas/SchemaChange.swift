// SPDX-License-Identifier: Apache-2.0

/// One change of a database's structure or contents, in the words of the model and the names of the database.
public enum SchemaChange: Sendable, Codable, Equatable {
    case createEngineTable(name: String)
    /// The engine keeps something else in the table now; what stands in these columns of it stays.
    case remakeEngineTable(name: String, keeping: [String])
    case createTable(entity: String, table: String)
    /// The entity has another name; its table and what refers to it stay.
    case renameEntity(from: String, to: String, table: String)
    case addColumn(entity: String, field: String, table: String, layout: ColumnLayout)
    /// The field has another name; its column stays.
    case renameField(entity: String, from: String, to: String)
    /// A column of sort keys for a field that is there already.
    case addSortColumn(entity: String, field: String, table: String, column: String)
    case createIndex(name: String, table: String, columns: [String], isUnique: Bool)
    case dropIndex(name: String)
    case createSearchTable(entity: String, name: String)
    /// Fills the search table anew from the records.
    case rebuildSearch(entity: String, name: String)
    /// Fills the column of sort keys from the records.
    case fillSortKeys(entity: String, field: String)
    /// Fills the column of a field whose type changed from its old column.
    case convertField(entity: String, field: String, table: String, from: ColumnLayout, to: ColumnLayout)
    /// Records with an option or stage that is gone take another.
    case replaceOption(entity: String, field: String, column: String, from: String, to: String)
    /// An option or stage has another name; its records and their history take it.
    case renameOption(entity: String, field: String, column: String, from: String, to: String)
    /// Records whose set has the bits of one option take those of another.
    case replaceFlag(entity: String, field: String, column: String, from: UInt64, to: UInt64)
    /// Live records without a value take the field's default.
    case fillDefault(entity: String, field: String, column: String)
    /// Computes a stored computed field of every record.
    case recompute(entity: String, field: String)
    /// Computes the totals of a board or a standing report.
    case computeStanding(name: String)
    /// Forgets totals that no board and no report shows any more.
    case dropStanding(name: String)
    /// Finds out which records stand below which, by the entity's tree.
    case buildTree(entity: String)
    /// Works out from the records what the engine keeps of them, such as what each holds.
    case fillStructure(name: String)
    /// Forgets what the engine kept for a structure that is gone.
    case dropStructure(name: String)
    /// From now on the field must have a value.
    case requireField(entity: String, field: String)
    case relaxField(entity: String, field: String)
    /// From now on the field's values are limited further, such as `at least 0`.
    case limitField(entity: String, field: String, limit: String)
    /// From now on records must keep a rule.
    case addRule(entity: String, rule: String)
    /// The pack no longer declares the field; column and values stay.
    case detachField(entity: String, field: String)
    /// The pack declares the field again; its column is still there.
    case attachField(entity: String, field: String)
    case detachEntity(entity: String)
    case attachEntity(entity: String)
}
