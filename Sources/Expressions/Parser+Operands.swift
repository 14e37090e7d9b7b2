// SPDX-License-Identifier: Apache-2.0
import Values

extension Parser {
    mutating func primary() throws(ExpressionError) -> ParsedExpression {
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
        case .name(let name):
            // Not an operator that was written as a mark.
            guard isNameStart(lexer.scalars[start.offset]) else { throw unexpected() }
            return try named(name)
        case .dollar(let name): return try dollar(name)
        case .alias(let name):
            try advance()
            return try path(root: .alias(name), rootOffset: start.offset, segments: [])
        default: throw unexpected()
        }
    }

    mutating func parenthesized() throws(ExpressionError) -> ParsedExpression {
        let outer = isInCase
        isInCase = false
        try advance()
        let inner = try expression()
        isInCase = outer
        try expect(.close)
        return inner
    }

    mutating func dollar(_ name: String) throws(ExpressionError) -> ParsedExpression {
        let start = token
        guard name == "it" || name == "this" else {
            throw ExpressionError(
                .unsupported, at: start.offset, length: start.length, "“$\(name)” is not supported here.",
                "此处不支持“$\(name)”。")
        }
        try advance()
        return try path(root: name == "it" ? .record : .member, rootOffset: start.offset, segments: [])
    }

    mutating func named(_ name: String) throws(ExpressionError) -> ParsedExpression {
        let start = token
        switch name {
        case "null": return try constant(.null, .null)
        case "INF", "NaN":
            throw ExpressionError(
                .unsupported, at: start.offset, length: start.length, "“\(name)” is not supported.", "不支持“\(name)”。")
        default: break
        }
        switch name.lowercased() {
        case "null" where lexer.forgives && lexer.repairs.count < Repair.most:
            // Only to show the right form of what stands around it: the checker says what is wrong with the name.
            lexer.repairs.append(Repair(offset: start.offset, length: 4, edit: start.offset..<start.end, text: "null"))
            return try constant(.null, .null)
        case "true": return try constant(.boolean(true), .boolean)
        case "false": return try constant(.boolean(false), .boolean)
        default: break
        }
        try advance()
        if token.kind == .open, !token.isSpaced { return try call(name, start) }
        if name.contains(".") {
            throw ExpressionError(
                .unsupported, at: start.offset, length: start.length,
                "The qualified name “\(name)” is not supported here.", "此处不支持带点的名称“\(name)”。",
                hint: .write(name.split(separator: ".").joined(separator: "/")))
        }
        return try path(
            root: .name, rootOffset: start.offset, segments: [ParsedPath.Segment(name: name, offset: start.offset)])
    }

    mutating func constant(_ value: Value, _ type: ValueType) throws(ExpressionError) -> ParsedExpression {
        let start = token
        try advance()
        return try node(.literal(value, type), from: start.offset, length: start.length)
    }

    mutating func call(_ name: String, _ start: Token) throws(ExpressionError) -> ParsedExpression {
        let lowered = name.lowercased()
        if lowered == "isof" || lowered == "isdefined" || lowered.hasPrefix("geo.") || lowered.hasPrefix("hassub") {
            throw ExpressionError(
                .unsupported, at: start.offset, length: start.length, "The function “\(name)” is not supported.",
                "不支持函数“\(name)”。")
        }
        guard lowered != "any", lowered != "all" else {
            throw ExpressionError(
                .unknownFunction, at: start.offset, length: start.length, "“\(name)” stands behind a collection.",
                "“\(name)”要写在集合后面。", hint: .write("lines/\(lowered)(x:…)"))
        }
        if lowered == "case" { return try conditional(start) }
        let (arguments, end) = try arguments()
        guard token.kind != .slash else {
            throw ExpressionError(
                .unsupported, at: start.offset, length: end - start.offset,
                "A path behind a function or a key is not supported here.", "不支持在函数或键后面继续写路径。")
        }
        return try node(.call(name, arguments), from: start.offset, arguments.map(\.value), end: end)
    }

    /// What stands between the parentheses of a call, and where they end.
    mutating func arguments() throws(ExpressionError) -> (arguments: [ParsedExpression.Argument], end: Int) {
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
        return (arguments, end)
    }

    mutating func argument() throws(ExpressionError) -> ParsedExpression.Argument {
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

    mutating func conditional(_ start: Token) throws(ExpressionError) -> ParsedExpression {
        let outer = isInCase
        isInCase = true
        try advance()
        var branches: [(ParsedExpression, ParsedExpression)] = []
        repeat {
            if !branches.isEmpty { try advance() }
            let condition = try expression()
            try expect(.colon, hint: .branch)
            branches.append((condition, try expression()))
        } while token.kind == .comma
        isInCase = outer
        let end = token.end
        try expect(.close)
        return try node(
            .conditional(branches), from: start.offset, branches.flatMap { [$0.0, $0.1] }, end: end)
    }
}
