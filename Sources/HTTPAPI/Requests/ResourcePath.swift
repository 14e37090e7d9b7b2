// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import OrderedCollections
import Values

/// The names of a URL behind the root, with the keys in parentheses behind them: not yet looked up in any model.
///
/// - Source: OData URL Conventions 4.01 §4.
struct ResourcePath: Hashable, Sendable {
    struct Segment: Hashable, Sendable {
        let name: String
        /// What stands in parentheses; nil without them.
        let arguments: [Argument]?

        var key: Key? {
            guard let arguments, !arguments.isEmpty else { return nil }
            if arguments.count == 1, arguments[0].name == nil { return Key(texts: ["id": arguments[0].text]) }
            var texts: OrderedDictionary<FieldName, String> = [:]
            for argument in arguments {
                guard let name = argument.name else { return nil }
                texts[FieldName(name)] = argument.text
            }
            return texts.count == arguments.count ? Key(texts: texts) : nil
        }
    }

    /// One value in parentheses, with its name if one was written.
    struct Argument: Hashable, Sendable {
        let name: String?
        /// As it was written, quotes included.
        let text: String
    }

    /// The values of fields by which one record is addressed, as they were written.
    struct Key: Hashable, Sendable {
        let texts: OrderedDictionary<FieldName, String>
    }

    let segments: [Segment]

    /// The most names that are read.
    private static let longest = 12

    /// Reads a path with its percent escapes.
    ///
    /// - Throws: 400 for broken escapes and parentheses, 404 for empty names, 501 for what the standard has and we have not.
    init(_ path: String) throws(APIError) {
        var segments: [Segment] = []
        let pieces = path.split(separator: "/", omittingEmptySubsequences: false)
        guard pieces.count <= Self.longest else { throw .unknownResource(path) }
        for (index, piece) in pieces.enumerated() {
            if piece.isEmpty, index == pieces.count - 1 { break }
            guard let text = percentDecoded(piece, plusIsSpace: false) else {
                throw APIError(.badRequest, "badEncoding", "The URL is not encoded well.", "URL 编码有误。")
            }
            if let last = segments.last, Self.closing.contains(last.name) { throw .unknownResource(text) }
            segments.append(try Self.segment(text, isFirst: index == 0))
        }
        self.segments = segments
    }

    /// Nothing stands behind these.
    private static let closing: Set<String> = ["$count", "$value", "$ref"]

    private static let refused: Set<String> = [
        "$crossjoin", "$all", "$filter", "$each", "$query", "$root", "$it", "$this", "$these",
    ]

    private static func segment(_ text: String, isFirst: Bool) throws(APIError) -> Segment {
        let scalars = Array(text.unicodeScalars)
        let open = scalars.firstIndex(of: "(") ?? scalars.count
        let name = String(String.UnicodeScalarView(scalars[..<open]))
        guard !name.isEmpty else { throw .unknownResource(text) }
        if refused.contains(name) {
            throw APIError(
                .notImplemented, "unsupported", "“\(name)” is not supported in a path.", "路径不支持“\(name)”。",
                target: name)
        }
        guard isName(name) else {
            guard !isFirst, open == scalars.count else { throw .unknownResource(text) }
            throw APIError(
                .notImplemented, "unsupported", "A key stands in parentheses: Entity(key).", "键须写在括号中：Entity(键)。",
                target: name)
        }
        guard open < scalars.count else { return Segment(name: name, arguments: nil) }
        guard scalars.last == ")" else { throw .badKey(text) }
        return Segment(name: name, arguments: try arguments(scalars[(open + 1)..<(scalars.count - 1)], of: text))
    }

    /// Identifiers with points between them, the first perhaps behind a `$`.
    private static func isName(_ text: String) -> Bool {
        text.drop { $0 == "$" }.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.unicodeScalars.first else { return false }
            return (first == "_" || first.properties.isAlphabetic)
                && part.unicodeScalars.allSatisfy {
                    $0 == "_" || $0.properties.isAlphabetic || $0.properties.numericType != nil
                }
        }
    }

    private static func arguments(
        _ scalars: ArraySlice<Unicode.Scalar>, of text: String
    ) throws(APIError) -> [Argument] {
        guard scalars.contains(where: { $0 != " " }) else { return [] }
        var pieces: [[Unicode.Scalar]] = [[]]
        var isQuoted = false
        for scalar in scalars {
            if scalar == "'" { isQuoted.toggle() }
            if scalar == ";", !isQuoted { throw .badKey(text) }
            if scalar == ",", !isQuoted { pieces.append([]) } else { pieces[pieces.count - 1].append(scalar) }
        }
        guard !isQuoted else { throw .badKey(text) }
        var arguments: [Argument] = []
        for piece in pieces {
            let isNamed = piece.first != "'"
            let sign = isNamed ? piece.firstIndex(of: "=") : nil
            let value = sign.map { piece[($0 + 1)...] } ?? piece[...]
            guard !value.isEmpty else { throw .badKey(text) }
            arguments.append(
                Argument(
                    name: sign.map { String(String.UnicodeScalarView(piece[..<$0])) },
                    text: String(String.UnicodeScalarView(value))))
        }
        return arguments
    }

    /// The entity and key of an address such as `Account(key)`, absolute or relative; nil if it is none.
    static func record(_ address: String) -> (entity: EntityName, key: Key)? {
        let path = address.split(separator: "?", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        guard let last = path.split(separator: "/").last, let resource = try? ResourcePath(String(last)),
            resource.segments.count == 1, let segment = resource.segments.first, let key = segment.key
        else { return nil }
        return (EntityName(segment.name), key)
    }
}

extension APIError {
    static func unknownResource(_ name: String) -> APIError {
        let name = excerpt(name)
        return APIError(
            .notFound, "unknownResource", "There is no such resource: “\(name)”.", "没有这个资源：“\(name)”。", target: name)
    }

    /// The beginning of what a client sent, to be sent back.
    private static func excerpt(_ text: String) -> String { text.count > 100 ? text.prefix(100) + "…" : text }

    static func badKey(_ text: String) -> APIError {
        let text = excerpt(text)
        return APIError(
            .badRequest, "badKey", "“\(text)” holds no key: write Entity(key) or Entity(field='value').",
            "“\(text)”中没有有效的键：请写 Entity(键) 或 Entity(字段='值')。", target: text)
    }
}
