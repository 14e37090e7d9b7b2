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

@Suite("The numbers of a report on a terminal")
struct ReportCommandTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/reports-\(UUID().uuidString)"
    private var database: String { folder + "/fleet.db" }

    private func openStore(_ path: String) throws -> SQLiteStore {
        try SQLiteStore(
            path: path, functions: Contributions(plugins: [ChineseIdentifiers()]).functions,
            calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
    }

    private func trellis(_ arguments: String...) async -> String {
        let output = Mutex("")
        let environment = CommandEnvironment(
            plugins: [ChineseIdentifiers()], openStore: { try openStore($0) }, serve: { _, _ in },
            write: { text in output.withLock { $0 += text } }, writeError: { text in output.withLock { $0 += text } })
        #expect(await Trellis.run(arguments, in: environment) == 0)
        return output.withLock { $0 }
    }

    private func fleet() async throws {
        try FileManager.default.createDirectory(atPath: folder + "/fleet", withIntermediateDirectories: true)
        try fleetPack.write(toFile: folder + "/fleet/pack.xml", atomically: true, encoding: .utf8)
        _ = await trellis("apply", folder + "/fleet", "--database", database)
        let workspace = try Workspace.open(
            store: openStore(database), contributions: Contributions(plugins: [ChineseIdentifiers()]))
        for day in ["2026-05-02", "2026-04-30"] {
            let values: [String: Value] = [
                "kind": .text("long"), "day": Value(canonicalText: day, as: .date),
                "seen": Value(canonicalText: day + "T16:30:00Z", as: .instant),
                "length": .duration(TimeSpan(microseconds: 3 * TimeSpan.microsecondsPerDay)),
            ]
            _ = try await workspace.create(
                "Trip", Dictionary(uniqueKeysWithValues: values.map { (FieldName($0), $1) }),
                workspace.invocation(.engine, .api))
        }
    }

    @Test("days, moments and lengths of time stand in the table as what they are, without quotes")
    func table() async throws {
        try await fleet()
        let table = await trellis("report", "trips", "--database", database)
        #expect(table.contains("2026-04-30") && table.contains("2026-05-02") && table.contains("3 d"))
        #expect(table.contains("2026-05-03 00:30"))
        #expect(!table.contains("\""))
    }

    @Test("in JSON they are texts in the form that programs read")
    func json() async throws {
        try await fleet()
        let json = await trellis("report", "trips", "--format", "json", "--database", database)
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: String]])
        #expect(rows.first?["first"] == "2026-04-30" && rows.first?["seen"] == "2026-05-02T16:30:00Z")
        #expect(rows.first?["longest"] == "P3D")
    }
}

private let fleetPack = """
    <pack xmlns="urn:trellis:pack:1" id="fleet" version="1.0.0">
      <label>Fleet</label><label xml:lang="zh-Hans">船队</label>
      <entity id="Trip" title="kind">
        <label>Trip</label><label xml:lang="zh-Hans">航程</label><plural>Trips</plural><plural xml:lang="zh-Hans">航程</plural>
        <field id="kind" type="text"><label>Kind</label><label xml:lang="zh-Hans">种类</label></field>
        <field id="day" type="date"><label>Day</label><label xml:lang="zh-Hans">日期</label></field>
        <field id="seen" type="dateTime"><label>Seen</label><label xml:lang="zh-Hans">所见</label></field>
        <field id="length" type="duration"><label>Length</label><label xml:lang="zh-Hans">时长</label></field>
      </entity>
      <report id="trips" entity="Trip">
        <label>Trips</label><label xml:lang="zh-Hans">航程</label>
        <group id="kind" by="kind"><label>Kind</label><label xml:lang="zh-Hans">种类</label></group>
        <measure id="first" value="day" with="min"><label>First</label><label xml:lang="zh-Hans">最早</label></measure>
        <measure id="last" value="day" with="max"><label>Last</label><label xml:lang="zh-Hans">最晚</label></measure>
        <measure id="seen" value="seen" with="max"><label>Seen</label><label xml:lang="zh-Hans">所见</label></measure>
        <measure id="longest" value="length" with="max"><label>Longest</label><label xml:lang="zh-Hans">最长</label></measure>
      </report>
    </pack>
    """
