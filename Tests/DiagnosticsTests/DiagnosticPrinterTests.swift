// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import Testing

@Suite("Findings in print")
struct DiagnosticPrinterTests {
    private let printer = DiagnosticPrinter(sources: [
        SourceText(path: "pack.xml", text: "<pack>\n\t<rule when=\"amuont gt 0\"/>\n客户 x\n</pack>")
    ])

    private func range(_ line: Int, _ start: Int, _ end: Int, endLine: Int? = nil) -> SourceRange {
        SourceRange(
            file: "pack.xml", start: SourcePosition(line: line, column: start),
            end: SourcePosition(line: endLine ?? line, column: end))
    }

    private func printed(_ finding: Diagnostic) -> String {
        var list = DiagnosticList()
        list.append(finding)
        return printer.text(list)
    }

    @Test("a finding shows its line, carets below the words, and the hint; a tab stays a tab")
    func quotesTheLine() {
        let finding = Diagnostic(
            "pack.E012", "There is no “amuont”.", at: range(2, 14, 20), hint: "Did you mean “amount”?")
        #expect(
            printed(finding) == """
                pack.xml:2:14: error[pack.E012]: There is no “amuont”.
                 2 | \t<rule when="amuont gt 0"/>
                   | \t            ^~~~~~
                  hint: Did you mean “amount”?

                """)
    }

    @Test("carets stand below wide characters")
    func countsWideCharactersTwice() {
        let text = printed(Diagnostic("x.E1", "m", at: range(3, 4, 5)))
        #expect(text.hasSuffix(" 3 | 客户 x\n   |      ^\n"))
        #expect(printed(Diagnostic("x.E1", "m", at: range(3, 1, 3))).hasSuffix("   | ^~~~\n"))
    }

    @Test("a range over several lines is underlined to the end of its first")
    func underlinesTheFirstLine() {
        #expect(printed(Diagnostic("x.E1", "m", at: range(1, 1, 3, endLine: 4))).hasSuffix("   | ^~~~~~\n"))
    }

    @Test("a place outside the text is no reason to stop", arguments: [(9, 1), (0, 0), (1, 99), (-3, -3)])
    func survivesPlacesOutside(line: Int, column: Int) {
        #expect(printed(Diagnostic("x.E1", "m", at: range(line, column, column))).contains("error[x.E1]: m"))
    }

    @Test("findings are printed by place, those without one first")
    func sorts() {
        var list = DiagnosticList()
        list.append(Diagnostic("x.E2", "second", at: range(2, 1, 1), severity: .warning))
        list.append(Diagnostic("x.E1", "first", at: range(1, 1, 1)))
        list.append(Diagnostic("x.E0", "folder", at: nil))
        let lines = printer.text(list).split(separator: "\n").filter { $0.contains("[x.E") }
        #expect(
            lines == [
                "error[x.E0]: folder", "pack.xml:1:1: error[x.E1]: first", "pack.xml:2:1: warning[x.E2]: second",
            ])
    }
}

@Suite("Findings as JSON")
struct DiagnosticJSONTests {
    @Test("findings are read back as they were, in the order of their places")
    func readsBack() throws {
        let start = SourcePosition(line: 1, column: 2)
        let range = SourceRange(file: "a.xml", start: start, end: SourcePosition(line: 1, column: 4))
        var list = DiagnosticList()
        list.append(Diagnostic("x.E1", "say \"no\"\n\u{1}", at: range, hint: "续费", notes: [.init("here", at: range)]))
        list.append(Diagnostic("x.E0", "folder", at: nil, severity: .warning))
        let read = try JSONDecoder().decode([Diagnostic].self, from: Data(list.json.utf8))
        #expect(read == list.sorted())
        #expect(read.map(\.id) == ["x.E0", "x.E1"])
    }

    @Test("both languages stand in it: the Chinese sentences in an object of their own")
    func bothLanguages() throws {
        let start = SourcePosition(line: 1, column: 2)
        let note = Diagnostic.Note(
            Wording("It is here.", "在此处。"), at: SourceRange(file: "a.xml", start: start, end: start))
        var list = DiagnosticList()
        list.append(
            Diagnostic(
                "x.E1", Wording("There is no field.", "没有该字段。"), at: nil, hint: Wording("Name another.", "请换一个。"),
                notes: [note]))
        let findings = try JSONSerialization.jsonObject(with: Data(list.json.utf8)) as? [[String: Any]]
        let finding = try #require(findings?.first)
        #expect(finding["message"] as? String == "There is no field.")
        #expect(finding["hint"] as? String == "Name another.")
        #expect(finding["chinese"] as? [String: String] == ["message": "没有该字段。", "hint": "请换一个。"])
        let notes = finding["notes"] as? [[String: Any]]
        #expect(notes?.first?["message"] as? String == "It is here.")
        #expect(notes?.first?["chinese"] as? String == "在此处。")
    }
}

@Suite("Findings in Chinese")
struct ChineseFindingTests {
    @Test("the message, the hint, the notes and the words around them are printed in Chinese")
    func chinese() {
        let start = SourcePosition(line: 1, column: 2)
        let note = Diagnostic.Note(
            Wording("It is here.", "在此处。"), at: SourceRange(file: "a.xml", start: start, end: start))
        var list = DiagnosticList()
        list.append(
            Diagnostic(
                "pack.E050", Wording("There is no field.", "没有该字段。"), at: nil,
                hint: Wording("Name another.", "请写其他字段。"), notes: [note]))
        list.append(Diagnostic("pack.W102", Wording("It is gone.", "已不存在。"), at: nil, severity: .warning))
        #expect(
            DiagnosticPrinter(sources: [], words: .chinese).text(list) == """
                错误[pack.E050]: 没有该字段。
                  提示: 请写其他字段。
                a.xml:1:2: 参见: 在此处。
                警告[pack.W102]: 已不存在。

                """)
    }
}
