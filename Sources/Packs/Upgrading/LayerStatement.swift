// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import OrderedCollections
import Values

/// Something that a layer says of what a pack below it defines, or adds to it.
struct LayerStatement {
    let address: PackAddress
    /// Nil for an element that the layer adds.
    let attribute: String?
    /// Nil if the layer takes the attribute away.
    let value: String?
    let range: SourceRange

    /// Everything that the elements of a layer say of others.
    static func all(of elements: [PackElement]) -> [LayerStatement] {
        elements.flatMap { all(of: $0, in: PackAddress([])) }
    }

    private static func all(of element: PackElement, in owner: PackAddress) -> [LayerStatement] {
        let address = owner.appending(element.definitionStep)
        guard Extension.all[element.name] != nil || PackElement.views.contains(element.name) else {
            // What a layer defines for itself is not in anybody's way.
            return owner.steps.isEmpty || element.isNameless
                ? [] : [LayerStatement(address: address, attribute: nil, value: nil, range: element.range)]
        }
        var statements = element.statements.map { name, value, range in
            LayerStatement(address: address, attribute: name, value: value, range: range)
        }
        for child in element.children where !PackElement.texts.contains(child.name) {
            statements += all(of: child, in: address)
        }
        return statements
    }
}

extension PackElement {
    /// What a person reads of the element around it.
    static let texts: Set<String> = ["label", "plural", "help", "inverse"]
    /// Parts of an entity that have no name of their own.
    static let views: Set<String> = ["list", "page"]

    /// What the definition that it is, or changes, is known by.
    var definitionStep: PackAddress.Step {
        PackAddress.Step(Extension.all[name]?.target ?? name, comparedName)
    }

    fileprivate var isNameless: Bool { comparedName.isEmpty || ["place", "unplace"].contains(name) }

    /// The attributes and texts that a changing element sets, or takes away.
    fileprivate var statements: [(name: String, value: String?, range: SourceRange)] {
        var all = attributes.filter { PackGrammar.isChanged($0.key, by: name) }
            .map { (name: $0.key, value: String?.some($0.value.value.text), range: $0.value.value.range) }
        all += words("without").map { ($0.value, nil, $0.range) }
        all += children.filter { Self.texts.contains($0.name) }.map { ($0.textName, $0.text, $0.range) }
        return all.sorted { $0.name < $1.name }
    }

    /// `label`, or `label zh-Hans`.
    var textName: String { self["xml:lang"].map { "\(name) \($0)" } ?? name }
}

extension [PackElement] {
    /// The same without what was decided to be passed over.
    func passingOver(_ decisions: [UpgradeDecision], in owner: PackAddress = PackAddress([])) -> [PackElement] {
        guard !decisions.isEmpty else { return self }
        return compactMap { element in
            let address = owner.appending(element.definitionStep)
            let about = decisions.filter { $0.address == address.description }
            if about.contains(where: { $0.attribute == nil }) { return nil }
            var rest = element
            for decision in about { rest.passOver(decision) }
            rest.children = rest.children.passingOver(decisions, in: address)
            return rest
        }
    }
}

extension PackElement {
    fileprivate mutating func passOver(_ decision: UpgradeDecision) {
        guard let name = decision.attribute else { return }
        if self[name] == decision.layerValue, decision.layerValue != nil { attributes[name] = nil }
        if decision.layerValue == nil, let words = attributes["without"] {
            attributes["without"] = LocatedAttribute(
                nameRange: words.nameRange, value: words.value.blanking { $0 == name })
        }
        children.removeAll {
            Self.texts.contains($0.name) && $0.textName == name && $0.text == decision.layerValue
        }
    }
}
