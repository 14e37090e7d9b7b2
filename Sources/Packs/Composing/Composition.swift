// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

/// The layers of an edition as one list of definitions: what packs add to those of others stands in them, and every
/// attribute still knows the place it came from and what it replaced.
struct Composition: Sendable {
    struct Definition: Sendable {
        let pack: PackSource
        var element: PackElement
    }

    let layering: Layering
    private let definitions: [String: [Definition]]

    init(_ definitions: [String: [Definition]], _ layering: Layering) {
        self.definitions = definitions
        self.layering = layering
    }

    /// The definitions of a kind in the order of the layers.
    subscript(kind: String) -> [Definition] { definitions[kind] ?? [] }
}

/// Puts layers on top of each other.
///
/// Every definition is taken first and every change after it, both in the order of the layers, so that it does not
/// matter in which file of a pack something stands.
struct Composer {
    private var definitions: [String: [Composition.Definition]] = [:]
    /// Where a name is defined, by kind and name.
    private var places: [String: Int] = [:]
    private var merge: ElementMerge
    private let layering: Layering

    private init(_ layering: Layering) {
        self.layering = layering
        merge = ElementMerge(layering)
    }

    /// - Parameter packs: In the order of their requirements.
    static func compose(_ packs: [PackSource], _ diagnostics: inout DiagnosticList) -> Composition {
        let layering = Layering(packs)
        var composer = Composer(layering)
        for pack in packs {
            for element in pack.elements where Extension.all[element.name] == nil { composer.add(element, pack) }
        }
        for pack in packs {
            for element in pack.elements { composer.apply(element) }
        }
        for finding in composer.merge.diagnostics.diagnostics { diagnostics.append(finding) }
        return Composition(composer.definitions, layering)
    }

    private mutating func add(_ element: PackElement, _ pack: PackSource) {
        let known = definitions[element.name]?.count ?? 0
        definitions[element.name, default: []].append(Composition.Definition(pack: pack, element: element))
        guard let id = element["id"] ?? element["entity"], places["\(element.name) \(id)"] == nil else { return }
        places["\(element.name) \(id)"] = known
    }

    private mutating func apply(_ change: PackElement) {
        guard let kind = Extension.all[change.name], kind.keys.allSatisfy({ change[$0] != nil }) else { return }
        let name = kind.name(in: change)
        let known = definitions[kind.target]?.map(\.element) ?? []
        guard let place = places["\(kind.target) \(name)"] ?? merge.renamed(name, kind, among: known, change),
            var element = definitions[kind.target]?[place].element
        else {
            merge.reportUnknown(change, kind, among: known.compactMap { $0["id"] }, in: nil)
            return
        }
        // Taken out while it is changed, so that nothing is copied.
        definitions[kind.target]?[place].element = PackElement(name: kind.target, range: element.range)
        merge.apply(change, kind, to: &element)
        definitions[kind.target]?[place].element = element
    }
}
