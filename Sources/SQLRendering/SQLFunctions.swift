// SPDX-License-Identifier: Apache-2.0
public import Expressions
import Schemas
import Values

/// The functions that a store registers, so that SQL computes what it has no exact operators for as memory does.
public struct SQLFunctions: Sendable {
    private let functions: FunctionTable
    private let calendar: CalendarSettings

    /// - Parameter calendar: Its moment is not used: what depends on the moment is bound before SQL runs.
    public init(functions: FunctionTable, calendar: CalendarSettings) {
        self.functions = functions
        self.calendar = calendar
    }

    /// `trellis_apply(operator, result, left form, right form, left, right)`.
    ///
    /// - Throws: ``EvaluationError/overflow(offset:)``.
    public func apply(_ arguments: [SQLValue]) throws -> SQLValue {
        guard arguments.count == 6, case .text(let name) = arguments[0], case .text(let result) = arguments[1],
            case .text(let left) = arguments[2], case .text(let right) = arguments[3],
            let operation = BinaryOperator(rawValue: name)
        else { return .null }
        let value = try Evaluator.apply(
            operation, decode(arguments[4], left), decode(arguments[5], right), type(result))
        return SQLValue(value, form(result))
    }

    /// `trellis_call(function, result, form of each argument …, arguments …)`.
    public func call(_ arguments: [SQLValue]) -> SQLValue {
        guard arguments.count >= 2, arguments.count.isMultiple(of: 2), case .text(let name) = arguments[0],
            case .text(let result) = arguments[1], let function = functions[FunctionName(name)]
        else { return .null }
        let count = (arguments.count - 2) / 2
        let values = (0..<count).map { index -> Value in
            guard case .text(let code) = arguments[2 + index] else { return .null }
            return decode(arguments[2 + count + index], code)
        }
        return SQLValue(function.evaluate(values, calendar), form(result))
    }

    /// `trellis_cast(result, form, value)`.
    public func cast(_ arguments: [SQLValue]) -> SQLValue {
        guard arguments.count == 3, case .text(let result) = arguments[0], case .text(let code) = arguments[1] else {
            return .null
        }
        return SQLValue(Evaluator.converted(decode(arguments[2], code), to: type(result)), form(result))
    }

    private func decode(_ value: SQLValue, _ code: String) -> Value { Self.decode(value, code) }
    private func form(_ code: String) -> SQLForm { Self.form(code) }
    private func type(_ code: String) -> ValueType { Self.type(code) }

    static func decode(_ value: SQLValue, _ code: String) -> Value { Value(value, type(code), form(code)) }

    static func form(_ code: String) -> SQLForm {
        if code == "decimal" { return .decimalText }
        if code.hasPrefix("scaled"), let scale = Int(code.dropFirst(6)) { return .stored(.scaled(scale)) }
        return .stored(ColumnStorage(type(code), scale: 0))
    }

    static func type(_ code: String) -> ValueType {
        switch code {
        case "boolean": .boolean
        case "integer": .integer
        case "double": .double
        case "date": .date
        case "time": .time
        case "instant": .instant
        case "duration": .duration
        case "flags": .flags("")
        case "identifier": .identifier
        case "null": .null
        case "text": .text
        default: .decimal
        }
    }
}
