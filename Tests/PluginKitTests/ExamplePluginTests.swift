// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Example
import Expressions
import Foundation
import Packs
import PluginKit
import SQLiteStorage
import Services
import Storage
import Testing
import Values

/// Sculptors, whose works are signed with their initials.
private let studio = """
    <pack xmlns="urn:trellis:pack:1" id="studio" version="1.0.0">
      <label>Studio</label><label xml:lang="zh-Hans">工作室</label>
      <entity id="Sculptor" title="name">
        <label>Sculptor</label><label xml:lang="zh-Hans">雕塑家</label>
        <plural>Sculptors</plural><plural xml:lang="zh-Hans">雕塑家</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">姓名</label></field>
        <field id="mark" type="text"><label>Mark</label><label xml:lang="zh-Hans">签名</label></field>
        <field id="clay" type="colour"><label>Clay</label><label xml:lang="zh-Hans">陶土</label></field>
        <field id="slogan" type="text"><label>Slogan</label><label xml:lang="zh-Hans">口号</label></field>
        <field id="short" type="text" compute="initials(name)"><label>Short</label><label xml:lang="zh-Hans">缩写</label></field>
      </entity>
      <automation id="signs" entity="Sculptor" on="create">
        <label>Signs</label><label xml:lang="zh-Hans">签名</label>
        <call action="example.initials"><with id="of" value="name"/><with id="field" value="'mark'"/></call>
      </automation>
    </pack>
    """

@Suite("The example plugin")
struct ExamplePluginTests {
    private let workspace: Workspace

    init() async throws {
        let contributions = try Contributions(plugins: [ExamplePlugin()])
        let loading = PackLoader(contributions).load(texts: [(path: "pack.xml", text: studio)])
        let model = try #require(loading.model, "\(loading.diagnostics.json)")
        let store = try SQLiteStore(
            path: FileManager.default.temporaryDirectory.path + "/studio-\(UUID().uuidString).db",
            functions: contributions.functions,
            calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 0 }))
        workspace = try await Workspace.apply(
            Workspace.plan(model, for: store), model, texts: loading.texts, to: store, contributions: contributions,
            clock: WorkspaceClock(now: { Instant(microseconds: 1_795_406_400_000_000) }, offset: { _ in 0 }))
    }

    private var engine: Invocation { workspace.invocation(.engine, .api) }

    private func sculptor(_ values: [FieldName: Value]) async throws -> RecordID {
        let id = try await workspace.create("Sculptor", values, engine).id
        try await workspace.runDueJobs(until: workspace.clock.now())
        return id
    }

    @Test("its action writes the initials of a text to the field that the automation names")
    func action() async throws {
        let id = try await sculptor(["name": .text("barbara  hepworth")])
        #expect(try workspace.record("Sculptor", id, engine)["mark"] == .text("BH"))
        let called = try workspace.firings(of: id, limit: 5, engine).first { $0.automation == "call example.initials" }
        #expect(called?.detail.effects == ["wrote the initials to mark"])
    }

    @Test("its action fails where there is no text, and says so in both languages")
    func noText() async throws {
        let id = try await sculptor([:])
        #expect(try workspace.record("Sculptor", id, engine)["mark"] == .null)
        let failed = try workspace.firings(of: id, limit: 5, engine).first { $0.outcome == .failed }
        #expect(failed?.detail.error?.contains("There is no text to take initials of.") == true)
    }

    @Test("its function, its field type and its hook work on records")
    func others() async throws {
        let id = try await sculptor(["name": .text("Henry Moore"), "clay": .text("#1a2b3c")])
        let record = try workspace.record("Sculptor", id, engine)
        #expect(record["short"] == .text("HM") && record["clay"] == .text("#1A2B3C"))
        for (field, code) in [("clay", "invalid"), ("slogan", "example.shouting")] as [(FieldName, String)] {
            let error = await #expect(throws: ServiceError.self) {
                try await workspace.create("Sculptor", [field: .text("LOUD")], engine)
            }
            guard case .invalid(let findings)? = error else {
                Issue.record("\(field) was not refused")
                continue
            }
            #expect(findings.map(\.code) == [code])
        }
    }
}
