// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import CommandLineInterface
import Expressions
import Foundation
import PluginKit
import SQLiteStorage
import Services
import Synchronization
import Testing
import Values

@Suite("The commands about time")
struct TimeCommandTests {
    private static let boathouse = """
        <pack xmlns="urn:trellis:pack:1" id="boathouse" version="1.0.0">
          <label>Boathouse</label><label xml:lang="zh-Hans">船屋</label>
          <entity id="Boat" title="name">
            <label>Boat</label><label xml:lang="zh-Hans">船</label><plural>Boats</plural><plural xml:lang="zh-Hans">船</plural>
            <field id="name" type="text" required="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
            <field id="state" type="text"><label>State</label><label xml:lang="zh-Hans">状态</label></field>
            <field id="bought" type="date" default="today()"><label>Bought</label><label xml:lang="zh-Hans">购买日</label></field>
          </entity>
          <automation id="christen" entity="Boat" on="create" when="name ne 'Raft'">
            <label>Christen</label><label xml:lang="zh-Hans">命名</label><set field="state" value="'christened'"/>
          </automation>
          <automation id="inspect" entity="Boat" on="date" field="bought" after="P30D">
            <label>Inspect</label><label xml:lang="zh-Hans">检查</label><set field="state" value="'to inspect'"/>
          </automation>
        </pack>
        """

    private func trellis(_ arguments: [String]) async -> (code: Int32, output: String) {
        let output = Mutex("")
        let environment = CommandEnvironment(
            plugins: [ChineseIdentifiers()],
            openStore: { path in
                let functions = try Contributions(plugins: [ChineseIdentifiers()]).functions
                return try SQLiteStore(
                    path: path, functions: functions,
                    calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
            }, serve: { _, _ in }, write: { text in output.withLock { $0 += text } },
            writeError: { text in output.withLock { $0 += text } })
        let code = await Trellis.run(arguments, in: environment)
        return (code, output.withLock { $0 })
    }

    @Test("what waits is listed and done, what was done is traced, and what would be done is told")
    func commands() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/boathouse-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Self.boathouse.write(toFile: folder + "/pack.xml", atomically: true, encoding: .utf8)
        let database = ["--database", folder + "/boats.db"]
        #expect(await trellis(["apply", folder] + database).code == 0)
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let store = try SQLiteStore(
            path: folder + "/boats.db", functions: contributions.functions,
            calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
        let workspace = try Workspace.open(store: store, contributions: contributions)
        for name in ["Swan", "Raft"] {
            _ = try await workspace.create("Boat", ["name": .text(name)], workspace.invocation(.engine, .commandLine))
        }
        let waiting = await trellis(["jobs"] + database)
        #expect(waiting.code == 0 && waiting.output.contains("christen") && waiting.output.contains("inspect"))
        #expect(await trellis(["jobs", "run"] + database).output.contains("tried."))
        let trace = await trellis(["trace", "Swan"] + database)
        #expect(trace.output.contains("fired") && trace.output.contains("set state"))
        let other = await trellis(["trace", "Raft"] + database)
        #expect(other.output.contains("notMet") && other.output.contains("name ne 'Raft' (name = Raft)"))
        let simulated = await trellis(["simulate", "Raft", "--days", "31"] + database)
        #expect(simulated.code == 0 && simulated.output.contains("inspect") && simulated.output.contains("set state"))
        #expect(await trellis(["simulate", "Raft", "--days", "20"] + database).output.contains("Nothing would happen"))
        #expect(await trellis(["trace", "Nobody"] + database).code == 2)
        #expect(await trellis(["jobs", "retry", "x"] + database).code == 64)
    }
}
