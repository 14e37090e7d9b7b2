// SPDX-License-Identifier: Apache-2.0

/// The annotations that a client wants in a schema, by the preference `include-annotations`.
///
/// - Source: OData Protocol 4.01 §8.2.8.4: terms and patterns with `*`, `-` in front of what shall stay away. An explicit
///   term goes before a pattern, and a longer pattern before a shorter one; what nothing names stays away.
struct AnnotationFilter: Hashable {
    private struct Item: Hashable {
        let isWanted: Bool
        /// A qualified term, or the beginning of some.
        let name: Substring
        let isPattern: Bool

        func matches(_ term: String) -> Bool { isPattern ? term.hasPrefix(name) : term == name }
        var precedence: Int { isPattern ? name.utf8.count : Int.max }
    }

    /// Terms without which a client would read addresses of the service differently.
    private static let needed: Set<String> = ["Core.DefaultNamespace"]

    private let items: [Item]

    /// Of the value of the preference, such as `Core.*,-Core.Description`.
    init(_ preference: String) {
        items = preference.split(separator: ",").compactMap { part in
            let isWanted = !part.hasPrefix("-")
            let name = isWanted ? part : part.dropFirst()
            // No annotation of the service has a qualifier.
            guard !name.contains("#") else { return nil }
            let isPattern = name.hasSuffix("*")
            return Item(isWanted: isWanted, name: isPattern ? name.dropLast() : name, isPattern: isPattern)
        }
    }

    /// - Parameter term: Qualified by the alias of its vocabulary, as in `Core.Description`.
    func includes(_ term: String) -> Bool {
        if Self.needed.contains(term) { return true }
        let full = vocabularies.first { term.hasPrefix($0.alias + ".") }
            .map { $0.namespace + term.dropFirst($0.alias.count) }
        let matching = items.filter { item in item.matches(term) || full.map(item.matches) ?? false }
        return matching.max { ($0.precedence, $1.isWanted ? 1 : 0) < ($1.precedence, $0.isWanted ? 1 : 0) }?.isWanted
            ?? false
    }
}

/// The vocabularies whose terms the schema uses.
let vocabularies: [(namespace: String, alias: String)] = [
    ("Org.OData.Core.V1", "Core"), ("Org.OData.Capabilities.V1", "Capabilities"),
    ("Org.OData.Aggregation.V1", "Aggregation"),
]

extension SchemaElement {
    /// The element without the annotations that are not wanted.
    func filtered(_ filter: AnnotationFilter) -> SchemaElement {
        var element = self
        element.children = children.compactMap { child in
            if child.name == "Annotation", let term = child.attributes.first(where: { $0.0 == "Term" })?.1,
                !filter.includes(term)
            {
                return nil
            }
            return child.filtered(filter)
        }
        return element
    }
}

extension JSONValue {
    /// The value without the annotations that are not wanted, which are members with `@` in their name.
    ///
    /// - Source: OData CSDL JSON 4.01 §5.
    func filtered(_ filter: AnnotationFilter) -> JSONValue {
        switch self {
        case .object(let members):
            let wanted = members.filter { member in
                guard let sign = member.name.lastIndex(of: "@") else { return true }
                return filter.includes(String(member.name[member.name.index(after: sign)...]))
            }
            return .object(wanted.map { JSONMember(name: $0.name, value: $0.value.filtered(filter)) })
        case .array(let values): return .array(values.map { $0.filtered(filter) })
        default: return self
        }
    }
}
