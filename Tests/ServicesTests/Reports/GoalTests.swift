// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Services
import Testing
import Values

@Suite("Goals and those who read them")
struct GoalTests {
    private let edition: TestEdition
    /// Sees every order, those of the north, and those of the north as well.
    private let head: Invocation
    private let north: Invocation
    private let apprentice: Invocation

    init() async throws {
        let goals = """
            <metric id="sold" entity="Order" value="price" with="sum" owner="createdBy">\(named)</metric>
            <entity id="Aim" title="name">\(named)<plural>X</plural><plural xml:lang="zh-Hans">某</plural>
              <field id="name" type="text">\(named)</field><field id="metric" type="choice" options="metrics">\(named)</field>
              <field id="target" type="decimal">\(named)</field><field id="due" type="date">\(named)</field>
              <field id="whose" type="reference" to="User">\(named)</field>
              <field id="keeper" type="reference" to="User">\(named)</field>
            </entity>
            <goals entity="Aim" metric="metric" target="target" due="due" owner="whose" responsible="keeper"/>
            """
        let pack = bakery(goals).replacing("<role id=\"baker\">", with: "<role id=\"baker\">\(Self.aims)")
            .replacing("<role id=\"northern\">", with: "<role id=\"northern\">\(Self.aims)")
        edition = try await TestEdition.make(pack)
        head = try await edition.user("head", "baker")
        north = try await edition.user("north", "northern")
        apprentice = try await edition.user("apprentice", "northern")
        for (shop, price) in [("north", 100), ("north", 20), ("south", 300)] {
            _ = try await edition.workspace.create(
                "Order", ["shop": .text(shop), "price": .integer(Int64(price))], head)
        }
    }

    private static let aims = "<allow entity=\"Aim\" read=\"all\"/>"

    private func aim(_ name: String, _ more: [FieldName: Value] = [:]) async throws -> RecordID {
        let values: [FieldName: Value] = ["name": .text(name), "metric": .text("sold"), "target": .integer(480)]
        return try await edition.workspace.create("Aim", values.merging(more) { $1 }, edition.engine).id
    }

    private func person(_ invocation: Invocation) throws -> Value {
        .identifier(try #require(invocation.actor.user))
    }

    private func goals(_ invocation: Invocation) async throws -> [String] {
        try await edition.workspace.goals(invocation).map { "\($0.title) \($0.figure.canonicalText)" }
    }

    @Test("that count for everybody are told to those who see everything, and to nobody who would read a part of it")
    func company() async throws {
        _ = try await aim("All")
        #expect(try await goals(head) == ["All 420"])
        #expect(try await goals(north) == [])
    }

    @Test("that somebody answers for are what that person sees, whoever reads them")
    func responsible() async throws {
        _ = try await aim("North", ["keeper": try person(north)])
        #expect(try await goals(north) == ["North 120"])
        #expect(try await goals(apprentice) == ["North 120"])
        #expect(try await goals(head) == ["North 120"])
        // The reader's own filter would list more records than count.
        #expect(try await edition.workspace.goals(head).first?.records == nil)
    }

    @Test("of one person are told to others only if those see all that counts")
    func counted() async throws {
        _ = try await aim("Mine", ["whose": try person(head)])
        #expect(try await goals(head) == ["Mine 420"])
        #expect(try await goals(north) == [])
        let south = ListRequest(entity: "Order", filter: "shop eq 'south'")
        let order = try #require(try edition.workspace.list(south, head).records.first)
        try await edition.workspace.delete("Order", order.id, expectedVersion: nil, edition.engine)
        #expect(try await goals(north) == ["Mine 120"])
    }

    @Test("are found by their records, also those that are over, and not those that are told to others")
    func records() async throws {
        let over = try await aim("Over", ["due": Value(canonicalText: "2020-01-31", as: .date)])
        let unmeasured = try await aim("By hand", ["metric": .null])
        let found = try await edition.workspace.goals(of: "Aim", [over, unmeasured], head)
        #expect(found[over]?.figure == .decimal(FixedDecimal(420)) && found[unmeasured] == nil)
        #expect(try await edition.workspace.goals(of: "Aim", [over], north).isEmpty)
        #expect(try await edition.workspace.goals(of: "Order", [over], head).isEmpty)
    }
}
