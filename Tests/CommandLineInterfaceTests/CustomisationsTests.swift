// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import CommandLineInterface
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
import Synchronization
import Testing
import Values

@Suite("What administrators made, on the command line")
struct CustomisationsTests {
    /// Two packs in a folder, a database made of them, and what the commands answer.
    private struct Site {
        let folder: String
        var database: String { folder + "/site.db" }

        static func make() async throws -> Site {
            let site = Site(folder: FileManager.default.temporaryDirectory.path + "/site-\(UUID().uuidString)")
            try site.write(harbour, as: "harbour")
            try site.write(tides, as: "tides")
            #expect(await site.run("apply", site.folder + "/harbour", site.folder + "/tides").code == 0)
            return site
        }

        func write(_ text: String, as pack: String) throws {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(pack)", withIntermediateDirectories: true)
            try text.write(toFile: "\(folder)/\(pack)/pack.xml", atomically: true, encoding: .utf8)
        }

        private static func store(_ path: String) throws -> SQLiteStore {
            try SQLiteStore(
                path: path, functions: Contributions(plugins: [ChineseIdentifiers()]).functions,
                calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
        }

        func open(_ database: String? = nil) throws -> Workspace {
            try Workspace.open(
                store: Self.store(database ?? self.database),
                contributions: Contributions(plugins: [ChineseIdentifiers()]))
        }

        func customise(_ changes: Customisation...) async throws {
            let workspace = try open()
            for change in changes {
                try await workspace.customise(
                    change, seen: workspace.editionNumber, workspace.invocation(.engine, .browser))
            }
        }

        func run(_ arguments: String..., on database: String? = nil) async -> (code: Int32, output: String) {
            let collected = Written()
            let environment = CommandEnvironment(
                plugins: [ChineseIdentifiers()], openStore: { try Self.store($0) }, serve: { _, _ in },
                write: { collected.add($0) }, writeError: { collected.add($0) })
            let code = await Trellis.run(arguments + ["--database", database ?? self.database], in: environment)
            return (code, collected.text)
        }

        var boat: Entity? { get throws { try open().model.current.model.entities["Boat"] } }
    }

    private func named(_ id: String) -> Customisation.NewName {
        Customisation.NewName(id: id, label: Label(english: "A < B & \"C\"", chinese: "甲"))
    }

    private var draught: Customisation {
        .addField(entity: "Boat", Customisation.NewField(name: named("draught"), type: "integer", behind: "name"))
    }

    @Test("are listed with who made them and when")
    func list() async throws {
        let site = try await Site.make()
        #expect(await site.run("customisations", "list").output == "Nothing was customised.\n")
        try await site.customise(draught)
        let listed = await site.run("customisations", "list").output
        #expect(listed.contains("field Boat.draught") && listed.contains("engine"))
    }

    @Test("stay when the vendor's folders are applied again, also newer ones")
    func upgrade() async throws {
        let site = try await Site.make()
        try await site.customise(draught)
        let folders = [site.folder + "/harbour", site.folder + "/tides"]
        #expect(await site.run("apply", folders[0], folders[1]).output == "Nothing to do.\n")
        try site.write(
            harbour.replacing("version=\"1.0.0\"", with: "version=\"1.1.0\"")
                .replacing("English name", with: "Ship’s name"), as: "harbour")
        #expect(await site.run("apply", folders[0], folders[1]).code == 0)
        #expect(try site.boat?.fields["draught"] != nil)
        #expect(try site.boat?.fields["name"]?.label.english == "Ship’s name")
        #expect(await site.run("customisations", "list").output.contains("field Boat.draught"))
    }

    @Test("are exported as a formatted pack, which makes the same elsewhere")
    func export() async throws {
        let site = try await Site.make()
        try await site.customise(draught)
        let folder = site.folder + "/out/customisations"
        #expect(await site.run("customisations", "export", folder).code == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == ["0001.xml", "pack.xml"])
        for name in names {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            var findings = DiagnosticList()
            #expect(PackFormatter.formatted(PackFile(path: name, text: text), &findings) == text)
        }
        let other = site.folder + "/other.db"
        let applied = await site.run(
            "apply", site.folder + "/harbour", site.folder + "/tides", folder, on: other)
        #expect(applied.code == 0, "\(applied.output)")
        let field = try site.open(other).model.current.model.entities["Boat"]?.fields["draught"]
        #expect(field?.label.english == "A < B & \"C\"")
        #expect(await site.run("customisations", "export", site.folder).code == 3)
    }

    @Test("from folders take the place of those in the database, and are added to in the browser")
    func folders() async throws {
        let site = try await Site.make()
        try await site.customise(draught)
        try site.write(byHand, as: "customisations")
        let folders = ["harbour", "tides", "customisations"].map { "\(site.folder)/\($0)" }
        #expect(await site.run("apply", folders[0], folders[1], folders[2]).code == 0)
        #expect(try site.boat?.fields["draught"] == nil)
        #expect(try site.boat?.fields["flag"] != nil)
        try await site.customise(draught)
        #expect(try site.boat?.fields["draught"] != nil)
        #expect(try site.boat?.fields["flag"] != nil)
    }

    @Test("do not keep a pack from being detached that they are not about, and name themselves if they are")
    func detach() async throws {
        let site = try await Site.make()
        try await site.customise(draught)
        #expect(await site.run("detach", "tides").output.contains("tides is detached."))
        #expect(try site.boat?.fields["draught"] != nil)
        #expect(await site.run("attach", "tides").code == 0)
        try await site.customise(
            .addField(entity: "Tide", Customisation.NewField(name: named("height"), type: "integer")))
        let refused = await site.run("detach", "tides")
        #expect(refused.code != 0)
        #expect(refused.output.contains("customisations/0002.xml"))
    }
}

/// What a command wrote.
private final class Written: Sendable {
    private let written = Mutex("")

    func add(_ text: String) { written.withLock { $0 += text } }
    var text: String { written.withLock { $0 } }
}

private let harbour = """
    <pack xmlns="urn:trellis:pack:1" id="harbour" version="1.0.0">
      <label>Harbour</label><label xml:lang="zh-Hans">港口</label>
      <entity id="Boat" title="name">
        <label>Boat</label><label xml:lang="zh-Hans">船</label>
        <plural>Boats</plural><plural xml:lang="zh-Hans">船</plural>
        <field id="name" type="text" required="true"><label>English name</label><label xml:lang="zh-Hans">名称</label></field>
        <page><section id="main" fields="name"><label>Main</label><label xml:lang="zh-Hans">主要</label></section></page>
      </entity>
    </pack>
    """

private let tides = """
    <pack xmlns="urn:trellis:pack:1" id="tides" version="1.0.0" requires="harbour ^1.0">
      <label>Tides</label><label xml:lang="zh-Hans">潮汐</label>
      <entity id="Tide" title="name">
        <label>Tide</label><label xml:lang="zh-Hans">潮</label>
        <plural>Tides</plural><plural xml:lang="zh-Hans">潮</plural>
        <field id="name" type="text" required="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
      </entity>
    </pack>
    """

private let byHand = """
    <pack xmlns="urn:trellis:pack:1" id="customisations" version="3.0.0" requires="harbour ^1.0">
      <label>Ours</label><label xml:lang="zh-Hans">本公司</label>
      <extend entity="Boat">
        <field id="flag" type="text"><label>Flag</label><label xml:lang="zh-Hans">船旗</label></field>
      </extend>
    </pack>
    """
