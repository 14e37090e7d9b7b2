// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// A place in an XML text: it goes forward over names, values and texts, and knows its line and column.
struct XMLCursor {
    let file: String
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var column = 1

    init(file: String, text: String) {
        self.file = file
        bytes = Array(text.utf8)
    }

    var position: SourcePosition { SourcePosition(line: line, column: column) }
    /// The byte at the place; nil at the end.
    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Columns count characters: the bytes of one behind its first take no column.
    mutating func advance() {
        let byte = bytes[index]
        if byte == lineFeed {
            line += 1
            column = 1
        } else if byte & 0xC0 != 0x80 {
            column += 1
        }
        index += 1
    }

    func starts(with text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        return text.withUTF8Buffer { wanted in (0..<count).allSatisfy { bytes[index + $0] == wanted[$0] } }
    }

    /// Goes behind a text that stands here.
    mutating func skip(_ text: StaticString) {
        for _ in 0..<text.utf8CodeUnitCount where index < bytes.count { advance() }
    }

    /// Goes behind the next place where a text stands, and gives what lies before it.
    @discardableResult
    mutating func skip(past end: StaticString) -> String {
        let first = index
        while index < bytes.count, !starts(with: end) { advance() }
        defer { skip(end) }
        return text(from: first)
    }

    mutating func name() -> Located<String> {
        let (start, first) = (position, index)
        while let byte = current, !isNameEnd(byte) { advance() }
        return Located(text(from: first), at: SourceRange(file: file, start: start, end: position))
    }

    /// The text up to the next tag, with what its references stand for; empty if it is white space only.
    mutating func text() -> String {
        let first = index
        var isBlank = true
        while let byte = current, byte != tagStart, byte != ampersand, byte != carriageReturn {
            isBlank = isBlank && byte <= blank
            advance()
        }
        guard let byte = current, byte != tagStart else { return isBlank ? "" : text(from: first) }
        var decoded = text(from: first)
        while let byte = current, byte != tagStart {
            if byte == ampersand {
                decoded.unicodeScalars.append(reference())
            } else if byte == carriageReturn {
                advance()
                if current != lineFeed { decoded.append("\n") }
            } else {
                decoded.unicodeScalars.append(character())
            }
        }
        return decoded
    }

    /// The value that begins with the quotation mark here; nearly every one is as it is written, on one line.
    mutating func value() -> LocatedText {
        guard let quote = current, quote == quotation || quote == apostrophe else {
            return LocatedText(file: file, scalars: [], end: position)
        }
        advance()
        let (start, first) = (position, index)
        while let byte = current, byte != quote, byte >= blank, byte != ampersand { advance() }
        let plain = text(from: first)
        var value = LocatedText(file: file, text: plain, start: start, end: position)
        if current != quote {
            let scalars = plain.unicodeScalars.enumerated().map { offset, scalar in
                (scalar, SourcePosition(line: start.line, column: start.column + offset))
            }
            value = LocatedText(file: file, scalars: scalars + decoded(until: quote), end: position)
        }
        if current != nil { advance() }
        return value
    }

    /// The rest of a value; what ends a line is a blank.
    private mutating func decoded(until quote: UInt8) -> [(Unicode.Scalar, SourcePosition)] {
        var scalars: [(Unicode.Scalar, SourcePosition)] = []
        while let byte = current, byte != quote {
            let place = position
            if byte == ampersand {
                scalars.append((reference(), place))
            } else if byte < blank {
                skip(starts(with: "\r\n") ? "\r\n" : " ")
                scalars.append((" ", place))
            } else {
                scalars.append((character(), place))
            }
        }
        return scalars
    }

    private func text(from first: Int) -> String { String(decoding: bytes[first..<index], as: UTF8.self) }

    private mutating func character() -> Unicode.Scalar {
        let first = index
        repeat { advance() } while current.map { $0 & 0xC0 == 0x80 } ?? false
        return text(from: first).unicodeScalars.first ?? "\u{FFFD}"
    }

    /// The character that `&lt;` or `&#x4E2D;` stands for.
    private mutating func reference() -> Unicode.Scalar {
        advance()
        let first = index
        while let byte = current, byte != UInt8(ascii: ";"), index - first < 12 { advance() }
        let name = text(from: first)
        if current == UInt8(ascii: ";") { advance() }
        let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst(1))
        return predefined[name] ?? number.flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
    }
}

private let predefined: [String: Unicode.Scalar] = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
private let blank = UInt8(ascii: " ")
private let quotation = UInt8(ascii: "\"")
private let apostrophe = UInt8(ascii: "'")
private let ampersand = UInt8(ascii: "&")
private let tagStart = UInt8(ascii: "<")

private func isNameEnd(_ byte: UInt8) -> Bool {
    byte <= blank || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">")
}
