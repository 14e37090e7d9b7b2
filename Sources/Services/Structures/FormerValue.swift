// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Schemas
import Storage
import Values

/// What a field was from a moment on.
struct FormerValue {
    let field: Field
    let value: Value
    let at: Instant

    /// - Parameter day: The local day of the moment.
    func row(of record: RecordID, day: CalendarDate) -> [Value] {
        let cell = Self.cell(value, field)
        return [
            .identifier(record), .text(field.entity.rawValue), .text(field.name.rawValue), .instant(at), .date(day),
            cell.number, cell.words,
        ]
    }

    /// The value as the field's column holds it, in the column for its kind.
    private static func cell(_ value: Value, _ field: Field) -> (number: Value, words: Value) {
        switch value {
        case .null, .collection, .double: (.null, .null)
        case .boolean(let flag): (.integer(flag ? 1 : 0), .null)
        case .integer(let number):
            field.valueType == .decimal ? cell(.decimal(FixedDecimal(number)), field) : (.integer(number), .null)
        case .decimal(let number):
            (number.rescaled(to: field.scale).flatMap { Int64(exactly: $0.units) }.map(Value.integer) ?? .null, .null)
        case .instant(let instant): (.integer(instant.microseconds), .null)
        case .duration(let span): (.integer(span.microseconds), .null)
        case .flags(let set): (.integer(Int64(bitPattern: set)), .null)
        case .time(let time): (.null, .text(time.fraction == 0 ? "\(time).000000" : time.description))
        case .text, .date, .identifier: (.null, .text(value.canonicalText))
        }
    }

    /// The value that a row holds of a field.
    static func value(_ row: [Value], of field: Field) -> Value {
        guard row.count == 7 else { return .null }
        switch (row[5], row[6], field.valueType) {
        case (.integer(let number), _, .boolean): return .boolean(number != 0)
        case (.integer(let number), _, .decimal):
            return .decimal(FixedDecimal(units: Int128(number), scale: field.scale))
        case (.integer(let number), _, .instant): return .instant(Instant(microseconds: number))
        case (.integer(let number), _, .duration): return .duration(TimeSpan(microseconds: number))
        case (.integer(let number), _, .flags): return .flags(UInt64(bitPattern: number))
        case (.integer(let number), _, _): return .integer(number)
        case (_, .text(let text), _): return Value(canonicalText: text, as: field.valueType)
        default: return .null
        }
    }
}
