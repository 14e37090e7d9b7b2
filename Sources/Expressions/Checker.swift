// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

/// Parsed → typed: resolves names in a scope and makes types agree.
struct Checker {
    let entity: EntityName
    let scope: any TypeScope
    let functions: FunctionTable
    let limits: ExpressionLimits
    /// The variables of the lambdas around this place.
    var variables: [String: ValueType] = [:]
    /// The type of the member that a `$count` filter or an aggregated value is about.
    var member: ValueType?

    /// The typed form; what is wrong elsewhere in the expression comes with the first error.
    func check(_ expression: ParsedExpression) throws(ExpressionError) -> TypedNode {
        do throws(ExpressionError) {
            return try resolved(expression)
        } catch {
            throw findingMore(error, in: expression)
        }
    }

    private func resolved(_ expression: ParsedExpression) throws(ExpressionError) -> TypedNode {
        switch expression.node {
        case .literal(let value, let type): .literal(value, type)
        case .offsetInstant(let instant): .literal(.instant(instant), .instant)
        case .string(let text): .literal(.text(text), .text)
        case .prefixed(let name, let text): try prefixed(name, text, expression)
        case .path(let path): try check(path)
        case .not(let operand): .not(try condition(operand, at: expression.offset))
        case .negate(let operand): try negate(operand, expression)
        case .binary(let operation, let offset, let left, let right):
            try binary(operation, offset, left, right)
        case .isIn(let offset, let operand, let list): try membership(operand, list, offset)
        case .isInCollection(let offset, let operand, let collection):
            try membership(operand, in: collection, offset)
        case .call(let name, let arguments): try call(name, arguments, expression)
        case .conditional(let branches): try conditional(branches)
        }
    }

    /// An expression where a type is expected: a text literal is read as an option or a duration if one is.
    func typed(_ expression: ParsedExpression, as type: ValueType) throws(ExpressionError) -> TypedNode {
        if let node = try literal(expression, as: type) { return node }
        // What a text in a branch stands for is told by what the whole is needed for.
        if case .conditional(let branches) = expression.node, type.isNamedByTexts {
            return try conditional(branches, as: type)
        }
        return try check(expression)
    }

    /// An expression that has to be a boolean.
    func condition(_ expression: ParsedExpression, at offset: Int? = nil) throws(ExpressionError) -> TypedNode {
        let node = try check(expression)
        let start = offset ?? expression.offset
        guard node.type == .boolean || node.type == .null else {
            throw ExpressionError(
                .notBoolean, at: start, length: expression.range.upperBound - start,
                "A condition is needed here, and this is \(describe(node.type)).",
                "此处需要条件，而这是\(describe(node.type).chinese)。",
                hint: Wording(
                    "Compare it with something, such as “… eq 1”; “not” binds tighter than “eq”.",
                    "请与某个值比较，例如“… eq 1”；“not”比“eq”优先。"))
        }
        return node
    }

    private func negate(
        _ operand: ParsedExpression, _ whole: ParsedExpression
    ) throws(ExpressionError) -> TypedNode {
        let node = try check(operand)
        switch node.type {
        case .integer, .decimal, .double, .duration, .null: return .negate(node)
        default:
            throw ExpressionError(
                .typeMismatch, at: whole.offset, length: whole.length,
                "“-” needs a number, not \(describe(node.type)).",
                "“-”需要数字，而不是\(describe(node.type).chinese)。")
        }
    }

    private func membership(
        _ operand: ParsedExpression, _ list: [ParsedExpression], _ offset: Int
    ) throws(ExpressionError) -> TypedNode {
        let left = try check(operand)
        try refuseCollection(left, at: offset)
        var items: [TypedNode] = []
        for item in list {
            let node = try typed(item, as: left.type)
            guard areComparable(left.type, node.type) else {
                throw mismatch(left.type, node.type, at: item.offset, length: item.length)
            }
            items.append(node)
        }
        return .isIn(left, items)
    }

    private func membership(
        _ operand: ParsedExpression, in collection: ParsedExpression, _ offset: Int
    ) throws(ExpressionError) -> TypedNode {
        guard case .path(let path) = try check(collection), case .collection(let element) = path.type else {
            throw ExpressionError(
                .notCollection, at: offset, length: 2, "A list or a collection has to stand behind “in”.",
                "“in”后面必须是列表或集合。")
        }
        let left = try check(operand)
        guard areComparable(left.type, element) else { throw mismatch(left.type, element, at: offset, length: 2) }
        return .isInCollection(left, path)
    }

