// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import OrderedCollections

/// An element of a pack as it is compared: what it is known by, what it says, and what stands inside.
struct ComparedElement {
    let step: PackAddress.Step
    let range: SourceRange
    /// Its attributes and texts; texts by name and language, such as `label zh-Hans`.
    private(set) var facts: [String: PackComparison.Side] = [:]
    private(set) var children: [ComparedElement] = []
    /// What it was called before.
    let formerNames: [String]

    /// What a pack says of itself, and its definitions and changes; nil if it has no files that can be read.
    init?(_ pack: PackTexts) {
        guard let roots = pack.comparedRoots else { return nil }
        self.init(roots)
    }

    /// Two versions of a pack without the definitions that say the same in both, most often nearly all of them; nil if one
    /// has no files that can be read.
    static func changed(_ old: PackTexts, _ new: PackTexts) -> (old: ComparedElement, new: ComparedElement)? {
        guard var before = old.comparedRoots, var after = new.comparedRoots else { return nil }
        let known = before.definitions
        let same = after.definitions.filter { step, elements in
            guard let former = known[step], former.count == elements.count else { return false }
            return zip(former, elements).allSatisfy { $0.says(theSameAs: $1) }
        }
        before.leaveOut { same[$0] != nil }
        after.leaveOut { same[$0] != nil }
        return (ComparedElement(before), ComparedElement(after))
    }

    private init(_ roots: [PackElement]) { self.init(roots, step: PackAddress.Step("pack", ""), keys: []) }

    /// - Parameters:
    ///   - elements: Changes of one definition may be written in several places; other elements are single.
    ///   - keys: The attributes that its name is made of.
    private init(_ elements: [PackElement], step: PackAddress.Step, keys: [String]) {
        self.step = step
        range = elements[0].range
        formerNames = elements[0].words("was").map(\.value)
        for element in elements {
            for (name, attribute) in element.attributes where !keys.contains(name) {
                facts[name] = facts[name] ?? PackComparison.Side(attribute.value.text, attribute.value.range)
            }
            for text in element.children where PackElement.texts.contains(text.name) {
                facts[text.textName] = facts[text.textName] ?? PackComparison.Side(text.text, text.range)
            }
        }
        children = Self.children(of: elements.flatMap(\.children).filter { !PackElement.texts.contains($0.name) })
    }

    private static func children(of elements: [PackElement]) -> [ComparedElement] {
        var order: [PackAddress.Step] = []
        var groups: [PackAddress.Step: [PackElement]] = [:]
        for element in elements {
            let name = element.comparedName
            var step = PackAddress.Step(element.name, name)
            var number = 1
            while Extension.all[element.name] == nil, groups[step] != nil {
                number += 1
                step = PackAddress.Step(element.name, name.isEmpty ? "#\(number)" : "\(name) #\(number)")
            }
            if groups[step] == nil { order.append(step) }
            groups[step, default: []].append(element)
        }
        return order.compactMap { step in
            groups[step].map { ComparedElement($0, step: step, keys: $0[0].comparedKeys) }
        }
    }
}

extension PackTexts {
    /// The roots of its files; nil if there are none, or one cannot be read.
    fileprivate var comparedRoots: [PackElement]? {
        var findings = DiagnosticList()
        let roots = self.roots(&findings)
        return findings.hasErrors || roots.isEmpty ? nil : roots
    }
}

extension [PackElement] {
    /// What stands directly in these roots, by what it is known by.
    fileprivate var definitions: [PackAddress.Step: [PackElement]] {
        Dictionary(grouping: flatMap(\.children), by: \.comparedStep)
    }

    fileprivate mutating func leaveOut(_ isLeftOut: (PackAddress.Step) -> Bool) {
        for root in indices { self[root].children.removeAll { isLeftOut($0.comparedStep) } }
    }
}

extension PackElement {
    fileprivate var comparedStep: PackAddress.Step { PackAddress.Step(name, comparedName) }

    /// Whether it is written with the same words, wherever it stands.
    fileprivate func says(theSameAs other: PackElement) -> Bool {
        name == other.name && text == other.text && attributes.count == other.attributes.count
            && children.count == other.children.count
            && attributes.allSatisfy { other[$0.key] == $0.value.value.text }
            && zip(children, other.children).allSatisfy { $0.says(theSameAs: $1) }
    }

    /// The attributes that together tell it from others of its kind.
    fileprivate var comparedKeys: [String] {
        if let kind = Extension.all[name] { return kind.keys }
        switch name {
        case "transition": return ["from", "to"]
        case "allow": return ["entity"]
        case "board": return ["pipeline"]
        case "list" where self["entity"] != nil: return ["entity", "filter"]
        case "related": return ["relationship"]
        case "place", "unplace": return ["field"]
        case "column": return ["heading"]
        case "word": return ["from"]
        case "similar": return ["same", "alike"]
        case "demo": return ["entity", "file"]
        case "demo-ask": return ["entity", "where", "to", "as", "at"]
        case "use": return ["pack"]
        default: return self["id"] == nil ? [] : ["id"]
        }
    }

    /// What it is called among others of its kind: its keys, or the label of a section that has no id.
    var comparedName: String {
        let keys = comparedKeys
        if keys.isEmpty, name == "section" { return children("label").first { $0["xml:lang"] == nil }?.text ?? "" }
        let isMove = keys == ["from", "to"]
        return keys.compactMap { self[$0] }.joined(separator: isMove ? " → " : " ")
    }
}
