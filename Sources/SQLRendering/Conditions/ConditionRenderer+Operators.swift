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
            let (set, wanted) = (try value(left).sql, try value(right).sql)
            return boolean((set + " & " + wanted).grouped + " = " + wanted)
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
        let (first, second) = try sameForm(value(left), value(right))
        return compare(operation, first, second, isFilter: isFilter, canBeNull: true)
    }

    private func comparison(
        _ operation: BinaryOperator, _ operand: Rendered, with constant: Value, _ type: ValueType, _ isFilter: Bool
    ) throws -> SQLFragment {
        if constant.isNull {
            switch operation {
            case .equal, .greaterOrEqual, .lessOrEqual: return operand.sql + " IS NULL"
            case .notEqual: return operand.sql + " IS NOT NULL"
            default: return SQLFragment("0")
            }
        }
        if case .stored(.scaled(let scale)) = operand.form, let number = decimal(constant) {
            let (adjusted, units) = bound(operation, number, scale)
            guard let units else { return SQLFragment(operation == .notEqual ? "1" : "0") }
            return compare(adjusted, operand.sql, .binding(.integer(units)), isFilter: isFilter, canBeNull: false)
        }
        let fitting = literal(constant, operand.type == .decimal ? .decimal : type)
        let (first, second) = sameForm(operand, fitting)
        return compare(operation, first, second, isFilter: isFilter, canBeNull: false)
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

    private func sameForm(_ left: Rendered, _ right: Rendered) -> (SQLFragment, SQLFragment) {
        let isDecimal = left.type == .decimal || right.type == .decimal
        guard isDecimal, left.form != right.form, left.type != .null, right.type != .null else {
            return (left.sql, right.sql)
        }
        let scale = max(left.scale, right.scale)
        let form: SQLForm = .stored(.scaled(min(scale, 12)))
        return (inForm(left, form), inForm(right, form))
    }

    func membership(_ operand: TypedNode, _ items: [TypedNode], isFilter: Bool) throws -> SQLFragment {
        let rendered = try value(operand)
        var values: [SQLFragment] = []
        var hasNull = false
        for item in items {
            let constant = try constant(item) ?? .null
            if constant.isNull {
                hasNull = true
                continue
            }
            if case .stored(.scaled(let scale)) = rendered.form, let number = decimal(constant) {
                let (_, units) = bound(.equal, number, scale)
                if let units { values.append(.binding(.integer(units))) }
            } else {
                values.append(sameForm(rendered, literal(constant, item.type)).1)
            }
        }
        let list = values.isEmpty ? SQLFragment("0") : rendered.sql + " IN (" + values.joined(", ") + ")"
        let plain = isFilter || values.isEmpty ? list : list.grouped + " IS TRUE"
        return hasNull ? (plain + " OR " + rendered.sql + " IS NULL").grouped : plain
    }
}

extension ConditionRenderer.Rendered {
    /// Digits behind the point that the form can show.
    fileprivate var scale: Int {
        switch form {
        case .stored(.scaled(let scale)): scale
        case .decimalText: 12
        default: 0
        }
    }
}

extension BinaryOperator {
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
