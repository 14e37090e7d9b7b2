// SPDX-License-Identifier: Apache-2.0
public import Values

extension Evaluator {
    func binary(
        _ operation: BinaryOperator, _ left: TypedNode, _ right: TypedNode, _ type: ValueType, _ offset: Int,
        _ frame: Frame
    ) throws -> Value {
        let first = try evaluate(left, frame)
        if operation == .and, first == .boolean(false) { return first }
        if operation == .or, first == .boolean(true) { return first }
        let second = try evaluate(right, frame)
        switch operation {
        case .and: return first == .boolean(true) ? second : second == .boolean(false) ? second : .null
        case .or: return first == .boolean(false) ? second : second == .boolean(true) ? second : .null
        case .equal: return .boolean(areEqual(first, second))
        case .notEqual: return .boolean(!areEqual(first, second))
        case .greater: return .boolean(compare(first, second) == .after)
        case .less: return .boolean(compare(first, second) == .before)
        case .greaterOrEqual: return .boolean([.after, .same].contains(compare(first, second)))
        case .lessOrEqual: return .boolean([.before, .same].contains(compare(first, second)))
        case .has:
            guard case .flags(let set) = first, case .flags(let wanted) = second else { return .null }
            return .boolean(set & wanted == wanted)
        case .add, .subtract, .multiply, .divide, .divideExactly, .remainder:
            return try arithmetic(operation, first, second, type, offset)
        }
    }

    private func arithmetic(
        _ operation: BinaryOperator, _ left: Value, _ right: Value, _ type: ValueType, _ offset: Int
    ) throws -> Value {
        guard !left.isNull, !right.isNull else { return .null }
        let result: Value? =
            switch type {
            case .integer: integerResult(operation, left, right)
            case .decimal: decimalResult(operation, left, right)
            case .double: doubleResult(operation, left, right)
            default: timeResult(operation, left, right)
            }
        guard let result else { throw EvaluationError.overflow(offset: offset) }
        return result
    }

    /// Nil on overflow.
    private func integerResult(_ operation: BinaryOperator, _ left: Value, _ right: Value) -> Value? {
        guard case .integer(let first) = left, case .integer(let second) = right else { return .null }
        let (result, overflow): (Int64, Bool)
        switch operation {
        case .add: (result, overflow) = first.addingReportingOverflow(second)
        case .subtract: (result, overflow) = first.subtractingReportingOverflow(second)
        case .multiply: (result, overflow) = first.multipliedReportingOverflow(by: second)
        case .divide:
            guard second != 0 else { return .null }
            (result, overflow) = first.dividedReportingOverflow(by: second)
        case .remainder:
            guard second != 0 else { return .null }
            (result, overflow) = second == -1 ? (0, false) : first.remainderReportingOverflow(dividingBy: second)
        default: return .null
        }
        return overflow ? nil : .integer(result)
    }

    /// Nil on overflow.
    private func decimalResult(_ operation: BinaryOperator, _ left: Value, _ right: Value) -> Value? {
        guard case .decimal(let first) = convert(left, to: .decimal),
            case .decimal(let second) = convert(right, to: .decimal)
        else { return .null }
        switch operation {
        case .add: return first.adding(second).map(Value.decimal)
        case .subtract: return first.adding(-second).map(Value.decimal)
        case .multiply: return first.multiplied(by: second).map(Value.decimal)
        case .divide, .divideExactly: return second.units == 0 ? .null : first.divided(by: second).map(Value.decimal)
        case .remainder:
            guard second.units != 0 else { return .null }
            let scale = max(first.scale, second.scale)
            guard let dividend = first.rescaled(to: scale), let divisor = second.rescaled(to: scale) else { return nil }
            return .decimal(FixedDecimal(units: dividend.units % divisor.units, scale: scale))
        default: return .null
        }
    }

