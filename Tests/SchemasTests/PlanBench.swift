// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import Foundation
import GRDB
import Packs
import PluginKit
import SQLiteStorage
import Schemas
import Services
import Storage
import Testing
import Values

/// A database file with packs in short writing: `{{Name|名称}}` stands for the labels in both languages.
final class PlanBench {
    let store: SQLiteStore
    let contributions: Contributions
    private let queue: DatabaseQueue
    /// What each model was made of, by its fingerprint.
    private var texts: [String: EditionTexts] = [:]

    init() throws {
        contributions = try Contributions(plugins: [])
        let path = FileManager.default.temporaryDirectory.path + "/plans-\(UUID().uuidString).db"
        store = try SQLiteStore(
            path: path, functions: contributions.functions,
            calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
        queue = try DatabaseQueue(path: path)
    }

    /// The model of a pack named shop with these definitions.
    func model(_ definitions: String, version: String) throws -> Model {
        let text =
            "<pack xmlns=\"urn:trellis:pack:1\" id=\"shop\" version=\"\(version)\">{{Shop|店}}\n\(definitions)</pack>"
        let loading = PackLoader(contributions)
            .load(texts: [(path: "shop.xml", text: Self.written(text))])
        let loaded = loading.model
        let model = try #require(loaded, "\(loading.diagnostics.json)")
        texts[model.fingerprint] = loading.texts
        return model
    }

    func deploy(_ model: Model) async throws { try await apply(Workspace.plan(model, for: store), model) }

    func apply(_ plan: MigrationPlan, _ model: Model) async throws {
        _ = try await Workspace.apply(
            plan, model, texts: #require(texts[model.fingerprint]), to: store, contributions: contributions)
    }

    func execute(_ sql: String) throws { try queue.write { try $0.execute(sql: sql) } }

    /// The rows of a query, each on a line.
    func rows(_ sql: String) throws -> String {
        try queue.read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "–" : String.fromDatabaseValue($0) ?? "\($0)" }
                    .joined(separator: " | ") + "\n"
            }.joined()
        }
    }

    private static func written(_ text: String) -> String {
        var parts = text.components(separatedBy: "{{")
        for index in parts.indices.dropFirst() {
            let ends = parts[index].components(separatedBy: "}}")
            let labels = ends[0].components(separatedBy: "|")
            let plain = "<label>\(labels[0])</label><label xml:lang=\"zh-Hans\">\(labels[1])</label>"
            parts[index] = plain + ends.dropFirst().joined(separator: "}}")
        }
        return parts.joined()
    }
}
