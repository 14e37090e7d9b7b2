// SPDX-License-Identifier: Apache-2.0
import Values

extension Parser {
    mutating func path(
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
                try advance()
                let isCall = token.kind == .open && !token.isSpaced
                guard isCall || !name.contains(".") else {
                    throw ExpressionError(
                        .unsupported, at: segment.offset, length: segment.length, "Casts of records are not supported.")
                }
                if isCall, ["any", "all", "aggregate"].contains(name.lowercased()) {
                    path.tailOffset = segment.offset
                    path.tail = try tail(name.lowercased())
                } else {
                    if isCall { _ = try arguments() }
                    path.segments.append(
                        ParsedPath.Segment(name: name, offset: segment.offset, isFunction: isCall))
                }
            case .dollar("count"):
                try advance()
                path.tailOffset = segment.offset
                path.tail = .count(filter: try countFilter())
            case .dollar(let name):
                throw ExpressionError(
                    .unsupported, at: segment.offset, length: segment.length, "“$\(name)” is not supported here.")
            case .alias:
                throw ExpressionError(
                    .unsupported, at: segment.offset, length: segment.length, "Annotations are not supported here.")
            default: throw unexpected()
            }
        }
        // What stands inside a lambda counts, or lambdas would nest deeper than the limit, each anew.
        let below = path.tail?.content.map(\.depth) ?? 0
        guard below < limits.depth else { throw tooDeep(rootOffset) }
        return ParsedExpression(
            node: .path(path), offset: rootOffset, length: max(1, end - rootOffset), depth: below + 1)
    }

    mutating func tail(_ name: String) throws(ExpressionError) -> ParsedPath.Tail {
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

    mutating func aggregate() throws(ExpressionError) -> ParsedPath.Tail {
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

    mutating func countFilter() throws(ExpressionError) -> ParsedExpression? {
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
}
