// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Expressions
import OrderedCollections
import Values

/// Applies the changes of one layer to elements of another: single attributes and texts, and what stands inside.
struct ElementMerge {
    private let layering: Layering
    private(set) var diagnostics = DiagnosticList()

    init(_ layering: Layering) { self.layering = layering }

    /// Changes the element that a change names.
    mutating func apply(_ change: PackElement, _ kind: Extension, to element: inout PackElement) {
        checkLayers(change, kind, element)
        for (name, attribute) in change.attributes
        where PackGrammar.isChanged(name, by: change.name) {
            set(name, attribute.value.text, at: attribute.value.range, in: &element)
            element.attributes[name] = attribute
        }
        for word in change.words("without") {
            set(word.value, nil, at: word.range, in: &element)
            element.attributes[word.value] = nil
        }
        for child in change.children { apply(child: child, to: &element) }
    }

    /// Says that what is to be changed is not there.
    ///
    /// - Parameter owner: What it was looked for in; nil for definitions of the edition.
    mutating func reportUnknown(_ change: PackElement, _ kind: Extension, among known: [String], in owner: PackElement?)
    {
        let name = kind.name(in: change)
        let place = kind.keys.first.map { change.range(of: $0) } ?? change.range
        diagnostics.append(
            PackFinding.unknown(kind.target),
            owner.map { "The \($0.title) has no \(kind: kind.target) “\(name)”." }
                ?? "There is no \(kind: kind.target) “\(name)”.",
            at: place, hint: .among(known, for: name))
    }

    private mutating func apply(child: PackElement, to element: inout PackElement) {
        switch child.name {
        case "label", "help", "plural", "inverse": replaceText(child, in: &element)
        case "list", "page": addView(child, to: &element)
        case "field" where child.isTrue("shared") && has(child, in: element): share(child, in: &element)
        case "gone-option", "gone-stage":
            let kind = child.name == "gone-option" ? "option" : "stage"
            element.children.removeAll { $0.name == kind && $0["id"] == child["id"] }
            element.children.append(child)
        default:
            guard let kind = Extension.all[child.name] else {
                element.insert(child, &diagnostics)
                return
            }
            change(child, kind, in: &element)
        }
    }

    private mutating func change(_ change: PackElement, _ kind: Extension, in element: inout PackElement) {
        let name = kind.name(in: change)
        guard
            let place = element.children.firstIndex(where: { kind.is($0, meantBy: change) })
                ?? renamed(name, kind, among: element.children, change)
        else {
            let known = element.children(kind.target).map(kind.name(of:))
            reportUnknown(change, kind, among: known, in: element)
            return
        }
        apply(change, kind, to: &element.children[place])
    }

    /// Where that stands which had a name before; layers that still use the name are told of the new one.
    mutating func renamed(
        _ name: String, _ kind: Extension, among elements: [PackElement], _ change: PackElement
    ) -> Int? {
        let place = elements.firstIndex { element in
            element.name == kind.target && element.words("was").contains { $0.value == name }
        }
        guard let place, let id = elements[place]["id"] else { return nil }
        diagnostics.append(
            .renamedPart, "The \(kind: kind.target) “\(name)” is called “\(id)” now.",
            at: kind.keys.first.map { change.range(of: $0) } ?? change.range, severity: .warning,
            hint: "Write “\(id)” here, too.", notes: [Diagnostic.Note("It says so here.", at: elements[place].range)])
        return place
    }

    /// A list or page of a layer stands behind those that are there; what it changes of them is changed in them.
    private mutating func addView(_ view: PackElement, to element: inout PackElement) {
        var rest = view
        rest.children = []
        for child in view.children {
            guard let kind = Extension.all[child.name] else {
                rest.children.append(child)
                continue
            }
            let owner = element.children.firstIndex { other in
                other.name == view.name && other.children.contains { kind.is($0, meantBy: child) }
            }
            guard let owner else {
                let known = element.children(view.name).flatMap { $0.children(kind.target) }.map(kind.name(of:))
                reportUnknown(child, kind, among: known, in: element)
                continue
            }
            change(child, kind, in: &element.children[owner])
        }
        element.children.append(rest)
    }

    private mutating func replaceText(_ text: PackElement, in element: inout PackElement) {
        let language = text["xml:lang"]
        let name = language.map { "\(text.name) \($0)" } ?? text.name
        set(name, text.text, at: text.range, in: &element)
        let place = element.children.firstIndex { $0.name == text.name && $0["xml:lang"] == language }
        if let place { element.children[place] = text } else { element.children.append(text) }
    }

