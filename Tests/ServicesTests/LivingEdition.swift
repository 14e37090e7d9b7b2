// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import Diagnostics
import DomainModel
import Expressions
import Foundation
import Packs
import PluginKit
import SQLiteStorage
import Schemas
import Services
import Storage
import Values

/// A database in a folder of its own that packs are applied to, each time by another process so to say: with a store of
/// its own.
struct LivingEdition: Sendable {
    let folder: String
    let clock = TestClock()
    let contributions: Contributions

    var database: String { folder + "/life.db" }

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/trellis-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        contributions = try Contributions(plugins: [ChineseIdentifiers()])
    }

    func store() throws -> SQLiteStore {
        try SQLiteStore(
            path: database, functions: contributions.functions,
            calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
    }

    func open() throws -> Workspace {
        try Workspace.open(store: store(), contributions: contributions, clock: clock.workspaceClock)
    }

    func load(_ packs: [String]) throws -> PackLoading {
        let loading = PackLoader(contributions)
            .load(texts: packs.enumerated().map { (path: "pack\($0).xml", text: $1) })
        guard loading.model != nil else { throw PackFault(findings: loading.diagnostics.json) }
        return loading
    }

    @discardableResult
    func apply(_ packs: String..., backup: Backup = .none) async throws -> Workspace {
        try await apply(load(packs), backup: backup)
    }

    /// Applies by a plan that knows the model before, as the commands make it.
    @discardableResult
    func apply(_ loading: PackLoading, backup: Backup = .none) async throws -> Workspace {
        guard let model = loading.model else { throw PackFault(findings: loading.diagnostics.json) }
        let store = try store()
        return try await Workspace.apply(
            Workspace.plan(model, for: store, contributions), model, texts: loading.texts, to: store,
            contributions: contributions, clock: clock.workspaceClock, backup: backup)
    }

    /// What lies in the database's folder.
    var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
    }
}

extension Workspace {
    var engine: Invocation { invocation(.engine, .api) }
}

/// Bicycle repair as its maker goes on: riders have a colour.
let bicycleRepair2 =
    bicycleRepair
    .replacing("version=\"1.0.0\"", with: "version=\"2.0.0\"")
    .replacing(
        "<field id=\"owner\"",
        with: """
            <field id="colour" type="text"><label>Colour</label><label xml:lang="zh-Hans">颜色</label></field>
            <field id="owner"
            """)
