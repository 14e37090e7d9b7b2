// SPDX-License-Identifier: Apache-2.0
import NIOCore
import Values

// JSON written straight into the answer.
extension ByteBuffer {
    /// Writes a text with its quotes; the usual text, in which nothing needs an escape, is copied as it is.
    mutating func writeJSON(_ text: String) {
        let needsEscape = text.utf8.contains { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
        if needsEscape {
            writeString(text.jsonQuoted)
        } else {
            writeInteger(UInt8(ascii: "\""))
            writeString(text)
            writeInteger(UInt8(ascii: "\""))
        }
    }

    mutating func writeJSON(_ value: Value) {
        switch value {
        case .null: writeStaticString("null")
        case .text(let text): writeJSON(text)
        case .collection(let values): writeJSONArray(values) { $0.writeJSON($1) }
        default: writeString(value.json)
        }
    }

    /// Writes a whole number, as text if the client asked for that.
    mutating func writeNumber(_ number: Int, _ format: AnswerFormat) {
        writeString(format.isIEEE754Compatible ? "\"\(number)\"" : String(number))
    }

    /// Writes the items between brackets with commas.
    mutating func writeJSONArray<Items: Sequence>(
        _ items: Items, _ write: (inout ByteBuffer, Items.Element) throws -> Void
    ) rethrows {
        writeStaticString("[")
        var isFirst = true
        for item in items {
            if !isFirst { writeStaticString(",") }
            isFirst = false
            try write(&self, item)
        }
        writeStaticString("]")
    }

    /// Writes `"name":`, after a comma unless it is the first member.
    mutating func writeName(_ name: String, isFirst: Bool = false) {
        if !isFirst { writeStaticString(",") }
        writeJSON(name)
        writeStaticString(":")
    }
}
