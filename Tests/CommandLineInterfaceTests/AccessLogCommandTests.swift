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

@Suite("The access log on a terminal")
struct AccessLogCommandTests {
    private static let harbour = """
        <pack xmlns="urn:trellis:pack:1" id="harbour" version="1.0.0">
          <label>Harbour</label><label xml:lang="zh-Hans">港口</label>
          <entity id="Berth" title="name">
            <label>Berth</label><label xml:lang="zh-Hans">泊位</label><plural>Berths</plural><plural xml:lang="zh-Hans">泊位</plural>
            <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
            <list columns="name"/>
          </entity>
          <report id="berths" entity="Berth"><label>Berths</label><label xml:lang="zh-Hans">泊位</label>
            <group id="name" by="name"><label>Name</label><label xml:lang="zh-Hans">名称</label></group>
            <measure id="n" count="true"><label>Berths</label><label xml:lang="zh-Hans">泊位</label></measure></report>
          <role id="master" capabilities="export"><label>Master</label><label xml:lang="zh-Hans">港长</label>
            <allow entity="Berth" read="all"/></role>
        </pack>
        """

    private let folder = FileManager.default.temporaryDirectory.path + "/harbour-\(UUID().uuidString)"
    private var database: [String] { ["--database", folder + "/harbour.db"] }

    private func trellis(_ arguments: [String]) async -> (code: Int32, output: String) {
        let output = Mutex("")
        let environment = CommandEnvironment(
            plugins: [ChineseIdentifiers()],
            openStore: {
                try SQLiteStore(
                    path: $0, functions: Contributions(plugins: [ChineseIdentifiers()]).functions,
                    calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
            }, serve: { _, _ in }, write: { text in output.withLock { $0 += text } },
            writeError: { text in output.withLock { $0 += text } })
        let code = await Trellis.run(arguments + database, in: environment)
        return (code, output.withLock { $0 })
    }

    @Test("shows the exports of the terminal itself, of persons and of the operator, as a table and as JSON")
    func exports() async throws {
        try FileManager.default.createDirectory(atPath: folder + "/harbour", withIntermediateDirectories: true)
        try Self.harbour.write(toFile: folder + "/harbour/pack.xml", atomically: true, encoding: .utf8)
        #expect(await trellis(["apply", folder + "/harbour"]).code == 0)
        #expect(await trellis(["user", "set", "mia", "--name", "Mia", "--role", "master"]).code == 0)
        #expect(await trellis(["export", "Berth", "--filter", "name ne 'x'"]).code == 0)
        #expect(await trellis(["report", "berths", "--format", "csv", "--as", "mia"]).code == 0)
        let table = await trellis(["access-log"])
        #expect(table.code == 0 && table.output.contains("operator") && table.output.contains("Mia"))
        #expect(table.output.contains("Berth name ne 'x'") && table.output.contains("Berth berths"))
        let person = await trellis(["access-log", "--person", "mia", "--format", "json"]).output
        #expect(person.contains("\"who\":\"Mia\"") && person.contains("\"rows\":0") && !person.contains("operator"))
        #expect(person.contains("\"outcome\":\"finished\"") && person.contains("\"door\":\"cli\""))
        #expect(await trellis(["access-log", "--kind", "reveal", "--format", "json"]).output == "[]\n")
        #expect(await trellis(["access-log", "--limit", "1"]).output.contains("There are older entries: --after"))
        #expect(await trellis(["access-log", "--person", "zoe"]).code == 2)
        #expect(await trellis(["access-log", "--from", "soon"]).code == 64)
        #expect(await trellis(["access-log", "--as", "mia"]).code == 3)
    }
}
