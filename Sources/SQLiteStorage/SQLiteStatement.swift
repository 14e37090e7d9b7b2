// SPDX-License-Identifier: Apache-2.0
import GRDB
import GRDBSQLite
import SQLRendering
import Schemas
import Values

/// A statement that the connection keeps prepared, with values bound to its question marks one after another.
///
/// Values go to the database as they are, without the driver's arrays of arguments in between: a record has fifty.
struct SQLiteStatement {
    private let database: Database
    let pointer: OpaquePointer
    private var bound: Int32 = 0

    init(_ sql: String, _ database: Database) throws {
        self.database = database
        pointer = try database.cachedStatement(sql: sql).sqliteStatement
        sqlite3_reset(pointer)
    }

    mutating func bind(_ value: SQLValue) {
        bound += 1
        switch value {
        case .null: sqlite3_bind_null(pointer, bound)
        case .integer(let number): sqlite3_bind_int64(pointer, bound, number)
        case .real(let number): sqlite3_bind_double(pointer, bound, number)
        case .text(let text): bindText(text)
        case .bytes(let bytes):
            sqlite3_bind_blob(pointer, bound, bytes, Int32(bytes.count), copied)
        case .key: sqlite3_bind_null(pointer, bound)
        }
    }

    mutating func bind(_ number: Int64) {
        bound += 1
        sqlite3_bind_int64(pointer, bound, number)
    }

    /// The 36 characters of a key.
    mutating func bind(_ id: RecordID) {
        bound += 1
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 36) { buffer in
            id.write(into: buffer)
            sqlite3_bind_text(
                pointer, bound, UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self), 36, copied)
        }
    }

    mutating func bind(_ text: String) {
        bound += 1
        bindText(text)
    }

    /// A value as its column stores it.
    mutating func bind(_ value: Value, _ storage: ColumnStorage) {
        switch value {
        case .identifier(let id): bind(id)
        case .text(let text): bind(text)
        default: bind(SQLValue(value, .stored(storage)))
        }
    }

    private func bindText(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            let start = UnsafeRawPointer(utf8.baseAddress)?.assumingMemoryBound(to: CChar.self)
            // An empty text must not become null, which a missing start would make of it.
            if start == nil || utf8.isEmpty {
                sqlite3_bind_text(pointer, bound, "", 0, copied)
            } else {
                sqlite3_bind_text(pointer, bound, start, Int32(utf8.count), copied)
            }
        }
    }

    /// Runs the statement to its end.
    func run() throws { try forEachRow {} }

    /// Runs the statement and calls the body while it stands on each row.
    func forEachRow(_ body: () throws -> Void) throws {
        defer { sqlite3_reset(pointer) }
        while true {
            switch sqlite3_step(pointer) {
            case SQLITE_ROW: try body()
            case SQLITE_DONE: return
            default:
                let code = sqlite3_extended_errcode(database.sqliteConnection)
                let message = sqlite3_errmsg(database.sqliteConnection).map { String(cString: $0) }
                throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
            }
        }
    }
}

/// Tells SQLite to copy what is bound, because it may be gone before the statement runs.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
