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
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    private var column = 1
    private(set) var tags: [Tag] = []
    /// Where a document type declaration begins; packs must not have one.
    private(set) var doctype: SourceRange?

    init(file: String, text: String) {
        self.file = file
        scalars = Array(text.unicodeScalars)
        while index < scalars.count { scan() }
    }

    private var position: SourcePosition { SourcePosition(line: line, column: column) }
    private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func advance() {
        if scalars[index] == "\n" {
            line += 1
            column = 1
        } else {
            column += 1
        }
        index += 1
    }

    private func starts(with text: String) -> Bool {
        var place = index
        for scalar in text.unicodeScalars {
            guard place < scalars.count, scalars[place] == scalar else { return false }
            place += 1
        }
        return true
    }

    private mutating func skip(past end: String) {
        while index < scalars.count, !starts(with: end) { advance() }
        for _ in 0..<end.unicodeScalars.count where index < scalars.count { advance() }
    }

    private mutating func scan() {
        guard current == "<" else { return advance() }
        if starts(with: "<!--") { return skip(past: "-->") }
        if starts(with: "<![CDATA[") { return skip(past: "]]>") }
        if starts(with: "<?") { return skip(past: "?>") }
        if starts(with: "</") { return skip(past: ">") }
        if starts(with: "<!") {
            let start = position
            for _ in 0..<9 where index < scalars.count { advance() }
            doctype = doctype ?? SourceRange(file: file, start: start, end: position)
            return
        }
        advance()
        startTag()
    }

    private mutating func startTag() {
        var tag = Tag(name: name().range)
        while let scalar = current, scalar != ">" {
            if isNameStart(scalar) {
                tag.attributes.append(attribute())
            } else {
                advance()
            }
        }
        tags.append(tag)
    }

    private mutating func name() -> (text: String, range: SourceRange) {
        let start = position
        var text = String.UnicodeScalarView()
        while let scalar = current, !" \t\r\n=/>".unicodeScalars.contains(scalar) {
            text.append(scalar)
            advance()
        }
        return (String(text), SourceRange(file: file, start: start, end: position))
    }

    private mutating func attribute() -> Attribute {
        let (text, range) = name()
        while let scalar = current, scalar != "\"", scalar != "'", scalar != ">" { advance() }
        guard let quote = current, quote != ">" else {
            return Attribute(name: text, nameRange: range, value: LocatedText(file: file, scalars: [], end: position))
        }
        advance()
        var value: [(Unicode.Scalar, SourcePosition)] = []
        while let scalar = current, scalar != quote {
            let start = position
            if scalar == "&" {
                value.append((reference(), start))
            } else {
                value.append(("\t\r\n".unicodeScalars.contains(scalar) ? " " : scalar, start))
                advance()
            }
        }
        let end = position
        if current != nil { advance() }
        return Attribute(name: text, nameRange: range, value: LocatedText(file: file, scalars: value, end: end))
    }

    /// The character that `&lt;` or `&#x4E2D;` stands for.
    private mutating func reference() -> Unicode.Scalar {
        var name = ""
        advance()
        while let scalar = current, scalar != ";", name.count < 12 {
            name.unicodeScalars.append(scalar)
            advance()
        }
        if current == ";" { advance() }
        let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst(1))
        return predefined[name] ?? number.flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
    }
}

private let predefined: [String: Unicode.Scalar] = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]

private func isNameStart(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic || scalar == "_" }

/// A decoded text that knows where each of its characters was written.
struct LocatedText: Sendable {
    let text: String
    private let file: String
    private let positions: [SourcePosition]
    private let end: SourcePosition

    init(file: String, scalars: [(Unicode.Scalar, SourcePosition)], end: SourcePosition) {
        self.file = file
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars.map(\.0))
        text = String(view)
        positions = scalars.map(\.1)
        self.end = end
    }

    /// The whole text's place.
    var range: SourceRange { range(offset: 0, length: positions.count) }

    /// The place of a part, counted in Unicode scalars of the decoded text.
    func range(offset: Int, length: Int) -> SourceRange {
        let start = offset < positions.count ? positions[offset] : end
        let stop = offset + length < positions.count ? positions[offset + length] : end
        return SourceRange(file: file, start: start, end: stop)
    }

    /// The same text with blanks in place of some of its words.
    func blanking(_ isBlanked: (String) -> Bool) -> LocatedText {
        var scalars = Array(zip(text.unicodeScalars, positions))
        var start = 0
        for word in text.unicodeScalars.split(
            omittingEmptySubsequences: false, whereSeparator: { " ,".unicodeScalars.contains($0) })
        {
            if isBlanked(String(word)) {
                for place in start..<start + word.count { scalars[place].0 = " " }
            }
            start += word.count + 1
        }
        return LocatedText(file: file, scalars: scalars, end: end)
    }

    /// The words between white space, each with its place.
    var words: [Located<String>] {
        var words: [Located<String>] = []
        var word = String.UnicodeScalarView()
        var start = 0
        for (offset, scalar) in (Array(text.unicodeScalars) + [" "]).enumerated() {
            if scalar == " " || scalar == "," {
                if !word.isEmpty {
                    words.append(Located(String(word), at: range(offset: start, length: word.count)))
                }
                word = String.UnicodeScalarView()
                start = offset + 1
            } else {
                word.append(scalar)
            }
        }
        return words
    }
}
