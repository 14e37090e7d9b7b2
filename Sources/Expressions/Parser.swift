// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

/// Text → parsed expression, by precedence climbing.
///
/// - Source: expression language §4.2; OData 4.01 URL Conventions §5.1.1.
struct Parser {
    var lexer: Lexer
    var token: Token
    let limits: ExpressionLimits
    var nesting = 0
    /// Where the token before this one ends.
    var lastEnd = 0
    /// The `any` and `all` around this place, and everything about members around it.
    var (lambdas, memberScopes) = (0, 0)
    /// Directly inside `case(…)`, where `10:20` is two numbers.
    var isInCase = false

    /// The whole text as one expression.
    static func parse(_ text: String, limits: ExpressionLimits) throws(ExpressionError) -> ParsedExpression {
        var parser = try Parser(text, limits)
        let expression = try parser.expression()
        guard parser.token.kind == .end else { throw parser.unexpected() }
        return expression
    }

    /// Terms of an order: expressions with `asc` or `desc` behind them, commas between them.
    static func parseOrder(
        _ text: String, limits: ExpressionLimits
    ) throws(ExpressionError) -> [(ParsedExpression, OrderTerm.Direction)] {
        var parser = try Parser(text, limits)
        return try parser.orderTerms()
    }

    mutating func orderTerms() throws(ExpressionError) -> [(ParsedExpression, OrderTerm.Direction)] {
        var terms: [(ParsedExpression, OrderTerm.Direction)] = []
        while true {
            let expression = try expression()
            var direction = OrderTerm.Direction.ascending
            if case .name(let word) = token.kind, let named = OrderTerm.Direction(rawValue: word.lowercased()) {
                direction = named
                try advance()
            }
            terms.append((expression, direction))
            guard token.kind == .comma else { break }
            try advance()
        }
        guard token.kind == .end else { throw unexpected() }
        return terms
    }

    init(_ text: String, _ limits: ExpressionLimits) throws(ExpressionError) {
        try self.init(lexer: Lexer(text), limits)
    }

    init(lexer: Lexer, _ limits: ExpressionLimits) throws(ExpressionError) {
        self.limits = limits
        self.lexer = lexer
        guard lexer.scalars.count <= limits.length else {
            throw ExpressionError(
                .tooLong, at: limits.length, length: lexer.scalars.count - limits.length,
                "An expression has at most \(limits.length) characters.", "表达式最多 \(limits.length) 个字符。")
        }
        token = try self.lexer.next(hasShortTimes: true)
    }

    mutating func advance() throws(ExpressionError) {
        lastEnd = token.end
        token = try lexer.next(hasShortTimes: !isInCase)
    }

    func unexpected(hint: Wording? = nil) -> ExpressionError {
        if token.kind == .end {
            return ExpressionError(
                .unexpectedEnd, at: token.offset, length: 0, "The expression ends too early.", "表达式不完整。", hint: hint)
        }
        let found = lexer.text(token.offset..<token.end)
        return ExpressionError(
            .unexpectedToken, at: token.offset, length: token.length, "“\(found)” cannot stand here.",
            "此处不能出现“\(found)”。", hint: hint ?? foreignWords[found.lowercased()].map(Wording.write))
    }

    mutating func expect(_ kind: Token.Kind, hint: Wording? = nil) throws(ExpressionError) {
        guard token.kind == kind else { throw unexpected(hint: hint) }
        try advance()
    }

    mutating func expression(_ minimum: Int = 1) throws(ExpressionError) -> ParsedExpression {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= limits.depth else { throw tooDeep(token.offset) }
        var left = try unary()
        while true {
            if lexer.forgives, let comparison = try foreignComparison(of: left) {
                left = comparison
                continue
            }
            guard let (operation, precedence) = try binaryOperator(), precedence >= minimum else { return left }
            let operatorToken = token
            try takeOperator(after: left)
            let right = try expression(precedence + 1)
            left = try node(
                .binary(operation, operatorOffset: operatorToken.offset, left, right), from: left.offset,
                [left, right])
        }
    }

    mutating func binaryOperator() throws(ExpressionError) -> (BinaryOperator, Int)? {
        if case .name(let word) = token.kind, let known = precedences[word.lowercased()] { return known }
        return lexer.forgives ? try foreignOperator() : nil
    }

    /// Steps over a word operator, which needs white space on both sides.
    mutating func takeOperator(after left: ParsedExpression) throws(ExpressionError) {
        let word = token
        guard word.isSpaced else { throw needsSpace(at: word.offset) }
        try advance()
        guard token.isSpaced || token.kind == .end else { throw needsSpace(at: word.end) }
    }

    func needsSpace(at offset: Int) -> ExpressionError {
        ExpressionError(
            .expectedWhitespace, at: offset, length: 1, "White space has to stand on both sides of an operator.",
            "运算符两边必须有空格。")
    }

