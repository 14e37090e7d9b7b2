// SPDX-License-Identifier: Apache-2.0
import Values

// How operands have to be written so that their types agree.
extension RightForm {
    func mismatch(
        _ mistake: ExpressionError, _ node: ParsedExpression, _ outer: ParsedExpression?, _ chain: [ParsedExpression]
    ) -> Repair? {
        if case .string(let text) = node.node {
            let wanted = outer.flatMap { neighbour(of: node, in: $0) }.flatMap { type(of: $0, chain) } ?? expected
            let types = wanted.map { [$0] } ?? [.date, .instant, .integer, .decimal, .boolean, .time]
            guard let form = types.lazy.compactMap({ Self.literal(text, as: $0) }).first else { return nil }
            return replacing(node, by: form)
        }
        guard case .binary(let operation, _, let left, let right) = node.node,
            let first = type(of: left, chain), let second = type(of: right, chain)
        else { return nil }
        if operation == .add || operation == .subtract { return sum(operation, node, left, first, right, second) }
        if operation == .has { return membership(left, first, right, node) }
        if let form = agreeing(right, second, with: first, operation) { return replacing(right, by: form) }
        if let form = agreeing(left, first, with: second, operation) { return replacing(left, by: form) }
        return nil
    }

    /// The operand that another one is compared with.
    private func neighbour(of node: ParsedExpression, in outer: ParsedExpression) -> ParsedExpression? {
        switch outer.node {
        case .binary(_, _, let left, let right): left.offset == node.offset ? right : left
        case .isIn(_, let operand, _): operand
        default: nil
        }
    }

    private func type(of node: ParsedExpression, _ chain: [ParsedExpression]) -> ValueType? {
        (try? checker(inside: chain).check(node))?.type
    }

    /// An operand in a form that has the other one's type.
    private func agreeing(
        _ node: ParsedExpression, _ type: ValueType, with other: ValueType, _ operation: BinaryOperator
    ) -> String? {
        let form = form(node)
        switch (node.node, type, other) {
        case (.path, .entity(let entity), .text):
            return checker.scope.type(of: "name", in: entity) == .text ? form + "/name" : nil
        case (.string(let text), _, _): return Self.literal(text, as: other)
        case (.literal(let value, _), .integer, .choice(let name)):
            guard case .integer(let number) = value else { return nil }
            let options = checker.scope.options(of: name) ?? []
            return options.first { $0.number == UInt64(clamping: number) }.map { "'\($0.name)'" }
        case (.literal(let value, _), .integer, .boolean):
            return value == .integer(1) ? "true" : value == .integer(0) ? "false" : nil
        case (.literal(let value, _), .integer, .duration), (.literal(let value, _), .decimal, .duration):
            guard case .integer(let days) = value, days > 0 else { return nil }
            return "duration'P\(days)D'"
        case (.literal, .instant, .date), (.offsetInstant, .instant, .date): return String(form.prefix(10))
        case (.literal, .date, .instant):
            return operation == .equal || operation == .notEqual ? nil : form + "T00:00:00Z"
        case (.literal, .integer, .text), (.literal, .decimal, .text), (.literal, .date, .text),
            (.literal, .boolean, .text), (.literal, .instant, .text):
            return "'\(form)'"
        case (_, .instant, .date): return "date(\(form))"
        case (_, .integer, .text), (_, .decimal, .text): return "cast(\(form),Edm.String)"
        default: return nil
        }
    }

    private func sum(
        _ operation: BinaryOperator, _ node: ParsedExpression, _ left: ParsedExpression, _ first: ValueType,
        _ right: ParsedExpression, _ second: ValueType
    ) -> Repair? {
        if operation == .add, first == .text || second == .text {
            let parts = [(left, first), (right, second)].map { part, type in
                type == .text ? form(part) : "cast(\(form(part)),Edm.String)"
            }
            return replacing(node, by: "concat(\(parts[0]),\(parts[1]))")
        }
        if case .literal(.integer(let days), _) = right.node, first == .date || first == .instant, days >= 0 {
            return replacing(right, by: "duration'P\(days)D'")
        }
        return nil
    }

    private func membership(
        _ left: ParsedExpression, _ type: ValueType, _ right: ParsedExpression, _ node: ParsedExpression
    ) -> Repair? {
        switch type {
        case .text: replacing(node, by: "contains(\(form(left)),\(form(right)))")
        case .choice: replacing(node, by: "\(form(left)) eq \(form(right))")
        default: nil
        }
    }

    /// What a text says, as a literal of a type; nil if it says nothing of that type.
    static func literal(_ text: String, as type: ValueType) -> String? {
        switch type {
        case .date: return CalendarDate(text.prefix(10)).map { _ in String(text.prefix(10)) }
        case .instant: return moment(text)
        case .integer: return Int64(text).map(String.init)
        case .decimal, .double: return FixedDecimal(text).map { _ in text }
        case .time: return isLiteral(text, of: .time) ? text : nil
        case .identifier, .entity: return RecordID(text).map { _ in text }
        case .boolean:
            switch text.lowercased() {
            case "true", "1", "yes": return "true"
            case "false", "0", "no": return "false"
            default: return nil
            }
        default: return nil
        }
    }

    private static func moment(_ text: String) -> String? {
        guard CalendarDate(text.prefix(10)) != nil else { return nil }
        let rest = text.dropFirst(10)
        let clock = rest.isEmpty ? "T00:00:00" : "T" + rest.drop { $0 == " " || $0 == "T" }
        let whole = text.prefix(10) + clock
        return [String(whole), whole + "Z"].first { isLiteral($0, of: .instant) }
    }

    private static func isLiteral(_ text: String, of type: ValueType) -> Bool {
        var lexer = Lexer(text)
        guard let token = try? lexer.next(hasShortTimes: true), token.length == text.unicodeScalars.count else {
            return false
        }
        switch token.kind {
        case .literal(_, let found): return found == type
        case .offsetInstant: return type == .instant
        default: return false
        }
    }
}