    private func doubleResult(_ operation: BinaryOperator, _ left: Value, _ right: Value) -> Value? {
        guard case .double(let first) = convert(left, to: .double),
            case .double(let second) = convert(right, to: .double)
        else { return .null }
        let result: Double
        switch operation {
        case .add: result = first + second
        case .subtract: result = first - second
        case .multiply: result = first * second
        case .divide, .divideExactly: result = first / second
        case .remainder: result = first.truncatingRemainder(dividingBy: second)
        default: return .null
        }
        guard second != 0 || ![.divide, .divideExactly, .remainder].contains(operation) else { return .null }
        return result.isFinite ? .double(result) : nil
    }

    /// Nil on overflow.
    private func timeResult(_ operation: BinaryOperator, _ left: Value, _ right: Value) -> Value? {
        switch (left, right) {
        case (.instant(let moment), .duration(let span)):
            return moment.adding(operation == .add ? span : negated(span)).map(Value.instant)
        case (.date(let date), .duration(let span)):
            return Instant(date).adding(operation == .add ? span : negated(span))?.date.map(Value.date)
        case (.instant(let first), .instant(let second)):
            let (result, overflow) = first.microseconds.subtractingReportingOverflow(second.microseconds)
            return overflow ? nil : .duration(TimeSpan(microseconds: result))
        case (.date(let first), .date(let second)):
            let days = Int64(first.dayNumber) - Int64(second.dayNumber)
            return .duration(TimeSpan(microseconds: days * TimeSpan.microsecondsPerDay))
        case (.duration(let first), .duration(let second)):
            let (result, overflow) =
                operation == .add
                ? first.microseconds.addingReportingOverflow(second.microseconds)
                : first.microseconds.subtractingReportingOverflow(second.microseconds)
            return overflow ? nil : .duration(TimeSpan(microseconds: result))
        case (.duration(let span), _): return scaled(span, operation, right)
        default: return .null
        }
    }

    private func scaled(_ span: TimeSpan, _ operation: BinaryOperator, _ factor: Value) -> Value? {
        guard case .decimal(let number) = convert(factor, to: .decimal) else { return .null }
        let length = FixedDecimal(span.microseconds)
        if operation != .multiply, number.units == 0 { return .null }
        let result = operation == .multiply ? length.multiplied(by: number) : length.divided(by: number)
        return result?.rescaled(to: 0)?.exactInteger.map { .duration(TimeSpan(microseconds: $0)) }
    }

    private func negated(_ span: TimeSpan) -> TimeSpan { TimeSpan(microseconds: 0 &- span.microseconds) }

    func negated(_ value: Value) throws -> Value {
        switch value {
        case .integer(let number):
            guard number != .min else { throw EvaluationError.overflow(offset: 0) }
            return .integer(-number)
        case .decimal(let number): return .decimal(-number)
        // As databases do: zero has no sign.
        case .double(let number): return .double(0 - number)
        case .duration(let span):
            guard span.microseconds != .min else { throw EvaluationError.overflow(offset: 0) }
            return .duration(negated(span))
        default: return .null
        }
    }

    func aggregate(_ all: [Value], _ method: AggregateMethod, _ type: ValueType) throws -> Value {
        let values = all.filter { !$0.isNull }
        if method == .countDistinct { return .integer(Int64(Set(values).count)) }
        guard let first = values.first else { return .null }
        switch method {
        case .min: return values.dropFirst().reduce(first) { compare($1, $0) == .before ? $1 : $0 }
        case .max: return values.dropFirst().reduce(first) { compare($1, $0) == .after ? $1 : $0 }
        case .sum where type == .integer: return try integerSum(values)
        case .sum, .average, .countDistinct:
            let sumType = type == .decimal && method == .average ? ValueType.decimal : type
            var sum = convert(first, to: sumType)
            for value in values.dropFirst() { sum = try arithmetic(.add, sum, convert(value, to: sumType), sumType, 0) }
            guard method == .average else { return sum }
            return try arithmetic(.divideExactly, sum, .integer(Int64(values.count)), type, 0)
        }
    }
}

