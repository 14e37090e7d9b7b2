// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import Foundation
import OrderedCollections
import Packs
import PluginKit
import SQLiteStorage
import Services
import Storage
import Testing
import Values

@Suite("The life of an edition in its database")
struct EditionLifeTests {
    private static func pack(_ version: String, _ fields: String) -> String {
        """
        <pack xmlns="urn:trellis:pack:1" id="shop" version="\(version)">
          <label>Shop</label><label xml:lang="zh-Hans">车行</label>
          <entity id="Bike" title="name">
            <label>Bike</label><label xml:lang="zh-Hans">自行车</label>
            <plural>Bikes</plural><plural xml:lang="zh-Hans">自行车</plural>
            <field id="name" type="text" required="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
            \(fields)
          </entity>
        </pack>
        """
    }

    private static let first = pack("1.0.0", "")
    private static let second = pack(
        "1.1.0", "<field id=\"price\" type=\"money\"><label>Price</label><label xml:lang=\"zh-Hans\">价格</label></field>"
    )

    /// Another process at the same database.
    private struct Process {
        let store: SQLiteStore
        let contributions: Contributions

        init(path: String) throws {
            contributions = try Contributions(plugins: [])
            store = try SQLiteStore(
                path: path, functions: contributions.functions,
                calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 0 }))
        }

        func apply(_ text: String) async throws -> Workspace {
            let loading = PackLoader(contributions)
                .load(texts: [(path: "gone/pack.xml", text: text)])
            let model = try #require(loading.model, "\(loading.diagnostics.json)")
            return try await Workspace.apply(
                Workspace.plan(model, for: store), model, texts: loading.texts, to: store, contributions: contributions)
        }

        func open() throws -> Workspace { try Workspace.open(store: store, contributions: contributions) }
    }

    private static func path() -> String {
        FileManager.default.temporaryDirectory.path + "/life-\(UUID().uuidString).db"
    }

    private func create(_ name: String, in workspace: Workspace, _ context: Invocation? = nil) async throws {
        _ = try await workspace.create(
            "Bike", ["name": .text(name)], context ?? workspace.invocation(.engine, .api))
    }

    @Test("a database is opened without the folders that its packs came from")
    func opensAlone() async throws {
        let path = Self.path()
        try await create("Dove", in: Process(path: path).apply(Self.first))
        let workspace = try Process(path: path).open()
        #expect(workspace.model.current.model.packs.map(\.name) == ["system", "shop"])
        #expect(try workspace.list(ListRequest(entity: "Bike"), workspace.invocation(.engine, .api)).records.count == 1)
    }

    @Test("a process takes the edition that another one applied")
    func follows() async throws {
        let path = Self.path()
        let server = try await Process(path: path).apply(Self.first)
        #expect(try !server.follow())
        _ = try await Process(path: path).apply(Self.second)
        #expect(try server.follow())
        #expect(server.model.current.model.entities["Bike"]?.fields["price"] != nil)
        #expect(server.model.current.edition == 2)
        #expect(try !server.follow())
    }

    @Test("a write that began with the edition before is done on the one that another process applied")
    func redoesOldWrites() async throws {
        let path = Self.path()
        let server = try await Process(path: path).apply(Self.first)
        let early = server.invocation(.engine, .api)
        try await create("Dove", in: server, early)
        _ = try await Process(path: path).apply(Self.second)
        try await create("Swan", in: server, early)
        #expect(server.model.current.edition == 2)
        #expect(try server.list(ListRequest(entity: "Bike"), early).records.count == 2)
    }

    @Test("the store refuses writes of an older edition, also of the process that applied the newer one")
    func refusesOldWrites() async throws {
        let process = try Process(path: Self.path())
        let before = try await process.apply(Self.first)
        let early = before.invocation(.engine, .api)
        _ = try await process.apply(Self.second)
        await #expect(throws: StoreError.editionChanged) {
            try await process.store.write(early.environment) { _ = try $0.next(counter: "any", period: "") }
        }
        try await create("Swan", in: before, early)
    }

    @Test("every edition is kept with its texts, and the same one is not kept twice")
    func keepsAll() async throws {
        let process = try Process(path: Self.path())
        for text in [Self.first, Self.second, Self.second] { _ = try await process.apply(text) }
        let book = EditionBook(process.store, process.contributions)
        #expect(try book.all.map(\.number) == [2, 1])
        #expect(try book.all.map(\.packs) == ["system 1.0.0, shop 1.1.0", "system 1.0.0, shop 1.0.0"])
        #expect(try book.edition(1)?.texts.packs.first?.files.first?.text == Self.first)
        #expect(try book.edition(3) == nil)
    }
}
