// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Queries
import Schemas
import Values

extension ConditionRenderer {
    func binary(
        _ operation: BinaryOperator, _ left: TypedNode, _ right: TypedNode, _ type: ValueType
    ) throws -> Rendered {
        switch operation {
        case .and: return boolean((try value(left).sql + " AND " + value(right).sql).grouped)
        case .or: return boolean((try value(left).sql + " OR " + value(right).sql).grouped)
        case .has:
            // No wanted bit is missing; each operand is written once, or nested ones would grow without bound.
            let (set, wanted) = (try value(left).sql, try value(right).sql)
            return boolean(("~" + set + " & " + wanted).grouped + " = 0")
        case .equal, .notEqual, .greater, .greaterOrEqual, .less, .lessOrEqual:
            return boolean(try comparison(operation, left, right, isFilter: false))
        case .add where isSmall(left) && isSmall(right):
            return Rendered(
                sql: (try value(left).sql + " + " + value(right).sql).grouped, form: .stored(.integer), type: type)
        case .subtract where isSmall(left) && isSmall(right):
            return Rendered(
                sql: (try value(left).sql + " - " + value(right).sql).grouped, form: .stored(.integer), type: type)
        case .add, .subtract, .multiply, .divide, .divideExactly, .remainder:
            return try apply(operation, value(left), value(right), type)
        }
    }

    /// Whether a value is an integer so small that adding some of them cannot leave 64 bits, where the database's
    /// arithmetic and ours part.
    private func isSmall(_ node: TypedNode) -> Bool {
        switch node {
        case .literal(.integer(let number), _): number.magnitude < 1 << 32
        case .call(let name, let arguments, .integer):
            ["year", "month", "day"].contains(name) && arguments.first?.type == .date || name == "length"
        case .binary(.add, let left, let right, .integer, _), .binary(.subtract, let left, let right, .integer, _):
            isSmall(left) && isSmall(right)
        default: false
        }
    }

    /// Arithmetic as memory does it, by a registered function.
    func apply(_ operation: BinaryOperator, _ left: Rendered, _ right: Rendered, _ type: ValueType) throws -> Rendered {
        let form: SQLForm = type == .decimal ? .decimalText : .stored(ColumnStorage(type, scale: 0))
        let head: [SQLFragment] = [
            .binding(.text(operation.rawValue)), .binding(.text(form.code(type))), left.code, right.code, left.sql,
            right.sql,
        ]
        return Rendered(sql: "trellis_apply(" + head.joined(", ") + ")", form: form, type: type)
    }

    /// A comparison; in a filter, a plain one that an index can serve.
    func comparison(
        _ operation: BinaryOperator, _ left: TypedNode, _ right: TypedNode, isFilter: Bool
    ) throws -> SQLFragment {
        let leftConstant = try constant(left)
        let rightConstant = try constant(right)
        if let leftConstant, rightConstant == nil {
            return try comparison(operation.mirrored, value(right), with: leftConstant, left.type, isFilter)
        }
        if let rightConstant {
            return try comparison(operation, value(left), with: rightConstant, right.type, isFilter)
        }
        let (first, second) = (try value(left), try value(right))
        guard areComparable(first, second, operation), operation.isStrict || left.isPath && right.isPath else {
            return try apply(operation, first, second, .boolean).sql
        }
        return compare(operation, first.operand, second.operand, isFilter: isFilter, canBeNull: true)
    }

    /// Whether the database compares the two as memory does.
    private func areComparable(_ left: Rendered, _ right: Rendered, _ operation: BinaryOperator) -> Bool {
        guard left.form == right.form, (left.type == .double) == (right.type == .double) else { return false }
        // Equal decimals have equal texts, but not the order of their texts.
        return left.form != .decimalText || operation == .equal || operation == .notEqual
    }

    private func comparison(
        _ operation: BinaryOperator, _ operand: Rendered, with constant: Value, _ type: ValueType, _ isFilter: Bool
    ) throws -> SQLFragment {
        if constant.isNull {
            switch operation {
            case .equal, .greaterOrEqual, .lessOrEqual: return operand.operand + " IS NULL"
            case .notEqual: return operand.operand + " IS NOT NULL"
            default: return SQLFragment("0")
            }
        }
        if let scale = operand.wholeScale, let number = decimal(constant) {
            let (adjusted, units) = bound(operation, number, scale)
            guard let units else { return SQLFragment(operation == .notEqual ? "1" : "0") }
            return compare(adjusted, operand.sql, .binding(.integer(units)), isFilter: isFilter, canBeNull: false)
        }
        let isNumber = operand.type == .decimal || operand.type == .double
        let type = isNumber && type != .double ? operand.type : type
        let fitting = Rendered(
            sql: .binding(SQLValue(Evaluator.converted(constant, to: type), form(of: type))), form: form(of: type),
            type: type)
        guard areComparable(operand, fitting, operation) else {
            return try apply(operation, operand, fitting, .boolean).sql
        }
        return compare(operation, operand.operand, fitting.sql, isFilter: isFilter, canBeNull: false)
    }

    /// The form in which a computed value of a type stands; decimals as their texts.
    private func form(of type: ValueType) -> SQLForm {
        type == .decimal ? .decimalText : .stored(ColumnStorage(type, scale: 0))
    }

