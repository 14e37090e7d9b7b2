// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

extension Checker {
    func binary(
        _ operation: BinaryOperator, _ offset: Int, _ left: ParsedExpression, _ right: ParsedExpression
    ) throws(ExpressionError) -> TypedNode {
        if operation == .and || operation == .or {
            return .binary(
                operation, try condition(left), try condition(right), type: .boolean, offset: offset)
        }
        let (first, second) = try operands(left, right)
        try refuseCollection(first, at: offset)
        try refuseCollection(second, at: offset)
        let length = operation.rawValue.utf8.count
        guard let type = resultType(operation, first.type, second.type) else {
            if case .prefixed = right.node {
                throw mismatch(first.type, second.type, at: right.offset, length: right.length)
            }
            throw mismatch(first.type, second.type, at: offset, length: length)
        }
        if [.divide, .divideExactly, .remainder].contains(operation), isZero(second) {
            throw ExpressionError(
                .divisionByZero, at: right.offset, length: right.length, "A division by zero has no result.",
                "除数为零，没有结果。")
        }
        return .binary(operation, first, second, type: type, offset: offset)
    }

    /// Both operands, a text literal read as the other one's option or duration.
    private func operands(
        _ left: ParsedExpression, _ right: ParsedExpression
    ) throws(ExpressionError) -> (TypedNode, TypedNode) {
        if case .string = left.node {
            let second = try check(right)
            return (try typed(left, as: second.type), second)
        }
        let first = try check(left)
        return (first, try typed(right, as: first.type))
    }

    /// A text literal read as an option, a set of options or a duration; nil if that is not asked for.
    func literal(_ expression: ParsedExpression, as type: ValueType) throws(ExpressionError) -> TypedNode? {
        guard case .string(let text) = expression.node else { return nil }
        switch type {
        case .duration:
            guard let span = TimeSpan(text) else { return nil }
            return .literal(.duration(span), .duration)
        case .choice(let name): return try option(text, of: name, expression)
        case .flags(let name): return try options(text, of: name, expression)
        default: return nil
        }
    }

    private func option(
        _ text: String, of choice: ChoiceName, _ expression: ParsedExpression
    ) throws(ExpressionError) -> TypedNode {
        let options = scope.options(of: choice) ?? []
        let found =
            options.first { $0.name == text }
            ?? UInt64(text).flatMap { number in options.first { $0.number == number } }
        guard let found else { throw unknownOption(text, options, expression) }
        return .literal(.text(found.name), .choice(choice))
    }

    private func options(
        _ text: String, of choice: ChoiceName, _ expression: ParsedExpression
    ) throws(ExpressionError) -> TypedNode {
        let options = scope.options(of: choice) ?? []
        if let number = UInt64(text) { return .literal(.flags(number), .flags(choice)) }
        var mask: UInt64 = 0
        for name in text.split(separator: ",") {
            guard let option = options.first(where: { $0.name == name }) else {
                throw unknownOption(String(name), options, expression)
            }
            mask |= option.number
        }
        return .literal(.flags(mask), .flags(choice))
    }

    private func unknownOption(
        _ text: String, _ options: [ChoiceOption], _ expression: ParsedExpression
    ) -> ExpressionError {
        let names = options.map(\.name)
        let hint =
            closest(to: text, among: names).map { Wording.meant("'\($0)'") }
            ?? Wording(
                "The options are \(names.prefix(12).map { "'\($0)'" }.joined(separator: ", ")).",
                "选项有：\(names.prefix(12).map { "'\($0)'" }.joined(separator: "、"))。")
        return ExpressionError(
            .unknownEnumMember, at: expression.offset, length: expression.length, "There is no option '\(text)'.",
            "没有选项 '\(text)'。", hint: hint)
    }

    func prefixed(
        _ name: String, _ text: String, _ expression: ParsedExpression
    ) throws(ExpressionError) -> TypedNode {
        switch name {
        case "duration":
            guard let span = TimeSpan(text) else {
                throw ExpressionError(
                    .invalidLiteral, at: expression.offset, length: expression.length, "“\(text)” is no duration.",
                    "“\(text)”不是时长。",
                    hint: Wording(
                        "Write days, hours, minutes and seconds: duration'P1DT2H30M'; months have no fixed length.",
                        "请写天、时、分、秒：duration'P1DT2H30M'；月没有固定长度。"))
            }
            return .literal(.duration(span), .duration)
        case "binary", "geography", "geometry":
            throw ExpressionError(
                .unsupported, at: expression.offset, length: expression.length, "\(name) literals are not supported.",
                "不支持 \(name) 字面值。")
        default: break
        }
        let written = name.split(separator: ".").last.map(String.init) ?? ""
        let names = [ChoiceName(written), ChoiceName(typeName: written)]
        guard let choice = names.first(where: { scope.options(of: $0) != nil }), let options = scope.options(of: choice)
        else {
            throw ExpressionError(
                .unsupported, at: expression.offset, length: expression.length, "There is no type “\(name)”.",
                "没有类型“\(name)”。")
        }
        let plain = ParsedExpression(
            node: .string(text), offset: expression.offset, length: expression.length, depth: 1)
        // The numbers of a plain choice begin with zero; those of a set are one bit each.
        let isFlags = options.allSatisfy { $0.number.nonzeroBitCount == 1 }
        return try isFlags ? self.options(text, of: choice, plain) : option(text, of: choice, plain)
    }

    private func resultType(_ operation: BinaryOperator, _ left: ValueType, _ right: ValueType) -> ValueType? {
        switch operation {
        case .or, .and: return .boolean
        case .equal, .notEqual: return areComparable(left, right) ? .boolean : nil
        case .greater, .greaterOrEqual, .less, .lessOrEqual:
            guard areComparable(left, right), isOrdered(left), isOrdered(right) else { return nil }
            return .boolean
        case .has:
            guard case .flags = left, left == right || right == .null else { return nil }
            return .boolean
        case .add, .subtract, .multiply, .divide, .divideExactly, .remainder:
            return arithmetic(operation, left, right)
        }
    }

    private func isOrdered(_ type: ValueType) -> Bool {
        switch type {
        case .choice, .flags, .entity, .boolean, .collection: false
        default: true
        }
    }

    private func arithmetic(_ operation: BinaryOperator, _ left: ValueType, _ right: ValueType) -> ValueType? {
        switch (operation, left, right) {
        case (_, .null, .null): return .integer
        case (.divideExactly, .integer, .integer), (.divideExactly, .integer, .null): return .decimal
        case (.add, .instant, .duration), (.subtract, .instant, .duration): return .instant
        case (.add, .date, .duration), (.subtract, .date, .duration): return .date
        case (.subtract, .instant, .instant), (.subtract, .date, .date): return .duration
        case (.add, .duration, .duration), (.subtract, .duration, .duration): return .duration
        case (.multiply, .duration, let factor), (.divide, .duration, let factor),
            (.divideExactly, .duration, let factor):
            return isNumber(factor) ? .duration : nil
        default: break
        }
        guard isNumber(left) || left == .null, isNumber(right) || right == .null else {
            guard left == .null || right == .null, operation == .add || operation == .subtract else { return nil }
            let known = left == .null ? right : left
            return [.date, .instant, .duration].contains(known) ? known : nil
        }
        return commonType(left, right)
    }

    private func isNumber(_ type: ValueType) -> Bool { type == .integer || type == .decimal || type == .double }

    private func isZero(_ node: TypedNode) -> Bool {
        switch node {
        case .literal(.integer(0), _): true
        case .literal(.decimal(let number), _): number.units == 0
        default: false
        }
    }
}
