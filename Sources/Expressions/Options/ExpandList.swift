// SPDX-License-Identifier: Apache-2.0

/// One item of `$expand`: a way to related records, and what is wanted of them.
///
/// - Source: OData URL Conventions 4.01 §5.1.3.
public struct ExpandItem: Hashable, Sendable {
    /// What the answer holds of the related records.
    public enum Form: Hashable, Sendable {
        case records
        /// `/$ref`: their addresses alone.
        case references
        /// `/$count`: how many there are.
        case count
    }

    /// The names of the path.
    public let path: [String]
    public let form: Form
    public private(set) var options: [NestedOption]
    /// In Unicode scalars from the start of the outermost option.
    public let offset: Int
    public let length: Int

    /// The deepest nesting that is read; how many levels are answered is the service's matter.
    private static let deepest = 20

    /// Reads the value of `$expand`.
    ///
    /// - Throws: ``ExpressionError``; kind `unsupported` for `*`, type casts and annotations.
    public static func list(
        _ text: String, limits: ExpressionLimits = .request
    ) throws(ExpressionError) -> [ExpandItem] {
        try list(OptionText(text, limits: limits), depth: 0)
    }

    static func list(_ text: OptionText, depth: Int) throws(ExpressionError) -> [ExpandItem] {
        guard depth < deepest else {
            throw ExpressionError(
                .tooDeep, at: text.offset, length: min(1, text.length),
                "Expansions are nested more than \(deepest) levels deep.",
                "展开的嵌套超过 \(deepest) 层。")
        }
        var items: [ExpandItem] = []
        for piece in try text.split(at: ",") { items.append(try ExpandItem(piece.trimmed, depth)) }
        return items
    }

    public subscript(name: String) -> NestedOption? { options.first { $0.name == name } }

    /// The same item, to be followed so many levels deep.
    public func withLevels(_ levels: Int) -> ExpandItem {
        var item = self
        item.options.removeAll { $0.name == "levels" }
        item.options.append(NestedOption(name: "levels", text: String(levels), offset: offset))
        return item
    }

    private init(_ piece: OptionText, _ depth: Int) throws(ExpressionError) {
        (offset, length) = (piece.offset, piece.length)
        let (name, content) = try piece.call()
        var segments = try name.split(at: "/")
        if segments.contains(where: { $0.text == "*" }) {
            throw piece.unsupported("“*” is not supported in $expand.", "$expand 不支持“*”。")
        }
        switch segments.last?.text {
        case "$ref": form = .references
        case "$count": form = .count
        default: form = .records
        }
        if form != .records { segments.removeLast() }
        var path: [String] = []
        for segment in segments { path.append(try segment.name()) }
        guard !path.isEmpty else { throw piece.unexpected() }
        self.path = path
        options =
            try content.map { content throws(ExpressionError) in
                try NestedOption.list(content, depth: depth + 1)
            } ?? []
        let allowed: Set<String> =
            switch form {
            case .records:
                ["filter", "search", "orderby", "select", "expand", "compute", "top", "skip", "count", "levels"]
            case .references: ["filter", "search", "orderby", "top", "skip", "count"]
            case .count: ["filter", "search"]
            }
        if let wrong = options.first(where: { !allowed.contains($0.name) && !$0.name.hasPrefix("@") }) {
            throw ExpressionError(
                .unexpectedToken, at: wrong.offset, length: max(1, wrong.text.unicodeScalars.count),
                "The option $\(wrong.name) cannot stand here.", "此处不能使用选项 $\(wrong.name)。")
        }
    }
}
