// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

/// An edition as its file tells it: which packs, in which versions, phases and variants, with which parameters.
struct EditionSource: Sendable {
    /// A pack that the edition takes.
    struct Use: Sendable {
        let pack: PackName
        let versions: VersionRange?
        /// The last phase that is in force; nil for all.
        let phase: Int?
        /// The variants that were chosen; nil for those that the pack takes by itself.
        let variants: Set<String>?
        /// Where the pack's folder is, from the edition's; nil to look beside the edition.
        let folder: String?
        let range: SourceRange
    }

    let uses: [Use]
    /// The parameters that the edition sets, as a layer above all packs.
    let layer: PackSource

    /// Nil, with findings, if the element cannot be used.
    init?(root: PackElement, folder: String?, _ diagnostics: inout DiagnosticList) {
        GrammarCheck.check(root, rule: "edition", &diagnostics)
        guard let id = root["id"] else { return nil }
        uses = root.children("use").compactMap { Self.use($0, &diagnostics) }
        var layer = PackElement(name: "pack", range: root.range, attributes: root.attributes)
        layer.children = root.children.filter { $0.name != "use" }
        let requirements = uses.map {
            PackSource.Requirement(name: $0.pack, versions: $0.versions, range: $0.range)
        }
        self.layer = PackSource(
            name: PackName("edition-\(id)"), version: PackSource.version(of: root, &diagnostics), label: root.label(),
            requirements: requirements, elements: layer.children, folder: folder, files: [root.range.file],
            range: root.range)
    }

    private static func use(_ element: PackElement, _ diagnostics: inout DiagnosticList) -> Use? {
        guard let pack = element["pack"] else { return nil }
        let versions = element["version"].map { VersionRange($0) }
        if case .some(nil) = versions {
            diagnostics.append(
                .badVersion, "“\(element["version"] ?? "")” names no versions.", at: element.range(of: "version"),
                hint: "Write such as ^1.2, ~1.2.3, 1.2.3 or “>=1.0 <2.0”.")
        }
        let phase = element["phase"].map { Int($0) }
        if case .some(nil) = phase {
            diagnostics.append(
                .badAttribute, "“\(element["phase"] ?? "")” is no phase.", at: element.range(of: "phase"),
                hint: "Phases are numbers from 1.")
        }
        return Use(
            pack: PackName(pack), versions: versions ?? nil, phase: phase ?? nil,
            variants: element["variant"].map { _ in Set(element.words("variant").map(\.value)) },
            folder: element["folder"], range: element.range)
    }
}

/// Leaves of a pack what an edition takes: up to a phase, in the variants that it chose.
struct PhaseSelection: Sendable {
    let phase: Int
    let variants: Set<String>
    private let known: [String]

    /// What an edition takes of a pack; everything, in its own variants, if no edition uses it.
    init(_ pack: PackSource, _ use: EditionSource.Use?, _ diagnostics: inout DiagnosticList) {
        let declared = pack.elements.filter { $0.name == "variant" }
        let known = declared.compactMap { $0["id"] }
        if let use, let chosen = use.variants {
            for name in chosen.sorted() where !known.contains(name) {
                diagnostics.append(
                    .unknownVariant, "The pack \(pack.name) has no variant “\(name)”.", at: use.range,
                    hint: known.isEmpty ? nil : "There are \(all: known).")
            }
        }
        let standard = declared.filter { $0.isTrue("default") }.compactMap { $0["id"] }
        variants = use?.variants ?? Set(standard.isEmpty ? known : standard)
        phase = use?.phase ?? .max
        self.known = known
    }

    /// The pack as far as it is taken.
    func select(_ pack: PackSource, _ diagnostics: inout DiagnosticList) -> PackSource {
        PackSource(
            name: pack.name, version: pack.version, label: pack.label, requirements: pack.requirements,
            elements: pack.elements.compactMap { select($0, &diagnostics) }.filter { $0.name != "variant" },
            folder: pack.folder, files: pack.files, range: pack.range)
    }

    /// An element as far as it is taken; nil if it belongs to a later phase or another variant.
    func select(_ element: PackElement, _ diagnostics: inout DiagnosticList) -> PackElement? {
        if let text = element["phase"] {
            if let first = Int(text), first >= 1 {
                guard first <= phase else { return nil }
            } else {
                diagnostics.append(
                    .badAttribute, "“\(text)” is no phase.", at: element.range(of: "phase"),
                    hint: "Phases are numbers from 1.")
            }
        }
        let wanted = element.words("variant")
        for word in wanted where !known.contains(word.value) {
            diagnostics.append(
                .unknownVariant, "The pack declares no variant “\(word.value)”.", at: word.range,
                hint: "Add <variant id=\"\(word.value)\"> to the pack.")
        }
        guard wanted.isEmpty || wanted.contains(where: { variants.contains($0.value) }) else { return nil }
        guard !element.children.isEmpty else { return element }
        var selected = element
        selected.children = element.children.compactMap { select($0, &diagnostics) }
        return selected
    }
}