    private func has(_ field: PackElement, in element: PackElement) -> Bool {
        element.children.contains { $0.name == "field" && $0["id"] == field["id"] && $0.isTrue("shared") }
    }

    /// Two packs declare the same field for each other's sake; it has to be the same in what data hangs on.
    private mutating func share(_ field: PackElement, in element: inout PackElement) {
        guard let place = element.children.firstIndex(where: { $0.name == "field" && $0["id"] == field["id"] }) else {
            return
        }
        let first = element.children[place]
        for name in ["type", "to", "options", "scale", "currency", "compute"] where first[name] != field[name] {
            diagnostics.append(
                .layerConflict,
                "The shared field “\(field["id"] ?? "")” has \(name) “\(field[name] ?? "")” here and “\(first[name] ?? "")” there.",
                at: field.range(of: name), hint: "Packs that share a field declare it alike.",
                notes: [Diagnostic.Note("It is declared here first.", at: first.range(of: name))])
        }
        let declarations = [first, field].map { declaration in
            PackElement.Setting(
                pack: layering.pack(at: declaration.range), value: "true", range: declaration.range(of: "shared"))
        }
        element.children[place].settings["shared", default: [declarations[0]]].append(declarations[1])
    }

    /// Notes what a layer sets; two layers of which neither lies above the other must not set it differently.
    private mutating func set(_ name: String, _ value: String?, at range: SourceRange, in element: inout PackElement) {
        let pack = layering.pack(at: range)
        if let last = element.settings[name]?.last, last.value != value, !layering.isAbove(pack, last.pack) {
            diagnostics.append(
                .layerConflict, "\(pack) and \(last.pack) set the \(name) of \(element.title) differently.", at: range,
                hint: "Set it in a layer that requires both packs, and take it away here or there.",
                notes: [Diagnostic.Note("\(last.pack) sets it here.", at: last.range)])
        }
        if element.settings[name] == nil, let base = element.base(name) {
            element.settings[name] = [
                PackElement.Setting(pack: layering.pack(at: base.range), value: base.value, range: base.range)
            ]
        }
        element.settings[name, default: []].append(PackElement.Setting(pack: pack, value: value, range: range))
    }

    private mutating func checkLayers(_ change: PackElement, _ kind: Extension, _ element: PackElement) {
        let (upper, lower) = (layering.pack(at: change.range), layering.pack(at: element.range))
        guard !layering.isAbove(upper, lower) else { return }
        diagnostics.append(
            .missingDependency,
            "\(upper) changes the \(kind: kind.target) “\(kind.name(in: change))” of \(lower) and does not require it.",
            at: change.range, hint: "Add \(lower) to the attribute “requires” of the pack \(upper).",
            notes: [Diagnostic.Note("It is defined here.", at: element.range)])
    }
}

extension PackElement {
    /// What a finding calls it: `field “mobile”`.
    fileprivate var title: Sentence {
        self["id"].map { "\(kind: name) “\($0)”" } ?? "\(kind: name)"
    }

    /// What stands in an attribute, or in the text of a language, before any layer changed it.
    func base(_ name: String) -> (value: String, range: SourceRange)? {
        if let value = value(of: name) { return (value.text, value.range) }
        let words = name.split(separator: " ")
        let text = children.first { child in
            child.name == words[0] && child["xml:lang"] == words.dropFirst().first.map(String.init)
        }
        return text.map { ($0.text, $0.range) }
    }

    /// Puts an element at its place: behind or before the one of its kind that it names, at the end without one.
    fileprivate mutating func insert(_ child: PackElement, _ diagnostics: inout DiagnosticList) {
        guard let attribute = ["after", "before"].first(where: { child[$0] != nil }), let anchor = child[attribute]
        else {
            children.append(child)
            return
        }
        guard let place = children.firstIndex(where: { $0.name == child.name && $0["id"] == anchor }) else {
            let known = children(child.name).compactMap { $0["id"] }
            diagnostics.append(
                .goneAnchor,
                "The \(title) has no \(kind: child.name) “\(anchor)”; “\(child["id"] ?? "")” stands at the end.",
                at: child.range(of: attribute), severity: .warning,
                hint: closest(to: anchor, among: known).map { "Did you mean “\($0)”?" })
            children.append(child)
            return
        }
        children.insert(child, at: attribute == "after" ? place + 1 : place)
    }
}
