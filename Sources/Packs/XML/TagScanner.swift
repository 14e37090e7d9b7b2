// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// The start tags of an XML text with the places of their names and attributes, in document order.
///
/// The library that parses XML tells the place of neither; it decides what is well-formed, this only says where things
/// stand in a text that it accepted.
struct TagScanner {
    /// A start tag as it stands in the text.
    struct Tag {
        let name: SourceRange
        var attributes: [Attribute] = []
    }

    struct Attribute {
        let name: String
        let nameRange: SourceRange
        let value: LocatedText
    }

    private let file: String
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var column = 1
    private(set) var tags: [Tag] = []
    /// Where a document type declaration begins; packs must not have one.
    private(set) var doctype: SourceRange?

    init(file: String, text: String) {
        self.file = file
        bytes = Array(text.utf8)
        while index < bytes.count { scan() }
    }

    private var position: SourcePosition { SourcePosition(line: line, column: column) }
    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Columns count characters: the bytes of one behind its first take no column.
    private mutating func advance() {
        let byte = bytes[index]
        if byte == lineFeed {
            line += 1
            column = 1
        } else if byte & 0xC0 != 0x80 {
            column += 1
        }
        index += 1
    }

    private func starts(with text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        return text.withUTF8Buffer { wanted in (0..<count).allSatisfy { bytes[index + $0] == wanted[$0] } }
    }

    private mutating func skip(past end: StaticString) {
        while index < bytes.count, !starts(with: end) { advance() }
        for _ in 0..<end.utf8CodeUnitCount where index < bytes.count { advance() }
    }

    private mutating func scan() {
        guard current == UInt8(ascii: "<") else { return advance() }
        if starts(with: "<!--") { return skip(past: "-->") }
        if starts(with: "<![CDATA[") { return skip(past: "]]>") }
        if starts(with: "<?") { return skip(past: "?>") }
        if starts(with: "</") { return skip(past: ">") }
        if starts(with: "<!") {
            let start = position
            for _ in 0..<9 where index < bytes.count { advance() }
            doctype = doctype ?? SourceRange(file: file, start: start, end: position)
            return
        }
        advance()
        startTag()
    }

    private mutating func startTag() {
        var tag = Tag(name: name().range)
        while let byte = current, byte != UInt8(ascii: ">") {
            if isNameStart(byte) {
                tag.attributes.append(attribute())
            } else {
                advance()
            }
        }
        tags.append(tag)
    }

    private mutating func name() -> (text: String, range: SourceRange) {
        let (start, first) = (position, index)
        while let byte = current, !isNameEnd(byte) { advance() }
        return (text(from: first), SourceRange(file: file, start: start, end: position))
    }

    private func text(from first: Int) -> String { String(decoding: bytes[first..<index], as: UTF8.self) }

    private mutating func attribute() -> Attribute {
        let (text, range) = name()
        while let byte = current, byte != quotation, byte != apostrophe, byte != UInt8(ascii: ">") { advance() }
        guard let quote = current, quote != UInt8(ascii: ">") else {
            return Attribute(name: text, nameRange: range, value: LocatedText(file: file, scalars: [], end: position))
        }
        advance()
        let value = value(until: quote)
        if current != nil { advance() }
        return Attribute(name: text, nameRange: range, value: value)
    }

    /// Nearly every value is as it is written, on one line.
    private mutating func value(until quote: UInt8) -> LocatedText {
        let (start, first) = (position, index)
        while let byte = current, byte != quote, byte >= blank, byte != UInt8(ascii: "&") { advance() }
        if current == quote || current == nil {
            return LocatedText(file: file, text: text(from: first), start: start, end: position)
        }
        var scalars = text(from: first).unicodeScalars.enumerated().map { offset, scalar in
            (scalar, SourcePosition(line: start.line, column: start.column + offset))
        }
        while let byte = current, byte != quote {
            let place = position
            if byte == UInt8(ascii: "&") {
                scalars.append((reference(), place))
            } else if byte < blank {
                scalars.append((" ", place))
                advance()
            } else {
                scalars.append((character(), place))
            }
        }
        return LocatedText(file: file, scalars: scalars, end: position)
    }

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
private let blank = UInt8(ascii: " ")
private let quotation = UInt8(ascii: "\"")
private let apostrophe = UInt8(ascii: "'")

private func isNameStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...: true
    default: false
    }
}

private func isNameEnd(_ byte: UInt8) -> Bool {
    byte <= blank || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">")
}
