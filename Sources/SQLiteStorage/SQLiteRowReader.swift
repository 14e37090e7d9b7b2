// SPDX-License-Identifier: Apache-2.0
import GRDBSQLite
import SQLRendering
import Schemas
import Storage
import Values

/// Reads the columns of the row that a statement stands on, in place.
final class SQLiteRowReader: RowReader {
    private let statement: OpaquePointer
    private let columns: [RenderedSelection.Column]

    init(_ statement: OpaquePointer, _ columns: [RenderedSelection.Column]) {
        self.statement = statement
        self.columns = columns
    }

    func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL }
    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(column)) }
    func double(_ column: Int) -> Double { sqlite3_column_double(statement, Int32(column)) }

    func withText<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let text = sqlite3_column_text(statement, Int32(column))
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return try body(UnsafeRawBufferPointer(start: text, count: text == nil ? 0 : count))
    }

    func value(_ column: Int) -> Value { Value(sqlValue(column), columns[column].type, columns[column].form) }

    func scale(_ column: Int) -> Int? {
        if case .stored(.scaled(let scale)) = columns[column].form { scale } else { nil }
    }

    private func sqlValue(_ column: Int) -> SQLValue {
        switch sqlite3_column_type(statement, Int32(column)) {
        case SQLITE_INTEGER: .integer(integer(column))
        case SQLITE_FLOAT: .real(double(column))
        case SQLITE_TEXT: .text(withText(column) { String(decoding: $0, as: UTF8.self) })
        case SQLITE_BLOB: .bytes(bytes(column))
        default: .null
        }
    }

    private func bytes(_ column: Int) -> [UInt8] {
        let start = sqlite3_column_blob(statement, Int32(column))
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, Int32(column)))))
    }
}