    private func decimal(_ value: Value) -> FixedDecimal? {
        switch value {
        case .decimal(let number): number
        case .integer(let number): FixedDecimal(number)
        default: nil
        }
    }

    /// The comparison of a scaled column that says the same as one with a number finer than the column's scale; nil
    /// units if no value of the column can be equal to the number.
    private func bound(_ operation: BinaryOperator, _ number: FixedDecimal, _ scale: Int) -> (BinaryOperator, Int64?) {
        guard let rounded = number.rescaled(to: scale), let units = Int64(exactly: rounded.units) else {
            let isHigh = number.units > 0
            switch operation {
            case .less, .lessOrEqual: return (.lessOrEqual, isHigh ? .max : .min)
            case .greater, .greaterOrEqual: return (.greaterOrEqual, isHigh ? .max : .min)
            default: return (operation, nil)
            }
        }
        if rounded == number { return (operation, units) }
        guard rounded < number || units > .min else {
            // Between the column's smallest value and the number there is none.
            return operation == .greater || operation == .greaterOrEqual
                ? (.greaterOrEqual, .min)
                : operation == .less || operation == .lessOrEqual ? (.less, .min) : (operation, nil)
        }
        let below = rounded < number ? units : units - 1
        switch operation {
        case .greater, .greaterOrEqual: return (.greater, below)
        case .less, .lessOrEqual: return (.lessOrEqual, below)
        default: return (operation, nil)
        }
    }

    private func compare(
        _ operation: BinaryOperator, _ left: SQLFragment, _ right: SQLFragment, isFilter: Bool, canBeNull: Bool
    ) -> SQLFragment {
        switch operation {
        case .equal: return left + (isFilter && !canBeNull ? " = " : " IS ") + right
        case .notEqual: return left + " IS NOT " + right
        case .greater, .less:
            let plain = left + (operation == .greater ? " > " : " < ") + right
            return isFilter ? plain : plain.grouped + " IS TRUE"
        default:
            let plain = left + (operation == .greaterOrEqual ? " >= " : " <= ") + right
            guard canBeNull else { return isFilter ? plain : plain.grouped + " IS TRUE" }
            return ("(" + plain + ") IS TRUE OR (" + left + " IS NULL AND " + right + " IS NULL)").grouped
        }
    }

    func membership(_ operand: TypedNode, _ items: [TypedNode], isFilter: Bool) throws -> SQLFragment {
        try membership(operand, values: items.map { try constant($0) ?? .null }, isFilter: isFilter)
    }

    /// Whether a value is one of some that are known; unknown is one of them if null is.
    private func membership(_ operand: TypedNode, values: [Value], isFilter: Bool) throws -> SQLFragment {
        let rendered = try value(operand)
        let bindings = values.compactMap { listed($0, beside: rendered) }
        let hasNull = values.contains(where: \.isNull)
        guard !bindings.isEmpty else { return hasNull ? rendered.operand + " IS NULL" : SQLFragment("0") }
        let list = rendered.operand + " IN (" + bindings.joined(", ") + ")"
        guard hasNull else { return isFilter ? list : list.grouped + " IS TRUE" }
        if isFilter, operand.isPath { return (list + " OR " + rendered.sql + " IS NULL").grouped }
        return list.grouped + " IS NOT FALSE"
    }

    /// A value of a list in the operand's form; nil for null, and where no value of the operand can be equal to it.
    private func listed(_ value: Value, beside operand: Rendered) -> SQLFragment? {
        if value.isNull { return nil }
        if let scale = operand.wholeScale, let number = decimal(value) {
            return bound(.equal, number, scale).1.map { .binding(.integer($0)) }
        }
        let converted =
            [.decimal, .double].contains(operand.type) ? Evaluator.converted(value, to: operand.type) : value
        return .binding(SQLValue(converted, form(of: operand.type)))
    }

    /// Whether a value is in a collection: the values of an alias, or the keys of related records.
    func membership(_ operand: TypedNode, in path: TypedPath) throws -> SQLFragment {
        guard let values = try values(of: path) else {
            let key = try value(operand).sql
            return try exists(path) { .column($0.alias, "id") + " = " + key }
        }
        return try membership(operand, values: values, isFilter: false)
    }

    /// The values that an alias holds itself, such as the roles of `@me`; nil for a collection that is stored.
    func values(of path: TypedPath) throws -> [Value]? {
        guard case .alias = path.root, case .collection(let values)? = try constant(.path(path)) else { return nil }
        return values
    }
}

extension ConditionRenderer.Rendered {
    /// Digits behind the point of numbers that are stored as integers; nil for everything else.
    fileprivate var wholeScale: Int? {
        switch (form, type) {
        case (.stored(.scaled(let scale)), .decimal): scale
        case (.stored(.integer), .integer): 0
        default: nil
        }
    }
}

extension TypedNode {
    /// A field, which costs nothing to write twice.
    var isPath: Bool { if case .path = self { true } else { false } }
}

extension BinaryOperator {
    /// It says nothing of two nulls that its operands do not say each by itself.
    fileprivate var isStrict: Bool { self != .greaterOrEqual && self != .lessOrEqual }

    /// The operator that says the same with its operands exchanged.
    fileprivate var mirrored: BinaryOperator {
        switch self {
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        default: self
        }
    }
}
