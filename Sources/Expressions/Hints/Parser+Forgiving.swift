// SPDX-License-Identifier: Apache-2.0
import Values

// Reading a text that is known to be wrong: what other languages write is taken for what it means, and noted.
extension Parser {
    /// What a wrong text means, as far as that can be told: its terms, if repairs made it readable, and the repairs.
    static func forgiving(
        _ text: String, limits: ExpressionLimits
    ) -> (terms: [ParsedExpression]?, repairs: [Repair], failure: ExpressionError?) {
        let lexer = Lexer(forgiving: text)
        var parser: Parser
        do throws(ExpressionError) {
            parser = try Parser(lexer: lexer, limits)
        } catch {
            return (nil, lexer.repairs, error)
        }
        do throws(ExpressionError) {
            return (try parser.orderTerms().map(\.0), parser.lexer.repairs, nil)
        } catch {
            return (nil, parser.lexer.repairs, error)
        }
    }

    /// An operator of another language at this place, put in the token's place as the word that it means.
    mutating func foreignOperator() throws(ExpressionError) -> (BinaryOperator, Int)? {
        guard lexer.repairs.count < Repair.most else { return nil }
        switch token.kind {
        case .name(let word):
            let start = token
            let lowered = word.lowercased()
            if lowered == "is" {
                try advance()
                let isNot = token.kind == .name("not") || token.kind == .name("NOT")
                let end = isNot ? token.end : start.end
                if !isNot { lexer.move(to: start.end) }
                return try replaceToken(start.offset..<end, with: isNot ? "ne" : "eq")
            }
            if lowered == "true" || lowered == "false" {
                lexer.move(to: start.offset)
                return try replaceToken(start.offset..<start.offset, marking: start.length, with: "eq")
            }
            guard let meaning = foreignWords[lowered], precedences[meaning] != nil else { return nil }
            return try replaceToken(start.offset..<start.end, with: meaning)
        case .minus: return try replaceToken(token.offset..<token.end, with: "sub")
        case .slash: return try replaceToken(token.offset..<token.end, with: "divby")
        case .literal:
            let sign = lexer.scalars[token.offset]
            guard sign == "-" || sign == "+" else { return nil }
            lexer.move(to: token.offset + 1)
            return try replaceToken(token.offset..<token.offset + 1, with: sign == "-" ? "sub" : "add")
        default: return nil
        }
    }

    private mutating func replaceToken(
        _ place: Range<Int>, marking length: Int? = nil, with word: String
    ) throws(ExpressionError) -> (BinaryOperator, Int)? {
        lexer.repairs.append(
            Repair(offset: place.lowerBound, length: length ?? place.count, edit: place, word: word))
        lexer.move(behindMark: place.upperBound)
        token = Token(kind: .name(word), offset: place.lowerBound, length: place.count, isSpaced: true)
        return precedences[word]
    }

    /// A comparison that other languages write between its operands and this one as a function or in two parts.
    mutating func foreignComparison(of left: ParsedExpression) throws(ExpressionError) -> ParsedExpression? {
        guard case .name(let written) = token.kind, lexer.repairs.count < Repair.most else { return nil }
        let mark = token
        switch written.lowercased() {
        case "like", "ilike", "contains", "startswith", "endswith":
            try advance()
            let right = try expression(5)
            return try pattern(written.lowercased(), left, right, mark)
        case "between":
            try advance()
            let low = try expression(5)
            guard case .name(let and) = token.kind, and.lowercased() == "and" else { throw unexpected() }
            try advance()
            return try range(left, low, try expression(5), mark)
        case "not":
            try advance()
            guard case .name(let word) = token.kind, word.lowercased() == "in" else { throw unexpected() }
            let end = token.end
            try advance()
            let inner = try listed(left, mark.offset)
            let form = "not \(form(of: left)) in \(form(from: end, to: inner))"
            record(mark.offset..<end, left.offset..<max(end, listEnd), form)
            return try node(.not(inner), from: left.offset, [inner])
        default: return nil
        }
    }

    private mutating func pattern(
        _ word: String, _ left: ParsedExpression, _ right: ParsedExpression, _ mark: Token
    ) throws(ExpressionError) -> ParsedExpression {
        var (function, text) = (word, right)
        if word == "like" || word == "ilike" {
            function = "contains"
            if case .string(let pattern) = right.node {
                if !pattern.hasPrefix("%"), pattern.hasSuffix("%") { function = "startswith" }
                if pattern.hasPrefix("%"), !pattern.hasSuffix("%") { function = "endswith" }
                let plain = pattern.filter { $0 != "%" }
                text = ParsedExpression(node: .string(plain), offset: right.offset, length: right.length, depth: 1)
            }
        }
        var written = form(of: right)
        if case .string(let plain) = text.node { written = quoted(plain.unicodeScalars) }
        record(
            mark.offset..<mark.end, left.offset..<right.offset + right.length,
            "\(function)(\(form(of: left)),\(written))")
        let arguments = [left, text].map { ParsedExpression.Argument(name: nil, value: $0) }
        return try node(.call(function, arguments), from: left.offset, [left, right])
    }

    private mutating func range(
        _ left: ParsedExpression, _ low: ParsedExpression, _ high: ParsedExpression, _ mark: Token
    ) throws(ExpressionError) -> ParsedExpression {
        let field = form(of: left)
        record(
            mark.offset..<mark.end, left.offset..<high.offset + high.length,
            "\(field) ge \(form(of: low)) and \(field) le \(form(of: high))")
        let above = try node(
            .binary(.greaterOrEqual, operatorOffset: mark.offset, left, low), from: left.offset, [left, low])
        let below = try node(
            .binary(.lessOrEqual, operatorOffset: mark.offset, left, high), from: left.offset, [left, high])
        return try node(.binary(.and, operatorOffset: mark.offset, above, below), from: left.offset, [above, below])
    }

    private mutating func record(_ mark: Range<Int>, _ edit: Range<Int>, _ form: String) {
        lexer.repairs.append(Repair(offset: mark.lowerBound, length: mark.count, edit: edit, text: form))
    }

    /// Where the list that was read last ends.
    private var listEnd: Int { lexer.scalars[..<token.offset].lastIndex(of: ")").map { $0 + 1 } ?? token.offset }

    private var repaired: RepairedText { RepairedText(scalars: lexer.scalars, repairs: lexer.repairs) }

    private func form(of expression: ParsedExpression) -> String {
        repaired.form(of: repaired.balanced(expression.offset..<expression.offset + expression.length))
    }

    private func form(from start: Int, to inner: ParsedExpression) -> String {
        repaired.form(of: start..<max(start, listEnd))
    }
}
