// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Values

/// What differs between two versions of a pack, attribute by attribute, whatever file or line it stands in.
///
/// Packs are compared as they are written, before any other layer is put on top. Elements are matched by what they are
/// called; a new name that says `was` is the old one renamed.
public struct PackComparison: Sendable, Codable {
    /// A pack that was compared.
    public struct Version: Hashable, Sendable, Codable {
        public let pack: PackName
        public let version: String
    }

    /// What one of the two says, and where.
    public struct Side: Hashable, Sendable, Codable {
        /// Nil for a whole element.
        public let value: String?
        public let range: SourceRange

        init(_ value: String?, _ range: SourceRange) {
            self.value = value
            self.range = range
        }
    }

    /// One thing that is not the same.
    public struct Difference: Hashable, Sendable, Codable {
        public enum Change: String, Sendable, Codable, CaseIterable {
            case added, removed, changed
            /// The element has another name, which it says with `was`; the values are the names.
            case renamed
            /// The elements of a kind stand in another order; the values are their names.
            case reordered
        }

        public let change: Change
        /// As the new pack calls it, or the old one what was removed.
        public let address: PackAddress
        /// The attribute or text, such as `required` or `label zh-Hans`; nil for the element itself. For another order,
        /// the kind of the elements.
        public let attribute: String?
        /// Nil if it was added.
        public let old: Side?
        /// Nil if it was removed.
        public let new: Side?
    }

    public let old: Version
    public let new: Version
    /// In the order of the old pack, each element before its attributes and those before what stands inside; what was
    /// added comes after what was there.
    ///
    /// An element that was added or removed is followed by all its attributes, each added or removed as well.
    public let differences: [Difference]

    /// Compares the files of two versions.
    ///
    /// - Returns: Nil, with the reasons appended, if one of them cannot be read. Other findings are left to the check of
    ///   packs.
    public init?(old: PackTexts, new: PackTexts, _ diagnostics: inout DiagnosticList) {
        var (first, second) = (PackReading(), PackReading())
        first.read(old)
        second.read(new)
        self.init(first, second, &diagnostics)
    }

    /// Compares the packs that two folders hold.
    ///
    /// - Parameters:
    ///   - sources: Gets the texts that were read, for printing findings.
    public init?(
        oldFolder: String, newFolder: String, _ diagnostics: inout DiagnosticList, sources: inout [SourceText]
    ) {
        var (first, second) = (PackReading(), PackReading())
        first.read(folder: oldFolder)
        second.read(folder: newFolder)
        sources += first.sources + second.sources
        self.init(first, second, &diagnostics)
    }

    private init?(_ old: PackReading, _ new: PackReading, _ diagnostics: inout DiagnosticList) {
        for finding in old.diagnostics.diagnostics + new.diagnostics.diagnostics
        where Self.unreadable.contains(finding.id.rawValue) {
            diagnostics.append(finding)
        }
        guard !diagnostics.hasErrors, let first = old.packs.first, let second = new.packs.first,
            let before = old.texts.packs.first.flatMap(ComparedElement.init),
            let after = new.texts.packs.first.flatMap(ComparedElement.init)
        else { return nil }
        self.old = Version(pack: first.name, version: first.version.description)
        self.new = Version(pack: second.name, version: second.version.description)
        differences = ElementComparison.differences(before, after)
    }

    /// Findings after which a file, or the whole pack, is missing from what was read.
    private static let unreadable = Set(
        [PackFinding.malformed, .doctype, .unreadable, .wrongRoot, .missingFolder].map(\.rawValue))
}
