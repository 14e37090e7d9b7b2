// SPDX-License-Identifier: Apache-2.0
import GRDBSQLite

/// A connection through SQLite's C API alone: what the machine can do if nothing stands in between.
final class Direct {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let connection: OpaquePointer
    private var prepared: [String: OpaquePointer] = [:]

    init(_ path: String) throws {
        var opened: OpaquePointer?
        guard sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK,
            let opened
        else { throw Failure(description: "\(path) cannot be opened") }
        connection = opened
        sqlite3_busy_timeout(connection, 10_000)
        // As the product has it.
        try execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -64000; PRAGMA mmap_size = 0")
    }

    deinit {
        for statement in prepared.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(connection)
    }

    func execute(_ sql: String) throws {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else {
            throw Failure(description: "\(String(cString: sqlite3_errmsg(connection))): \(sql)")
        }
    }

    /// A statement that stays prepared, ready to be bound.
    func statement(_ sql: String) throws -> OpaquePointer {
        if let known = prepared[sql] {
            sqlite3_reset(known)
            return known
        }
        var statement: OpaquePointer?
        guard sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil) == SQLITE_OK,
            let statement
        else { throw Failure(description: "\(String(cString: sqlite3_errmsg(connection))): \(sql)") }
        prepared[sql] = statement
        return statement
    }

    /// Runs a statement and calls the body on each row.
    func forEachRow(_ sql: String, _ bindings: [Binding] = [], _ body: (OpaquePointer) -> Void) throws {
        let statement = try statement(sql)
        bind(bindings, to: statement)
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_ROW {
                body(statement)
            } else if code == SQLITE_DONE {
                sqlite3_reset(statement)
                return
            } else {
                throw Failure(description: String(cString: sqlite3_errmsg(connection)))
            }
        }
    }

    func run(_ sql: String, _ bindings: [Binding] = []) throws { try forEachRow(sql, bindings) { _ in } }

    private func bind(_ bindings: [Binding], to statement: OpaquePointer) {
        for (index, binding) in bindings.enumerated() {
            let place = Int32(index + 1)
            switch binding {
            case .text(let text):
                sqlite3_bind_text(statement, place, text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
            case .integer(let number): sqlite3_bind_int64(statement, place, number)
            case .null: sqlite3_bind_null(statement, place)
            }
        }
    }

    /// The first column of every row.
    func texts(_ sql: String, _ bindings: [Binding] = []) throws -> [String] {
        var texts: [String] = []
        try forEachRow(sql, bindings) { texts.append(sqlite3_column_text($0, 0).map { String(cString: $0) } ?? "") }
        return texts
    }
}

enum Binding {
    case text(String)
    case integer(Int64)
    case null
}

/// Appends a row as a JSON object with the columns' names.
func appendObject(_ statement: OpaquePointer, to body: inout [UInt8]) {
    body.append(UInt8(ascii: "{"))
    for column in 0..<sqlite3_column_count(statement) {
        if column > 0 { body.append(UInt8(ascii: ",")) }
        append(sqlite3_column_name(statement, column), to: &body)
        body.append(UInt8(ascii: ":"))
        switch sqlite3_column_type(statement, column) {
        case SQLITE_NULL: body.append(contentsOf: "null".utf8)
        case SQLITE_INTEGER: body.append(contentsOf: String(sqlite3_column_int64(statement, column)).utf8)
        default: append(UnsafeRawPointer(sqlite3_column_text(statement, column))?.assumingMemoryBound(to: CChar.self), to: &body)
        }
    }
    body.append(UInt8(ascii: "}"))
}

private func append(_ text: UnsafePointer<CChar>?, to body: inout [UInt8]) {
    guard let text else { return }
    body.append(UInt8(ascii: "\""))
    var place = text
    while place.pointee != 0 {
        let byte = UInt8(bitPattern: place.pointee)
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { body.append(UInt8(ascii: "\\")) }
        body.append(byte)
        place += 1
    }
    body.append(UInt8(ascii: "\""))
}
