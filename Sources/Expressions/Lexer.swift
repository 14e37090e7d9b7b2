// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

/// Cuts an expression's text into tokens, one at a time, because inside `case` a bare `10:20` is no time of day.
struct Lexer {
    let scalars: [Unicode.Scalar]
    private(set) var position = 0
    /// What was read as something else than it is; stays empty unless the lexer forgives.
    var repairs: [Repair] = []
    /// Marks of other languages are read as what they mean and noted as repairs, to say afterwards how to write them.
    let forgives: Bool
    /// An operator written as a mark ends here, which needs no white space.
    private var markEnd = -1

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        forgives = false
    }

    /// Reads a text that is known to be wrong.
    init(forgiving text: String) {
        (scalars, repairs) = transliterated(Array(text.unicodeScalars))
        forgives = true
    }

    /// Reads from the middle of a text on, whose offsets the tokens keep.
    init(scalars: [Unicode.Scalar], from position: Int) {
        self.scalars = scalars
        self.position = position
        forgives = false
    }

    /// Continues elsewhere, at the start of a token.
    mutating func move(to offset: Int) { position = offset }

    /// Continues behind an operator that was written as a mark.
    mutating func move(behindMark offset: Int) {
        position = offset
        markEnd = offset
    }

    /// The next token.
    ///
    /// - Parameter hasShortTimes: Whether `09:30` is a time of day here.
    mutating func next(hasShortTimes: Bool) throws(ExpressionError) -> Token {
        let before = position
        while position < scalars.count, isSpace(scalars[position]) { position += 1 }
        let isBehindSpace = position > before || before == 0 || before == markEnd
        let start = position
        let kind = try kind(hasShortTimes)
        return Token(
            kind: kind, offset: start, length: position - start, isSpaced: isBehindSpace || position == markEnd)
    }

    private mutating func kind(_ hasShortTimes: Bool) throws(ExpressionError) -> Token.Kind {
        guard position < scalars.count else { return .end }
        let scalar = scalars[position]
        if scalar == "'" { return .string(try quotedText()) }
        let isSign = peek(1).map(isDigit) == true
        if let kind = punctuation[scalar] {
            if scalar == "-", isSign { return try number(hasShortTimes) }
            position += 1
            return kind
        }
        if isDigit(scalar) || scalar == "+" && isSign { return try number(hasShortTimes) }
        if isNameStart(scalar) {
            if let kind = try guid() { return kind }
            return try nameOrPrefixed()
        }
        if scalar == "@" || scalar == "$" { return try marked(scalar) }
        if forgives, let mark = foreignMark(at: position), repairs.count < Repair.most {
            let end = position + mark.length
            repairs.append(Repair(offset: position, length: mark.length, edit: position..<end, word: mark.meaning))
            move(behindMark: end)
            return .name(mark.meaning)
        }
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
            throw ExpressionError(
                .tooLong, at: start, length: position - start, "A name has at most 128 characters.", "名称最多 128 个字符。")
        }
        guard peek(0) == "'" else { return .name(text) }
        let content = try quotedText()
        return .prefixed(text, content)
    }

    private mutating func marked(_ mark: Unicode.Scalar) throws(ExpressionError) -> Token.Kind {
        let start = position
        position += 1
        guard let first = peek(0), isNameStart(first) else {
            throw ExpressionError(
                .unexpectedToken, at: start, length: 1, "A name has to follow “\(mark)”.", "“\(mark)”后面必须是名称。")
        }
        let marked = name()
        guard mark == "@" else { return .dollar(marked) }
        if peek(0) == ".", let next = peek(1), isNameStart(next) {
            throw ExpressionError(
                .unsupported, at: start, length: position - start, "Annotations are not supported here.", "此处不支持注解。")
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
            .unterminatedString, at: start, length: position - start, "The text has no closing quote.", "文本缺少结束引号。",
            hint: Wording("Write a quote inside a text twice: 'O''Neil'.", "文本中的引号要写两次：'O''Neil'。"))
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
        let found = text(start..<position)
        throw ExpressionError(
            .invalidLiteral, at: start, length: position - start, "“\(found)” is not a number, date, time or key.",
            "“\(found)”不是数字、日期、时间或主键。")
    }

    /// A part of the text.
    func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    private func foreign(_ scalar: Unicode.Scalar) -> ExpressionError {
        if scalar == "[" || scalar == "{" {
            return ExpressionError(
                .unsupported, at: position, length: 1, "Arrays and objects are not supported here.", "此处不支持数组和对象。")
        }
        let mark = foreignMark(at: position)
        let length = mark?.length ?? 1
        return .foreign(
            text(position..<position + length), at: position,
            hint: mark.map { .write($0.meaning) } ?? markHint(scalar, isEncoded: isEncoded))
    }

    /// A percent sign with the digits of a character that has a meaning here: the text was encoded once too often.
    private var isEncoded: Bool {
        scalars[position] == "%" && position + 3 <= scalars.count
            && ["22", "27", "28", "29", "2C", "2F", "3A", "3D"].contains(
                text(position + 1..<position + 3).uppercased())
    }

    /// An operator of another language that begins at a place.
    private func foreignMark(at start: Int) -> (meaning: String, length: Int)? {
        guard !isEncoded else { return nil }
        for length in [3, 2, 1] where start + length <= scalars.count {
            if let meaning = foreignMarks[text(start..<start + length)] { return (meaning, length) }
        }
        return nil
    }
}

private let punctuation: [Unicode.Scalar: Token.Kind] = [
    "(": .open, ")": .close, ",": .comma, ":": .colon, "/": .slash, "-": .minus,
]

func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
}

func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
}

func isNamePart(_ scalar: Unicode.Scalar) -> Bool { isNameStart(scalar) || isDigit(scalar) }
