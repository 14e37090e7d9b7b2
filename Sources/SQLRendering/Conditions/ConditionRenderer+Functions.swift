// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Queries
import Schemas
import Values

extension ConditionRenderer {
    func call(_ name: FunctionName, _ arguments: [TypedNode], _ type: ValueType) throws -> Rendered {
        switch name {
        case "contains":
            let values = try arguments.map { try value($0).sql }
            return boolean("instr(" + values.joined(", ") + ") > 0")
        case "length":
            // Both count code points, but SQL stops at a NUL character, which texts of ours never hold.
            return Rendered(
                sql: "length(" + (try value(arguments[0]).sql) + ")", form: .stored(.integer), type: .integer)
        case "concat":
            return Rendered(
                sql: (try value(arguments[0]).sql + " || " + value(arguments[1]).sql).grouped, form: .stored(.text),
                type: .text)
        case "year", "month", "day":
            guard arguments.first?.type == .date else { return try registered(name, arguments, type) }
            let place = name == "year" ? "1, 4" : name == "month" ? "6, 2" : "9, 2"
            let sql = "CAST(substr(" + (try value(arguments[0]).sql) + ", \(place)) AS INTEGER)"
            return Rendered(sql: sql, form: .stored(.integer), type: .integer)
        case "within": return boolean(try within(arguments))
        case .visited: return boolean(try visited(arguments))
        case "under": return boolean(try under(arguments))
        case .shared: return boolean(try shared(.call(name, arguments, type: type)))
        case asOfFunction: return try valueInThePast(arguments, type)
        default: return try registered(name, arguments, type)
        }
    }

    /// The function itself, called by the database.
    private func registered(_ name: FunctionName, _ arguments: [TypedNode], _ type: ValueType) throws -> Rendered {
        let values = try arguments.map { try value($0) }
        let form: SQLForm = type == .decimal ? .decimalText : .stored(ColumnStorage(type, scale: 0))
        let head: [SQLFragment] = [.binding(.text(name.rawValue)), .binding(.text(form.code(type)))]
        let all = head + values.map(\.code) + values.map(\.sql)
        return Rendered(sql: "trellis_call(" + all.joined(", ") + ")", form: form, type: type)
    }

    /// A range over days or moments, which an index serves.
    func within(_ arguments: [TypedNode]) throws -> SQLFragment {
        scope.note(.day)
        let calendar = scope.context.calendar
        guard case .literal(.text(let period), _) = arguments[1] else {
            throw RenderingError.unsupported("within with a period that is no literal")
        }
        let count = arguments.count > 2 ? try constant(arguments[2]) : .integer(1)
        guard case .integer(let number)? = count, let days = calendar.days(of: period, count: number) else {
            return SQLFragment("NULL")
        }
        let operand = try value(arguments[0])
        let (low, last): (SQLValue, SQLValue) =
            if operand.type == .date {
                // The last day of all; of no days, a text before every day.
                (
                    .text(days.lowerBound.description),
                    .text(days.isEmpty ? "" : days.upperBound.adding(days: -1)?.description ?? "")
                )
            } else {
                (
                    .integer(calendar.startOfDay(days.lowerBound).microseconds),
                    .integer(calendar.startOfDay(days.upperBound).microseconds - 1)
                )
            }
        // The operand is written once, or nested ones would grow without bound.
        return operand.sql + " BETWEEN " + .binding(low) + " AND " + .binding(last)
    }

    /// `startswith` of a field with a literal as a range of texts, which an index serves; nil for anything else.
    func startsWith(_ arguments: [TypedNode]) throws -> SQLFragment? {
        guard arguments[0].isPath, case .text(let prefix)? = try constant(arguments[1]) else { return nil }
        let operand = try value(arguments[0]).sql
        guard let last = prefix.unicodeScalars.last else { return operand + " IS NOT NULL" }
        guard let next = Unicode.Scalar(last.value + 1) else { return nil }
        var end = String.UnicodeScalarView(prefix.unicodeScalars.dropLast())
        end.append(next)
        return operand + " >= " + .binding(.text(prefix)) + " AND " + operand + " < " + .binding(.text(String(end)))
    }
}
