// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

extension Parser {
    mutating func path(
        root: ParsedPath.Root, rootOffset: Int, segments: [ParsedPath.Segment]
    ) throws(ExpressionError) -> ParsedExpression {
        var path = ParsedPath(
            root: root, rootOffset: rootOffset, segments: segments, tail: nil, tailOffset: rootOffset)
        while token.kind == .slash, path.tail == nil, !isForeignDivision {
            try advance()
            let segment = token
            switch segment.kind {
            case .name(let name):
                try advance()
                let isCall = token.kind == .open && !token.isSpaced
                guard isCall || !name.contains(".") else {
                    throw ExpressionError(
                        .unsupported, at: segment.offset, length: segment.length, "Casts of records are not supported.",
                        "不支持记录的类型转换。", hint: .write(name.split(separator: ".").joined(separator: "/")))
                }
                if isCall, ["any", "all", "aggregate"].contains(name.lowercased()) {
                    path.tailOffset = segment.offset
                    path.tail = try tail(name.lowercased(), at: segment.offset)
                } else {
                    if isCall { _ = try arguments() }
                    path.segments.append(
                        ParsedPath.Segment(name: name, offset: segment.offset, isFunction: isCall))
                }
            case .dollar("count"):
                try advance()
                path.tailOffset = segment.offset
                path.tail = .count(filter: try countFilter(at: segment.offset))
            case .dollar(let name):
                throw ExpressionError(
                    .unsupported, at: segment.offset, length: segment.length, "“$\(name)” is not supported here.",
                    "此处不支持“$\(name)”。")
            case .alias:
                throw ExpressionError(
                    .unsupported, at: segment.offset, length: segment.length, "Annotations are not supported here.",
                    "此处不支持注解。")
            default: throw unexpected()
            }
        }
        // What stands inside a lambda counts, or lambdas would nest deeper than the limit, each anew.
        let below = path.tail?.content.map(\.depth) ?? 0
        guard below < limits.depth else { throw tooDeep(rootOffset) }
        return ParsedExpression(
            node: .path(path), offset: rootOffset, length: max(1, lastEnd - rootOffset), depth: below + 1)
    }

    /// In a text that is wrong anyway, a slash before a number, a parenthesis or white space is meant to divide.
    private var isForeignDivision: Bool {
        guard lexer.forgives, lexer.position < lexer.scalars.count else { return false }
        let next = lexer.scalars[lexer.position]
        return isDigit(next) || next == "(" || isSpace(next)
    }

    /// Steps into what is said about the members of a collection; aggregated values and counts may stand inside lambdas.
    private mutating func enter(_ name: String, _ start: Int) throws(ExpressionError) {
        memberScopes += 1
        if isLambda(name) { lambdas += 1 }
        guard lambdas <= limits.lambdas, memberScopes <= limits.lambdas + 2 else {
            throw ExpressionError(
                .tooCostly, at: start, length: name.unicodeScalars.count,
                "Conditions about members are nested more than \(limits.lambdas) levels deep.",
                "成员条件的嵌套超过 \(limits.lambdas) 层。")
        }
    }

    private mutating func leave(_ name: String) {
        memberScopes -= 1
        if isLambda(name) { lambdas -= 1 }
    }

    private func isLambda(_ name: String) -> Bool { name == "any" || name == "all" }

    mutating func tail(_ name: String, at start: Int) throws(ExpressionError) -> ParsedPath.Tail {
        try enter(name, start)
        defer { leave(name) }
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
        try expect(.colon, hint: Wording("Name the member first: “\(name)(x:x/…)”.", "请先给成员命名：“\(name)(x:x/…)”。"))
        let condition = try expression()
        isInCase = outer
        try expect(.close)
        return name == "any" ? .any(variable: variable, condition) : .all(variable: variable, condition)
    }

    mutating func aggregate() throws(ExpressionError) -> ParsedPath.Tail {
        if token.kind == .dollar("count") {
            try advance()
            try expect(.close)
            return .count(filter: nil)
        }
        let value = try expression()
        guard token.kind == .name("with") else {
            throw unexpected(hint: .write("aggregate(value with sum)"))
        }
        let start = token.offset
        try advance()
        guard case .name(let method) = token.kind else { throw unexpected() }
        let place = start..<token.offset + token.length
        try advance()
        try expect(.close)
        return .aggregate(value, method: method, place: place)
    }

    mutating func countFilter(at start: Int) throws(ExpressionError) -> ParsedExpression? {
        guard token.kind == .open, !token.isSpaced else { return nil }
        try enter("$count", start)
        defer { leave("$count") }
        try advance()
        guard token.kind == .dollar("filter"), lexer.position < lexer.scalars.count,
            lexer.scalars[lexer.position] == "="
        else { throw unexpected(hint: .write("$count($filter=…)")) }
        lexer.move(to: lexer.position + 1)
        try advance()
        let condition = try expression()
        try expect(.close)
        return condition
    }
}
