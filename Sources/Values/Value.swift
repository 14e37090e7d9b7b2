// SPDX-License-Identifier: Apache-2.0

/// A value of a field or an expression: the one dynamic type of the product.
///
/// A choice is `.text` holding the option's name; a set of choices is `.flags`, one bit an option.
public enum Value: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case decimal(FixedDecimal)
    case double(Double)
    case text(String)
    case date(CalendarDate)
    case time(TimeOfDay)
    case instant(Instant)
    case duration(TimeSpan)
    case identifier(RecordID)
    case flags(UInt64)
    case collection([Value])

    public var isNull: Bool { if case .null = self { true } else { false } }
}

/// The type of a value, of a field or of an expression.
public indirect enum ValueType: Hashable, Sendable {
    case boolean, integer, decimal, double, text, date, time, instant, duration, identifier
    /// One of a named list of options; the value is the option's name.
    case choice(ChoiceName)
    /// Any number of a named list of at most 62 options.
    case flags(ChoiceName)
    case entity(EntityName)
    case collection(ValueType)
    /// The type of the literal `null`, which fits everywhere.
    case null
}

/// The name of a list of options: `Entity.field`, or a name that fields share.
public struct ChoiceName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }

    /// The name as a type of a schema, where a point would end a namespace.
    public var typeName: String { rawValue.split(separator: ".").joined(separator: "_") }

    /// The list of options of a field, by the name of its type in a schema.
    public init(typeName: String) {
        let parts = typeName.split(separator: "_", maxSplits: 1)
        rawValue = parts.count == 2 ? "\(parts[0]).\(parts[1])" : typeName
    }
}
