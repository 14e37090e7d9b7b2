// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import OrderedCollections
import Values

/// What stays of packs that were detached: the options and stages they added to what others define, retired, because
/// records may have them. Everything else of them is gone from the model.
struct Detachment {
    /// A layer for each detached pack.
    let remainders: [PackSource]
    private let names: Set<PackName>

    /// - Parameter attached: The packs that are in force.
    init(_ detached: [PackSource], from attached: [PackSource]) {
        let known = Definitions(attached)
        let there = Set(attached.map(\.name))
        names = Set(detached.map(\.name))
        remainders = detached.map { pack in
            PackSource(
                name: pack.name, version: pack.version, label: pack.label,
                requirements: pack.requirements.filter { there.contains($0.name) },
                elements: pack.elements.compactMap(known.remainder(of:)), folder: nil, files: pack.files,
                range: pack.range)
        }
    }

    /// An edition's layer, which no longer needs what was detached from it.
    func leftOut(of layer: PackSource) -> PackSource {
        PackSource(
            name: layer.name, version: layer.version, label: layer.label,
            requirements: layer.requirements.filter { !names.contains($0.name) }, elements: layer.elements,
            folder: layer.folder, files: layer.files, range: layer.range)
    }
}

/// What the packs in force define that others can add options and stages to.
private struct Definitions {
    /// Such as `choice industry`, `pipeline sales`, `field Account.industry`; with the options and stages that they have.
    private var members: [String: Set<String>] = [:]

    init(_ packs: [PackSource]) {
        // Definitions before changes, in whichever order the packs come.
        let elements = packs.flatMap(\.elements)
        for element in elements.filter({ !$0.name.hasPrefix("extend") })
            + elements.filter({ $0.name.hasPrefix("extend") })
        {
            switch element.name {
            case "choice", "pipeline": add(element, "\(element.name) \(element["id"] ?? "")")
            case "extend-choice": add(element, "choice \(element["id"] ?? "")")
            case "extend-pipeline": add(element, "pipeline \(element["id"] ?? "")")
            case "entity": add(fieldsOf: element, entity: element["id"])
            case "extend": add(fieldsOf: element, entity: element["entity"])
            default: break
            }
        }
    }

    private mutating func add(fieldsOf element: PackElement, entity: String?) {
        for field in element.children where field.name == "field" || field.name == "extend-field" {
            add(field, "field \(entity ?? "").\(field["id"] ?? "")")
        }
    }

    private mutating func add(_ element: PackElement, _ name: String) {
        let isChange = Extension.all[element.name] != nil
        // A change alone defines nothing: what it changes may be of the detached pack.
        guard !isChange || members[name] != nil else { return }
        let kept = element.children.filter { $0.name == "option" || $0.name == "stage" }.compactMap { $0["id"] }
        members[name, default: []].formUnion(kept)
    }

    /// What of a detached pack's definition stays; nil for nothing.
    func remainder(of element: PackElement) -> PackElement? {
        switch element.name {
        case "extend-choice": retired("option", of: element, "choice \(element["id"] ?? "")")
        case "extend-pipeline": retired("stage", of: element, "pipeline \(element["id"] ?? "")")
        case "extend":
            bare(
                element, keeping: "entity",
                element.children("extend-field").compactMap { field in
                    retired("option", of: field, "field \(element["entity"] ?? "").\(field["id"] ?? "")")
                })
        default: nil
        }
    }

    private func retired(_ kind: String, of element: PackElement, _ name: String) -> PackElement? {
        guard let known = members[name] else { return nil }
        return bare(
            element, keeping: "id", element.children(kind).filter { !known.contains($0["id"] ?? "") }.map(retired))
    }

    /// An option or stage as it is shown at records that have it: nothing is required, nothing leads into it.
    private func retired(_ element: PackElement) -> PackElement {
        var kept = PackElement(name: element.name, range: element.range)
        for name in ["id", "tone", "flag", "category"] { kept.attributes[name] = element.attributes[name] }
        let place = element.range
        let value = LocatedText(
            file: place.file, scalars: "true".unicodeScalars.map { ($0, place.start) }, end: place.end)
        kept.attributes["retired"] = .init(nameRange: place, value: value)
        kept.children = element.children("label")
        return kept
    }

    private func bare(_ element: PackElement, keeping key: String, _ children: [PackElement]) -> PackElement? {
        guard !children.isEmpty else { return nil }
        var kept = PackElement(name: element.name, range: element.range)
        kept.attributes[key] = element.attributes[key]
        kept.children = children
        return kept
    }
}
