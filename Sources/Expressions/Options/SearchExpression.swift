// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// What to search for: words and phrases, joined by `AND`, `OR` and `NOT`.
///
/// - Source: OData URL Conventions 4.01 §5.1.8; white space between words means `AND`.
public indirect enum SearchExpression: Hashable, Sendable {
    case word(String)
    /// Words that stand beside each other.
    case phrase(String)
    case both(SearchExpression, SearchExpression)
    case either(SearchExpression, SearchExpression)
    case not(SearchExpression)

    /// Reads the value of `$search`.
    ///
    /// - Throws: ``ExpressionError`` for a missing quote or parenthesis, an empty text, and text in single quotes, which
    ///   the standard keeps for words that are still being typed.
    public init(_ text: String, limits: ExpressionLimits = .request) throws(ExpressionError) {
        let whole = try OptionText(text, limits: limits)
        var parser = SearchParser(scalars: whole.scalars, limits: limits)
        self = try parser.whole()
    }

    /// The words of an expression that asks for all of them; nil if it asks for anything else.
    public var words: [String]? {
        switch self {
        case .word(let word): [word]
        case .both(let left, let right): left.words.flatMap { words in right.words.map { words + $0 } }
        case .phrase, .either, .not: nil
        }
    }
}

/// Text → search expression: `OR` binds weaker than `AND`, `NOT` strongest.
private struct SearchParser {
    let scalars: [Unicode.Scalar]
    let limits: ExpressionLimits
    var position = 0
    var depth = 0

    mutating func whole() throws(ExpressionError) -> SearchExpression {
        skipSpace()
        let expression = try alternatives()
        guard position == scalars.count else { throw unexpected() }
        return expression
    }

    private mutating func alternatives() throws(ExpressionError) -> SearchExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= limits.depth else {
            throw ExpressionError(
                .tooDeep, at: position, length: lengthHere,
                "Searches are nested more than \(limits.depth) levels deep.",
                "搜索的嵌套超过 \(limits.depth) 层。")
        }
        var left = try conjunction()
        var operands = 1
        while takeOperator("OR") {
            left = .either(left, try conjunction())
            operands += 1
            try checkSize(operands)
        }
        return left
    }

    private mutating func conjunction() throws(ExpressionError) -> SearchExpression {
        var left = try operand()
        var operands = 1
        while position < scalars.count, scalars[position] != ")", !isOperator("OR") {
            _ = takeOperator("AND")
            left = .both(left, try operand())
            operands += 1
            try checkSize(operands)
        }
        return left
    }

    private func checkSize(_ operands: Int) throws(ExpressionError) {
        guard operands <= limits.depth else {
            throw ExpressionError(
                .tooCostly, at: position, length: lengthHere,
                "A search has at most \(limits.depth) words beside each other.",
                "搜索最多包含 \(limits.depth) 个并列的词。")
        }
    }

    private mutating func operand() throws(ExpressionError) -> SearchExpression {
        if takeOperator("NOT") {
            depth += 1
            defer { depth -= 1 }
            guard depth <= limits.depth else {
                throw ExpressionError(
                    .tooDeep, at: position, length: lengthHere, "There are too many “NOT”.", "“NOT”过多。")
            }
            return .not(try operand())
        }
        guard position < scalars.count else { throw unexpected() }
        switch scalars[position] {
        case "(":
            position += 1
            skipSpace()
            let inner = try alternatives()
            guard position < scalars.count, scalars[position] == ")" else { throw unexpected() }
            position += 1
            try endOfTerm()
            return inner
        case "\"": return .phrase(try phrase())
        case "'":
            throw ExpressionError(
                .unsupported, at: position, length: 1, "A search in single quotes is not supported.", "不支持用单引号搜索。",
                hint: Wording("Put phrases in double quotes.", "短语请用双引号。"))
        case ")": throw unexpected()
        default: return .word(try word())
        }
    }

    private mutating func phrase() throws(ExpressionError) -> String {
        let start = position
        position += 1
        var text = String.UnicodeScalarView()
        while position < scalars.count {
            let scalar = scalars[position]
            position += 1
            if scalar == "\"" {
                try endOfTerm()
                return String(text)
            }
            text.append(scalar)
        }
        throw ExpressionError(
            .unterminatedString, at: start, length: position - start, "The phrase has no closing quote.", "短语缺少结束引号。")
    }

    private mutating func word() throws(ExpressionError) -> String {
        var text = String.UnicodeScalarView()
        while position < scalars.count, !isSpace(scalars[position]), scalars[position] != ")" {
            guard scalars[position] != "(", scalars[position] != "\"" else { throw unexpected() }
            text.append(scalars[position])
            position += 1
        }
        skipSpace()
        return String(text)
    }

    /// White space, a closing parenthesis or the end has to follow a phrase or a group.
    private mutating func endOfTerm() throws(ExpressionError) {
        guard position == scalars.count || isSpace(scalars[position]) || scalars[position] == ")" else {
            throw unexpected()
        }
        skipSpace()
    }

    /// Whether the word is an operator here: something has to stand behind it that it can join.
    private func isOperator(_ word: String) -> Bool {
        let letters = Array(word.unicodeScalars)
        let end = position + letters.count
        guard end < scalars.count, scalars[position..<end].elementsEqual(letters), isSpace(scalars[end]) else {
            return false
        }
        return scalars[end...].contains { !isSpace($0) && $0 != ")" }
    }

    private mutating func takeOperator(_ word: String) -> Bool {
        guard isOperator(word) else { return false }
        position += word.unicodeScalars.count
        skipSpace()
        return true
    }

    private mutating func skipSpace() {
        while position < scalars.count, isSpace(scalars[position]) { position += 1 }
    }

    /// One character, or nothing at the end of the text.
    private var lengthHere: Int { position < scalars.count ? 1 : 0 }

    private func unexpected() -> ExpressionError {
        guard position < scalars.count else {
            return ExpressionError(.unexpectedEnd, at: position, length: 0, "The search ends too early.", "搜索内容不完整。")
        }
        return ExpressionError(
            .unexpectedToken, at: position, length: 1, "“\(scalars[position])” cannot stand here in a search.",
            "搜索中此处不能出现“\(scalars[position])”。")
    }
}
