// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite("Scenarios that a pack carries")
struct ScenarioTests {
    /// A file holds scenarios, a line of ten hyphens, and what running them prints.
    private static let separator = "\n----------\n"
    private static let fixtures =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/scenarios"
    static let files = (try? FileManager.default.contentsOfDirectory(atPath: fixtures).sorted()) ?? []

    /// Tables that scenarios of these tests name.
    private static let tables = [
        "loans.csv": "record,tool,due,member,stage\nsaw,Saw,2026-03-02,Ann,lent\ndrill,Drill,2026-04-02,@ann,lent\n",
        "members.csv": "name,phone\nAnn,55501\nBob,1\nCid,55503\n",
    ]

    /// Runs the command on the tool library with one file of scenarios; places are printed without the folder.
    private func trellis(
        _ scenarios: String, _ command: String = "test", _ options: String...
    ) async throws -> (code: Int32, output: String) {
        let run = try await ScenarioDesk(pack: toolLibrary, tables: Self.tables).trellis(scenarios, command, options)
        return (run.code, run.output)
    }

    private static func scenario(_ steps: String) -> String {
        """
        <scenarios xmlns="urn:trellis:pack:1">
          <scenario id="first" at="2026-01-05T09:00:00+08:00"><label>First</label><label xml:lang="zh-Hans">一</label>
            <person id="ann" roles="librarian"/>
            \(steps)
          </scenario>
          <scenario id="second" at="2026-01-05T09:00:00+08:00"><label>Second</label><label xml:lang="zh-Hans">二</label>
            <expect entity="Loan" count="0"/>
          </scenario>
        </scenarios>
        """
    }

    @Test("what is wrong, and what led to it, is printed with its place", arguments: files)
    func printed(_ file: String) async throws {
        let path = Self.fixtures + "/" + file
        let parts = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: Self.separator)
        let printed = try await trellis(parts[0]).output
        if ProcessInfo.processInfo.environment["TRELLIS_RECORD"] == "1" {
            try (parts[0] + Self.separator + printed).write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(parts.count == 2)
        #expect(printed == parts.last)
        let chinese = try await trellis(parts[0], "check", "--language", "zh-Hans").output
        #expect(chinese.contains("个错误") && chinese.englishSentences == [])
    }

    @Test("a run that passes ends with 0, one that fails or cannot be read with 1, one that finds nothing with 2")
    func codes() async throws {
        #expect(try await trellis(Self.scenario("<expect entity=\"Member\" count=\"0\"/>")).code == 0)
        #expect(try await trellis(Self.scenario("<expect entity=\"Member\" count=\"1\"/>")).code == 1)
        #expect(try await trellis(Self.scenario("<expect entity=\"Membr\" count=\"1\"/>")).code == 1)
        #expect(try await trellis(Self.scenario("<expect entity=\"Membr\" count=\"1\"/>"), "check").code == 1)
        let passing = Self.scenario("<expect entity=\"Member\" count=\"0\"/>")
        #expect(try await trellis(passing, "check").code == 0)
        #expect(try await trellis(passing, "test", "--filter", "third").code == 2)
        #expect(try await trellis(passing, "test", "--filter", "sec").output == "1 scenario: 1 passed, 0 failed\n")
    }

    @Test("what no scenario touches is told, and fails a run that wants more")
    func coverage() async throws {
        let steps = """
            <create as="ann" record="saw" entity="Loan"><set field="tool" value="'Saw'"/></create>
            <move as="ann" record="saw" to="lent" refused="guard.member required.due required.member"/>
            <expect-report report="loans" measures="count"><row group="asked |" values="1"/></expect-report>
            """
        let run = try await trellis(Self.scenario(steps), "test", "--coverage")
        #expect(run.code == 0)
        #expect(run.output.contains("20%      1  5   Stages entered"))
        #expect(run.output.contains("0%       0  4   Transitions taken"))
        #expect(run.output.contains("100%     1  1   Guards seen refusing"))
        #expect(run.output.contains("50%      1  2   Automations fired"))
        #expect(run.output.contains("  loan: lent, overdue → back  (pack.xml:"))
        #expect(!run.output.contains("  loan.asked  ("))
        #expect(try await trellis(Self.scenario(steps), "test", "--minimum", "90").code == 1)
        #expect(try await trellis(Self.scenario(steps), "test", "--minimum", "20").code == 0)
    }

    @Test("programs read results as JSON or as JUnit’s XML")
    func formats() async throws {
        let failing = Self.scenario("<expect entity=\"Member\" where=\"phone eq 'a&lt;b'\" count=\"1\"/>")
        let json = try await trellis(failing, "test", "--format", "json").output
        #expect(json.contains("\"expected\" : \"1 of Member where phone eq 'a<b'\""))
        #expect(json.contains("\"place\" : \"scenarios/loans.xml:4:6\""))
        let junit = try await trellis(failing, "test", "--format", "junit").output
        #expect(junit.contains("<testsuite name=\"tools\" tests=\"2\" failures=\"1\">"))
        #expect(junit.contains("<failure message=\"expected 1 of Member where phone eq 'a&lt;b'\">"))
        #expect(junit.contains("name=\"second\" file=\"scenarios/loans.xml\" line=\"6\"/>"))
    }
}
