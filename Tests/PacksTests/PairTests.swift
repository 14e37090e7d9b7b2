// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
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

@Suite("Packs of different trades in one system")
struct PairTests {
    private static let verticals =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/verticals"

    static let packs = ((try? FileManager.default.contentsOfDirectory(atPath: verticals)) ?? [])
        .filter { FileManager.default.fileExists(atPath: "\(verticals)/\($0)/pack.xml") }.sorted()

    /// Every two packs, and all of them.
    static let combinations: [[String]] =
        packs.indices.flatMap { first in packs[(first + 1)...].map { [packs[first], $0] } } + [packs]

    @Test("any packs load together, each with its own pipelines, and nobody's are lost", arguments: combinations)
    func together(_ names: [String]) throws {
        let loading = try Self.load(names)
        let model = try #require(
            loading.model, "\(DiagnosticPrinter(sources: loading.sources).text(loading.diagnostics))")
        for name in names {
            let alone = try #require(try Self.load([name]).model)
            #expect(Set(alone.pipelines.keys).isSubset(of: model.pipelines.keys))
            #expect(Set(alone.reports.keys).isSubset(of: model.reports.keys))
            #expect(Set(alone.roles.keys).isSubset(of: model.roles.keys))
            for entity in alone.entities.values {
                #expect(Set(entity.fields.keys).isSubset(of: model.entities[entity.name]?.fields.keys ?? []))
            }
        }
    }

    /// A layer that gives a trade pipelines of its own on the entities that all trades share.
    private static func desk(_ name: String) -> PackFile {
        func pipeline(_ entity: String) -> String {
            """
            <pipeline id="\(name)\(entity)Care" entity="\(entity)" field="\(name)Care">
              <label>\(name)</label><label xml:lang="zh-Hans">跟进</label>
              <stage id="begun" category="open"><label>Begun</label><label xml:lang="zh-Hans">开始</label></stage>
              <stage id="ended" category="won"><label>Ended</label><label xml:lang="zh-Hans">结束</label></stage>
              <transition from="begun" to="ended"/>
            </pipeline>
            """
        }
        return PackFile(
            path: "\(name)-desk/pack.xml",
            text: """
                <pack xmlns="urn:trellis:pack:1" id="\(name)-desk" version="1.0.0" requires="\(name) >=0.1">
                  <label>Desk</label><label xml:lang="zh-Hans">工作台</label>
                  \(pipeline("Account"))\(pipeline("Opportunity"))
                </pack>
                """)
    }

    @Test(
        "any packs apply to one database, where each trade moves the same account and opportunity through its own pipeline",
        arguments: combinations)
    func applied(_ names: [String]) async throws {
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let loader = PackLoader(contributions)
        var texts = try Self.load(names).texts
        texts.packs += names.map { PackTexts(folder: nil, files: [Self.desk($0)]) }
        let loading = loader.load(texts)
        let model = try #require(
            loading.model, "\(DiagnosticPrinter(sources: loading.sources).text(loading.diagnostics))")
        let store = try SQLiteStore(
            path: FileManager.default.temporaryDirectory.path + "/pair-\(UUID().uuidString).db",
            functions: contributions.functions,
            calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
        let workspace = try await Workspace.apply(
            Workspace.plan(model, for: store), model, texts: loading.texts, to: store, contributions: contributions)
        let everything = workspace.invocation(.engine, .api)
        let account = try await workspace.create("Account", ["name": .text("王伟")], everything).id
        let opportunity = try await workspace.create(
            "Opportunity", ["name": .text("王伟"), "account": .identifier(account)], everything
        ).id
        let shared: KeyValuePairs<EntityName, RecordID> = ["Account": account, "Opportunity": opportunity]
        for (entity, id) in shared {
            for name in names {
                _ = try await workspace.move(
                    StageMove(
                        entity: entity, id: id, pipeline: PipelineName("\(name)\(entity)Care"), to: "ended"),
                    everything)
            }
            let record = try workspace.record(entity, id, everything)
            #expect(names.allSatisfy { record[FieldName("\($0)Care")] == .text("ended") })
        }
        #expect(try workspace.drift() == [])
    }

    private static func load(_ names: [String]) throws -> PackLoading {
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        return PackLoader(contributions)
            .load(folders: names.map { "\(verticals)/\($0)" })
    }
}
