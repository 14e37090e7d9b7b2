// SPDX-License-Identifier: Apache-2.0
public import Schemas
public import Values

/// How an expression's values are written down in SQL.
public enum SQLForm: Sendable, Hashable {
    case stored(ColumnStorage)
    /// A decimal as its canonical text: the result of arithmetic.
    case decimalText

    /// The form as `trellis_apply` and its like are told it, together with the type.
    func code(_ type: ValueType) -> String {
        switch (self, type) {
        case (.decimalText, _): "decimal"
        case (.stored(.scaled(let scale)), _): "scaled\(scale)"
        case (_, .boolean): "boolean"
        case (_, .integer): "integer"
        case (_, .double): "double"
        case (_, .date): "date"
        case (_, .time): "time"
        case (_, .instant): "instant"
        case (_, .duration): "duration"
        case (_, .flags): "flags"
        case (_, .identifier), (_, .entity): "identifier"
        case (_, .null): "null"
        default: "text"
        }
    }
}

extension SQLValue {
    /// A value in a form; null if it has none.
    public init(_ value: Value, _ form: SQLForm) {
        switch (value, form) {
        case (.null, _), (.collection, _): self = .null
        case (.boolean(let value), _): self = .integer(value ? 1 : 0)
        case (.integer(let value), .stored(.scaled(let scale))): self = Self.scaled(FixedDecimal(value), scale)
        case (.integer(let value), .stored(.real)): self = .real(Double(value))
        case (.integer(let value), .decimalText): self = .text(String(value))
        case (.integer(let value), _): self = .integer(value)
        case (.decimal(let value), .stored(.scaled(let scale))): self = Self.scaled(value, scale)
        case (.decimal(let value), .stored(.real)): self = .real(value.doubleValue)
        case (.decimal(let value), _): self = .text(value.description)
        case (.double(let value), _): self = .real(value)
        case (.text(let value), _): self = .text(value)
        case (.date(let value), _): self = .text(value.description)
        case (.time(let value), _): self = .text(value.storedText)
        case (.instant(let value), _): self = .integer(value.microseconds)
        case (.duration(let value), _): self = .integer(value.microseconds)
        case (.identifier(let value), _): self = .text(value.description)
        case (.flags(let value), _): self = .integer(Int64(bitPattern: value))
        }
    }

    private static func scaled(_ number: FixedDecimal, _ scale: Int) -> SQLValue {
        number.rescaled(to: scale).flatMap { Int64(exactly: $0.units) }.map(SQLValue.integer) ?? .null
    }
}

extension Value {
    /// The value of a type that a database's value stands for; null if it stands for none.
    public init(_ value: SQLValue, _ type: ValueType, _ form: SQLForm) {
        switch (value, type) {
        case (.null, _): self = .null
        case (.integer(let number), .boolean): self = .boolean(number != 0)
        case (.integer(let number), .integer): self = .integer(number)
        case (.integer(let number), .double): self = .double(Double(number))
        case (.integer(let number), .decimal):
            guard case .stored(.scaled(let scale)) = form else {
                self = .decimal(FixedDecimal(number))
                return
            }
            self = .decimal(FixedDecimal(units: Int128(number), scale: scale))
        case (.integer(let number), .instant): self = .instant(Instant(microseconds: number))
        case (.integer(let number), .duration): self = .duration(TimeSpan(microseconds: number))
        case (.integer(let number), .flags): self = .flags(UInt64(bitPattern: number))
        case (.real(let number), _): self = .double(number)
        case (.text(let text), .decimal): self = FixedDecimal(text).map(Value.decimal) ?? .null
        case (.text(let text), .date): self = CalendarDate(text).map(Value.date) ?? .null
        case (.text(let text), .time): self = TimeOfDay(storedText: text).map(Value.time) ?? .null
        case (.text(let text), .identifier), (.text(let text), .entity):
            self = RecordID(text).map(Value.identifier) ?? .null
        case (.text(let text), _): self = .text(text)
        default: self = .null
        }
    }
}

extension TimeOfDay {
    /// `HH:MM:SS.ffffff`, always of the same width so that texts sort as times.
    var storedText: String {
        let text = description
        return text.utf8.count == 8 ? text + ".000000" : text
    }

    init?(storedText text: String) {
        let parts = text.split(whereSeparator: { $0 == ":" || $0 == "." }).map { Int($0) }
        guard parts.count == 4, let hour = parts[0], let minute = parts[1], let second = parts[2],
            let fraction = parts[3]
        else { return nil }
        self.init(hour: hour, minute: minute, second: second, microsecond: fraction)
    }
}
