// SPDX-License-Identifier: Apache-2.0
import Values

/// Text → parsed expression, by precedence climbing.
///
/// - Source: expression language §4.2; OData 4.01 URL Conventions §5.1.1.
struct Parser {
    private var lexer: Lexer
    private var token: Token
    private let limits: ExpressionLimits
    private var nesting = 0
    /// Directly inside `case(…)`, where `10:20` is two numbers.
    private var isInCase = false

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
        var terms: [(ParsedExpression, OrderTerm.Direction)] = []
        while true {
            let expression = try parser.expression()
            var direction = OrderTerm.Direction.ascending
            if case .name(let word) = parser.token.kind, let named = OrderTerm.Direction(rawValue: word.lowercased()) {
                direction = named
                try parser.advance()
            }
            terms.append((expression, direction))
            guard parser.token.kind == .comma else { break }
            try parser.advance()
        }
        guard parser.token.kind == .end else { throw parser.unexpected() }
        return terms
    }

    private init(_ text: String, _ limits: ExpressionLimits) throws(ExpressionError) {
        self.limits = limits
        lexer = Lexer(text)
        guard lexer.scalars.count <= limits.length else {
            throw ExpressionError(
                .tooLong, at: limits.length, length: lexer.scalars.count - limits.length,
                "An expression has at most \(limits.length) characters.")
        }
        token = try lexer.next(hasShortTimes: true)
    }

    private mutating func advance() throws(ExpressionError) {
        token = try lexer.next(hasShortTimes: !isInCase)
    }

    private func unexpected(hint: String? = nil) -> ExpressionError {
        if token.kind == .end {
            return ExpressionError(
                .unexpectedEnd, at: token.offset, length: 0, "The expression ends too early.", hint: hint)
        }
        let found = lexer.text(token.offset..<token.end)
        return ExpressionError(
            .unexpectedToken, at: token.offset, length: token.length, "“\(found)” cannot stand here.",
            hint: hint ?? wordHints[found.lowercased()])
    }

    private mutating func expect(_ kind: Token.Kind, hint: String? = nil) throws(ExpressionError) {
        guard token.kind == kind else { throw unexpected(hint: hint) }
        try advance()
    }

    private mutating func expression(_ minimum: Int = 1) throws(ExpressionError) -> ParsedExpression {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= limits.depth else { throw tooDeep(token.offset) }
        var left = try unary()
        while let (operation, precedence) = try binaryOperator(), precedence >= minimum {
            let operatorToken = token
            try takeOperator(after: left)
            let right = try expression(precedence + 1)
            left = try node(
                .binary(operation, operatorOffset: operatorToken.offset, left, right), from: left.offset,
                [left, right])
        }
        return left
    }

    private func binaryOperator() throws(ExpressionError) -> (BinaryOperator, Int)? {
        guard case .name(let word) = token.kind else { return nil }
        return precedences[word.lowercased()]
    }

    /// Steps over a word operator, which needs white space on both sides.
    private mutating func takeOperator(after left: ParsedExpression) throws(ExpressionError) {
        let word = token
        guard word.isSpaced else { throw needsSpace(at: word.offset) }
        try advance()
        guard token.isSpaced || token.kind == .end else { throw needsSpace(at: word.end) }
    }

    private func needsSpace(at offset: Int) -> ExpressionError {
        ExpressionError(
            .expectedWhitespace, at: offset, length: 1, "White space has to stand on both sides of an operator.")
    }

    private mutating func unary() throws(ExpressionError) -> ParsedExpression {
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
    private mutating func membership() throws(ExpressionError) -> ParsedExpression {
        var left = try primary()
        while case .name(let word) = token.kind, ["has", "in"].contains(word.lowercased()) {
            let operatorOffset = token.offset
            try takeOperator(after: left)
            if word.lowercased() == "has" {
                let right = try primary()
                left = try node(
                    .binary(.has, operatorOffset: operatorOffset, left, right), from: left.offset, [left, right])
            } else if token.kind == .open {
                let items = try list()
                left = try node(.isIn(operatorOffset: operatorOffset, left, items), from: left.offset, [left])
            } else {
                let collection = try primary()
                left = try node(
                    .isInCollection(operatorOffset: operatorOffset, left, collection), from: left.offset, [left])
            }
        }
        return left
    }

    private mutating func list() throws(ExpressionError) -> [ParsedExpression] {
        let start = token.offset
        try advance()
        var items: [ParsedExpression] = []
        while true {
            items.append(try listItem())
            guard items.count <= limits.listItems else {
                throw ExpressionError(
                    .tooCostly, at: start, length: 1, "A list has at most \(limits.listItems) members.")
            }
            if token.kind == .comma {
                try advance()
                continue
            }
            try expect(.close)
            return items
        }
    }

    private mutating func listItem() throws(ExpressionError) -> ParsedExpression {
        switch token.kind {
        case .literal, .offsetInstant, .string, .prefixed: return try primary()
        case .name("null"), .name("true"), .name("false"): return try primary()
        default: throw unexpected(hint: token.kind == .end ? nil : "A list holds literals only.")
        }
    }

    private mutating func primary() throws(ExpressionError) -> ParsedExpression {
        let start = token
        switch start.kind {
        case .literal(let value, let type):
            try advance()
            return try node(.literal(value, type), from: start.offset, length: start.length)
        case .offsetInstant(let instant):
            try advance()
            return try node(.offsetInstant(instant), from: start.offset, length: start.length)
        case .string(let text):
            try advance()
            return try node(.string(text), from: start.offset, length: start.length)
        case .prefixed(let name, let text):
            try advance()
            return try node(.prefixed(name, text), from: start.offset, length: start.length)
        case .open: return try parenthesized()
        case .name(let name): return try named(name)
        case .dollar(let name): return try dollar(name)
        case .alias(let name):
            try advance()
            return try path(root: .alias(name), rootOffset: start.offset, segments: [])
        default: throw unexpected()
        }
    }

    private mutating func parenthesized() throws(ExpressionError) -> ParsedExpression {
        let outer = isInCase
        isInCase = false
        try advance()
        let inner = try expression()
        isInCase = outer
        try expect(.close)
        return inner
    }

    private mutating func dollar(_ name: String) throws(ExpressionError) -> ParsedExpression {
        let start = token
        guard name == "it" || name == "this" else {
            throw ExpressionError(
                .unsupported, at: start.offset, length: start.length, "“$\(name)” is not supported here.")
        }
        try advance()
        return try path(root: name == "it" ? .record : .member, rootOffset: start.offset, segments: [])
    }

    private mutating func named(_ name: String) throws(ExpressionError) -> ParsedExpression {
        let start = token
        switch name {
        case "null": return try constant(.null, .null)
        case "INF", "NaN":
            throw ExpressionError(.unsupported, at: start.offset, length: start.length, "“\(name)” is not supported.")
        default: break
        }
        switch name.lowercased() {
        case "true": return try constant(.boolean(true), .boolean)
        case "false": return try constant(.boolean(false), .boolean)
        default: break
        }
        try advance()
        if token.kind == .open, !token.isSpaced { return try call(name, start) }
        if name.contains(".") {
            throw ExpressionError(
                .unsupported, at: start.offset, length: start.length,
                "The qualified name “\(name)” is not supported here.")
        }
        return try path(
            root: .name, rootOffset: start.offset, segments: [ParsedPath.Segment(name: name, offset: start.offset)])
    }

    private mutating func constant(_ value: Value, _ type: ValueType) throws(ExpressionError) -> ParsedExpression {
        let start = token
        try advance()
        return try node(.literal(value, type), from: start.offset, length: start.length)
    }

    private mutating func call(_ name: String, _ start: Token) throws(ExpressionError) -> ParsedExpression {
        let lowered = name.lowercased()
        if lowered == "isof" || lowered.hasPrefix("geo.") || lowered.hasPrefix("hassub") {
            throw ExpressionError(
                .unsupported, at: start.offset, length: start.length, "The function “\(name)” is not supported.")
        }
        guard lowered != "any", lowered != "all" else {
            throw ExpressionError(
                .unknownFunction, at: start.offset, length: start.length, "“\(name)” stands behind a collection.",
                hint: "Write the collection before it: lines/\(lowered)(x:…).")
        }
        if lowered == "case" { return try conditional(start) }
        let outer = isInCase
        isInCase = false
        try advance()
        var arguments: [ParsedExpression.Argument] = []
        if token.kind != .close {
            arguments.append(try argument())
            while token.kind == .comma {
                try advance()
                arguments.append(try argument())
            }
        }
        isInCase = outer
        let end = token.end
        try expect(.close)
        return try node(.call(name, arguments), from: start.offset, arguments.map(\.value), end: end)
    }

    private mutating func argument() throws(ExpressionError) -> ParsedExpression.Argument {
        if case .name(let name) = token.kind, lexer.position < lexer.scalars.count,
            lexer.scalars[lexer.position] == "="
        {
            lexer.move(to: lexer.position + 1)
            try advance()
            return ParsedExpression.Argument(name: name, value: try expression())
        }
        if case .name(let word) = token.kind, word.hasPrefix("Edm.") || word.hasPrefix("crm.") {
            // The type of a cast.
            let start = token
            try advance()
            if token.kind != .open {
                return ParsedExpression.Argument(
                    name: nil,
                    value: try node(.prefixed(word, ""), from: start.offset, length: start.length))
            }
            return ParsedExpression.Argument(name: nil, value: try call(word, start))
        }
        return ParsedExpression.Argument(name: nil, value: try expression())
    }

    private mutating func conditional(_ start: Token) throws(ExpressionError) -> ParsedExpression {
        let outer = isInCase
        isInCase = true
        try advance()
        var branches: [(ParsedExpression, ParsedExpression)] = []
        repeat {
            if !branches.isEmpty { try advance() }
            let condition = try expression()
            try expect(.colon, hint: "A branch is “condition:value”; the last may be “true:value”.")
            branches.append((condition, try expression()))
        } while token.kind == .comma
        isInCase = outer
        let end = token.end
        try expect(.close)
        return try node(
            .conditional(branches), from: start.offset, branches.flatMap { [$0.0, $0.1] }, end: end)
    }

    private mutating func path(
        root: ParsedPath.Root, rootOffset: Int, segments: [ParsedPath.Segment]
    ) throws(ExpressionError) -> ParsedExpression {
        var path = ParsedPath(
            root: root, rootOffset: rootOffset, segments: segments, tail: nil, tailOffset: rootOffset)
        var end = segments.last.map { $0.offset + $0.name.unicodeScalars.count } ?? token.offset
        while token.kind == .slash, path.tail == nil {
            try advance()
            let segment = token
            end = segment.end
            switch segment.kind {
            case .name(let name):
                guard !name.contains(".") else {
                    throw ExpressionError(
                        .unsupported, at: segment.offset, length: segment.length, "Casts of records are not supported.")
                }
                try advance()
                let isCall = token.kind == .open && !token.isSpaced
                if isCall, ["any", "all", "aggregate"].contains(name.lowercased()) {
                    path.tailOffset = segment.offset
                    path.tail = try tail(name.lowercased())
                } else {
                    path.segments.append(ParsedPath.Segment(name: name, offset: segment.offset))
                }
            case .dollar("count"):
                try advance()
                path.tailOffset = segment.offset
                path.tail = .count(filter: try countFilter())
            case .dollar(let name):
                throw ExpressionError(
                    .unsupported, at: segment.offset, length: segment.length, "“$\(name)” is not supported here.")
            default: throw unexpected()
            }
        }
        return try node(.path(path), from: rootOffset, length: max(1, end - rootOffset))
    }

    private mutating func tail(_ name: String) throws(ExpressionError) -> ParsedPath.Tail {
        let outer = isInCase
        isInCase = false
        try advance()
        defer { isInCase = outer }
        if name == "aggregate" { return try aggregate() }
        if name == "any", token.kind == .close {
            isInCase = outer
            try advance()
            return .anyMember
        }
        guard case .name(let variable) = token.kind else { throw unexpected() }
        try advance()
        try expect(.colon, hint: "Name the member first: \(name)(x:x/…).")
        let condition = try expression()
        isInCase = outer
        try expect(.close)
        return name == "any" ? .any(variable: variable, condition) : .all(variable: variable, condition)
    }

    private mutating func aggregate() throws(ExpressionError) -> ParsedPath.Tail {
        if token.kind == .dollar("count") {
            try advance()
            try expect(.close)
            return .count(filter: nil)
        }
        let value = try expression()
        guard token.kind == .name("with") else {
            throw unexpected(hint: "Write “aggregate(value with sum)”.")
        }
        let methodOffset = token.offset
        try advance()
        guard case .name(let method) = token.kind else { throw unexpected() }
        try advance()
        try expect(.close)
        return .aggregate(value, method: method, methodOffset: methodOffset)
    }

    private mutating func countFilter() throws(ExpressionError) -> ParsedExpression? {
        guard token.kind == .open, !token.isSpaced else { return nil }
        try advance()
        guard token.kind == .dollar("filter"), lexer.position < lexer.scalars.count,
            lexer.scalars[lexer.position] == "="
        else { throw unexpected(hint: "Write “$count($filter=…)”.") }
        lexer.move(to: lexer.position + 1)
        try advance()
        let condition = try expression()
        try expect(.close)
        return condition
    }

    private func node(
        _ node: ParsedExpression.Node, from offset: Int, length: Int
    ) throws(ExpressionError) -> ParsedExpression {
        ParsedExpression(node: node, offset: offset, length: length, depth: 1)
    }

    private func node(
        _ node: ParsedExpression.Node, from offset: Int, _ children: [ParsedExpression], end: Int? = nil
    ) throws(ExpressionError) -> ParsedExpression {
        let depth = 1 + (children.map(\.depth).max() ?? 0)
        guard depth <= limits.depth else { throw tooDeep(offset) }
        let last = end ?? children.map { $0.offset + $0.length }.max() ?? offset + 1
        return ParsedExpression(node: node, offset: offset, length: last - offset, depth: depth)
    }

    private func tooDeep(_ offset: Int) -> ExpressionError {
        ExpressionError(
            .tooDeep, at: offset, length: 1, "Operations are nested more than \(limits.depth) levels deep.",
            hint: "Many comparisons with the same field are shorter with “in”.")
    }
}

private let precedences: [String: (BinaryOperator, Int)] = [
    "or": (.or, 1), "and": (.and, 2), "eq": (.equal, 3), "ne": (.notEqual, 3), "gt": (.greater, 4),
    "ge": (.greaterOrEqual, 4), "lt": (.less, 4), "le": (.lessOrEqual, 4), "add": (.add, 5), "sub": (.subtract, 5),
    "mul": (.multiply, 6), "div": (.divide, 6), "divby": (.divideExactly, 6), "mod": (.remainder, 6),
]

private let wordHints: [String: String] = [
    "gte": "Write “ge”.", "lte": "Write “le”.", "neq": "Write “ne”.", "equals": "Write “eq”.", "is": "Write “eq”.",
    "like": "Use contains(field,'text').", "between": "Write “x ge low and x le high”.", "plus": "Write “add”.",
    "minus": "Write “sub”.", "xor": "Write “ne”.",
]
