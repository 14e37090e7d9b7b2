// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import CommandLineInterface
import Expressions
import Foundation
import PluginKit
import SQLiteStorage
import Services
import Storage
import Synchronization
import Testing
import Values

@Suite("The command trellis")
struct CommandTests {
    private static let core =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/verticals/core"

    private struct Answer {
        let code: Int32
        let output: String
        let errors: String
    }

    private func trellis(_ arguments: String...) async -> Answer { await trellis(arguments) { _, _ in } }

    private func trellis(
        _ arguments: [String], serve: @escaping @Sendable (Workspace, ServeSettings) async throws -> Void
    ) async -> Answer {
        let collected = Texts()
        let environment = CommandEnvironment(
            plugins: [ChineseIdentifiers()],
            openStore: { path in
                let functions = try Contributions(plugins: [ChineseIdentifiers()]).functions
                return try SQLiteStore(
                    path: path, functions: functions,
                    calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
            }, serve: serve, write: { collected.add($0) }, writeError: { collected.addError($0) })
        let code = await Trellis.run(arguments, in: environment)
        return Answer(code: code, output: collected.output, errors: collected.errors)
    }

    private func database() -> String {
        FileManager.default.temporaryDirectory.path + "/commands-\(UUID().uuidString).db"
    }

    @Test("check ends with 0 for a pack without errors, and with 2 for a folder that is not there")
    func check() async {
        let good = await trellis("check", Self.core)
        #expect(good.code == 0)
        #expect(good.output.contains("no errors"))
        #expect(await trellis("check", "/nowhere").code == 2)
    }

    @Test("apply does what plan shows, and then there is nothing left to do")
    func applies() async {
        let database = database()
        #expect(await trellis("plan", Self.core, "--database", database).output.contains("+ table account"))
        #expect(await trellis("apply", Self.core, "--database", database).code == 0)
        #expect(await trellis("apply", Self.core, "--database", database).output == "Nothing to do.\n")
    }

    @Test("a pack is detached, attached and purged by name, each shown before it is done")
    func detaches() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/packs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/boats", withIntermediateDirectories: true)
        try boats.write(toFile: folder + "/boats/pack.xml", atomically: true, encoding: .utf8)
        let database = database()
        #expect(await trellis("apply", Self.core, folder + "/boats", "--database", database).code == 0)
        let plan = await trellis("detach", "boats", "--plan", "--database", database)
        #expect(plan.code == 0 && plan.output.contains("- detach Boat"))
        #expect(await trellis("purge", "boats", "--database", database).code == 1)
        #expect(await trellis("detach", "boats", "--database", database).output.contains("boats is detached."))
        #expect(await trellis("detach", "boats", "--database", database).code == 2)
        #expect(await trellis("query", "Boat", "--database", database).code == 2)
        let export = await trellis("export", "Boat", "--detached", "boats", "--database", database)
        #expect(export.code == 0 && export.output.contains("Name"))
        #expect(await trellis("attach", "boats", "--database", database).output.contains("boats is attached."))
        #expect(await trellis("detach", "boats", "--database", database).code == 0)
        let listed = await trellis("purge", "boats", "--database", database)
        #expect(listed.code == 3 && listed.output.contains("Boat"))
        #expect(await trellis("purge", "boats", "--confirm", "boat", "--database", database).code == 64)
        #expect(
            await trellis("purge", "boats", "--confirm", "boats", "--database", database).output.contains("Purged."))
        #expect(await trellis("export", "Boat", "--database", database).code == 2)
        #expect(await trellis("doctor", "--database", database).output == "The database is as its model says.\n")
    }

    private let boats = """
        <pack xmlns="urn:trellis:pack:1" id="boats" version="1.0.0">
          <label>Boats</label><label xml:lang="zh-Hans">船</label>
          <entity id="Boat" title="name">
            <label>Boat</label><label xml:lang="zh-Hans">船</label>
            <plural>Boats</plural><plural xml:lang="zh-Hans">船</plural>
            <field id="name" type="text" required="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
          </entity>
        </pack>
        """

    @Test("a wrong filter is shown with its place and what to write instead")
    func query() async {
        let database = database()
        _ = await trellis("apply", Self.core, "--database", database)
        let answer = await trellis("query", "Contact", "--filter", "nmae eq 'x'", "--database", database)
        #expect(answer.code == 1)
        #expect(answer.errors.contains("Did you mean “name”?"))
    }

    @Test("docs writes a file for each language, which link to each other, or one file for one language")
    func docs() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/docs-\(UUID().uuidString)"
        #expect(await trellis("docs", Self.core, "--output", folder).code == 0)
        let english = try String(contentsOfFile: folder + "/index.html", encoding: .utf8)
        let chinese = try String(contentsOfFile: folder + "/index.zh-Hans.html", encoding: .utf8)
        #expect(english.contains("href=\"index.zh-Hans.html\"") && english.contains("lang=\"en\""))
        #expect(chinese.contains("href=\"index.html\"") && chinese.contains("lang=\"zh-Hans\""))
        let file = folder + "/one.html"
        #expect(await trellis("docs", Self.core, "--output", file, "--language", "zh-Hans").output == file + "\n")
        #expect(try !String(contentsOfFile: file, encoding: .utf8).contains("index.html"))
        #expect(await trellis("docs", Self.core, "--output", file, "--language", "fr").code == 64)
    }

    @Test("serve says where it serves when nothing stands in the way, and else only what does")
    func serves() async {
        let database = database()
        _ = await trellis("apply", Self.core, "--database", database)
        let command = ["serve", "--database", database, "--port", "9009"]
        let served = await trellis(command) { _, settings in settings.announce() }
        #expect(served.code == 0 && served.output == "Trellis serves http://127.0.0.1:9009\n")
        let refused = await trellis(command) { _, _ in throw StartFailure("A folder is missing. Copy it.") }
        #expect(refused.code == 70 && refused.output.isEmpty && refused.errors == "A folder is missing. Copy it.\n")
    }

    @Test("a database that is not there, an unknown user and wrong usage have codes of their own")
    func codes() async {
        #expect(await trellis("query", "Contact", "--database", "/nowhere.db").code == 2)
        #expect(await trellis("query").code == 64)
        let database = database()
        _ = await trellis("apply", Self.core, "--database", database)
        #expect(await trellis("query", "Contact", "--as", "nobody", "--database", database).code == 2)
    }
}

/// What a command wrote.
private final class Texts: Sendable {
    private let texts = Mutex((output: "", errors: ""))

    func add(_ text: String) { texts.withLock { $0.output += text } }
    func addError(_ text: String) { texts.withLock { $0.errors += text } }
    var output: String { texts.withLock { $0.output } }
    var errors: String { texts.withLock { $0.errors } }
}
