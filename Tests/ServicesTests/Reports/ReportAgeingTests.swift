// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Testing
import Values

@testable import Services

@Suite("Reports by age and in bands")
struct ReportAgeingTests {
    /// A record of each age in days, so that every bound is met exactly.
    private func edition(_ report: String, ages: [Int], field: String) async throws -> TestEdition {
        let edition = try await TestEdition.make(bakery(report))
        let today = edition.invocation().calendarDay
        let days = ages.compactMap { today.adding(days: -$0) }
        let values = days.map { field == "due" ? "\($0)" : "\($0)T15:59:59Z" }
        try await edition.add("Order", "\(field) | price\n" + values.map { "\($0) | 1" }.joined(separator: "\n"))
        return edition
    }

    private func report(_ by: String) -> String {
        """
        <report id="open" kind="ageing" entity="Order">\(named)
          <group id="age" by="\(by)" buckets="0 30 60">\(named)</group>
          <measure id="orders" count="true">\(named)</measure>
        </report>
        """
    }

    @Test("days fall into the band from a bound to the next, which is not included", arguments: ["due", "calledAt"])
    func bands(field: String) async throws {
        let edition = try await edition(report(field), ages: [-1, 0, 29, 30, 59, 60, 400], field: field)
        let result = try await edition.report("open")
        #expect(result.rows.map(\.text) == ["..0|1", "0..30|2", "30..60|2", "60..|2"])
        for row in result.rows {
            #expect(try edition.counted("Order", row.filter) == row.figures[0])
        }
    }

    @Test("an empty band is shown, and its label says what it is in both languages")
    func labels() async throws {
        let edition = try await edition(report("due"), ages: [5], field: "due")
        let english = try await edition.report("open")
        #expect(english.rows.map(\.groupLabels) == [["still to come"], ["0–29 d"], ["30–59 d"], ["60 d and more"]])
        #expect(english.rows.map(\.figures) == [[.integer(0)], [.integer(1)], [.integer(0)], [.integer(0)]])
        let chinese = try await edition.workspace.report(
            "open", edition.workspace.invocation(.engine, .api, .chinese))
        #expect(chinese.rows.map(\.groupLabels) == [["未到期"], ["0–29 天"], ["30–59 天"], ["60 天及以上"]])
    }

    @Test("numbers and lengths of time have bands, too")
    func otherValues() async throws {
        let edition = try await TestEdition.make(
            bakery(
                """
                <report id="sizes" entity="Order">\(named)
                  <group id="loaves" by="loaves" buckets="5 10">\(named)</group>
                  <group id="baking" by="baking" buckets="PT1H">\(named)</group>
                  <measure id="orders" count="true">\(named)</measure>
                </report>
                """))
        try await edition.add("Order", "loaves | baking\n4 | PT59M\n5 | PT1H\n10 | PT2H\n | PT2H")
        let result = try await edition.report("sizes")
        #expect(result.rows.map(\.text) == ["|PT1H..|1", "..5|..PT1H|1", "5..10|PT1H..|1", "10..|PT1H..|1"])
        for row in result.rows { #expect(try edition.count("Order", row.filter) == 1) }
    }
}

extension Invocation {
    /// The day in Shanghai, where the test editions are.
    fileprivate var calendarDay: CalendarDate {
        now.adding(TimeSpan(microseconds: 8 * 3_600_000_000))?.date ?? .earliest
    }
}
