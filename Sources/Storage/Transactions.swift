// SPDX-License-Identifier: Apache-2.0
import DomainModel
public import Queries
public import Schemas
public import Values

/// Reads on one snapshot of the database.
public protocol ReadTransaction: AnyObject {
    /// Calls the body for each row of the query, in order. The reader is valid during the call only.
    func forEachRow(
        _ query: RecordQuery, _ context: QueryContext, _ body: (any RowReader) throws -> Void
    ) throws

    /// Calls the body for each row of a query that is asked often.
    ///
    /// - Parameters:
    ///   - key: The record that a query by key is about; nil for others.
    ///   - context: Asked for only if the statement depends on the moment or on who asks.
    func forEachRow(
        _ query: PreparedQuery, of key: RecordID?, _ context: () throws -> QueryContext,
        _ body: (any RowReader) throws -> Void
    ) throws

    /// Calls the body for each row of what groups records, in order: the columns, then the values of the order's terms and
    /// of all columns, by which the next page is found.
    func forEachRow(
        _ query: TransformedQuery, _ context: QueryContext, _ body: (any RowReader) throws -> Void
    ) throws

    /// How many rows the query gives, its limit being the most that are counted.
    func count(_ query: RecordQuery, _ context: QueryContext) throws -> Int

    /// How many rows the query gives without its limit and its page.
    func count(_ query: TransformedQuery, _ context: QueryContext) throws -> Int

    /// The groups in the order of the dimensions: the dimensions' values, then the measures'.
    func groups(_ query: AggregateQuery, _ context: QueryContext) throws -> [[Value]]

    /// How long records stayed: the dimensions' values, the stage, and the median.
    func stays(_ query: StayQuery, _ context: QueryContext) throws -> [[Value]]

    /// The parts that have records, in order: each axis's part from 1, its smallest and greatest value, then the measures.
    func ranks(_ query: RankQuery, _ context: QueryContext) throws -> [[Value]]

    /// The stored values of a record, deleted or not, without regard to permission; nil if there is none.
    func record(_ entity: EntityName, _ id: RecordID) throws -> StoredRecord?

    /// Whether there is a live record with this key, without regard to permission.
    func exists(_ entity: EntityName, _ id: RecordID) throws -> Bool

    /// The keys of the live records whose reference field points to a record, in the order of their keys.
    func referrers(_ entity: EntityName, by field: FieldName, to id: RecordID) throws -> [RecordID]

    /// The key of the live record that has a value in a field; nil if none or more than one has.
    func key(_ entity: EntityName, where field: FieldName, equals value: Value) throws -> RecordID?

    /// The keys of at most `limit` live records that have a value in a field.
    func keys(_ entity: EntityName, where field: FieldName, equals value: Value, limit: Int) throws -> [RecordID]

    /// The keys of at most `limit` live records that have all of these values, none of which is null.
    func keys(_ entity: EntityName, having values: [FieldName: Value], limit: Int) throws -> [RecordID]

    /// Rows of a table of the engine, every column in its order.
    func engineRows(_ selection: EngineSelection) throws -> [[Value]]
}

/// Reads and writes that happen wholly or not at all.
public protocol WriteTransaction: ReadTransaction {
    /// Adds a record with version 1. Fields that are missing are null.
    ///
    /// - Throws: ``StoreError/notUnique(entity:fields:)``.
    func insert(_ entity: EntityName, _ id: RecordID, _ values: FieldValues) throws

    /// Writes fields of a record.
    ///
    /// - Parameters:
    ///   - old: The record as it was read in this transaction.
    ///   - changed: Which of the values differ from the old ones.
    ///   - version: The record's version from now on.
    /// - Throws: ``StoreError/notUnique(entity:fields:)``.
    func update(_ old: StoredRecord, _ values: FieldValues, changed: FieldSet, version: Int64) throws

    /// Puts a record into the recycle bin, or back.
    func setDeleted(_ old: StoredRecord, _ at: Instant?) throws

    /// Destroys a record and its search entries.
    func erase(_ old: StoredRecord) throws

    /// Adds a row to a table of the engine, every column in its order.
    func insert(into table: EngineTable, _ row: [Value]) throws

    /// Adds a row, or replaces the one with the same key.
    func upsert(into table: EngineTable, _ row: [Value]) throws

    /// Writes columns of the rows that meet all conditions; the number of rows.
    @discardableResult
    func update(_ table: EngineTable, set values: [String: Value], where conditions: [EngineCondition]) throws -> Int

    /// Removes the rows that meet all conditions; the number of rows.
    @discardableResult
    func delete(from table: EngineTable, where conditions: [EngineCondition]) throws -> Int

    /// Counts a counter up and returns its new value, from 1.
    func next(counter: String, period: String) throws -> Int64

    /// Adds to a standing total; a group whose count of records reaches zero is removed.
    func add(toStanding aggregate: String, groups: String, records: Int64, measures: [Int64]) throws
}
