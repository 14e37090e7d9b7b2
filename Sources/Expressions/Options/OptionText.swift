// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// A part of a query option's text that knows where it stands, so that errors inside point into the whole.
struct OptionText {
    let scalars: [Unicode.Scalar]
    let range: Range<Int>

    init(_ text: String, limits: ExpressionLimits) throws(ExpressionError) {
        scalars = Array(text.unicodeScalars)
        range = scalars.indices
        guard scalars.count <= limits.length else {
            throw ExpressionError(
                .tooLong, at: limits.length, length: scalars.count - limits.length,
                "An option has at most \(limits.length) characters.", "选项最多 \(limits.length) 个字符。")
        }
    }

    private init(_ scalars: [Unicode.Scalar], _ range: Range<Int>) {
        self.scalars = scalars
        self.range = range
    }

    var offset: Int { range.lowerBound }
    var length: Int { range.count }
    var isEmpty: Bool { range.isEmpty }

    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    /// The part without white space around it.
    var trimmed: OptionText {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isSpace(scalars[start]) { start += 1 }
        while end > start, isSpace(scalars[end - 1]) { end -= 1 }
        return part(start..<end)
    }

    func part(_ range: Range<Int>) -> OptionText { OptionText(scalars, range) }

    /// The pieces between separators that stand outside of quotes and parentheses.
    ///
    /// - Throws: for a quote or a parenthesis without its partner.
    func split(at separator: Unicode.Scalar) throws(ExpressionError) -> [OptionText] {
        var pieces: [OptionText] = []
        var start = range.lowerBound
        try forEachOutside { offset, scalar in
            guard scalar == separator else { return }
            pieces.append(part(start..<offset))
            start = offset + 1
        }
        pieces.append(part(start..<range.upperBound))
        return pieces
    }

    /// What stands before and behind the last such word outside of quotes and parentheses; nil if there is none.
    func cut(atLast word: String) throws(ExpressionError) -> (before: OptionText, after: OptionText)? {
        let letters = Array(word.unicodeScalars)
        var place: Int?
        try forEachOutside { offset, scalar in
            let end = offset + letters.count
            guard scalar == letters[0], offset > range.lowerBound, end < range.upperBound,
                isSpace(scalars[offset - 1]), isSpace(scalars[end]), scalars[offset..<end].elementsEqual(letters)
            else { return }
            place = offset
        }
        return place.map { (part(range.lowerBound..<$0), part($0 + letters.count..<range.upperBound)) }
    }

    /// A name with parentheses behind it that end the part; the content is nil if there are none.
    func call() throws(ExpressionError) -> (name: OptionText, content: OptionText?) {
        let whole = trimmed
        guard let open = whole.range.first(where: { whole.scalars[$0] == "(" }) else { return (whole, nil) }
        let end = whole.range.upperBound - 1
        try whole.forEachOutside { _, _ in }
        guard whole.scalars[end] == ")", try whole.partner(of: open) == end else {
            throw whole.part(end..<end + 1).unexpected(Wording("A closing parenthesis has to end this.", "此处必须以右括号结尾。"))
        }
        return (whole.part(whole.range.lowerBound..<open), whole.part(open + 1..<end))
    }

    func unexpected(_ hint: Wording? = nil) -> ExpressionError {
        isEmpty
            ? ExpressionError(
                .unexpectedEnd, at: offset, length: 0, "Something is missing here.", "此处缺少内容。", hint: hint)
            : ExpressionError(
                .unexpectedToken, at: offset, length: length, "“\(text)” cannot stand here.", "此处不能出现“\(text)”。",
                hint: hint)
    }

    func unsupported(_ english: String, _ chinese: String) -> ExpressionError {
        ExpressionError(.unsupported, at: offset, length: max(1, length), english, chinese)
    }

    /// A single name of letters, digits and `_`.
    func name(_ hint: Wording? = nil) throws(ExpressionError) -> String {
        let own = trimmed
        guard own.isIdentifier else {
            if own.scalars[own.range].contains(where: { $0 == "@" || $0 == "." }) {
                throw own.unsupported("Qualified names and annotations are not supported here.", "此处不支持带点的名称和注解。")
            }
            throw own.unexpected(hint)
        }
        return own.text
    }

    var isIdentifier: Bool {
        guard let first = scalars[range].first, isNameStart(first), length <= 128 else { return false }
        return scalars[range].allSatisfy(isNamePart)
    }

    /// Calls the body for each scalar that stands outside of quotes and parentheses.
    private func forEachOutside(_ body: (Int, Unicode.Scalar) -> Void) throws(ExpressionError) {
        var open: [Int] = []
        var quote: Int?
        for offset in range {
            let scalar = scalars[offset]
            if quote != nil {
                if scalar == "'" { quote = nil }
                continue
            }
            switch scalar {
            case "'": quote = offset
            case "(": open.append(offset)
            case ")":
                guard open.popLast() != nil else { throw part(offset..<offset + 1).unexpected() }
            default: if open.isEmpty { body(offset, scalar) }
            }
        }
        if let quote {
            throw ExpressionError(
                .unterminatedString, at: quote, length: range.upperBound - quote, "The text has no closing quote.",
                "文本缺少结束引号。")
        }
        if open.last != nil {
            throw ExpressionError(
                .unexpectedEnd, at: range.upperBound, length: 0, "A closing parenthesis is missing.", "缺少右括号。")
        }
    }

    private func partner(of open: Int) throws(ExpressionError) -> Int? {
        var depth = 0
        var isQuoted = false
        for offset in open..<range.upperBound {
            if scalars[offset] == "'" { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if scalars[offset] == "(" { depth += 1 }
            if scalars[offset] == ")" {
                depth -= 1
                if depth == 0 { return offset }
            }
        }
        return nil
    }
}

extension ExpressionError {
    /// The same error in a text that begins further left.
    public func moved(by distance: Int) -> ExpressionError {
        var moved = ExpressionError(kind, at: offset + distance, length: length, message, hint: hint)
        moved.others = others.map { $0.moved(by: distance) }
        return moved
    }
}

extension Parser {
    /// A part of an option as one expression; errors are placed in the whole.
    static func parse(_ part: OptionText, limits: ExpressionLimits) throws(ExpressionError) -> ParsedExpression {
        var parser = try Parser(part, limits)
        let expression = try parser.expression()
        guard parser.token.kind == .end else { throw parser.unexpected() }
        return expression
    }

    /// A part of an option as terms of an order.
    static func parseOrder(
        _ part: OptionText, limits: ExpressionLimits
    ) throws(ExpressionError) -> [(ParsedExpression, OrderTerm.Direction)] {
        var parser = try Parser(part, limits)
        return try parser.orderTerms()
    }

    private init(_ part: OptionText, _ limits: ExpressionLimits) throws(ExpressionError) {
        self.limits = limits
        lexer = Lexer(scalars: Array(part.scalars[..<part.range.upperBound]), from: part.range.lowerBound)
        token = try lexer.next(hasShortTimes: true)
    }
}
