// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
import OrderedCollections
public import Values

/// Where each attribute of a definition comes from: the layer that set it, the place, and what stood there before.
public struct Explanation: Sendable, Codable {
    /// A value with the layer and place that it comes from.
    public struct Source: Sendable, Codable {
        /// Nil if the layer took it away.
        public let value: String?
        public let pack: PackName
        public let range: SourceRange
    }

    /// An attribute or text of the definition.
    public struct Attribute: Sendable, Codable {
        /// The attribute's name, or `label`, `label zh-Hans`, `help`, …
        public let name: String
        public let current: Source
        /// What other layers said before, the last first.
        public let replaced: [Source]
    }

    /// `entity`, `field`, `stage`, `report`, …
    public let kind: String
    /// As it was asked for, such as `Account.name`.
    public let name: String
    public let pack: PackName
    public let range: SourceRange
    public let attributes: [Attribute]
    /// What stands inside, with the layers that put it there.
    public let parts: [Explanation]
}

extension Composition {
    /// Every definition with a name such as `Account`, `Account.name`, `sales.won`, `seller.Account` or `forecast`.
    func explain(_ name: String) -> [Explanation] {
        let words = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let first = words.first, words.count <= 3 else { return [] }
        var found: [Explanation] = []
        for kind in Self.kinds {
            for definition in self[kind] where definition.element["id"] == first {
                var elements = [definition.element]
                for word in words.dropFirst() { elements = elements.flatMap { parts(of: $0, named: word) } }
                found += elements.map { explain($0, as: name, in: definition.element) }
                if kind == "entity", words.count == 2, Self.views.contains(words[1]) {
                    found += [layout(words[1], of: definition.element, as: name)].compactMap(\.self)
                }
            }
        }
        if words.count == 2 { found += stageFields(words[1], of: first).map { explain($0, as: name) } }
        return found
    }

    /// Every name that can be explained, for a hint.
    var explainable: [String] {
        Self.kinds.flatMap { kind in
            self[kind].flatMap { definition -> [String] in
                guard let id = definition.element["id"] else { return [] }
                let views = kind == "entity" ? Self.views.filter { !definition.element.children($0).isEmpty } : []
                return [id] + views.map { "\(id).\($0)" } + definition.element.namedParts.map { "\(id).\($0.partName)" }
            }
        }
    }

    private static let kinds = ["entity", "pipeline", "report", "role", "choice", "parameter", "import"]

    private static let views = ["list", "page"]

    private func parts(of element: PackElement, named name: String) -> [PackElement] {
        element.namedParts.filter { $0.partName == name }
    }

    private func stageFields(_ field: String, of entity: String) -> [PackElement] {
        self["pipeline"].map(\.element).filter { $0["entity"] == entity && $0["field"] == field }
    }

    /// - Parameter owner: The definition that it stands in.
    private func explain(_ element: PackElement, as name: String, in owner: PackElement? = nil) -> Explanation {
        Explanation(
            kind: element.name, name: name, pack: layering.pack(at: element.range), range: element.range,
            attributes: attributes(of: element),
            parts: element.namedParts.map { part in
                Explanation(
                    kind: part.name, name: part.partName, pack: layering.pack(at: part.range), range: part.range,
                    attributes: [], parts: [])
            } + (element.name == "section" ? owner.map { moves(into: element, of: $0) } ?? [] : []))
    }

    func attributes(of element: PackElement) -> [Explanation.Attribute] {
        var names = element.attributes.keys.sorted()
        names += element.children.filter { ["label", "plural", "help"].contains($0.name) }.map { child in
            child["xml:lang"].map { "\(child.name) \($0)" } ?? child.name
        }
        names += element.settings.keys.filter { !names.contains($0) }.sorted()
        return names.compactMap { name in
            guard let source = source(of: name, in: element) else { return nil }
            return Explanation.Attribute(name: name, current: source.current, replaced: source.replaced)
        }
    }

    private func source(of name: String, in element: PackElement) -> (
        current: Explanation.Source, replaced: [Explanation.Source]
    )? {
        let settings = (element.settings[name] ?? []).map {
            Explanation.Source(value: $0.value, pack: $0.pack, range: $0.range)
        }
        if let last = settings.last { return (last, settings.dropLast().reversed()) }
        guard let base = element.base(name) else { return nil }
        let pack = layering.pack(at: base.range)
        return (Explanation.Source(value: base.value, pack: pack, range: base.range), [])
    }
}

extension PackElement {
    /// What stands inside and has a name: fields, stages, options, rights, the filters of lists, the sections of pages.
    fileprivate var namedParts: [PackElement] {
        children.flatMap { child in
            ["list", "page"].contains(child.name) ? child.namedParts : child.partName.isEmpty ? [] : [child]
        }
    }

    fileprivate var partName: String {
        switch name {
        case "transition": "\(self["from"] ?? "")→\(self["to"] ?? "")"
        case "allow": self["entity"] ?? ""
        default: self["id"] ?? ""
        }
    }
}
