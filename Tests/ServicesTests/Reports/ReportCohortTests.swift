// SPDX-License-Identifier: Apache-2.0
import Expressions
import Testing
import Values

@testable import DomainModel
@testable import Services

@Suite("Reports of what is left of those that began together")
struct ReportCohortTests {
    private func edition(_ attributes: String, _ orders: String) async throws -> TestEdition {
        let edition = try await TestEdition.make(
            bakery(
                """
                <report id="kept" kind="cohort" entity="Order" \(attributes)>\(named)
                  <group id="begun" by="day" period="month">\(named)</group>
                  <measure id="orders" count="true">\(named)</measure>
                  <measure id="price" value="price" with="sum">\(named)</measure>
                </report>
                """))
        try await edition.add("Order", orders)
        return edition
    }

    private let byAge = """
        ages="6 13 25" survived="closedOn eq null or closedOn gt addmonths(date=day,months=@age)"
        """

    /// Ten standing orders of one month, of which one ended after five months, one in the thirteenth.
    private let january = """
        day        | price | closedOn
        2025-01-05 | 100   | 2025-06-05
        2025-01-06 | 100   | 2026-01-20
        2025-01-07 | 100   |
        2025-01-08 | 100   |
        2025-01-09 | 100   |
        2025-01-10 | 100   |
        2025-01-11 | 100   |
        2025-01-12 | 100   |
        2025-01-13 | 500   |
        2025-01-14 | 700   | 2026-03-01
        """

    @Test("the part that is left at an age is told by number and by weight")
    func shares() async throws {
        let result = try await edition(byAge, january).report("kept")
        #expect(
            result.columns.map(\.name) == [
                "orders", "orders_m6", "orders_m13", "orders_m25", "price", "price_m6", "price_m13", "price_m25",
            ])
        #expect(result.rows.map(\.text) == ["2025-01|10|0.9|0.8||2000|0.95|0.9|"])
        #expect(result.total.figures[2] == .decimal(FixedDecimal(units: 8, scale: 1)))
    }

    @Test("records that have not reached an age count neither in the part nor in the whole")
    func young() async throws {
        let result = try await edition(
            "ages=\"1\" survived=\"closedOn eq null or closedOn gt addmonths(date=day,months=@age)\"",
            "day | closedOn\n2026-10-22 | 2026-10-25\n2026-10-23 |\n2026-10-24 | 2026-10-25\n2026-11-01 |"
        ).report("kept")
        // It is 23 November: the first two are a month old.
        #expect(result.rows.map { $0.figures[1].canonicalText } == ["0.5", ""])
        #expect(result.total.figures[1] == .decimal(FixedDecimal(units: 5, scale: 1)))
    }

    @Test("a figure leads to the records that are left")
    func drill() async throws {
        let edition = try await edition(byAge, january)
        let row = try #require(try await edition.report("kept").rows.first)
        #expect(try edition.count("Order", row.filters[0]) == 10)
        #expect(try edition.count("Order", row.filters[2]) == 8)
    }

    @Test("what a field was at that age can be asked, where it is kept")
    func formerTimes() async throws {
        let edition = try await TestEdition.make(
            bakery(
                """
                <pipeline id="supply" entity="Order" field="state" history="true">\(named)
                  <stage id="running">\(named)</stage><stage id="stopped" category="lost">\(named)</stage>
                  <transition from="running" to="stopped"/><transition from="stopped" to="running"/>
                </pipeline>
                <report id="kept" kind="cohort" entity="Order" ages="1"
                  survived="asof(value=state,date=addmonths(date=day,months=@age)) eq 'running'">\(named)
                  <group id="begun" by="day" period="month">\(named)</group>
                  <measure id="orders" count="true">\(named)</measure>
                </report>
                """))
        // The first is stopped before it is a month old, the second afterwards, the third not at all.
        var orders: [RecordID] = []
        for _ in 0..<3 {
            let day = Value.date(try #require(CalendarDate("2026-11-23")))
            orders.append(try await edition.workspace.create("Order", ["day": day], edition.engine).id)
        }
        for (order, days) in zip(orders, [10, 30] as [Int64]) {
            edition.clock.advance(days: days)
            _ = try await edition.workspace.move(
                StageMove(entity: "Order", id: order, pipeline: "supply", to: "stopped"), edition.engine)
        }
        let row = try #require(try await edition.report("kept").rows.first)
        #expect(row.figures == [.integer(3), .decimal(FixedDecimal(units: 666_666_666_667, scale: 12))])
    }

    @Test("a condition without an age gives one part")
    func retention() async throws {
        let edition = try await edition(
            "survived=\"closedOn eq null\"",
            "day | closedOn\n2025-03-01 |\n2025-03-02 |\n2025-03-03 | 2026-01-01\n2025-03-04 |")
        let result = try await edition.report("kept")
        #expect(result.columns.map(\.name) == ["orders", "orders_kept", "price", "price_kept"])
        #expect(result.rows.map { $0.figures[1].canonicalText } == ["0.75"])
    }

    @Test(
        "an age takes the place of its name, and of nothing that only looks like it",
        arguments: [
            ("a eq @age", "a eq 13"), ("a eq @agent and b eq @age", "a eq @agent and b eq 13"),
            ("a eq '@age' or b lt @age", "a eq '@age' or b lt 13"),
            ("a eq 'it''s @age' or b lt @age add 1", "a eq 'it''s @age' or b lt 13 add 1"),
        ])
    func replacing(text: String, expected: String) {
        #expect(text.replacingAlias("age", by: "13") == expected)
    }
}
