// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text as a JSON string, with its quotes.
    ///
    /// - Source: RFC 8259 §7.
    public var jsonQuoted: String {
        let needsEscape = utf8.contains { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
        return needsEscape ? escaped : "\"\(self)\""
    }

    private var escaped: String {
        var quoted = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension Value {
    /// The value as JSON: numbers without loss, everything that is neither number nor boolean as a string.
    public var json: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .decimal(let value): value.description
        case .double(let value): value.isFinite ? value.description : "null"
        case .text(let value): value.jsonQuoted
        case .date(let value): "\"\(value)\""
        case .time(let value): "\"\(value)\""
        case .instant(let value): "\"\(value)\""
        case .duration(let value): "\"\(value)\""
        case .identifier(let value): "\"\(value)\""
        case .flags(let value): String(value)
        case .collection(let values): "[" + values.map(\.json).joined(separator: ",") + "]"
        }
    }
}
