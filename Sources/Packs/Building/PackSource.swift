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
        let version: PackVersion
        let range: SourceRange
    }
}

/// Three numbers; `^1.2` asks for the same first number and at least that much.
struct PackVersion: Sendable, Comparable, CustomStringConvertible {
    let numbers: [Int]

    /// Nil unless the text is one to three numbers with points between them.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        let numbers = parts.compactMap(\.self)
        guard (1...3).contains(parts.count), numbers.count == parts.count, numbers.allSatisfy({ $0 >= 0 }) else {
            return nil
        }
        self.numbers = numbers + Array(repeating: 0, count: 3 - numbers.count)
    }

    static func < (left: Self, right: Self) -> Bool { left.numbers.lexicographicallyPrecedes(right.numbers) }

    func satisfies(_ wanted: PackVersion) -> Bool { numbers[0] == wanted.numbers[0] && self >= wanted }

    var description: String { numbers.map(String.init).joined(separator: ".") }
}

extension PackSource {
    /// Reads the head of a pack; nil if it has none that can be used.
    init?(root: PackElement, parts: [PackElement], folder: String?, _ diagnostics: inout DiagnosticList) {
        GrammarCheck.check(root, rule: "pack", &diagnostics)
        for part in parts { GrammarCheck.check(part, rule: "pack-part", &diagnostics) }
        guard let id = root["id"] else { return nil }
        var version = PackVersion("0.0.0")
        if let text = root["version"] {
            version = PackVersion(text)
            if version == nil {
                diagnostics.append(
                    .badVersion, "“\(text)” is no version.", at: root.range(of: "version"),
                    hint: "Write three numbers with points between them, such as 1.0.0.")
            }
        }
        guard let version = version ?? PackVersion("0") else { return nil }
        var requirements: [Requirement] = []
        for requirement in root.attributes["requires"]?.value.text.split(separator: ",") ?? [] {
            let words = requirement.split(separator: " ")
            let wanted = words.count == 2 && words[1].hasPrefix("^") ? PackVersion(words[1].dropFirst()) : nil
            guard let first = words.first, let wanted else {
                diagnostics.append(
                    .badVersion, "“\(requirement)” is no requirement.", at: root.range(of: "requires"),
                    hint: "Write a name and a version, such as “core ^1.0”.")
                continue
            }
            requirements.append(
                Requirement(name: PackName(String(first)), version: wanted, range: root.range(of: "requires")))
        }
        self.init(
            name: PackName(id), version: version, label: root.label(), requirements: requirements,
            elements: root.children + parts.flatMap(\.children), folder: folder,
            files: ([root] + parts).map(\.range.file), range: root.range)
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
    func words(_ attribute: String) -> [Located<String>] { attributes[attribute]?.value.words ?? [] }
}
