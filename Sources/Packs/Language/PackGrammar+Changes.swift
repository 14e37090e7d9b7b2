// SPDX-License-Identifier: Apache-2.0

// The elements that change definitions of other layers: each takes what the definition takes, and needs none of it.
extension PackGrammar {
    /// By the rule's name, see ``Extension``.
    static var changes: [String: Element] {
        var rules: [String: Element] = [
            "extend.list": view("list", "What this pack adds to a list, and changes of it.", ["extend-filter"]),
            "extend.page": view("page", "What this pack adds to a page, and changes of it.", ["extend-section"]),
        ]
        for (name, kind) in Extension.all { rules[name] = change(kind) }
        return rules
    }

    /// Whether an attribute of a changing element is one that it sets in the other layer's definition.
    static func isChanged(_ attribute: String, by change: String) -> Bool {
        guard !layerAttributes.contains(attribute), let kind = Extension.all[change], let rule = rules[change] else {
            return false
        }
        return !kind.keys.contains(attribute) && rule.attributes.contains { $0.name == attribute }
    }

    /// Attributes that data hangs on; another layer makes a definition of its own instead of changing them.
    private static let fixed: Set<String> = [
        "id", "type", "to", "inverse", "options", "pattern", "was", "shared", "flag", "entity", "field", "by", "after",
        "before",
    ]

    private static func change(_ kind: Extension) -> Element {
        guard let target = declared[kind.target] else {
            return Element(documentation: "", attributes: [], children: [:])
        }
        let keys = kind.keys.map { must($0, "Names the one that is changed.") }
        let free = target.attributes.filter { !fixed.contains($0.name) && !kind.keys.contains($0.name) }
            .map { may($0.name, $0.documentation, $0.values) }
        var children = target.children
        for (name, other) in Extension.all where target.children[other.target] == other.target { children[name] = name }
        if kind.target == "entity" {
            children["list"] = "extend.list"
            children["page"] = "extend.page"
        }
        return Element(
            documentation: "Changes \(article(kind.target)) of another layer: only what is written here.",
            attributes: keys + free + [may("without", "Attributes to take away, with blanks between them.")],
            children: children)
    }

    private static func view(_ name: String, _ documentation: String, _ changes: [String]) -> Element {
        let rule = declared[name]
        var children = rule?.children ?? [:]
        for change in changes + ["place", "unplace"] { children[change] = change }
        return Element(documentation: documentation, attributes: rule?.attributes ?? [], children: children)
    }

    private static func article(_ noun: String) -> String {
        (["a", "e", "i", "o", "u"].contains(noun.prefix(1)) && noun != "unique" ? "an " : "a ") + noun
    }
}
