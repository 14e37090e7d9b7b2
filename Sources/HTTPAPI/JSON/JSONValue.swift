// SPDX-License-Identifier: Apache-2.0

/// A JSON text as it was written: numbers keep their digits, so that amounts lose nothing on the way in.
indirect enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// The digits as they stood in the text.
    case number(String)
    case text(String)
    case array([JSONValue])
    case object([JSONMember])

    /// The member of a name; nil if this is no object or has none.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}

/// A name with its value in a JSON object.
struct JSONMember: Hashable, Sendable {
    let name: String
    let value: JSONValue
}

/// Reads one JSON text.
///
/// - Source: RFC 8259. Refused beyond it: nesting deeper than 32, names that come twice in an object.
struct JSONReader {
    static let depthLimit = 32
    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func read(_ bytes: [UInt8]) throws(JSONFault) -> JSONValue {
        var reader = JSONReader(bytes)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.fault(.textBehindEnd) }
        return value
    }

    private func fault(_ reason: JSONFault.Reason) -> JSONFault { JSONFault(offset: position, reason: reason) }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
        guard depth <= Self.depthLimit else { throw fault(.tooDeep) }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number()
        default: throw fault(.noValue)
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        let expected = Array("\(word)".utf8)
        guard bytes.dropFirst(position).starts(with: expected) else { throw fault(.noValue) }
        position += expected.count
        return value
    }

    private mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
        position += 1
        var members: [JSONMember] = []
        var names: Set<String> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object([]) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw fault(.noName) }
            let name = try text()
            guard names.insert(name).inserted else { throw fault(.nameTwice) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw fault(.noColon) }
            members.append(JSONMember(name: name, value: try value(depth: depth + 1)))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw fault(.noBrace) }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONFault) -> JSONValue {
        position += 1
        var items: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        repeat {
            items.append(try value(depth: depth + 1))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw fault(.noBracket) }
        return .array(items)
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = next, byte >= 0x30, byte <= 0x39 { position += 1 }
        return position - start
    }

    private mutating func number() throws(JSONFault) -> JSONValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        let startsWithZero = next == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !startsWithZero || whole == 1 else { throw fault(.noNumber) }
        if take(UInt8(ascii: ".")) {
            guard digits() > 0 else { throw fault(.noDigit) }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
            guard digits() > 0 else { throw fault(.noDigit) }
        }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func text() throws(JSONFault) -> String {
        position += 1
        var content: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let text = String(validating: content, as: UTF8.self) else { throw fault(.notUTF8) }
                return text
            case UInt8(ascii: "\\"):
                position += 1
                content += Array(String(try escaped()).utf8)
            case 0..<0x20: throw fault(.controlCharacter)
            default:
                content.append(byte)
                position += 1
            }
        }
        throw fault(.noEnd)
    }

    private mutating func escaped() throws(JSONFault) -> Unicode.Scalar {
        guard let byte = next else { throw fault(.noEnd) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try escapedScalar()
        default: throw fault(.unknownEscape)
        }
    }

    private mutating func escapedScalar() throws(JSONFault) -> Unicode.Scalar {
        let first = try escapedUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw fault(.halfCharacter) }
        let second = try escapedUnit()
        guard second >= 0xDC00, second <= 0xDFFF,
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw fault(.halfCharacter) }
        return scalar
    }

    private mutating func escapedUnit() throws(JSONFault) -> UInt32 {
        guard position + 4 <= bytes.count else { throw fault(.noFourDigits) }
        var unit: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault(.noFourDigits)
            }
            unit = unit << 4 | UInt32(digit)
        }
        position += 4
        return unit
    }
}
