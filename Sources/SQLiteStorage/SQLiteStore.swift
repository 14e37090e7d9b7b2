// SPDX-License-Identifier: Apache-2.0
import Dispatch
public import DomainModel
public import Expressions
import Foundation
import GRDB
import SQLRendering
public import Schemas
public import Storage
import Synchronization
import Values

/// An edition in a SQLite file: one writer that groups the commits of concurrent callers, and readers beside it.
public final class SQLiteStore: Store {
    /// Connections to the file, or the only one to what lies in memory.
    let pool: any DatabaseWriter
    let functions: FunctionTable
    private let zone: CalendarSettings
    let writes: WriteQueue
    private let catalogues: StatementCatalogues
    let editionInForce = EditionInForce()
    private let aside = DispatchQueue(label: "trellis.sqlite.aside", attributes: .concurrent)

    /// Opens the database at a path, or makes an empty one.
    ///
    /// - Parameter calendar: The zone of local days; its moment is not used.
    /// - Throws: ``StoreError/failed(code:_:)``.
    public init(path: String, functions: FunctionTable, calendar: CalendarSettings) throws {
        let configuration = Self.configuration(functions, calendar)
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
        self.functions = functions
        zone = calendar
        catalogues = StatementCatalogues()
        writes = WriteQueue(pool)
    }

    /// An empty database in memory, or one like another.
    init(inMemory functions: FunctionTable, _ calendar: CalendarSettings, like other: SQLiteStore?) throws {
        let queue = try translated { try DatabaseQueue(configuration: Self.configuration(functions, calendar)) }
        if let other { try translated { try other.pool.backup(to: queue) } }
        pool = queue
        self.functions = functions
        zone = calendar
        // The same models are asked the same things.
        catalogues = other?.catalogues ?? StatementCatalogues()
        writes = WriteQueue(pool)
    }

    private static func configuration(_ functions: FunctionTable, _ calendar: CalendarSettings) -> Configuration {
        let registered = SQLFunctions(functions: functions, calendar: calendar)
        var configuration = Configuration()
        configuration.maximumReaderCount = 4
        // Whoever writes while another process applies a large plan waits for it; a process that dies lets go at once.
        configuration.busyMode = .timeout(600)
        configuration.prepareDatabase { database in
            // Nobody hears of success before the commit would survive the loss of power; groups share the cost.
            // Forty megabytes of changes are collected before they go into the file, so that a page that many writes
            // touch is written once.
            try database.execute(
                sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 10000; PRAGMA cache_size = -64000")
            // The parts of transactions that may be undone are kept in memory. Readers sort a fourth faster without that:
            // in memory, and in a file only what is larger than the cache.
            if !database.configuration.readonly { try database.execute(sql: "PRAGMA temp_store = MEMORY") }
            for function in databaseFunctions(registered) { database.add(function: function) }
        }
        return configuration
    }

    /// The zone of local days at this moment.
    public var calendar: CalendarSettings {
        let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        return CalendarSettings(
            now: now, offset: zone.offset, firstWeekday: zone.firstWeekday, fiscalYearStart: zone.fiscalYearStart)
    }

    public func read<Result>(
        _ environment: StoreEnvironment, within effort: Effort, _ body: (any ReadTransaction) throws -> Result
    ) throws -> Result {
        try translated {
            let catalogue = catalogues.catalogue(for: environment)
            return try pool.unsafeRead { database in
                try database.within(effort) {
                    try database.inSnapshot { try body(SQLiteTransaction(database, environment, catalogue, functions)) }
                }
            }
        }
    }

    public func readAside<Result: Sendable>(
        _ environment: StoreEnvironment, within effort: Effort,
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            aside.async {
                continuation.resume(with: Swift.Result { try self.read(environment, within: effort, body) })
            }
        }
    }

    public func write<Result: Sendable>(
        _ environment: StoreEnvironment, _ body: @escaping @Sendable (any WriteTransaction) throws -> Result
    ) async throws -> Result {
        let (functions, catalogue) = (functions, catalogues.catalogue(for: environment))
        return try await writes.run { [editionInForce] database in
            try translated {
                try editionInForce.check(environment, database)
                return try body(SQLiteTransaction(database, environment, catalogue, functions))
            }
        }
    }

    public func edition() throws -> Int64 { try translated { try pool.read { try EditionInForce.number($0) } } }

    public func introspect() throws -> DatabaseState {
        try translated { try pool.read { try SQLiteIntrospection.state($0) } }
    }

    public func count(_ records: RecordSet) throws -> Int? {
        try surveyed { try $0.count(records) }
    }

