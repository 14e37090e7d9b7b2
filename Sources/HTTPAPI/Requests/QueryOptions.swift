// SPDX-License-Identifier: Apache-2.0
import HTTPTypes

/// The options behind the `?` of a URL, by name without `$`.
///
/// - Source: OData URL Conventions 4.01 §5: system options may be written without `$`.
struct QueryOptions: Sendable {
    private static let known: Set<String> = [
        "filter", "select", "orderby", "expand", "top", "count", "search", "skiptoken", "format", "skip", "apply",
        "compute", "id", "schemaversion",
    ]
    private static let unsupported: Set<String> = [
        "deltatoken", "levels", "index",
    ]

    /// The options with a grammar of their own, in which there is no empty text.
    private static let written: Set<String> = ["filter", "select", "orderby", "expand", "search", "apply", "compute"]

    private static func empty(_ name: String) -> APIError {
        var error = APIError(
            .badRequest, "expr.unexpectedEnd", "$\(name) is empty; leave it out, or write what you want.",
            "$\(name) 为空；请去掉该参数，或写明要求。", target: "$\(name)")
        error.place = (0, 0)
        return error
    }

    private(set) var values: [String: String] = [:]
    /// The options that aliases were put into.
    private var aliased: [String: AliasedText] = [:]

    /// - Parameter reserved: Names with `@` that the URL may not define.
    /// - Throws: ``APIError`` for an unknown option that begins with `$`, one we do not support, or broken escapes.
    init(_ query: String?, reserved: Set<String> = []) throws(APIError) {
        var aliases = ParameterAliases(reserved: reserved)
        for item in (query ?? "").split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let written = percentDecoded(parts[0], plusIsSpace: true),
                let value = percentDecoded(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else {
                throw APIError(
                    .badRequest, "badEncoding", "An option of the URL is not encoded well.", "URL 参数编码有误。")
            }
            if written.hasPrefix("@") { try aliases.define(written, value) } else { try add(written, value) }
        }
        if !aliases.isEmpty { try resolve(aliases) }
    }

    private mutating func resolve(_ aliases: ParameterAliases) throws(APIError) {
        for name in ParameterAliases.options {
            guard let written = values[name] else { continue }
            let resolved = aliases.resolve(written)
            guard resolved.text.utf8.count <= APIRequest.longestURL else {
                throw APIError(
                    .badRequest, "tooCostly", "With its values $\(name) is too long.", "代入参数后 $\(name) 过长。",
                    target: "$\(name)")
            }
            values[name] = resolved.text
            aliased[name] = resolved
        }
    }

    /// An error with its places in the options as they were written.
    func located(_ error: APIError) -> APIError {
        var error = error
        func origin(_ place: (offset: Int, length: Int)?, _ target: String?) -> (offset: Int, length: Int)? {
            guard let place, let target, target.hasPrefix("$"), let option = aliased[String(target.dropFirst())] else {
                return place
            }
            return option.origin(of: place)
        }
        error.place = origin(error.place, error.target)
        error.details = error.details.map { detail in
            var detail = detail
            detail.place = origin(detail.place, detail.target)
            return detail
        }
        return error
    }

    /// Whether each option that has a grammar of its own has a text.
    ///
    /// - Throws: 400 for the first that has none. A method that is not allowed is told before.
    func checkTexts() throws(APIError) {
        for name in Self.written.sorted() {
            guard let value = values[name], value.allSatisfy({ $0 == " " || $0 == "\t" }) else { continue }
            throw Self.empty(name)
        }
    }

    private mutating func add(_ written: String, _ value: String) throws(APIError) {
        let hasSign = written.hasPrefix("$")
        let name = (hasSign ? String(written.dropFirst()) : written).lowercased()
        if Self.known.contains(name) {
            guard values.updateValue(value, forKey: name) == nil else {
                throw APIError(
                    .badRequest, "optionTwice", "The option $\(name) comes twice.", "参数 $\(name) 重复。",
                    target: "$\(name)")
            }
        } else if Self.unsupported.contains(name) {
            throw APIError(
                .notImplemented, "unsupportedOption",
                "The option $\(name) is not supported; pages follow @odata.nextLink.",
                "不支持参数 $\(name)；请使用 @odata.nextLink 翻页。", target: "$\(name)")
        } else if hasSign {
            throw APIError(
                .badRequest, "unknownOption", "There is no option \(written).", "没有参数 \(written)。", target: written)
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// The number of `$top`; nil if it is not given.
    func top() throws(APIError) -> Int? {
        guard let text = values["top"] else { return nil }
        guard let number = Int(text), number >= 0 else { throw wrong("top", "a number of records", "记录数") }
        return number
    }

    /// The number of `$skip`.
    func skip() throws(APIError) -> Int {
        guard let text = values["skip"] else { return 0 }
        guard let number = Int(text), number >= 0 else { throw wrong("skip", "a number of records", "记录数") }
        return number
    }

    func wantsCount() throws(APIError) -> Bool {
        switch values["count"]?.lowercased() {
        case nil, "false": return false
        case "true": return true
        default: throw wrong("count", "true or false", "true 或 false")
        }
    }

    private func wrong(_ option: String, _ english: String, _ chinese: String) -> APIError {
        APIError(
            .badRequest, "badOption", "$\(option) expects \(english).", "$\(option) 应为\(chinese)。",
            target: "$\(option)")
    }

    /// The query of the next page: the same options, with its token and what is left of `$top`.
    func continued(token: String, top: Int?) -> String {
        var options = values
        options["skiptoken"] = token
        options["top"] = top.map(String.init)
        options["skip"] = nil
        return options.sorted { $0.key < $1.key }
            .map { "$\($0.key)=\(percentEncoded($0.value))" }.joined(separator: "&")
    }
}

extension APIError {
    static let badPageToken = APIError(
        .badRequest, "badPageToken", "The page token does not belong to this list; begin with its first page.",
        "分页标记不属于此列表；请从第一页开始。", target: "$skiptoken")
}