    mutating func unary() throws(ExpressionError) -> ParsedExpression {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= limits.depth else { throw tooDeep(token.offset) }
        let start = token.offset
        if case .name(let word) = token.kind, word.lowercased() == "not" {
            let end = token.end
            try advance()
            guard token.isSpaced || token.kind == .end else { throw needsSpace(at: end) }
            let operand = try unary()
            return try node(.not(operand), from: start, [operand])
        }
        if token.kind == .minus {
            try advance()
            let operand = try unary()
            return try node(.negate(operand), from: start, [operand])
        }
        return try membership()
    }

    /// A primary with `has` or `in` behind it, which bind tighter than any other operator.
    mutating func membership() throws(ExpressionError) -> ParsedExpression {
        var left = try primary()
        while case .name(let word) = token.kind, ["has", "in"].contains(word.lowercased()) {
            let operatorOffset = token.offset
            try takeOperator(after: left)
            if word.lowercased() == "has" {
                let right = try primary()
                left = try node(
                    .binary(.has, operatorOffset: operatorOffset, left, right), from: left.offset, [left, right])
            } else if token.kind == .open {
                left = try listed(left, operatorOffset)
            } else {
                let collection = try primary()
                left = try node(
                    .isInCollection(operatorOffset: operatorOffset, left, collection), from: left.offset,
                    [left, collection])
            }
        }
        return left
    }

    /// The list behind `in`, or one collection in parentheses.
    mutating func listed(
        _ left: ParsedExpression, _ operatorOffset: Int
    ) throws(ExpressionError) -> ParsedExpression {
        let start = token.offset
        try advance()
        switch token.kind {
        case .name(let word) where !["null", "true", "false"].contains(word.lowercased()): break
        case .alias, .dollar: break
        default:
            let items = try list(from: start)
            return try node(
                .isIn(operatorOffset: operatorOffset, left, items), from: left.offset, [left], end: lastEnd)
        }
        let collection = try expression()
        guard token.kind == .close else { throw unexpected(hint: .literalsOnly) }
        try advance()
        return try node(
            .isInCollection(operatorOffset: operatorOffset, left, collection), from: left.offset, [left, collection])
    }

    mutating func list(from start: Int) throws(ExpressionError) -> [ParsedExpression] {
        var items: [ParsedExpression] = []
        while true {
            items.append(try listItem())
            guard items.count <= limits.listItems else {
                throw ExpressionError(
                    .tooCostly, at: start, length: 1, "A list has at most \(limits.listItems) members.",
                    "列表最多 \(limits.listItems) 项。")
            }
            if token.kind == .comma {
                try advance()
                continue
            }
            try expect(.close)
            return items
        }
    }

    mutating func listItem() throws(ExpressionError) -> ParsedExpression {
        switch token.kind {
        case .literal, .offsetInstant, .string, .prefixed: return try primary()
        case .name("null"), .name("true"), .name("false"): return try primary()
        default: throw unexpected(hint: token.kind == .end ? nil : .literalsOnly)
        }
    }

    func node(
        _ node: ParsedExpression.Node, from offset: Int, length: Int
    ) throws(ExpressionError) -> ParsedExpression {
        ParsedExpression(node: node, offset: offset, length: length, depth: 1)
    }

    func node(
        _ node: ParsedExpression.Node, from offset: Int, _ children: [ParsedExpression], end: Int? = nil
    ) throws(ExpressionError) -> ParsedExpression {
        let depth = 1 + (children.map(\.depth).max() ?? 0)
        guard depth <= limits.depth else { throw tooDeep(offset) }
        let last = end ?? children.map { $0.offset + $0.length }.max() ?? offset + 1
        return ParsedExpression(node: node, offset: offset, length: last - offset, depth: depth)
    }

    func tooDeep(_ offset: Int) -> ExpressionError {
        ExpressionError(
            .tooDeep, at: offset, length: offset < lexer.scalars.count ? 1 : 0,
            "Operations are nested more than \(limits.depth) levels deep.",
            "运算嵌套超过 \(limits.depth) 层。",
            hint: Wording(
                "Many comparisons with the same field are shorter with “in”.", "同一字段的多个比较可以改用“in”。"))
    }
}

let precedences: [String: (BinaryOperator, Int)] = [
    "or": (.or, 1), "and": (.and, 2), "eq": (.equal, 3), "ne": (.notEqual, 3), "gt": (.greater, 4),
    "ge": (.greaterOrEqual, 4), "lt": (.less, 4), "le": (.lessOrEqual, 4), "add": (.add, 5), "sub": (.subtract, 5),
    "mul": (.multiply, 6), "div": (.divide, 6), "divby": (.divideExactly, 6), "mod": (.remainder, 6),
]

/// Words of other languages, with the form that means the same here.
let foreignWords: [String: String] = [
    "gte": "ge", "lte": "le", "neq": "ne", "equals": "eq", "is": "eq", "like": "contains(field,'text')",
    "between": "x ge low and x le high", "plus": "add", "minus": "sub", "times": "mul", "xor": "ne",
]

extension Wording {
    fileprivate static let literalsOnly = Wording("A list holds literals only.", "列表中只能写字面值。")
    static let branch = Wording(
        "A branch is “condition:value”; the last may be “true:value”.", "分支写作“条件:值”，最后一个可以是“true:值”。")
}
