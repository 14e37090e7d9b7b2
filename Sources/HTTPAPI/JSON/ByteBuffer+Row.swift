// SPDX-License-Identifier: Apache-2.0
import DomainModel
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
    case flags([Option])
    /// Written by way of its value.
    case other

    init(_ field: Field, isMasked: Bool) {
        self =
            switch field.valueType {
            case _ where isMasked: .text
            case .text: .text
            case .date, .identifier, .entity, .choice: .plain
            case .boolean: .boolean
            case .integer: .integer
            case .decimal: .decimal
            case .instant: .instant
            case .flags: .flags(field.options)
            case .double, .time, .duration, .collection, .null: .other
            }
    }
}

// Rows written straight into the answer, without a value in between.
extension ByteBuffer {
    mutating func writeJSON(_ row: any RowReader, _ column: Int, as form: ColumnForm) {
        if row.isNull(column) {
            writeStaticString("null")
            return
        }
        switch form {
        case .plain: row.withText(column) { writeQuoted($0) }
        case .text: row.withText(column) { writeText($0) }
        case .boolean: writeStaticString(row.integer(column) == 0 ? "false" : "true")
        case .integer: writeDigits(row.integer(column))
        case .decimal:
            if let scale = row.scale(column) {
                writeDecimal(row.integer(column), scale)
            } else {
                writeJSON(row.value(column))
            }
        case .instant: writeInstant(row.integer(column))
        case .flags(let options): writeJSON(optionNames(UInt64(bitPattern: row.integer(column)), options))
        case .other: writeJSON(row.value(column))
        }
    }

    private mutating func writeQuoted(_ utf8: UnsafeRawBufferPointer) {
        writeInteger(UInt8(ascii: "\""))
        writeBytes(utf8)
        writeInteger(UInt8(ascii: "\""))
    }

    private mutating func writeText(_ utf8: UnsafeRawBufferPointer) {
        let needsEscape = utf8.contains { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
        if needsEscape {
            writeString(String(decoding: utf8, as: UTF8.self).jsonQuoted)
        } else {
            writeQuoted(utf8)
        }
    }

    mutating func writeDigits(_ number: Int64) {
        writeSpan(20) { span in
            var rest = number.magnitude
            repeat {
                span.put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            } while rest > 0
            if number < 0 { span.put(UInt8(ascii: "-")) }
        }
    }

    /// The shortest digits of a scaled number, as ``FixedDecimal/description`` has them.
    private mutating func writeDecimal(_ units: Int64, _ scale: Int) {
        var (rest, digits) = (units.magnitude, scale)
        while digits > 0, rest % 10 == 0 {
            rest /= 10
            digits -= 1
        }
        writeSpan(44) { span in
            for _ in 0..<digits {
                span.put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            }
            if digits > 0 { span.put(UInt8(ascii: ".")) }
            repeat {
                span.put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            } while rest > 0
            if units < 0 { span.put(UInt8(ascii: "-")) }
        }
    }

    private mutating func writeInstant(_ microseconds: Int64) {
        let instant = Instant(microseconds: microseconds)
        guard let date = instant.date, (0...9999).contains(date.year) else { return writeJSON(.instant(instant)) }
        let (year, month, day) = date.components
        let time = instant.timeOfDay.microseconds
        let (second, fraction) = (Int(time / 1_000_000), Int(time % 1_000_000))
        writeSpan(32) { span in
            span.put(UInt8(ascii: "\""))
            span.put(UInt8(ascii: "Z"))
            if fraction > 0 {
                span.put(fraction, digits: 6)
                span.put(UInt8(ascii: "."))
            }
            span.put(second % 60, digits: 2)
            span.put(UInt8(ascii: ":"))
            span.put(second / 60 % 60, digits: 2)
            span.put(UInt8(ascii: ":"))
            span.put(second / 3600, digits: 2)
            span.put(UInt8(ascii: "T"))
            span.put(day, digits: 2)
            span.put(UInt8(ascii: "-"))
            span.put(month, digits: 2)
            span.put(UInt8(ascii: "-"))
            span.put(year, digits: 4)
            span.put(UInt8(ascii: "\""))
        }
    }

    /// Writes at most `capacity` characters that the body puts from the last to the first.
    private mutating func writeSpan(_ capacity: Int, _ body: (inout BackwardSpan) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { buffer in
            var span = BackwardSpan(buffer: buffer, start: capacity)
            body(&span)
            writeBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[span.start...]))
        }
    }
}

/// Characters that are put in front of one another, as digits of a number come.
private struct BackwardSpan {
    let buffer: UnsafeMutableBufferPointer<UInt8>
    var start: Int

    mutating func put(_ byte: UInt8) {
        start -= 1
        buffer[start] = byte
    }

    mutating func put(_ number: Int, digits: Int) {
        var rest = number
        for _ in 0..<digits {
            put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
    }
}
