// SPDX-License-Identifier: Apache-2.0
import Expressions
public import Values

/// A filter as rows that a person fills in, in groups of which all or any have to be true.
public indirect enum FilterTree: Sendable, Hashable {
    case row(FilterRow)
    /// Two or more of which all have to be true.
    case all([FilterTree])
    /// Two or more of which any has to be true.
    case any([FilterTree])
    case not(FilterTree)
    /// What no row can state, as it was written.
    case expression(String)

    /// The expression that says the same.
    public var text: String {
        switch self {
        case .row(let row): row.text
        case .all(let members): members.map(\.operand).joined(separator: " and ")
        case .any(let members): members.map(\.operand).joined(separator: " or ")
        case .not(let member): "not (\(member.text))"
        case .expression(let text): text
        }
    }

    /// The text where it stands beside others.
    private var operand: String {
        switch self {
        case .all, .any: "(\(text))"
        case .row, .not, .expression: text
        }
    }
}

extension Workspace {
    /// The rows that show a filter; nil if there is none.
    ///
    /// - Throws: ``ServiceError/expression(option:_:)`` if the text is wrong.
    public func filterTree(_ text: String?, of entity: EntityName, _ invocation: Invocation) throws -> FilterTree? {
        let request = Request(self, invocation)
        _ = try request.readable(entity)
        guard let text, try request.condition(text, on: entity) != nil else { return nil }
        return FilterTreeReader(request: request, entity: entity).tree(Substring(text))
            ?? .expression(FilterText(Substring(text)).trimmed)
    }
}

/// Reads a filter that is known to be right.
///
/// It works on the text and not on the checked expression, so that what stays an expression keeps its own words.
struct FilterTreeReader {
    let request: Request
    let entity: EntityName

    /// Nil if a part means nothing by itself, as where a name looks like an operator.
    func tree(_ source: Substring) -> FilterTree? {
        let text = FilterText(source)
        if let parts = text.parts(between: "or") { return members(parts).map { .any($0) } }
        if let parts = text.parts(between: "and") { return members(parts).map { .all($0) } }
        if let inner = text.withoutParentheses { return tree(inner) }
        guard let condition = try? request.condition(text.trimmed, on: entity) else { return nil }
        if case .not = condition.root, text.trimmed.lowercased().hasPrefix("not") {
            return tree(Substring(text.trimmed.dropFirst(3))).map { .not($0) }
        }
        return FilterRow(condition.root).map { .row($0) } ?? .expression(text.trimmed)
    }

    private func members(_ parts: [Substring]) -> [FilterTree]? {
        let trees = parts.compactMap { tree($0) }
        return trees.count == parts.count ? trees : nil
    }
}

/// The text of a filter, with what stands in quotes and parentheses told apart from what does not.
struct FilterText {
    private let source: Substring

    init(_ source: Substring) {
        var source = source
        while source.first?.isWhitespace == true { source.removeFirst() }
        while source.last?.isWhitespace == true { source.removeLast() }
        self.source = source
    }

    var trimmed: String { String(source) }

    /// What stands between the words of an operator; nil if there is none.
    func parts(between word: String) -> [Substring]? {
        var parts: [Substring] = []
        var start = source.startIndex
        for found in words where found.lowercased() == word {
            guard found.startIndex != start, found.endIndex != source.endIndex else { return nil }
            parts.append(source[start..<found.startIndex])
            start = found.endIndex
        }
        return parts.isEmpty ? nil : parts + [source[start...]]
    }

    /// What stands inside parentheses around the whole; nil if there are none.
    var withoutParentheses: Substring? {
        guard source.first == "(", source.last == ")" else { return nil }
        var depth = 0
        var isQuoted = false
        for index in source.indices {
            let character = source[index]
            if character == "'" { isQuoted.toggle() }
            guard !isQuoted else { continue }
            depth += character == "(" ? 1 : character == ")" ? -1 : 0
            if depth == 0 { return source.index(after: index) == source.endIndex ? source.dropFirst().dropLast() : nil }
        }
        return nil
    }

    /// The words outside quotes and parentheses that white space stands around.
    private var words: [Substring] {
        var words: [Substring] = []
        var start = source.startIndex
        var depth = 0
        var isQuoted = false
        for index in source.indices {
            let character = source[index]
            if character == "'" { isQuoted.toggle() }
            guard !isQuoted else { continue }
            depth += character == "(" ? 1 : character == ")" ? -1 : 0
            guard depth == 0, character.isWhitespace else { continue }
            words.append(source[start..<index])
            start = source.index(after: index)
        }
        return words + [source[start...]]
    }
}
