// SPDX-License-Identifier: Apache-2.0

/// The rows of a CSV text, one after another, with the lines they begin at.
///
/// - Source: RFC 4180; line breaks inside quotes, `\n` as well as `\r\n`, and a byte order mark are understood.
struct CSVReader {
    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var index: Int
    /// The line that the row read last begins at, from 1.
    private(set) var line = 0
    private var nextLine = 1
    /// The row read last as it stands in the text, without its line break.
    private(set) var rawRow: ArraySlice<UInt8> = []

    init(bytes: [UInt8], delimiter: Character) {
        self.bytes = bytes
        self.delimiter = delimiter.asciiValue ?? UInt8(ascii: ",")
        index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The cells of the next row that is not empty; nil at the end.
    mutating func next() -> [String]? {
        while index < bytes.count {
            line = nextLine
            let start = index
            let row = row()
            rawRow = trimmedRow(start)
            if row.count > 1 || row.first?.isEmpty == false { return row }
        }
        return nil
    }

    private func trimmedRow(_ start: Int) -> ArraySlice<UInt8> {
        var end = index
        while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return bytes[start..<end]
    }

    private mutating func row() -> [String] {
        var cells: [String] = []
        while true {
            cells.append(cell())
            guard index < bytes.count else { return cells }
            let byte = bytes[index]
            index += 1
            if byte == delimiter { continue }
            if byte == UInt8(ascii: "\r"), index < bytes.count, bytes[index] == UInt8(ascii: "\n") { index += 1 }
            nextLine += 1
            return cells
        }
    }

    /// Everything up to the delimiter or line break, which is left.
    private mutating func cell() -> String {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
            let start = index
            while index < bytes.count, !isEnd(bytes[index]) { index += 1 }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }
        index += 1
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\n") { nextLine += 1 }
            guard byte == UInt8(ascii: "\"") else {
                text.append(byte)
                continue
            }
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { break }
            text.append(byte)
            index += 1
        }
        while index < bytes.count, !isEnd(bytes[index]) {
            text.append(bytes[index])
            index += 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    private func isEnd(_ byte: UInt8) -> Bool {
        byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
}
