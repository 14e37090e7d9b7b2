// SPDX-License-Identifier: Apache-2.0
import Values

/// Cuts an expression's text into tokens, one at a time, because inside `case` a bare `10:20` is no time of day.
struct Lexer {
    let scalars: [Unicode.Scalar]
    private(set) var position = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// Reads from the middle of a text on, whose offsets the tokens keep.
    init(scalars: [Unicode.Scalar], from position: Int) {
        self.scalars = scalars
        self.position = position
    }

    /// Continues elsewhere, at the start of a token.
    mutating func move(to offset: Int) { position = offset }

    /// The next token.
    ///
    /// - Parameter hasShortTimes: Whether `09:30` is a time of day here.
    mutating func next(hasShortTimes: Bool) throws(ExpressionError) -> Token {
        let before = position
        while position < scalars.count, isSpace(scalars[position]) { position += 1 }
        let isSpaced = position > before || before == 0
        let start = position
        let kind = try kind(hasShortTimes)
        return Token(kind: kind, offset: start, length: position - start, isSpaced: isSpaced)
    }

    private mutating func kind(_ hasShortTimes: Bool) throws(ExpressionError) -> Token.Kind {
        guard position < scalars.count else { return .end }
        let scalar = scalars[position]
        if scalar == "'" { return .string(try quotedText()) }
        if let kind = punctuation[scalar] {
            if scalar == "-", let next = peek(1), isDigit(next) { return try number(hasShortTimes) }
            position += 1
            return kind
        }
        if isDigit(scalar) || scalar == "+" { return try number(hasShortTimes) }
        if isNameStart(scalar) {
            if let kind = try guid() { return kind }
            return try nameOrPrefixed()
        }
        if scalar == "@" || scalar == "$" { return try marked(scalar) }
        throw foreign(scalar)
    }

    private func peek(_ distance: Int) -> Unicode.Scalar? {
        position + distance < scalars.count ? scalars[position + distance] : nil
    }

    private mutating func name() -> String {
        var text = String.UnicodeScalarView()
        while let scalar = peek(0), isNamePart(scalar) {
            text.append(scalar)
            position += 1
        }
        return String(text)
    }

    private mutating func nameOrPrefixed() throws(ExpressionError) -> Token.Kind {
        let start = position
        var text = name()
        while peek(0) == ".", let next = peek(1), isNameStart(next) {
            position += 1
            text += "." + name()
        }
        if position - start > 128 {
            throw ExpressionError(.tooLong, at: start, length: position - start, "A name has at most 128 characters.")
        }
        guard peek(0) == "'" else { return .name(text) }
        let content = try quotedText()
        return .prefixed(text, content)
    }

    private mutating func marked(_ mark: Unicode.Scalar) throws(ExpressionError) -> Token.Kind {
        let start = position
        position += 1
        guard let first = peek(0), isNameStart(first) else {
            throw ExpressionError(.unexpectedToken, at: start, length: 1, "A name has to follow “\(mark)”.")
        }
        let marked = name()
        guard mark == "@" else { return .dollar(marked) }
        if peek(0) == ".", let next = peek(1), isNameStart(next) {
            throw ExpressionError(
                .unsupported, at: start, length: position - start, "Annotations are not supported here.")
        }
        return .alias(marked)
    }

    private mutating func quotedText() throws(ExpressionError) -> String {
        let start = position
        position += 1
        var text = String.UnicodeScalarView()
        while let scalar = peek(0) {
            position += 1
            guard scalar == "'" else {
                text.append(scalar)
                continue
            }
            guard peek(0) == "'" else { return String(text) }
            text.append("'")
            position += 1
        }
        throw ExpressionError(
            .unterminatedString, at: start, length: position - start, "The text has no closing quote.",
            hint: "Write a quote inside a text twice: 'O''Neil'.")
    }

    private mutating func guid() throws(ExpressionError) -> Token.Kind? {
        guard position + 36 <= scalars.count, scalars[position + 8] == "-" else { return nil }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[position..<position + 36])
        guard let id = RecordID(String(text)) else { return nil }
        position += 36
        return .literal(.identifier(id), .identifier)
    }

    private mutating func number(_ hasShortTimes: Bool) throws(ExpressionError) -> Token.Kind {
        if let kind = try guid() { return kind }
        let start = position
        var reader = LiteralReader(scalars: scalars, position: position, hasShortTimes: hasShortTimes)
        let kind = try reader.read()
        position = reader.position
        guard let next = peek(0), isNamePart(next) || next == "." else { return kind }
        while let scalar = peek(0), isNamePart(scalar) || scalar == "." { position += 1 }
        throw ExpressionError(
            .invalidLiteral, at: start, length: position - start,
            "“\(text(start..<position))” is not a number, date, time or key.")
    }

    /// A part of the text.
    func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    private func foreign(_ scalar: Unicode.Scalar) -> ExpressionError {
        if scalar == "[" || scalar == "{" {
            return ExpressionError(.unsupported, at: position, length: 1, "Arrays and objects are not supported here.")
        }
        let length = peek(1).map { "=&|<>".unicodeScalars.contains($0) } == true ? 2 : 1
        let found = text(position..<position + length)
        return ExpressionError(
            .unexpectedToken, at: position, length: length, "“\(found)” is no part of this language.",
            hint: foreignHints[found] ?? foreignHints[String(scalar)])
    }
}

private let punctuation: [Unicode.Scalar: Token.Kind] = [
    "(": .open, ")": .close, ",": .comma, ":": .colon, "/": .slash, "-": .minus,
]

private let foreignHints: [String: String] = [
    ">": "Write “gt”.", ">=": "Write “ge”.", "<": "Write “lt”.", "<=": "Write “le”.", "<>": "Write “ne”.",
    "=": "Write “eq”.", "==": "Write “eq”.", "!=": "Write “ne”.", "!": "Write “not”.", "&&": "Write “and”.",
    "&": "Write “and”.", "||": "Write “or”.", "|": "Write “or”.", "*": "Write “mul”.", "%": "Write “mod”.",
    "\"": "Put texts in single quotes: 'text'.", "#": "Dates are written without marks: 2024-02-29.",
    "，": "Write an ASCII comma.", "（": "Write an ASCII parenthesis.", "）": "Write an ASCII parenthesis.",
    "‘": "Put texts in straight single quotes: 'text'.", "’": "Put texts in straight single quotes: 'text'.",
    "“": "Put texts in straight single quotes: 'text'.",
]

func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
}

func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
}

func isNamePart(_ scalar: Unicode.Scalar) -> Bool { isNameStart(scalar) || isDigit(scalar) }
