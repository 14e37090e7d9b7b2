// SPDX-License-Identifier: Apache-2.0
import HTTPTypes

/// The values that a URL gives names to, such as `@n` in `$filter=name eq @n&@n='x'`.
///
/// They are put into the options before those are read, each as one operand: whatever a value holds, it cannot change
/// what stands around it. The names are apart from those that expressions know (`@me`, `@old`, parameters of packs).
/// - Source: OData URL Conventions 4.01 §5.3.
struct ParameterAliases: Sendable {
    /// The options that hold expressions.
    static let options = ["filter", "orderby", "compute", "apply", "expand"]

    private let reserved: Set<String>
    private var values: [String: String] = [:]

    /// - Parameter reserved: Names that no URL may define.
    init(reserved: Set<String>) { self.reserved = reserved }

    var isEmpty: Bool { values.isEmpty }

    /// Defines a name.
    ///
    /// - Parameter written: With its `@`.
    /// - Throws: 400 for a name that is none, is reserved or comes twice, and for a value that is no single operand.
    mutating func define(_ written: String, _ value: String) throws(APIError) {
        let name = String(written.dropFirst())
        guard let first = name.unicodeScalars.first, Self.isPart(first), !first.properties.isDigit,
            name.unicodeScalars.allSatisfy(Self.isPart)
        else { throw Self.bad("“\(written)” is no name for a value.", "“\(written)”不是有效的参数别名。", written) }
        guard !reserved.contains(name) else {
            throw Self.bad("“\(written)” has a meaning of its own.", "“\(written)”是保留名称。", written)
        }
        guard !value.hasPrefix("["), !value.hasPrefix("{"), !value.hasPrefix("$root") else {
            throw APIError(
                .notImplemented, "unsupported", "Arrays, objects and $root are not supported as values.",
                "参数值不支持数组、对象和 $root。", target: written)
        }
        guard Self.isOperand(value) else {
            throw Self.bad("The value of “\(written)” is not complete.", "“\(written)”的值不完整。", written)
        }
        guard values.updateValue(value, forKey: name) == nil else {
            throw Self.bad("“\(written)” comes twice.", "“\(written)”重复。", written)
        }
    }

    /// A text with the values in the places of their names; no more of it than a URL may hold.
    func resolve(_ text: String) -> AliasedText {
        var result = AliasedText()
        let scalars = Array(text.unicodeScalars)
        var quote: Unicode.Scalar?
        var index = 0
        while index < scalars.count, result.text.utf8.count <= APIRequest.longestURL {
            let scalar = scalars[index]
            if quote == nil, scalar == "@" {
                let end = scalars[(index + 1)...].firstIndex { !Self.isPart($0) } ?? scalars.count
                let name = String(String.UnicodeScalarView(scalars[(index + 1)..<end]))
                if let value = values[name], end == scalars.count || scalars[end] != "." {
                    result.append(value: Self.isWord(value) ? value : "(\(value))", from: index..<end)
                    index = end
                    continue
                }
            } else if scalar == quote {
                quote = nil
            } else if quote == nil, scalar == "'" || scalar == "\"" {
                quote = scalar
            }
            result.append(scalar)
            index += 1
        }
        return result
    }

    /// Whether quotes and brackets are closed, and nothing beside them could end what the value is put into.
    private static func isOperand(_ value: String) -> Bool {
        var depth = 0
        var quote: Unicode.Scalar?
        for scalar in value.unicodeScalars {
            if let open = quote {
                if scalar == open { quote = nil }
                continue
            }
            switch scalar {
            case "'", "\"": quote = scalar
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            case ",", ";": if depth == 0 { return false }
            default: break
            }
            guard depth >= 0 else { return false }
        }
        return depth == 0 && quote == nil && value.contains { $0 != " " }
    }

    /// Whether a value needs no brackets: a word, a number, a path, or one in brackets already.
    private static func isWord(_ value: String) -> Bool {
        if value.unicodeScalars.allSatisfy({ isPart($0) || "/.:-".unicodeScalars.contains($0) }) { return true }
        guard value.hasPrefix("(") else { return false }
        var depth = 0
        var quote: Unicode.Scalar?
        for (index, scalar) in value.unicodeScalars.enumerated() {
            if scalar == quote {
                quote = nil
            } else if quote == nil, scalar == "'" || scalar == "\"" {
                quote = scalar
            } else if quote == nil, scalar == "(" || scalar == ")" {
                depth += scalar == "(" ? 1 : -1
            }
            if depth == 0 { return index == value.unicodeScalars.count - 1 }
        }
        return false
    }

    private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.isDigit
    }

    private static func bad(_ english: String, _ chinese: String, _ target: String) -> APIError {
        APIError(.badRequest, "badAlias", english, chinese, target: target)
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isDigit: Bool { generalCategory == .decimalNumber }
}

/// A text that values were put into, which knows what stood where before.
struct AliasedText: Sendable {
    private(set) var text = ""
    private var length = 0
    /// Where values stand, and where their names stood, in Unicode scalars.
    private var places: [(value: Range<Int>, name: Range<Int>)] = []

    fileprivate mutating func append(_ scalar: Unicode.Scalar) {
        text.unicodeScalars.append(scalar)
        length += 1
    }

    fileprivate mutating func append(value: String, from name: Range<Int>) {
        let count = value.unicodeScalars.count
        places.append((length..<(length + count), name))
        text += value
        length += count
    }

    /// A place in the text as it was written; what lies within a value is where its name stands.
    func origin(of place: (offset: Int, length: Int)) -> (offset: Int, length: Int) {
        var start = place.offset
        var end = place.offset + place.length
        for (value, name) in places {
            let shift = name.upperBound - value.upperBound
            if place.offset >= value.upperBound {
                start = place.offset + shift
            } else if place.offset >= value.lowerBound {
                start = name.lowerBound
            }
            if place.offset + place.length >= value.upperBound {
                end = place.offset + place.length + shift
            } else if place.offset + place.length > value.lowerBound {
                end = name.upperBound
            }
        }
        return (start, max(0, end - start))
    }
}