    public func samples(_ records: RecordSet, title: String?, limit: Int) throws -> [RecordSample] {
        try surveyed { try $0.samples(records, title: title, limit: limit) }
    }

    public func forEachValue(_ column: RecordColumn, _ body: (ColumnValue) throws -> Void) throws {
        try surveyed { try $0.forEachValue(column, body) }
    }

    private func surveyed<Result>(_ body: (SQLiteSurvey) throws -> Result) throws -> Result {
        try translated {
            try pool.read { try body(SQLiteSurvey($0, functions: functions, calendar: calendar)) }
        }
    }

    public func apply(
        _ plan: MigrationPlan, _ environment: StoreEnvironment, _ edition: AppliedEdition, previous: Model?,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Void
    ) async throws {
        let (functions, catalogue) = (functions, catalogues.catalogue(for: environment))
        try await writes.run { [editionInForce] database in
            editionInForce.forget()
            try translated {
                let survey = SQLiteSurvey(database, functions: functions, calendar: self.calendar)
                try SQLiteDeployment.apply(plan, environment, edition, previous: previous, on: survey) {
                    try body(SQLiteTransaction(database, environment, catalogue, functions))
                }
            }
        }
    }
}

/// The statements of the models in use: of the one in force, and of the one before for transactions under way.
private final class StatementCatalogues: Sendable {
    private let latest = Mutex<[(environment: StoreEnvironment, catalogue: StatementCatalogue)]>([])

    func catalogue(for environment: StoreEnvironment) -> StatementCatalogue {
        latest.withLock { latest in
            if let known = latest.first(where: { $0.environment === environment }) { return known.catalogue }
            let catalogue = StatementCatalogue(model: environment.model, layout: environment.layout)
            latest = [(environment, catalogue)] + latest.prefix(1)
            return catalogue
        }
    }
}

/// Runs a body and turns the driver's errors into the store's.
func translated<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw StoreError(error)
    } catch EvaluationError.overflow {
        throw StoreError.overflow
    } catch let error as RenderingError {
        throw StoreError(error)
    }
}

extension StoreError {
    /// The driver's code and its sentence for it; its message may hold values and is left out.
    init(_ error: DatabaseError) {
        let message = error.message ?? ""
        // The reader of statements keeps a hundred open parts at most, a tree a thousand levels.
        if message.contains("parser stack overflow") || message.contains("Expression tree is too large") {
            self = .tooComplex
        } else if message.contains("overflow") {
            self = .overflow
        } else if error.resultCode == .SQLITE_INTERRUPT {
            self = .tooCostly
        } else {
            self = .failed(code: Int(error.extendedResultCode.rawValue), error.resultCode.description)
        }
    }

    init(_ error: RenderingError) {
        switch error {
        case .notStored(let name): self = .unsupported("\(name), which is not stored yet")
        case .unsupported(let what): self = .unsupported(what)
        case .tooLarge: self = .tooComplex
        }
    }
}

private func databaseFunctions(_ functions: SQLFunctions) -> [DatabaseFunction] {
    [
        DatabaseFunction("trellis_apply", argumentCount: 6, pure: true) { values in
            try databaseValue(functions.apply(values.map(sqlValue)))
        },
        DatabaseFunction("trellis_call", pure: true) { values in databaseValue(functions.call(values.map(sqlValue))) },
        DatabaseFunction("trellis_cast", argumentCount: 3, pure: true) { values in
            databaseValue(functions.cast(values.map(sqlValue)))
        },
        DatabaseFunction("trellis_aggregate", argumentCount: 4, pure: true, aggregate: GroupAggregate.self),
    ]
}

/// The rows of a group until all of them are known.
private struct GroupAggregate: DatabaseAggregate {
    private var aggregate = SQLAggregate()

    mutating func step(_ values: [DatabaseValue]) { aggregate.add(values.map(sqlValue)) }
    func finalize() throws -> (any DatabaseValueConvertible)? { databaseValue(try aggregate.value()) }
}

func sqlValue(_ value: DatabaseValue) -> SQLValue {
    switch value.storage {
    case .null: .null
    case .int64(let number): .integer(number)
    case .double(let number): .real(number)
    case .string(let text): .text(text)
    case .blob(let data): .bytes(Array(data))
    }
}

func databaseValue(_ value: SQLValue) -> DatabaseValue {
    switch value {
    case .null: .null
    case .integer(let number): number.databaseValue
    case .real(let number): number.databaseValue
    case .text(let text): text.databaseValue
    case .bytes(let bytes): Data(bytes).databaseValue
    case .key: .null
    }
}
