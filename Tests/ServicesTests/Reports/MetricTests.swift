// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Testing
import Values

@testable import Services

@Suite("Metrics and goals")
struct MetricTests {
    private let analysis = """
        <metric id="sold" entity="Order" value="price" with="sum" at="day" owner="createdBy">\(named)
          <test expect="30"><record><set field="price" value="10"/></record><record><set field="price" value="20"/></record></test>
        </metric>
        <metric id="spent" entity="Order" value="cost" with="sum">\(named)</metric>
        <metric id="dear" entity="Order" count="true" where="price gt 50">\(named)</metric>
        <metric id="margin" compute="(sold sub spent) div sold" unit="percent" digits="1">\(named)
          <test expect="0.25"><given metric="sold" value="40"/><given metric="spent" value="30"/></test>
        </metric>
        <entity id="Aim" title="name">\(named)<plural>X</plural><plural xml:lang="zh-Hans">某</plural>
          <field id="name" type="text">\(named)</field>
          <field id="metric" type="choice" options="metrics">\(named)</field>
          <field id="from" type="decimal">\(named)</field><field id="to" type="decimal">\(named)</field>
          <field id="first" type="date">\(named)</field><field id="last" type="date">\(named)</field>
        </entity>
        <goals entity="Aim" metric="metric" baseline="from" target="to" starts="first" due="last"/>
        <dashboard id="shop" roles="baker">\(named)<metric id="sold"/><goals/></dashboard>
        """

    private func edition() async throws -> TestEdition {
        let edition = try await TestEdition.make(bakery(analysis))
        try await edition.add(
            "Order", "day | price | cost\n2026-10-01 | 100 | 40\n2026-11-02 | 60 | 50\n2026-11-30 | 40 |")
        return edition
    }

    private func figures(_ edition: TestEdition, _ roles: [RoleName] = []) async throws -> [String] {
        try await edition.workspace.metrics(nil, edition.invocation(roles))
            .map { "\($0.metric.name) \($0.figure.canonicalText)" }
    }

    @Test("every metric has its figure, also one that is made of others")
    func values() async throws {
        #expect(try await figures(edition()) == ["sold 200", "spent 90", "dear 2", "margin 0.55"])
    }

    @Test("a figure leads to exactly its records, and one that is made of others to those of its parts")
    func drill() async throws {
        let edition = try await edition()
        let dear = try await edition.workspace.metric("dear", edition.engine)
        #expect(try edition.count("Order", dear.filter) == 2)
        let margin = try await edition.workspace.metric("margin", edition.engine)
        #expect(margin.parts.map(\.metric.name) == ["sold", "spent"])
    }

    @Test("who does not see what a metric measures does not get it, nor what is made of it")
    func hidden() async throws {
        let edition = try await edition()
        #expect(try await figures(edition, ["driver"]) == ["sold 200", "dear 2"])
        await #expect(throws: ServiceError.self) {
            try await edition.workspace.metric("margin", edition.invocation(["driver"]))
        }
    }

    @Test("a goal counts what falls into its time, and tells which part of the way is done")
    func goals() async throws {
        let edition = try await edition()
        try await edition.add(
            "Aim",
            """
            name     | metric | from | to  | first      | last
            November | sold   | 0    | 400 | 2026-11-01 | 2026-11-30
            Year     | sold   | 100  | 300 |            | 2026-12-31
            Over     | sold   | 0    | 1   |            | 2026-11-01
            """)
        let goals = try await edition.workspace.goals(edition.engine)
        #expect(
            goals.map { "\($0.title) \($0.figure.canonicalText) \($0.attainment.canonicalText)" } == [
                "November 100 0.25", "Year 200 0.5",
            ])
        #expect(try edition.count("Order", goals[0].records?.filter) == 2)
    }
}