    func conditional(
        _ branches: [(ParsedExpression, ParsedExpression)], as expected: ValueType = .null
    ) throws(ExpressionError) -> TypedNode {
        var checked: [TypedNode.Branch] = []
        var type = expected
        for (condition, value) in branches {
            let test = try self.condition(condition)
            let node = try typed(value, as: type)
            try refuseCollection(node, at: value.offset)
            guard let common = commonType(type, node.type) else {
                throw mismatch(type, node.type, at: value.offset, length: value.length)
            }
            type = common
            checked.append(TypedNode.Branch(condition: test, value: node))
        }
        return .conditional(checked, type: type)
    }

    func refuseCollection(_ node: TypedNode, at offset: Int) throws(ExpressionError) {
        guard case .collection = node.type else { return }
        throw ExpressionError(
            .isCollection, at: offset, length: 1, "This is a collection, and one value is needed.", "这是集合，而此处需要单个值。",
            hint: .ofCollection)
    }

    func mismatch(_ left: ValueType, _ right: ValueType, at offset: Int, length: Int) -> ExpressionError {
        let (first, second) = (describe(left), describe(right))
        let hint: Wording? =
            switch (left, right) {
            case (.date, .text), (.text, .date):
                Wording("Dates have no quotes: 2024-02-29.", "日期不加引号：2024-02-29。")
            case (.instant, .text), (.text, .instant):
                Wording("Moments have no quotes: 2024-02-29T08:00:00Z.", "时刻不加引号：2024-02-29T08:00:00Z。")
            case (.date, .instant), (.instant, .date):
                Wording(
                    "Use date(…) or localdate(value=…) to get the day of a moment.",
                    "用 date(…) 或 localdate(value=…) 取得时刻所在的日期。")
            case (.integer, .text), (.decimal, .text): Wording("Numbers have no quotes.", "数字不加引号。")
            default: nil
            }
        return ExpressionError(
            .typeMismatch, at: offset, length: length, "\(first) and \(second) do not go together here.",
            "\(first.chinese)与\(second.chinese)不能这样一起使用。", hint: hint)
    }
}

extension ValueType {
    /// Its values are named by texts, and it is compared with nothing but its own.
    fileprivate var isNamedByTexts: Bool {
        switch self {
        case .choice, .flags: true
        default: false
        }
    }
}

/// A type as a person reads it.
func describe(_ type: ValueType) -> Wording {
    switch type {
    case .boolean: Wording("a condition", "条件")
    case .integer: Wording("an integer", "整数")
    case .decimal: Wording("a decimal number", "小数")
    case .double: Wording("a floating-point number", "浮点数")
    case .text: Wording("a text", "文本")
    case .date: Wording("a date", "日期")
    case .time: Wording("a time of day", "一天中的时间")
    case .instant: Wording("a moment", "时刻")
    case .duration: Wording("a duration", "时长")
    case .identifier: Wording("a key", "主键")
    case .choice(let name): Wording("an option of \(name)", "\(name) 的选项")
    case .flags(let name): Wording("a set of options of \(name)", "\(name) 的多个选项")
    case .entity(let name): Wording("a record of \(name)", "\(name) 的记录")
    case .collection(let element): Wording("a collection of \(describe(element))", "\(describe(element).chinese)的集合")
    case .null: Wording("null", "空值")
    }
}

extension Wording {
    static let ofCollection = Wording("Use any, all, $count or aggregate.", "请使用 any、all、$count 或 aggregate。")
}

/// Whether `eq` between the types makes sense.
func areComparable(_ left: ValueType, _ right: ValueType) -> Bool {
    if case .collection = left { return false }
    if case .collection = right { return false }
    if case .entity = left, right == .identifier { return true }
    if case .entity = right, left == .identifier { return true }
    return commonType(left, right) != nil
}

/// The type that values of both have; nil if there is none.
func commonType(_ left: ValueType, _ right: ValueType) -> ValueType? {
    switch (left, right) {
    case (.null, let other), (let other, .null): other
    case _ where left == right: left
    case (.integer, .decimal), (.decimal, .integer): .decimal
    case (.integer, .double), (.double, .integer), (.decimal, .double), (.double, .decimal): .double
    default: nil
    }
}
