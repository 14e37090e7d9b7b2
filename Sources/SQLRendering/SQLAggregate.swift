// SPDX-License-Identifier: Apache-2.0
import Expressions
import Values

/// One group of `trellis_aggregate(method, result, form, value)`: what memory makes of the values of its rows.
///
/// The method is one of ``AggregateMethod`` or ``Percentile``, as it is written.
public struct SQLAggregate {
    private var method = ""
    private var result = ""
    private var form = ""
    private var values: [Value] = []

    public init() {}

    /// Takes the arguments of one row.
    public mutating func add(_ arguments: [SQLValue]) {
        guard arguments.count == 4, case .text(let method) = arguments[0], case .text(let result) = arguments[1],
            case .text(let form) = arguments[2]
        else { return }
        if values.isEmpty { (self.method, self.result, self.form) = (method, result, form) }
        values.append(SQLFunctions.decode(arguments[3], form))
    }

    /// The group's figure; null if there were no rows.
    ///
    /// - Throws: ``EvaluationError/overflow(offset:)``.
    public func value() throws -> SQLValue {
        let type = SQLFunctions.type(result)
        let value: Value
        if let method = AggregateMethod(rawValue: method) {
            value = try Evaluator.aggregated(values, method, type)
        } else if let percentile = Percentile(method) {
            value = try percentile.value(of: values, type: SQLFunctions.type(form))
        } else {
            value = .null
        }
        return SQLValue(value, SQLFunctions.form(result))
    }
}
