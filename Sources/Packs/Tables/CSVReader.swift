// SPDX-License-Identifier: Apache-2.0

/// The rows of a CSV text that comes in pieces, one row after another; no more than a row and a piece is held.
///
/// - Source: RFC 4180; line breaks inside quotes, `\n` as well as `\r\n`, and a byte order mark are understood.
package struct CSVReader {
    package struct Row: Sendable {
        package let cells: [String]
        /// The line that it begins at, from 1.
        package let line: Int
        /// The row as it stands in the text, without its line break.
        package let raw: [UInt8]
    }

    /// A row of more than 1 MiB, which is none.
    package struct OverlongRow: Error {
        /// The line it begins at, from 1.
        package let line: Int
    }

    /// A row longer than this is no row of a table.
    private static let longestRow = 1 << 20

    private let delimiter: UInt8
    private let nextPiece: () throws -> [UInt8]?
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private var line = 1

    /// - Parameter nextPiece: The next bytes in UTF-8; nil at the end.
    package init(delimiter: Character, nextPiece: @escaping () throws -> [UInt8]?) throws {
        self.delimiter = delimiter.asciiValue ?? UInt8(ascii: ",")
        self.nextPiece = nextPiece
        while buffer.count < 3, try fill() {}
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    }

    /// The next row that is not empty; nil at the end.
    ///
    /// - Throws: What the source throws, and ``OverlongRow``.
    package mutating func next() throws -> Row? {
        while let end = try endOfRow() {
            let first = line
            let slice = buffer[start..<end]
            line += slice.count { $0 == UInt8(ascii: "\n") }
            start = end
            let raw = withoutBreak(slice)
            if !raw.isEmpty { return Row(cells: cells(raw), line: first, raw: Array(raw)) }
        }
        return nil
    }

    private mutating func fill() throws -> Bool {
        guard !isAtEnd, let piece = try nextPiece() else {
            isAtEnd = true
            return false
        }
        buffer.removeFirst(start)
        start = 0
        buffer += piece
        return true
    }

    /// The place behind the line break that ends the row; nil if nothing is left.
    private mutating func endOfRow() throws -> Int? {
        var isQuoted = false
        var index = start
        while true {
            while index < buffer.count {
                let byte = buffer[index]
                index += 1
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                if byte == UInt8(ascii: "\n"), !isQuoted { return index }
            }
            guard buffer.count - start <= Self.longestRow else {
                throw OverlongRow(line: line)
            }
            let scanned = index - start
            guard try fill() else { return start < buffer.count ? buffer.count : nil }
            index = start + scanned
        }
    }

    private func withoutBreak(_ slice: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var slice = slice
        if slice.last == UInt8(ascii: "\n") { slice = slice.dropLast() }
        if slice.last == UInt8(ascii: "\r") { slice = slice.dropLast() }
        return slice
    }

    private func cells(_ row: ArraySlice<UInt8>) -> [String] {
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var index = row.startIndex
        while index < row.endIndex {
            let byte = row[index]
            index += 1
            if byte == UInt8(ascii: "\"") {
                if isQuoted, index < row.endIndex, row[index] == byte {
                    cell.append(byte)
                    index += 1
                } else {
                    isQuoted.toggle()
                }
            } else if byte == delimiter, !isQuoted {
                cells.append(String(decoding: cell, as: UTF8.self))
                cell.removeAll(keepingCapacity: true)
            } else {
                cell.append(byte)
            }
        }
        cells.append(String(decoding: cell, as: UTF8.self))
        return cells
    }
}
