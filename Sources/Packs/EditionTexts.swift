// SPDX-License-Identifier: Apache-2.0
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

/// A file of a pack: its path, as findings name it, and its text.
public struct PackFile: Sendable, Codable, Equatable {
    public var path: String
    public var text: String

    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// It is a table of records and no XML.
    var isTable: Bool { path.hasSuffix(".csv") }
}
