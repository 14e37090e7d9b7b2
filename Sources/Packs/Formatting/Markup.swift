// SPDX-License-Identifier: Apache-2.0

/// An XML text as it stands, with comments, blanks and references as they were written.
enum Markup {
    case element(Element)
    /// A comment with its delimiters.
    case comment(String)
    /// The XML declaration, or a processing instruction.
    case instruction(String)
    /// Text, references and CDATA sections.
    case text(String)

    struct Element {
        let name: String
        var attributes: [Attribute] = []
        var parts: [Markup] = []
        /// Everything between its tags, as it was written.
        var content = ""
    }

    struct Attribute {
        let name: String
        /// The value as it was written, with its quotes.
        let value: String
    }

    /// Whether it is text with more in it than blanks.
    var isVisibleText: Bool {
        guard case .text(let text) = self else { return false }
        return !text.utf8.allSatisfy(isBlank)
    }
}

/// Well-formed XML text → what stands in it.
///
/// Somebody else has decided that the text is well-formed and has no document type; this only keeps how it is written.
struct MarkupReader {
    private let bytes: [UInt8]
    private var index = 0

    static func read(_ text: String) -> [Markup] {
        var reader = MarkupReader(bytes: Array(text.utf8))
        return reader.parts()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// What stands here, up to the end tag of the element around it.
    private mutating func parts() -> [Markup] {
        var parts: [Markup] = []
        var start = index
        func text(to end: Int) { if start < end { parts.append(.text(string(start, end))) } }
        while index < bytes.count, !starts(with: "</") {
            if starts(with: "<![CDATA[") {
                skip(past: "]]>")
            } else if bytes[index] == UInt8(ascii: "<") {
                text(to: index)
                parts.append(part())
                start = index
            } else {
                index += 1
            }
        }
        text(to: index)
        return parts
    }

    private mutating func part() -> Markup {
        let start = index
        if starts(with: "<!--") {
            skip(past: "-->")
            return .comment(string(start, index))
        }
        if starts(with: "<?") {
            skip(past: "?>")
            return .instruction(string(start, index))
        }
        return .element(element())
    }

    private mutating func element() -> Markup.Element {
        index += 1
        var element = Markup.Element(name: name())
        while index < bytes.count {
            skipBlanks()
            if starts(with: "/>") {
                index += 2
                return element
            }
            if starts(with: ">") {
                index += 1
                break
            }
            element.attributes.append(attribute())
        }
        let start = index
        element.parts = parts()
        element.content = string(start, index)
        skip(past: ">")
        return element
    }

    private mutating func attribute() -> Markup.Attribute {
        let name = name()
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "'") { index += 1 }
        let start = index
        index += 1
        while index < bytes.count, bytes[index] != bytes[start] { index += 1 }
        index = min(index + 1, bytes.count)
        return Markup.Attribute(name: name, value: string(start, index))
    }

    private mutating func name() -> String {
        let start = index
        let ends = Array("=/><".utf8)
        while index < bytes.count, !isBlank(bytes[index]), !ends.contains(bytes[index]) { index += 1 }
        // A byte that begins no name is stepped over, so that reading ends for any text.
        if index == start { index = min(index + 1, bytes.count) }
        return string(start, index)
    }

    private mutating func skipBlanks() {
        while index < bytes.count, isBlank(bytes[index]) { index += 1 }
    }

    private func starts(with text: StaticString) -> Bool {
        guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { $0.elementsEqual(bytes[index..<index + text.utf8CodeUnitCount]) }
    }

    private mutating func skip(past end: StaticString) {
        while index < bytes.count, !starts(with: end) { index += 1 }
        index = min(index + end.utf8CodeUnitCount, bytes.count)
    }

    private func string(_ start: Int, _ end: Int) -> String {
        start < end ? String(decoding: bytes[start..<min(end, bytes.count)], as: UTF8.self) : ""
    }
}

/// White space of XML.
private func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
