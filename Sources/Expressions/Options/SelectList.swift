// SPDX-License-Identifier: Apache-2.0
import Diagnostics
public import Values

/// One item of `$select`: everything, or a property by its path.
///
/// - Source: OData URL Conventions 4.01 §5.1.4.
public struct SelectItem: Hashable, Sendable {
    /// The names of the path; empty for `*`.
    public let path: [String]
    /// In Unicode scalars from the start of the option.
    public let offset: Int
    public let length: Int
    /// Options in parentheses behind it, which only properties that hold several values have.
    public let hasOptions: Bool

    /// Reads the value of `$select`.
    ///
    /// - Throws: ``ExpressionError``; kind `unsupported` for type casts, operations and annotations.
    public static func list(
        _ text: String, limits: ExpressionLimits = .request
    ) throws(ExpressionError) -> [SelectItem] {
        var items: [SelectItem] = []
        for piece in try OptionText(text, limits: limits).split(at: ",") { items.append(try SelectItem(piece.trimmed)) }
        return items
    }

    private init(_ piece: OptionText) throws(ExpressionError) {
        (offset, length) = (piece.offset, piece.length)
        guard piece.text != "*" else {
            (path, hasOptions) = ([], false)
            return
        }
        let (name, options) = try piece.call()
        path = try name.pathNames()
        hasOptions = options != nil
        if let options { _ = try NestedOption.list(options, depth: 1) }
    }
}

extension OptionText {
    /// The names between slashes.
    func pathNames() throws(ExpressionError) -> [String] {
        var names: [String] = []
        for segment in try split(at: "/") { names.append(try segment.name()) }
        return names
    }
}

/// One option in parentheses behind an item of `$expand` or `$select`.
public struct NestedOption: Hashable, Sendable {
    /// In lower case, without `$`; with its `@` for an alias.
    public let name: String
    public let text: String
    /// Where the text begins, in Unicode scalars from the start of the outermost option.
    public let offset: Int
    /// What is expanded in turn, if this is `$expand`.
    public private(set) var items: [ExpandItem] = []

    /// The options between semicolons.
    ///
    /// - Parameter depth: How many parentheses stand around them.
    static func list(_ content: OptionText, depth: Int) throws(ExpressionError) -> [NestedOption] {
        var options: [NestedOption] = []
        for piece in try content.split(at: ";") {
            let own = piece.trimmed
            guard let sign = own.range.first(where: { own.scalars[$0] == "=" }) else {
                // A semicolon may stand in the words of a search.
                guard let last = options.last, last.name == "search" else {
                    throw own.unexpected(
                        Wording("Write options as $name=value with semicolons between them.", "选项写作 $name=value，用分号隔开。")
                    )
                }
                options[options.count - 1] = NestedOption(
                    name: "search", text: last.text + ";" + own.text, offset: last.offset)
                continue
            }
            options.append(
                try NestedOption(
                    own.part(own.range.lowerBound..<sign), own.part(sign + 1..<own.range.upperBound), depth))
            let newest = options[options.count - 1].name
            guard options.dropLast().allSatisfy({ $0.name != newest }) else {
                throw own.unexpected(Wording("This option comes twice.", "这个选项重复了。"))
            }
        }
        return options
    }

    init(name: String, text: String, offset: Int) {
        (self.name, self.text, self.offset) = (name, text, offset)
    }

    private static let known: Set<String> = [
        "filter", "search", "orderby", "select", "expand", "compute", "top", "skip", "count", "levels",
    ]

    private init(_ name: OptionText, _ value: OptionText, _ depth: Int) throws(ExpressionError) {
        let written = name.text
        var plain = written
        if plain.hasPrefix("$") { plain.removeFirst() }
        plain = plain.lowercased()
        guard Self.known.contains(plain) || written.hasPrefix("@") else {
            throw name.unexpected(
                Wording(
                    "The options here are \(Self.known.sorted().map { "$" + $0 }.joined(separator: ", ")).",
                    "此处的选项有：\(Self.known.sorted().map { "$" + $0 }.joined(separator: "、"))。"))
        }
        self.init(name: plain, text: value.text, offset: value.offset)
        try check(value, depth)
    }

    /// Whether the text is one that the option can have; expressions are read when their entity is known.
    private mutating func check(_ value: OptionText, _ depth: Int) throws(ExpressionError) {
        switch name {
        case "expand": items = try ExpandItem.list(value, depth: depth)
        case "select":
            do throws(ExpressionError) {
                _ = try SelectItem.list(text)
            } catch {
                throw error.moved(by: offset)
            }
        case "search":
            do throws(ExpressionError) {
                _ = try SearchExpression(text)
            } catch {
                throw error.moved(by: offset)
            }
        case "top", "skip", "levels":
            if name == "levels", text == "max" {
                throw value.unsupported("“max” levels are not supported.", "不支持“max”层数。")
            }
            guard let number = Int(text), number >= (name == "levels" ? 1 : 0), String(number) == text else {
                throw value.unexpected(Wording("A number of records is needed.", "此处需要记录数。"))
            }
        case "count":
            guard ["true", "false"].contains(text.lowercased()) else {
                throw value.unexpected(Wording("Write true or false.", "请写 true 或 false。"))
            }
        default: break
        }
    }
}

extension ExpressionError {
    /// A name that an entity does not have.
    ///
    /// - Parameter known: The names that it has, for "did you mean".
    public static func unknownProperty(
        _ name: String, of entity: EntityName, at offset: Int, length: Int, known: [String]
    ) -> ExpressionError {
        ExpressionError(
            .unknownProperty, at: offset, length: length, "\(entity) has no field “\(name)”.",
            "\(entity) 没有字段“\(name)”。",
            hint: closest(to: name, among: known).map(Wording.meant))
    }
}
