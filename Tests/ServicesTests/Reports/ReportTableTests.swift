// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Storage
import Testing
import Values

@testable import Services

@Suite("Reports as tables")
struct ReportTableTests {
    private let orders = """
        shop  | kind  | price  | cost  | loaves | baking
        north | rye   | 10.00  | 4.00  | 1      | PT1H
        north | rye   | 20.00  | 9.00  | 2      | PT2H
        north | wheat | 40.00  | 30.00 | 3      | PT6H
        south | rye   | 100.00 | 50.00 | 10     | PT4H
        south | wheat | 8.00   |       | 4      |
        """

    private func edition(_ report: String) async throws -> TestEdition {
        let edition = try await TestEdition.make(bakery(report))
        try await edition.add("Order", orders)
        return edition
    }

    @Test("each outer group has a subtotal behind its rows, and the total is that of all records")
    func subtotals() async throws {
        let edition = try await edition(
            """
            <report id="sales" entity="Order">\(named)
              <group id="shop" by="shop">\(named)</group><group id="kind" by="kind">\(named)</group>
              <measure id="orders" count="true">\(named)</measure>
              <measure id="sum" value="price" with="sum">\(named)</measure>
            </report>
            """)
        let result = try await edition.report("sales")
        #expect(
            result.lines.map(\.text) == [
                "north|rye|2|30", "north|wheat|1|40", "north|3|70", "south|rye|1|100", "south|wheat|1|8", "south|2|108",
            ])
        #expect(result.total.text == "5|178")
    }

    @Test(
        "subtotals and totals of averages, distinct values and percentiles are those of the records, not of the groups")
    func figuresThatDoNotAddUp() async throws {
        let edition = try await edition(
            """
            <report id="figures" entity="Order">\(named)
              <group id="shop" by="shop">\(named)</group><group id="kind" by="kind">\(named)</group>
              <measure id="average" value="price" with="average">\(named)</measure>
              <measure id="kinds" value="kind" with="countdistinct">\(named)</measure>
              <measure id="middle" value="loaves" with="median">\(named)</measure>
              <measure id="slow" value="baking" with="p90">\(named)</measure>
              <measure id="usual" value="price" with="p50">\(named)</measure>
            </report>
            """)
        let result = try await edition.report("figures")
        #expect(result.subtotals.map(\.text) == ["north|23.333333333333|2|2|PT6H|20", "south|54|2|7|PT4H|8"])
        #expect(result.total.text == "35.6|2|3|PT6H|20")
    }

    @Test("a computed measure divides exactly, also whole numbers, and is computed anew for every subtotal")
    func computed() async throws {
        let edition = try await edition(
            """
            <report id="margins" entity="Order">\(named)
              <group id="shop" by="shop">\(named)</group><group id="kind" by="kind">\(named)</group>
              <measure id="price" value="price" with="sum">\(named)</measure>
              <measure id="cost" value="cost" with="sum">\(named)</measure>
              <measure id="orders" count="true">\(named)</measure>
              <measure id="big" count="true" where="price ge 20">\(named)</measure>
              <measure id="margin" compute="(price sub cost) div price" unit="percent">\(named)</measure>
              <measure id="bigShare" compute="big div orders" unit="percent">\(named)</measure>
            </report>
            """)
        let result = try await edition.report("margins")
        #expect(
            result.subtotals.map(\.text) == [
                "north|70|43|3|2|0.385714285714|0.666666666667", "south|108|50|2|1|0.537037037037|0.5",
            ])
        let settings = DisplaySettings(language: .english) { _ in 0 }
        #expect(
            result.columns[4].text(result.total.figures[4], in: edition.workspace.model.current.model, settings)
                == "47.8%")
    }

    @Test("every figure has a filter that lists exactly its records, also the figures with a condition of their own")
    func drill() async throws {
        let edition = try await edition(
            """
            <report id="big" entity="Order" where="kind ne 'cake'">\(named)
              <group id="shop" by="shop">\(named)</group>
              <measure id="orders" count="true">\(named)</measure>
              <measure id="big" count="true" where="price ge 20">\(named)</measure>
            </report>
            """)
        let result = try await edition.report("big")
        for row in result.rows + [result.total] {
            for (figure, filter) in zip(row.figures, row.filters) {
                #expect(try edition.counted("Order", filter) == figure)
            }
        }
    }

    @Test("the figures of someone who sees a part of the records are those of the part")
    func partialRights() async throws {
        let edition = try await edition(
            """
            <report id="sales" entity="Order">\(named)
              <group id="shop" by="shop">\(named)</group><measure id="sum" value="price" with="sum">\(named)</measure>
              <measure id="middle" value="price" with="median">\(named)</measure>
            </report>
            """)
        let result = try await edition.report("sales", roles: ["northern"])
        #expect(result.rows.map(\.text) == ["north|70|20"])
        #expect(result.total.text == "70|20")
    }

    @Test("a measure over a hidden field, or one whose condition reads it, is refused to who does not see the field")
    func hiddenFields() async throws {
        let edition = try await edition(
            """
            <report id="costs" entity="Order">\(named)<measure id="dear" count="true" where="cost gt 9">\(named)</measure></report>
            <report id="paid" entity="Order" where="cost gt 9">\(named)<measure id="orders" count="true">\(named)</measure></report>
            """)
        await #expect(throws: ServiceError.self) { try await edition.report("costs", roles: ["driver"]) }
        // The number is the pack's to show; which records they are would tell the cost of each.
        let result = try await edition.report("paid", roles: ["driver"])
        #expect(result.total.figures == [.integer(2)] && result.total.filters == [nil])
    }
}
