// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import Values

/// A pack as it was read: its name and version, and its definitions with their places.
struct PackSource: Sendable {
    let name: PackName
    let version: PackVersion
    let label: Label
    let requirements: [Requirement]
    /// The definitions of all its files, in the order of the files' paths.
    let elements: [PackElement]
    /// The absolute path of its folder; nil for texts.
    let folder: String?
    /// The paths of its files, as findings name them.
    let files: [String]
    let range: SourceRange

    struct Requirement: Sendable {
        let name: PackName
        /// Nil if any will do.
        let versions: VersionRange?
        let range: SourceRange
    }
}

extension PackSource {
    /// Reads the head of a pack; nil if it has none that can be used.
    init?(root: PackElement, parts: [PackElement], folder: String?, _ diagnostics: inout DiagnosticList) {
        GrammarCheck.check(root, rule: "pack", &diagnostics)
        for part in parts { GrammarCheck.check(part, rule: "pack-part", &diagnostics) }
        guard let id = root["id"] else { return nil }
        let requirements = (root["requires"]?.split(separator: ",") ?? [])
            .compactMap { Self.requirement($0, root, &diagnostics) }
        self.init(
            name: PackName(id), version: Self.version(of: root, &diagnostics), label: root.label(),
            requirements: requirements,
            elements: root.children + parts.flatMap(\.children), folder: folder,
            files: ([root] + parts).map(\.range.file), range: root.range)
    }

    static func version(of root: PackElement, _ diagnostics: inout DiagnosticList) -> PackVersion {
        guard let text = root["version"] else { return .none }
        if let version = PackVersion(text) { return version }
        diagnostics.append(
            .badVersion, "“\(text)” is no version.", at: root.range(of: "version"),
            hint: "Write three numbers with points between them, such as 1.0.0.")
        return .none
    }

    private static func requirement(
        _ text: Substring, _ root: PackElement, _ diagnostics: inout DiagnosticList
    ) -> Requirement? {
        let words = text.split(separator: " ")
        guard let name = words.first, let versions = VersionRange(words.dropFirst().joined(separator: " ")) else {
            diagnostics.append(
                .badVersion, "“\(text)” is no requirement.", at: root.range(of: "requires"),
                hint: "Write a name and versions, such as “core ^1.0” or “core >=1.2 <3”.")
            return nil
        }
        return Requirement(name: PackName(String(name)), versions: versions, range: root.range(of: "requires"))
    }
}

extension PackElement {
    /// The labels in both languages; a missing one falls back to the other, then to the name.
    func label(_ name: String = "label") -> Label {
        let labels = children(name)
        let english = labels.first { $0["xml:lang"] == nil || $0["xml:lang"] == "en" }?.text
        let chinese = labels.first { $0["xml:lang"] == "zh-Hans" }?.text
        let fallback = self["id"] ?? self.name
        return Label(english: english ?? chinese ?? fallback, chinese: chinese ?? english ?? fallback)
    }

    /// The labels if there are any.
    var ownLabel: Label? { children("label").isEmpty ? nil : label() }

    /// Whether an attribute says `true`.
    func isTrue(_ attribute: String) -> Bool { self[attribute] == "true" }

    /// The words of an attribute, each with its place.
    func words(_ attribute: String) -> [Located<String>] { value(of: attribute)?.words ?? [] }
}
