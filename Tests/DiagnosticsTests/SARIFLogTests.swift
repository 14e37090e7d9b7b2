// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import Testing

@Suite("Findings as SARIF 2.1.0")
struct SARIFLogTests {
    private static let line = "<label>😀客户</label><x/>"

    private func range(_ file: String, _ line: Int, _ start: Int, _ end: Int) -> SourceRange {
        SourceRange(
            file: file, start: SourcePosition(line: line, column: start), end: SourcePosition(line: line, column: end))
    }

    private func run(_ findings: Diagnostic...) throws -> [String: Any] {
        var list = DiagnosticList()
        for finding in findings { list.append(finding) }
        let rule = DiagnosticRule(
            "pack.E010", name: "UnknownElement", summary: "An element does not belong there.", severity: .error)
        let log = SARIFLog(
            list, sources: [SourceText(path: "a b/包.xml", text: "<pack>\n\(Self.line)\n</pack>")],
            tool: SARIFLog.Tool(name: "trellis", version: "0.1.0", rules: [rule]))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(log.json.utf8)) as? [String: Any])
        #expect(object["version"] as? String == "2.1.0")
        #expect(object["$schema"] as? String == "https://json.schemastore.org/sarif-2.1.0.json")
        let runs = try #require(object["runs"] as? [[String: Any]])
        #expect(runs.count == 1)
        return runs[0]
    }

    @Test("a log in Chinese says findings, hints, notes and rules in Chinese")
    func chinese() throws {
        let note = Diagnostic.Note(Wording("It is here first.", "首次在此处。"), at: range("a.xml", 1, 2, 6))
        var list = DiagnosticList()
        list.append(
            Diagnostic(
                "pack.E010", Wording("No <x>.", "没有 <x>。"), at: nil, hint: Wording("Remove it.", "请删除。"), notes: [note])
        )
        let rule = DiagnosticRule(
            "pack.E010", name: "UnknownElement", summary: Wording("It is unknown.", "它是未知的。"), severity: .error)
        let tool = SARIFLog.Tool(name: "trellis", version: "0.1.0", rules: [rule])
        let json = SARIFLog(list, sources: [], tool: tool) { $0.chinese }.json
        for sentence in ["没有 <x>。请删除。", "首次在此处。", "它是未知的。"] { #expect(json.contains(sentence)) }
        #expect(!json.contains("It is"))
    }

    private func results(_ run: [String: Any]) -> [[String: Any]] { run["results"] as? [[String: Any]] ?? [] }

    private func place(_ location: Any?) throws -> (uri: String, region: [String: Int]) {
        let location = try #require(location as? [String: Any])
        let physical = try #require(location["physicalLocation"] as? [String: Any])
        let artifact = try #require(physical["artifactLocation"] as? [String: Any])
        return (try #require(artifact["uri"] as? String), try #require(physical["region"] as? [String: Int]))
    }

    @Test("a run without findings has a tool with its rules, says how columns count, and an empty list of results")
    func empty() throws {
        let run = try run()
        #expect(run["columnKind"] as? String == "utf16CodeUnits")
        #expect(results(run).isEmpty)
        #expect(run["results"] != nil)
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        #expect(driver["name"] as? String == "trellis")
        #expect(driver["semanticVersion"] as? String == "0.1.0")
        let rules = try #require(driver["rules"] as? [[String: Any]])
        #expect(rules.map { $0["id"] as? String } == ["pack.E010"])
        #expect((rules[0]["shortDescription"] as? [String: String])?["text"] == "An element does not belong there.")
        #expect((rules[0]["defaultConfiguration"] as? [String: String])?["level"] == "error")
    }

    @Test("a finding has its rule, level, message with the hint behind it, and its place in UTF-16 columns")
    func place() throws {
        let finding = Diagnostic("pack.E010", "No <x>.", at: range("a b/包.xml", 2, 20, 21), hint: "Remove it.")
        let result = results(try run(finding))[0]
        #expect(result["ruleId"] as? String == "pack.E010")
        #expect(result["ruleIndex"] as? Int == 0)
        #expect(result["level"] as? String == "error")
        #expect((result["message"] as? [String: String])?["text"] == "No <x>. Remove it.")
        let place = try place((result["locations"] as? [Any])?.first)
        #expect(place.uri == "a%20b/%E5%8C%85.xml")
        // The emoji is one scalar and two code units.
        #expect(place.region == ["startLine": 2, "startColumn": 21, "endLine": 2, "endColumn": 22])
        let units = Array(Self.line.utf16)
        #expect(String(decoding: units[20..<21], as: UTF16.self) == "x")
    }

    @Test("a finding without a place has no locations, and one of an unknown rule has no index")
    func noPlace() throws {
        let result = results(try run(Diagnostic("pack.E094", "No folder.", at: nil, severity: .warning)))[0]
        #expect(result["locations"] == nil)
        #expect(result["ruleIndex"] == nil)
        #expect(result["level"] as? String == "warning")
    }

    @Test("the second place of a finding is a related location with a message and a number")
    func notes() throws {
        let note = Diagnostic.Note("It is here first.", at: range("/tmp/a.xml", 1, 2, 6))
        let result = results(
            try run(Diagnostic("pack.E010", "Twice.", at: range("a b/包.xml", 1, 2, 6), notes: [note])))[0]
        let related = try #require((result["relatedLocations"] as? [[String: Any]])?.first)
        #expect(related["id"] as? Int == 1)
        #expect((related["message"] as? [String: String])?["text"] == "It is here first.")
        #expect(try place(related).uri == "file:///tmp/a.xml")
    }

    @Test("braces of a message are doubled, since single ones stand for arguments")
    func braces() throws {
        let result = results(try run(Diagnostic("pack.E038", "“{0}” is no pattern.", at: nil)))[0]
        #expect((result["message"] as? [String: String])?["text"] == "“{{0}}” is no pattern.")
    }
}
