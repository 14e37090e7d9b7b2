// SPDX-License-Identifier: Apache-2.0
public import Values

/// A value in another type; null where it has no such form.
///
/// - Source: expression language §4.3, `cast`; texts are converted in literals only.
func convert(_ value: Value, to type: ValueType, isLiteral: Bool = false) -> Value {
    switch (value, type) {
    case (.null, _): return .null
    case (_, .text): return .text(canonicalText(value))
    case (.integer, .integer), (.decimal, .decimal), (.double, .double): return value
    case (.integer(let number), .decimal): return .decimal(FixedDecimal(number))
    case (.integer(let number), .double): return .double(Double(number))
    case (.decimal(let number), .double): return .double(number.doubleValue)
    case (.decimal(let number), .integer): return number.rescaled(to: 0)?.exactInteger.map(Value.integer) ?? .null
    case (.double(let number), .integer):
        return Int64(exactly: number.rounded(.toNearestOrAwayFromZero)).map(Value.integer) ?? .null
    case (.double(let number), .decimal): return FixedDecimal(number.description).map(Value.decimal) ?? .null
    case (.text(let text), _) where isLiteral: return read(text, as: type)
    default: return value
    }
}

/// The text of a value as `cast(…,Edm.String)` gives it.
func canonicalText(_ value: Value) -> String {
    switch value {
    case .text(let text): text
    case .boolean, .integer, .decimal, .double, .null, .flags, .collection: value.json
    case .date, .time, .instant, .duration, .identifier: String(value.json.dropFirst().dropLast())
    }
}

private func read(_ text: String, as type: ValueType) -> Value {
    switch type {
    case .integer: Int64(text).map(Value.integer) ?? .null
    case .decimal: FixedDecimal(text).map(Value.decimal) ?? .null
    case .double: Double(text).map(Value.double) ?? .null
    case .boolean: text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : .null
    case .date: CalendarDate(text).map(Value.date) ?? .null
    case .duration: TimeSpan(text).map(Value.duration) ?? .null
    case .identifier: RecordID(text).map(Value.identifier) ?? .null
    case .time, .instant:
        if let token = try? onlyToken(text), case .literal(let value, type) = token { value } else { .null }
    default: .null
    }
}

private func onlyToken(_ text: String) throws(ExpressionError) -> Token.Kind {
    var lexer = Lexer(text)
    let token = try lexer.next(hasShortTimes: true)
    let end = try lexer.next(hasShortTimes: true)
    if case .offsetInstant(let instant) = token.kind, end.kind == .end { return .literal(.instant(instant), .instant) }
    return end.kind == .end ? token.kind : .end
}

extension Value {
    /// Reads the canonical text of a value of a type; null if it is none.
    public init(canonicalText text: String, as type: ValueType) {
        switch type {
        case .text, .choice: self = .text(text)
        case .entity: self = RecordID(text).map(Value.identifier) ?? .null
        case .flags: self = UInt64(text).map(Value.flags) ?? .null
        default: self = read(text, as: type)
        }
    }

    /// The text that ``init(canonicalText:as:)`` reads back.
    public var canonicalText: String { isNull ? "" : Expressions.canonicalText(self) }
}
