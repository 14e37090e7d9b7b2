// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import NIOCore
import Storage
import Values

/// How a column of a row is written as JSON, decided once for all rows.
enum ColumnForm {
    /// Stored as the text that JSON shows, in which nothing needs an escape: keys, days, names of options.
    case plain
    /// Any text.
    case text
    case boolean
    case integer
    case decimal
    case instant
    case flags([ChoiceOption])
    /// Written by way of its value.
    case other

    init(_ field: Field, isMasked: Bool) {
        self = isMasked ? .text : ColumnForm(field.valueType) { _ in field.choiceOptions }
    }

    init(_ type: ValueType, _ options: (ChoiceName) -> [ChoiceOption]) {
        self =
            switch type {
            case .text: .text
            case .date, .identifier, .entity, .choice: .plain
            case .boolean: .boolean
            case .integer: .integer
            case .decimal: .decimal
            case .instant: .instant
            case .flags(let choice): .flags(options(choice))
            case .double, .time, .duration, .collection, .null: .other
            }
    }
}

extension ColumnForm {
    /// Whether a client may ask for the number as text.
    ///
    /// - Source: OData JSON Format 4.01 §3.2.
    var isExactNumber: Bool {
        switch self {
        case .integer, .decimal: true
        default: false
        }
    }
}

extension ByteBuffer {
    /// Writes a value as its column is written.
    mutating func writeJSON(_ value: Value, _ form: ColumnForm, _ format: AnswerFormat) {
        switch (value, form) {
        case (.flags(let bits), .flags(let options)): writeJSON(optionNames(bits, options))
        case (.integer, _), (.decimal, _):
            writeString(format.isIEEE754Compatible ? value.json.jsonQuoted : value.json)
        default: writeJSON(value)
        }
    }
}

extension Field {
    /// The options of a set with the bits that stand for them.
    fileprivate var choiceOptions: [ChoiceOption] {
        options.compactMap { option in
            option.flag.map { ChoiceOption(name: option.name, number: 1 << UInt64($0)) }
        }
    }
}

// Rows written straight into the answer, without a value in between.
extension JSONBytes {
    /// - Parameter isText: Numbers that a binary float would round are written as texts.
    mutating func write(_ row: any RowReader, _ column: Int, as form: ColumnForm, isText: Bool = false) {
        if row.isNull(column) { return write("null" as StaticString) }
        guard !isText || !form.isExactNumber else { return write(row.value(column).json.jsonQuoted) }
        switch form {
        case .plain: withText(row, column) { $0.writePlain($1) }
        case .text: withText(row, column) { $0.writeQuoted($1) }
        case .boolean: write(row.integer(column) == 0 ? "false" : "true" as StaticString)
        case .integer: write(row.integer(column))
        case .decimal:
            // A scale of 19 and more has no power of ten in 64 bits.
            if let scale = row.scale(column), scale < 19 {
                write(row.integer(column), scale: scale)
            } else {
                write(row.value(column).json)
            }
        case .instant: write(Instant(microseconds: row.integer(column)))
        case .flags(let options):
            write(optionNames(UInt64(bitPattern: row.integer(column)), options).jsonQuoted)
        case .other: write(row.value(column).json)
        }
    }

    @inline(__always)
    private mutating func withText(
        _ row: any RowReader, _ column: Int, _ body: (inout JSONBytes, UnsafeRawBufferPointer) -> Void
    ) {
        row.withText(column) { body(&self, $0) }
    }

    private mutating func write(_ instant: Instant) {
        guard let date = instant.date, (0...9999).contains(date.year) else { return write(Value.instant(instant).json) }
        let (year, month, day) = date.components
        let time = UInt64(instant.timeOfDay.microseconds)
        let second = time / 1_000_000
        write(UInt8(ascii: "\""))
        put(UInt64(year), digits: 4)
        write(UInt8(ascii: "-"))
        put(UInt64(month), digits: 2)
        write(UInt8(ascii: "-"))
        put(UInt64(day), digits: 2)
        write(UInt8(ascii: "T"))
        put(second / 3600, digits: 2)
        write(UInt8(ascii: ":"))
        put(second / 60 % 60, digits: 2)
        write(UInt8(ascii: ":"))
        put(second % 60, digits: 2)
        if time % 1_000_000 > 0 {
            write(UInt8(ascii: "."))
            put(time % 1_000_000, digits: 6)
        }
        write("Z\"" as StaticString)
    }
}
