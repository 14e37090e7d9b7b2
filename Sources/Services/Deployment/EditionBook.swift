// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import OrderedCollections
public import Packs
import Schemas
public import Storage
public import Values

/// An edition that was applied to a database.
public struct StoredEdition: Sendable {
    /// 1, 2, …
    public let number: Int64
    public let at: Instant
    /// Such as `core 1.0.0, shop 2.1.0`.
    public let packs: String
    /// The fingerprint of the model.
    public let model: String
    public let texts: EditionTexts
    /// The name of the file beside the database that holds it as it was before; nil if none was made.
    public let backup: String?
    /// The number of the edition that was gone back to; nil if packs were applied.
    public let restores: Int64?
    /// What was done to the database, as JSON.
    private let carriedOut: String

    /// What was done to the database; nil if a program wrote it that kept plans in another way.
    var plan: MigrationPlan? { try? JSONDecoder().decode(MigrationPlan.self, from: Data(carriedOut.utf8)) }

    /// Makes the model again.
    public func load(_ contributions: Contributions) throws -> PackLoading {
        PackLoader(contributions).load(texts)
    }
}

/// The editions that were applied to a database, as it remembers them.
public struct EditionBook {
    private let store: any Store
    private let contributions: Contributions

    public init(_ store: any Store, _ contributions: Contributions) {
        self.store = store
        self.contributions = contributions
    }

    /// The edition in force; nil if none was applied.
    public var latest: StoredEdition? { get throws { try editions(limit: 1).first } }

    /// Every edition, the newest first.
    public var all: [StoredEdition] { get throws { try editions(limit: 10_000) } }

    /// An edition by its number; nil if there was none.
    public func edition(_ number: Int64) throws -> StoredEdition? {
        try rows(EngineSelection(.editions, where: [.equals("number", .integer(number))])).first
    }

    private func editions(limit: Int) throws -> [StoredEdition] {
        try rows(EngineSelection(.editions, order: "number", isDescending: true, limit: limit))
    }

    private func rows(_ selection: EngineSelection) throws -> [StoredEdition] {
        guard try store.edition() > 0 else { return [] }
        let nothing = Model(
            packs: [], entities: [:], pipelines: [:], roles: [:], reports: [:], imports: [:], parameters: [:],
            demoFiles: [], demoUsers: [], fingerprint: "")
        let environment = StoreEnvironment(
            model: nothing, layout: PhysicalLayout(tables: [:]), collations: contributions.collations)
        return try store.read(environment) { try $0.engineRows(selection) }.compactMap(StoredEdition.init)
    }
}

extension StoredEdition {
    /// Nil if the row was written by a program that kept something else.
    fileprivate init?(_ row: [Value]) {
        guard row.count == 8, case .integer(let number) = row[0], case .instant(let at) = row[1],
            case .text(let model) = row[2], case .text(let packs) = row[3], case .text(let json) = row[4],
            case .text(let plan) = row[5],
            let texts = try? StoredTexts.texts(json)
        else { return nil }
        let backup: String? = if case .text(let path) = row[6] { path } else { nil }
        let restores: Int64? = if case .integer(let number) = row[7] { number } else { nil }
        self.init(
            number: number, at: at, packs: packs, model: model, texts: texts, backup: backup, restores: restores,
            carriedOut: plan)
    }
}

/// The form in which a database keeps the texts of an edition.
enum StoredTexts {
    /// Without the folders: nothing may depend on them any more.
    static func text(_ texts: EditionTexts) throws -> String {
        var kept = texts
        for index in kept.packs.indices { kept.packs[index].folder = nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(kept), as: UTF8.self)
    }

    static func texts(_ json: String) throws -> EditionTexts {
        try JSONDecoder().decode(EditionTexts.self, from: Data(json.utf8))
    }
}
