// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Synchronization
public import Values

/// The texts that an edition is made of: a database keeps them, so that it can be opened without any folder.
public struct EditionTexts: Sendable, Codable, Equatable {
    /// The files `edition.xml`; empty if packs were named one by one.
    public var editions: [PackFile]
    public var packs: [PackTexts]
    /// Packs that were detached: nothing of them is in the model but options and stages that records may still have.
    public var detached: [PackTexts]
    /// Those of the detached packs of which no records and values are kept any more.
    public var purged: [PackName] = []
    /// Whose word counts where newer packs and the layers above them wanted different things.
    public var decisions: [UpgradeDecision] = []

    public init(editions: [PackFile] = [], packs: [PackTexts], detached: [PackTexts] = []) {
        self.editions = editions
        self.packs = packs
        self.detached = detached
    }

    /// Databases of before hold no decisions.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        editions = try container.decode([PackFile].self, forKey: .editions)
        packs = try container.decode([PackTexts].self, forKey: .packs)
        detached = try container.decode([PackTexts].self, forKey: .detached)
        purged = try container.decode([PackName].self, forKey: .purged)
        decisions = try container.decodeIfPresent([UpgradeDecision].self, forKey: .decisions) ?? []
    }
}

/// The files of a pack, `pack.xml` first.
public struct PackTexts: Sendable, Codable, Equatable {
    /// Where they were read from; nil for texts that came from elsewhere. Demo files are looked for here.
    public var folder: String?
    public var files: [PackFile]

    public init(folder: String?, files: [PackFile]) {
        self.folder = folder
        self.files = files
    }
}

extension PackTexts {
    /// The roots of its files, but for those that are refused, whose reasons are appended.
    func roots(_ diagnostics: inout DiagnosticList) -> [PackElement] {
        files.filter { !$0.isTable }.compactMap { $0.root(&diagnostics) }
    }
}

/// A file of a pack: its path, as findings name it, and its text.
public struct PackFile: Sendable, Codable, Equatable {
    public let path: String
    public let text: String
    private let parsed = ParsedText()

    private enum CodingKeys: CodingKey {
        case path, text
    }

    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    public static func == (left: Self, right: Self) -> Bool { left.path == right.path && left.text == right.text }

    /// The root element; nil if the text is refused, with the reason appended.
    func root(_ diagnostics: inout DiagnosticList) -> PackElement? {
        let (root, findings) = parsed.result { findings in XMLReader(file: path, text: text).read(&findings) }
        for finding in findings { diagnostics.append(finding) }
        return root
    }

    /// It is a table of records and no XML.
    var isTable: Bool { path.hasSuffix(".csv") }
}

/// What became of parsing a text, which happens once, however many copies of the file are asked.
private final class ParsedText: Sendable {
    private let known = Mutex<(root: PackElement?, findings: [Diagnostic])?>(nil)

    func result(
        _ parse: (inout DiagnosticList) -> PackElement?
    ) -> (root: PackElement?, findings: [Diagnostic]) {
        known.withLock { known in
            if let known { return known }
            var findings = DiagnosticList()
            let result = (parse(&findings), findings.diagnostics)
            known = result
            return result
        }
    }
}