extension Evaluator {
    /// The sum, whatever the order of the values: only the whole must fit.
    private func integerSum(_ values: [Value]) throws -> Value {
        var sum: Int128 = 0
        for case .integer(let number) in values { sum += Int128(number) }
        guard let sum = Int64(exactly: sum) else { throw EvaluationError.overflow(offset: 0) }
        return .integer(sum)
    }
}

/// How two values stand to each other.
enum Comparison {
    case before, same, after
    /// One of them is null, or they have no order.
    case none
}

/// Compares values of types that go together; texts by code point. Two nulls are the same.
func compare(_ left: Value, _ right: Value) -> Comparison {
    switch (left, right) {
    case (.null, .null): .same
    case (.integer(let first), .integer(let second)): order(first, second)
    case (.text(let first), .text(let second)): textOrder(first, second)
    case (.date(let first), .date(let second)): order(first, second)
    case (.time(let first), .time(let second)): order(first, second)
    case (.instant(let first), .instant(let second)): order(first, second)
    case (.duration(let first), .duration(let second)): order(first, second)
    case (.identifier(let first), .identifier(let second)): order(first, second)
    case (.boolean(let first), .boolean(let second)): order(first ? 1 : 0, second ? 1 : 0)
    case (.flags(let first), .flags(let second)): order(first, second)
    case (.double, _), (_, .double):
        if case .double(let first) = convert(left, to: .double), case .double(let second) = convert(right, to: .double)
        {
            order(first, second)
        } else {
            .none
        }
    case (.decimal, _), (_, .decimal):
        if case .decimal(let first) = convert(left, to: .decimal),
            case .decimal(let second) = convert(right, to: .decimal)
        {
            order(first, second)
        } else {
            .none
        }
    default: .none
    }
}

func areEqual(_ left: Value, _ right: Value) -> Bool { compare(left, right) == .same }

private func order<Item: Comparable>(_ left: Item, _ right: Item) -> Comparison {
    left < right ? .before : left == right ? .same : .after
}

private func textOrder(_ left: String, _ right: String) -> Comparison {
    if left.utf8.elementsEqual(right.utf8) { return .same }
    // UTF-8 keeps the order of code points.
    return left.utf8.lexicographicallyPrecedes(right.utf8) ? .before : .after
}

/// No records: for operations on values alone.
private struct NoRecords: RecordSource {
    func value(of property: FieldName, in record: RecordReference) throws -> Value { .null }
    func members(of relationship: FieldName, in record: RecordReference) throws -> [RecordReference] { [] }
}

extension Evaluator {
    /// The result of an operator on two values, as an expression would give it.
    ///
    /// - Throws: ``EvaluationError/overflow(offset:)``.
    public static func apply(
        _ operation: BinaryOperator, _ left: Value, _ right: Value, _ type: ValueType
    ) throws -> Value {
        let node = TypedNode.binary(
            operation, .literal(left, .null), .literal(right, .null), type: type, offset: 0)
        return try ofValues.evaluate(constant: node)
    }

    /// The aggregate of the values of a collection's members, as an expression would give it.
    ///
    /// - Throws: ``EvaluationError/overflow(offset:)``.
    public static func aggregated(
        _ values: [Value], _ method: AggregateMethod, _ type: ValueType
    ) throws -> Value {
        try ofValues.aggregate(values, method, type)
    }

    private static var ofValues: Evaluator {
        Evaluator(
            functions: FunctionTable([]),
            calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 0 }), aliases: [:],
            source: NoRecords())
    }

    /// The value of an expression that reads no record.
    public func evaluate(constant node: TypedNode) throws -> Value {
        try evaluate(node, Frame(record: RecordReference(entity: "", id: RecordID(high: 0, low: 0))))
    }

    /// A value in another type; null where it has no such form.
    public static func converted(_ value: Value, to type: ValueType) -> Value {
        Expressions.convert(value, to: type)
    }
}
