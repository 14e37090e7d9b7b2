// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Storage
import Testing
import Values

@testable import Services

@Suite("Reports from step to step")
struct ReportFunnelTests {
    private static let pipeline = """
        <pipeline id="sale" entity="Order" field="stage">\(named)
          <stage id="asked">\(named)</stage><stage id="tasted">\(named)</stage>
          <stage id="bought" category="won">\(named)</stage><stage id="gone" category="lost">\(named)</stage>
          <transition from="asked" to="tasted"/><transition from="tasted" to="bought"/>
          <transition from="asked tasted" to="gone"/><transition from="tasted" to="asked"/>
        </pipeline>
        """

    private static let stages = """
        <report id="sales" kind="funnel" entity="Order">\(named)
          <step id="asked" stage="asked">\(named)</step><step id="tasted" stage="tasted">\(named)</step>
          <step id="bought" stage="bought">\(named)</step>
        </report>
        """

    /// Five enquiries: two are bought, one is lost after tasting, one goes back to the enquiry, one stays.
    private func edition(_ report: String) async throws -> TestEdition {
        let edition = try await TestEdition.make(bakery(Self.pipeline + report))
        let ways = [["tasted", "bought"], ["tasted", "bought"], ["tasted", "gone"], ["tasted", "asked"], []]
        var places: [(id: RecordID, way: [String])] = []
        for (index, way) in ways.enumerated() {
            let shop = index < 2 ? "north" : "south"
            let record = try await edition.workspace.create(
                "Order", ["name": .text("\(index)"), "shop": .text(shop), "price": .integer(10)], edition.engine)
            places.append((record.id, way))
        }
        for step in 0..<2 {
            edition.clock.advance(days: Int64(step + 1))
            for place in places where step < place.way.count {
                _ = try await edition.workspace.move(
                    StageMove(entity: "Order", id: place.id, pipeline: "sale", to: StageName(place.way[step])),
                    edition.engine)
            }
        }
        return edition
    }

    @Test("who was in a stage has reached it and all before it, wherever he is now; the parts and the stays are told")
    func stages() async throws {
        let edition = try await edition(Self.stages)
        let result = try await edition.report("sales")
        #expect(
            result.rows.map(\.text) == ["asked|5||1|P1D", "tasted|4|0.8|0.8|P2D", "bought|2|0.5|0.4|"])
        for row in result.rows {
            #expect(try edition.counted("Order", row.filter) == row.figures[0])
        }
    }

    @Test("with groups each group has its steps, and with measures each step has them")
    func groups() async throws {
        let report = Self.stages.replacing(
            "<step id=\"asked\"",
            with:
                "<group id=\"shop\" by=\"shop\">\(named)</group><measure id=\"n\" count=\"true\">\(named)</measure><measure id=\"sum\" value=\"price\" with=\"sum\">\(named)</measure><step id=\"asked\"",
            maxReplacements: 1)
        let result = try await edition(report).report("sales")
        #expect(
            result.rows.map { ($0.groups + $0.figures.prefix(4)).map(\.canonicalText).joined(separator: "|") } == [
                "north|asked|2|20||1", "north|tasted|2|20|1|1", "north|bought|2|20|1|1",
                "south|asked|3|30||1", "south|tasted|2|20|0.666666666667|0.666666666667", "south|bought|0||0|0",
            ])
    }

    @Test("steps may be conditions, of which a later one stands for those before it")
    func conditions() async throws {
        let edition = try await TestEdition.make(
            bakery(
                """
                <report id="steps" kind="funnel" entity="Order">\(named)
                  <step id="all" when="true">\(named)</step><step id="priced" when="price ne null">\(named)</step>
                  <step id="closed" when="closedOn ne null">\(named)</step>
                </report>
                """))
        try await edition.add("Order", "name | price | closedOn\na | |\nb | 1 |\nc | | 2026-01-01\nd | 2 | 2026-01-01")
        let result = try await edition.report("steps")
        #expect(result.rows.map(\.text) == ["all|4||1", "priced|3|0.75|0.75", "closed|2|0.666666666667|0.5"])
        #expect(result.columns.map(\.name) == ["records", "ofPrevious", "ofFirst"])
    }

    @Test("a rule may ask whether a record was ever in a stage, and memory and database agree")
    func visited() async throws {
        let edition = try await edition(
            "<report id=\"back\" entity=\"Order\" where=\"stage eq 'asked' and visited(value=stage,option='tasted')\">\(named)<measure id=\"n\" count=\"true\">\(named)</measure></report>"
        )
        #expect(try await edition.report("back").total.figures == [.integer(1)])
        let request = Request(edition.workspace, edition.engine)
        let condition = try request.packExpression("visited(value=stage,option='tasted')", as: .boolean, on: "Order")
        let records = try edition.workspace.list(ListRequest(entity: "Order", order: "name asc"), edition.engine)
            .records
        let reached = try edition.workspace.store.read(edition.engine.environment) { transaction in
            let scope = try TransactionScope(transaction, request)
            return try records.map { try scope.isTrue(condition, on: RecordReference(entity: "Order", id: $0.id)) }
        }
        #expect(reached == [true, true, true, true, false])
    }
}
