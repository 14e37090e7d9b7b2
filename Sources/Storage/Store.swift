// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Queries
public import Schemas
public import Values

/// A database that holds the records of one edition.
///
/// The model and layout in force are handed over with every transaction, so that a store has no opinion about them.
public protocol Store: RecordSurvey, Sendable {
    /// Runs short reads on one snapshot, on the calling thread.
    ///
    /// - Throws: ``StoreError/tooCostly`` if they take more than the effort, and what the body throws.
    func read<Result>(
        _ environment: StoreEnvironment, within effort: Effort, _ body: (any ReadTransaction) throws -> Result
    ) throws -> Result

    /// Runs reads that may take long (reports, exports, searches) on one snapshot, on a thread of the store's own.
    func readAside<Result: Sendable>(
        _ environment: StoreEnvironment, within effort: Effort,
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Result
    ) async throws -> Result

    /// Runs reads and writes that happen wholly or not at all. Writes of concurrent callers may share a commit; each
    /// is undone alone if its body throws, and no caller hears of success before the commit is durable. The body may be
    /// run a second time if one that shared its commit failed, so that it must change nothing but the database.
    func write<Result: Sendable>(
        _ environment: StoreEnvironment, _ body: @escaping @Sendable (any WriteTransaction) throws -> Result
    ) async throws -> Result

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

    /// Takes out of the catalogue what is not true any more, so that the next plan makes it anew.
    func forget(_ parts: LostParts) async throws

    /// The values of a column as texts, each with how many rows have it; for columns with few different values.
    func values(in table: String, column: String) throws -> [String: Int]

    /// Destroys tables and columns that no model uses, in one transaction, and counts the edition up.
    ///
    /// - Throws: ``StoreError/stalePlan`` if the database has changed since they were listed.
    func purge(_ purge: Purge, _ environment: StoreEnvironment, _ edition: AppliedEdition) async throws

    /// Copies the database to a file beside it, named by an edition, while writers go on; never leaves half a copy there.
    ///
    /// - Returns: The file's name.
    func backUp(edition: Int64) throws -> String

    /// Removes the copies that ``backUp(edition:)`` made, but for those of the newest editions.
    func removeBackUps(keeping count: Int) throws

    /// The number of the edition that was applied last, by whichever process; 0 if none was.
    func edition() throws -> Int64

    /// Does what a plan says, in one transaction, with what the body adds to it, and counts the edition up.
    ///
    /// - Parameter previous: The model that the plan was made with as the one before; nil if it was not known.
    /// - Throws: ``StoreError/stalePlan`` if the database is not as it was when the plan was made,
    ///   ``StoreError/refusedPlan(_:)`` if the plan has errors.
    func apply(
        _ plan: MigrationPlan, _ environment: StoreEnvironment, _ edition: AppliedEdition, previous: Model?,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Void
    ) async throws
}

extension Store {
    /// Does what a plan says that was made without a model before, such as the first of a database.
    public func apply(
        _ plan: MigrationPlan, _ environment: StoreEnvironment, _ edition: AppliedEdition,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Void
    ) async throws {
        try await apply(plan, environment, edition, previous: nil, body)
    }
}

/// The model in force, where its records stand, and how texts sort.
public final class StoreEnvironment: Sendable {
    public let model: Model
    public let layout: PhysicalLayout
    public let collations: [String: Collation]
    /// The number of the edition that this is; writes are refused once another one is in force. Nil to write always.
    public let edition: Int64?

    public init(
        model: Model, layout: PhysicalLayout, collations: [String: Collation], edition: Int64? = nil
    ) {
        self.edition = edition
        self.model = model
        self.layout = layout
        self.collations = collations
    }
}

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

/// A row while a query stands on it.
public protocol RowReader: AnyObject {
    func isNull(_ column: Int) -> Bool
    /// The stored integer: also of booleans, flags, scaled decimals (in the column's scale) and microseconds.
    func integer(_ column: Int) -> Int64
    func double(_ column: Int) -> Double
    /// The UTF-8 bytes of a stored text, valid during the call.
    func withText<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
    /// The value in the type of the query's column.
    func value(_ column: Int) -> Value
    /// Digits behind the point that ``integer(_:)`` of a decimal column has; nil if the column comes as text.
    func scale(_ column: Int) -> Int?
}

/// A record's stored values, as they were read.
public struct StoredRecord: Sendable {
    public let entity: EntityName
    public let id: RecordID
    /// The integer key of the row, for stores that have one.
    public let row: Int64
    public let version: Int64
    public let deletedAt: Instant?
    public let values: FieldValues

    public init(
        entity: EntityName, id: RecordID, row: Int64, version: Int64, deletedAt: Instant?, values: FieldValues
    ) {
        self.entity = entity
        self.id = id
        self.row = row
        self.version = version
        self.deletedAt = deletedAt
        self.values = values
    }

    /// The value of a field; null if it has none.
    public subscript(field: FieldName) -> Value { values[field] }
}

/// What is asked of a table of the engine.
public struct EngineSelection: Sendable {
    public let table: EngineTable
    public var conditions: [EngineCondition]
    /// A column to sort by; nil for the order of the key.
    public var order: String?
    public var isDescending: Bool
    public var limit: Int

    public init(
        _ table: EngineTable, where conditions: [EngineCondition] = [], order: String? = nil,
        isDescending: Bool = false, limit: Int = 1000
    ) {
        self.table = table
        self.conditions = conditions
        self.order = order
        self.isDescending = isDescending
        self.limit = limit
    }
}

/// A condition on one column of a table of the engine.
public enum EngineCondition: Sendable, Hashable {
    case equals(String, Value)
    case less(String, Value)
    case greater(String, Value)
}

/// Why a store refused. Descriptions hold names, never values of records.
public enum StoreError: Error, Hashable, Sendable {
    /// Another live record has the values of these fields.
    case notUnique(entity: EntityName, fields: [FieldName])
    /// What the plan was made for is not so any more.
    case stalePlan(Staleness)
    /// The plan has errors, or records break a rule that could only be counted when it was applied.
    case refusedPlan(String)
    /// Another edition was applied since the request began; nothing was written, and it can be asked again.
    case editionChanged
    /// The expression cannot be asked of this store.
    case unsupported(String)
    /// The expression is nested more deeply or needs more SQL than this store reads.
    case tooComplex
    /// The reading took more than it was allowed to cost.
    case tooCostly
    /// An arithmetic result does not fit its type.
    case overflow
    /// The database is locked, full, damaged or gone; the driver's code and its sentence.
    case failed(code: Int, String)
}
