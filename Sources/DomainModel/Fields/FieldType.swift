// SPDX-License-Identifier: Apache-2.0
public import Values

/// A kind of field, registered by name: how it is stored, read from text, checked, shown and edited.
///
/// A new kind is one value of this type in a file of its own and one entry in the list that registers it.
public struct FieldType: Sendable {
    /// What values a field of this type holds.
    public enum Shape: Sendable, Hashable {
        /// Values of one type.
        case scalar(ValueType)
        /// Exact numbers with so many digits behind the point unless the field says otherwise.
        case decimal(scale: Int)
        /// One of the field's options.
        case choice
        /// Any number of the field's options.
        case flags
        /// The key of a record of the entity that the field names.
        case reference
    }

    /// How a person edits the value.
    public enum Widget: String, Sendable {
        case text, multiline, number, money, percent, date, dateTime, time, checkbox, choice, choices, reference,
            email, phone, url, duration
    }

    public let name: FieldTypeName
    public let label: Label
    public let shape: Shape
    public let widget: Widget
    /// The canonical form of a value that fits the shape, or why the field cannot hold it.
    public let canonical: @Sendable (Value, Field) throws(FieldFault) -> Value
    /// The value that a person or another system wrote as text; the text is trimmed and not empty.
    public let parse: @Sendable (String, Field) throws(FieldFault) -> Value
    /// The value as a person reads it.
    public let display: @Sendable (Value, Field, DisplaySettings) -> String

    public init(
        name: FieldTypeName, label: Label, shape: Shape, widget: Widget,
        canonical: @escaping @Sendable (Value, Field) throws(FieldFault) -> Value,
        parse: @escaping @Sendable (String, Field) throws(FieldFault) -> Value,
        display: @escaping @Sendable (Value, Field, DisplaySettings) -> String
    ) {
        self.name = name
        self.label = label
        self.shape = shape
        self.widget = widget
        self.canonical = canonical
        self.parse = parse
        self.display = display
    }
}

/// Why a field cannot hold a value: a stable code, and the sentence for people.
public struct FieldFault: Error, Hashable, Sendable {
    /// Such as `required`, `invalid`, `checksum`, `tooLong`, `outOfRange`, `unknownOption`, `notUnique`.
    public let code: String
    public let message: Label

    public init(code: String, message: Label) {
        self.code = code
        self.message = message
    }
}

/// The field types that are compiled in, by name.
public struct FieldTypeTable: Sendable {
    private let types: [FieldTypeName: FieldType]

    /// - Precondition: No two types have the same name.
    public init(_ types: [FieldType]) {
        self.types = Dictionary(types.map { ($0.name, $0) }) { first, second in
            preconditionFailure("the field type \(first.name) is registered twice")
        }
    }

    public subscript(name: FieldTypeName) -> FieldType? { types[name] }
    public var names: [FieldTypeName] { types.keys.sorted() }
}
