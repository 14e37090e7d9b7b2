// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Testing
import Values

@testable import Services

@Suite("Reports over time")
struct ReportTrendTests {
    private func edition(_ attributes: String) async throws -> TestEdition {
        let edition = try await TestEdition.make(
            bakery(
                """
                <report id="months" kind="trend" entity="Order" \(attributes)>\(named)
                  <group id="month" by="day" period="month">\(named)</group>
                  <measure id="orders" count="true">\(named)</measure>
                  <measure id="sum" value="price" with="sum">\(named)</measure>
                  <measure id="mean" compute="sum div orders">\(named)</measure>
                </report>
                """))
        try await edition.add(
            "Order",
            """
            day        | price
            2025-01-10 | 100
            2025-02-10 | 50
            2025-04-10 | 40
            2026-01-05 | 120
            2026-01-06 | 30
            """)
        return edition
    }

    @Test("a month without records is there, and each month stands beside the one a year before")
    func yearOverYear() async throws {
        let result = try await edition("compare=\"year\"").report("months")
        #expect(result.rows.count == 13)
        #expect(result.rows[2].text == "2025-03|0|0|||||||")
        #expect(
            result.rows[12].text
                == "2026-01|2|150|75|1|1|100|0.5|100|-0.25")
    }

    @Test("the change on the period before is null where that was nothing")
    func previous() async throws {
        let result = try await edition("compare=\"previous\"").report("months")
        #expect(
            result.rows[1].figures[5...6] == [.decimal(FixedDecimal(100)), .decimal(FixedDecimal(units: -5, scale: 1))])
        #expect(result.rows[3].figures[6].isNull)
    }

    @Test("a moving total begins with the first full window, and computed measures are computed of the totals")
    func moving() async throws {
        let edition = try await edition("moving=\"3\"")
        let result = try await edition.report("months")
        #expect(result.rows[1].text == "2025-02|1|50|50|||")
        #expect(result.rows[2].text == "2025-03|0|0||2|150|75")
        #expect(result.rows[3].text == "2025-04|1|40|40|2|90|45")
        #expect(try edition.count("Order", result.rows[3].filters[3]) == 2)
    }

    @Test("the figure of the year before leads to the records of that time")
    func drill() async throws {
        let edition = try await edition("compare=\"year\"")
        let row = try #require(try await edition.report("months").rows.last)
        #expect(try edition.count("Order", row.filters[0]) == 2)
        #expect(try edition.count("Order", row.filters[3]) == 1)
    }
}
