// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Testing
import Values

@testable import Services

@Suite("Reports in order: shares, parts, times")
struct ReportRankingTests {
    private func edition(_ report: String, _ orders: String) async throws -> TestEdition {
        let edition = try await TestEdition.make(bakery(report))
        try await edition.add("Order", orders)
        return edition
    }

    @Test("a pareto has the greatest group first, with its share, the share so far and the class")
    func pareto() async throws {
        let edition = try await edition(
            """
            <report id="kinds" kind="pareto" entity="Order" by="sum">\(named)
              <group id="kind" by="kind">\(named)</group>
              <measure id="n" count="true">\(named)</measure><measure id="sum" value="price" with="sum">\(named)</measure>
            </report>
            """, "kind | price\nrye | 10\nwheat | 70\nspelt | 5\nrye | 10\noat | 5\nbran |")
        let result = try await edition.report("kinds")
        #expect(
            result.rows.map(\.text) == [
                "wheat|1|70|0.7|0.7|A", "rye|2|20|0.2|0.9|A", "oat|1|5|0.05|0.95|B", "spelt|1|5|0.05|1|C",
                "bran|1|||1|",
            ])
        #expect(result.total.text == "6|100|||")
        #expect(try edition.count("Order", result.rows[1].filters[1]) == 2)
    }

    @Test("parts have about the same number of records, equal values stay together, and each part leads to its records")
    func deciles() async throws {
        let edition = try await edition(
            """
            <report id="parts" kind="deciles" entity="Order" rank="price" parts="4">\(named)
              <measure id="sum" value="price" with="sum">\(named)</measure><measure id="n" count="true">\(named)</measure>
            </report>
            """, "price\n100\n40\n40\n30\n30\n30\n10\n-5\n")
        let result = try await edition.report("parts")
        #expect(
            result.rows.map { row in (row.groups + row.figures.prefix(2)).map(\.canonicalText).joined(separator: "|") }
                == ["1|180|3", "2|90|3", "4|5|2"])
        #expect(result.rows.map { $0.figures[3].canonicalText }.last == "1")
        for row in result.rows {
            #expect(try edition.counted("Order", row.filters[1]) == row.figures[1])
        }
    }

    @Test("recency, frequency and amount each give a score from 1 to 5, the best being 5")
    func scores() async throws {
        let edition = try await edition(
            """
            <report id="grid" kind="rfm" entity="Order" recency="day" frequency="loaves" monetary="price">\(named)
              <measure id="n" count="true">\(named)</measure>
            </report>
            """,
            """
            day        | loaves | price
            2026-01-01 | 1      | 50
            2026-02-01 | 2      | 40
            2026-03-01 | 3      | 30
            2026-04-01 | 4      | 20
            2026-05-01 | 5      | 10
                       | 9      | 99
            """)
        let result = try await edition.report("grid")
        #expect(result.rows.map(\.text) == ["1|1|5|1", "2|2|4|1", "3|3|3|1", "4|4|2|1", "5|5|1|1"])
        #expect(try edition.count("Order", result.rows[4].filter) == 1)
    }

    @Test("calls are counted by day of the week and half-hour of the local day, with the part answered in time")
    func interval() async throws {
        let edition = try await edition(
            """
            <report id="calls" kind="interval" entity="Order" at="calledAt" minutes="30" weekdays="true">\(named)
              <measure id="n" count="true">\(named)</measure>
              <measure id="fast" count="true" where="baking le duration'PT20S'">\(named)</measure>
              <measure id="level" ratio="fast" of="n">\(named)</measure>
            </report>
            """,
            """
            calledAt             | baking
            2026-11-23T01:00:00Z | PT10S
            2026-11-23T01:29:59Z | PT20S
            2026-11-23T01:30:00Z | PT30S
            2026-11-22T16:10:00Z | PT5S
            """)
        let result = try await edition.report("calls")
        // 01:00 UTC is 09:00 in Shanghai, and 22 November 16:10 UTC is Monday there already.
        #expect(
            result.rows.map { ($0.groupLabels + $0.figures.map(\.canonicalText)).joined(separator: "|") } == [
                "Monday|00:00|1|1|1", "Monday|09:00|2|2|1", "Monday|09:30|1|0|0",
            ])
        #expect(try edition.count("Order", result.rows[1].filters[1]) == 2)
    }

    @Test("by the time alone every slot between the first and the last is there")
    func slots() async throws {
        let edition = try await edition(
            """
            <report id="hours" kind="interval" entity="Order" at="calledAt">\(named)<measure id="n" count="true">\(named)</measure></report>
            """, "calledAt\n2026-11-23T01:00:00Z\n2026-11-23T03:30:00Z")
        let result = try await edition.report("hours")
        #expect(
            result.rows.map { $0.groupLabels + $0.figures.map(\.canonicalText) } == [
                ["09:00", "1"], ["10:00", "0"], ["11:00", "1"],
            ])
    }
}
