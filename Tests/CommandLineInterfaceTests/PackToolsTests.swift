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

@Suite("The commands for people who write packs")
struct PackToolsTests {
    private static let verticals =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/verticals"

    /// A folder of this test alone, with the core pack in it.
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/packs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Self.verticals + "/core", toPath: folder + "/core")
    }

    private struct Answer {
        let code: Int32
        let output: String
        let errors: String
    }

    private func trellis(_ arguments: String...) async -> Answer {
        let texts = Mutex((output: "", errors: ""))
        let environment = CommandEnvironment(
            plugins: [ChineseIdentifiers()],
            openStore: { path in
                let functions = try Contributions(plugins: [ChineseIdentifiers()]).functions
                return try SQLiteStore(
                    path: path, functions: functions,
                    calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
            }, serve: { _, _ in },
            write: { text in texts.withLock { $0.output += text } },
            writeError: { text in texts.withLock { $0.errors += text } })
        let code = await Trellis.run(arguments, in: environment)
        return texts.withLock { Answer(code: code, output: $0.output, errors: $0.errors) }
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
    }

    private func replace(_ text: String, with other: String, in path: String) throws {
        let old = try self.text(path)
        let new = old.replacingOccurrences(of: text, with: other)
        #expect(new != old)
        try new.write(toFile: "\(folder)/\(path)", atomically: true, encoding: .utf8)
    }

    @Test("a new pack has no findings, is formatted, and has the schema of all field types beside it")
    func new() async throws {
        let made = await trellis("pack", "new", "\(folder)/bike-shop", "--requires", "core")
        #expect(made.code == 0)
        #expect(made.output.contains("no errors, no warnings"))
        #expect(await trellis("check", "\(folder)/bike-shop").output.contains("bike-shop 0.1.0"))
        #expect(await trellis("fmt", "\(folder)/bike-shop", "--check").code == 0)
        #expect(try text("bike-shop/pack.xml").contains("requires=\"core ^1.0\""))
        #expect(try text("bike-shop/pack.xsd").contains("<xs:enumeration value=\"mobile\"/>"))
        for kind in ["<entity ", "<list ", "<page>", "<pipeline ", "<report ", "<role "] {
            #expect(
                try FileManager.default.subpathsOfDirectory(atPath: folder + "/bike-shop").filter {
                    $0.hasSuffix(".xml")
                }
                .contains { try text("bike-shop/\($0)").contains(kind) }, "\(kind)")
        }
    }

    @Test(
        "a new pack runs: it is applied to a database, its list and its report are asked, and its next version is planned"
    )
    func story() async throws {
        let (pack, database) = ("\(folder)/bakery", "\(folder)/bakery.db")
        _ = await trellis("pack", "new", pack)
        #expect(await trellis("apply", pack, "--database", database).code == 0)
        #expect(await trellis("query", "BakeryRequest", "--filter", "stage eq 'new'", "--database", database).code == 0)
        #expect(await trellis("report", "bakeryRequestsByStage", "--database", database).code == 0)

        try FileManager.default.copyItem(atPath: pack, toPath: "\(folder)/next")
        try replace("version=\"0.1.0\"", with: "version=\"0.2.0\"", in: "next/pack.xml")
        try replace(
            "<field id=\"result\"",
            with:
                "<field type=\"date\" id=\"collected\"><label>Collected</label><label xml:lang=\"zh-Hans\">取货日</label></field><field id=\"result\"",
            in: "next/entities/requests.xml")
        #expect(await trellis("fmt", "\(folder)/next").output == "\(folder)/next/entities/requests.xml\n")
        #expect(try text("next/entities/requests.xml").contains("\n        <field id=\"collected\" type=\"date\">\n"))
        let difference = await trellis("diff", pack, "\(folder)/next").output
        #expect(
            difference.contains(
                "+ entity BakeryRequest, field collected; label “Collected”; label zh-Hans “取货日”; type “date”"))
        #expect(difference.hasSuffix("1 added, 1 changed\n"))
        #expect(await trellis("plan", "\(folder)/next", "--database", database).output.contains("collected"))
    }

    @Test("every file of a new pack names the schema at the place where it is")
    func schemaLocation() async throws {
        _ = await trellis("pack", "new", "\(folder)/bakery")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder + "/bakery").filter {
            $0.hasSuffix(".xml")
        }
        #expect(files.count == 6)
        for file in files {
            let location = try text("bakery/\(file)").components(
                separatedBy: "xsi:schemaLocation=\"urn:trellis:pack:1 ")[1]
                .prefix { $0 != "\"" }
            let place = URL(fileURLWithPath: "\(folder)/bakery/\(file)").deletingLastPathComponent()
            #expect(
                FileManager.default.fileExists(atPath: place.appendingPathComponent(String(location)).path), "\(file)")
        }
    }

    @Test("a folder that is there is left alone, as is a name that is none and a requirement that is not there")
    func refusals() async throws {
        #expect(await trellis("pack", "new", "\(folder)/core").code == 3)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["core"])
        #expect(await trellis("pack", "new", "\(folder)/9 lives").code == 1)
        #expect(await trellis("pack", "new", "\(folder)/bakery", "--requires", "nobody").code == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["core"])
    }

    @Test("the schema is printed, or put into a folder")
    func schema() async throws {
        let printed = await trellis("pack", "schema")
        #expect(printed.output.hasPrefix("<?xml"))
        #expect(await trellis("pack", "schema", "\(folder)/core").code == 0)
        #expect(try text("core/pack.xsd") == printed.output)
    }

    @Test("fmt --check names the files that differ and writes nothing; fmt writes them; then none differs")
    func format() async throws {
        let before = try text("core/roles/sales.xml")
        try replace(
            "<allow entity=\"User\" read=\"all\" />", with: "<allow read='all'  entity=\"User\"/>",
            in: "core/roles/sales.xml")
        let wrong = try text("core/roles/sales.xml")
        let check = await trellis("fmt", "\(folder)/core", "--check")
        #expect(check.code == 1)
        #expect(check.output.contains("\(folder)/core/roles/sales.xml\n"))
        #expect(try text("core/roles/sales.xml") == wrong)
        #expect(await trellis("fmt", "\(folder)/core").code == 0)
        #expect(try text("core/roles/sales.xml").contains("<allow entity=\"User\" read=\"all\" />"))
        #expect(try text("core/roles/sales.xml") == before)
        #expect(await trellis("fmt", "\(folder)/core", "--check").code == 0)
        #expect(await trellis("check", "\(folder)/core").code == 0)
        #expect(await trellis("diff", Self.verticals + "/core", "\(folder)/core").output.contains("No differences."))
    }

    @Test("fmt leaves a file that is no XML as it is, says why, and formats the others")
    func formatBroken() async throws {
        try replace("</pack-part>", with: "", in: "core/roles/sales.xml")
        try replace("<pack-part", with: "<pack-part  ", in: "core/roles/service.xml")
        let wrong = try text("core/roles/sales.xml")
        let answer = await trellis("fmt", "\(folder)/core")
        #expect(answer.code == 1)
        #expect(answer.errors.contains("pack.E001"))
        #expect(try text("core/roles/sales.xml") == wrong)
        #expect(try !text("core/roles/service.xml").contains("<pack-part  "))
        #expect(await trellis("fmt", "\(folder)/nowhere").code == 2)
    }

    @Test("fmt keeps links and permissions, and goes on behind a file that is no text")
    func formatKeepsFiles() async throws {
        let files = FileManager.default
        try files.moveItem(atPath: "\(folder)/core/pack.xml", toPath: "\(folder)/real.xml")
        try files.createSymbolicLink(atPath: "\(folder)/core/pack.xml", withDestinationPath: "../real.xml")
        try replace("<label>", with: "\n\n\n<label>", in: "real.xml")
        try files.setAttributes([.posixPermissions: 0o640], ofItemAtPath: "\(folder)/real.xml")
        try Data([0xFF, 0xFE, 0x3C]).write(to: URL(fileURLWithPath: "\(folder)/core/entities/aaa.xml"))
        let answer = await trellis("fmt", "\(folder)/core")
        #expect(answer.code == 1)
        #expect(answer.errors.contains("aaa.xml is no UTF-8 text."))
        #expect(try files.destinationOfSymbolicLink(atPath: "\(folder)/core/pack.xml") == "../real.xml")
        #expect(try !text("real.xml").contains("\n\n\n"))
        #expect(try files.attributesOfItem(atPath: "\(folder)/real.xml")[.posixPermissions] as? Int == 0o640)
    }

    @Test("diff shows an upgrade line by line with both values and places, as text and as JSON")
    func diff() async throws {
        try replace("version=\"1.0.0\"", with: "version=\"1.1.0\"", in: "core/pack.xml")
        try replace(
            "<stage id=\"qualified\" category=\"open\" requires=\"score\">",
            with: "<stage id=\"qualified\" category=\"open\" requires=\"score source\">", in: "core/pipelines/lead.xml")
        try replace(
            "        <field id=\"interest\" type=\"text\">",
            with: "        <field id=\"hint\" type=\"text\" />\n        <field id=\"interest\" type=\"text\">",
            in: "core/entities/lead.xml")
        let old = Self.verticals + "/core"
        let text = await trellis("diff", old, "\(folder)/core")
        #expect(text.code == 0)
        #expect(
            text.output == """
                core 1.0.0 → 1.1.0

                ~ pack, version: “1.0.0” → “1.1.0”
                    \(old)/pack.xml:3:53 → \(folder)/core/pack.xml:3:53
                + entity Lead, field hint; type “text”
                    \(folder)/core/entities/lead.xml:47:10
                ~ pipeline lead, stage qualified, requires: “score” → “score source”
                    \(old)/pipelines/lead.xml:15:57 → \(folder)/core/pipelines/lead.xml:15:57
                1 added, 2 changed

                """)
        let json = await trellis("diff", old, "\(folder)/core", "--format", "json")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(
            (object["differences"] as? [[String: Any]])?.map { $0["change"] as? String } == [
                "changed", "added", "added", "changed",
            ])
        #expect((object["new"] as? [String: String]) == ["pack": "core", "version": "1.1.0"])
        #expect(await trellis("diff", old, "\(folder)/nowhere").code == 2)
    }

    @Test("check speaks Chinese where findings do, and says so in every format")
    func language() async throws {
        try replace("order=\"name\"", with: "order=\"nmae\"", in: "core/entities/account.xml")
        let text = await trellis("check", "\(folder)/core", "--language", "zh-Hans")
        #expect(text.code == 1)
        #expect(text.output.contains("错误[pack.E050]: Account 没有字段“nmae”。"))
        #expect(text.output.contains("提示: 是不是“name”？"))
        #expect(text.output.hasSuffix("1 个错误，0 个警告\n"))
        #expect(await trellis("check", "\(folder)/core").output.contains("hint: Did you mean “name”?"))
        let sarif = await trellis("check", "\(folder)/core", "--language", "zh-Hans", "--format", "sarif")
        #expect(sarif.output.contains("Account 没有字段“nmae”。是不是“name”？"))
        let json = await trellis("check", "\(folder)/core", "--format", "json")
        #expect(json.output.contains("Account has no field “nmae”"))
        #expect(json.output.contains("Account 没有字段“nmae”。"))
    }

    @Test("check --format sarif names each rule it found, with the place in the file")
    func sarif() async throws {
        try replace("order=\"name\"", with: "order=\"nmae\"", in: "core/entities/account.xml")
        let answer = await trellis("check", "\(folder)/core", "--format", "sarif")
        #expect(answer.code == 1)
        let log = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let rules = try #require(driver["rules"] as? [[String: Any]])
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.count == 1)
        for result in results {
            let index = try #require(result["ruleIndex"] as? Int)
            #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
        }
        let location = (results.first?["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
        let region = try #require(location?["region"] as? [String: Int])
        let line = try text("core/entities/account.xml").components(separatedBy: "\n")[
            try #require(region["startLine"]) - 1]
        let (start, end) = (try #require(region["startColumn"]), try #require(region["endColumn"]))
        #expect(String(decoding: Array(line.utf16)[start - 1..<end - 1], as: UTF16.self) == "nmae")
    }
}
