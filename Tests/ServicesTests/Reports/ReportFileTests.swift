// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import Testing
import Values

@testable import Services

@Suite("Reports as files")
struct ReportFileTests {
    private let report = """
        <report id="days" entity="Order">\(named)
          <group id="day" by="day"><label>Day</label><label xml:lang="zh-Hans">日期</label></group>
          <group id="name" by="name"><label>Name</label><label xml:lang="zh-Hans">名称</label></group>
          <measure id="sum" value="price" with="sum"><label>Sum</label><label xml:lang="zh-Hans">合计金额</label></measure>
          <measure id="part" compute="sum div 200" unit="percent"><label>Part</label><label xml:lang="zh-Hans">占比</label></measure>
        </report>
        """

    private func edition() async throws -> TestEdition {
        let edition = try await TestEdition.make(bakery(report))
        try await edition.add("Order", "day | name | price\n2026-01-02 | =1+1 | 50.00\n2026-01-02 | <b> | 25.50")
        return edition
    }

    @Test("a CSV file has the headings in the reader’s language, figures that programs read, and no formula")
    func csv() async throws {
        let edition = try await edition()
        let english = try await edition.workspace.reportFile("days", .csv, edition.engine)
        #expect(
            String(decoding: english, as: UTF8.self)
                == "\u{FEFF}Day,Name,Sum,Part\r\n2026-01-02,<b>,25.5,0.1275\r\n2026-01-02,'=1+1,50,0.25\r\n"
                + "2026-01-02,Total,75.5,0.3775\r\nTotal,,75.5,0.3775\r\n")
        let chinese = try await edition.workspace.reportFile(
            "days", .csv, edition.workspace.invocation(.engine, .api, .chinese))
        #expect(String(decoding: chinese, as: UTF8.self).hasPrefix("\u{FEFF}日期,名称,合计金额,占比\r\n"))
    }

    @Test("an XLSX file holds numbers as numbers, days as days and texts as texts")
    func xlsx() async throws {
        let edition = try await edition()
        let file = try await edition.workspace.reportFile("days", .xlsx, edition.engine)
        let text = String(decoding: file, as: UTF8.self)
        #expect(file.prefix(4) == [0x50, 0x4B, 3, 4])
        // 2 January 2026 is day 46,024 of spreadsheets.
        #expect(text.contains("<c r=\"A2\" s=\"2\"><v>46024</v></c>"))
        #expect(text.contains("<c r=\"B3\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1</t></is></c>"))
        #expect(text.contains("&lt;b&gt;") && !text.contains("<f>"))
        #expect(text.contains("<v>0.1275</v>") && text.contains("formatCode=\"0.0%\""))
    }

    @Test("who may not export gets no file")
    func rights() async throws {
        let edition = try await edition()
        await #expect(throws: ServiceError.self) {
            try await edition.workspace.reportFile("days", .csv, edition.invocation(["baker"]))
        }
    }
}
