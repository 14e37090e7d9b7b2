// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

/// Allotments lie in a pool; giving one up for good needs the council’s yes, and nobody takes it meanwhile.
private let allotments = """
    <pack xmlns="urn:trellis:pack:1" id="allotments" version="1.0.0">
      \(labels("Allotments", "园地"))
      <entity id="Plot" title="name">
        \(labels("Plot", "地块"))<plural>Plots</plural><plural xml:lang="zh-Hans">地块</plural>
        \(part("name", "text")) <field id="gardener" type="reference" to="User">\(labels("Gardener", "园丁"))</field>
        \(part("until", "date"))
      </entity>
      <pipeline id="use" entity="Plot" field="stage">
        \(labels("Use", "使用"))
        <stage id="tended">\(labels("Tended", "耕种"))</stage>
        <stage id="closed" category="lost">\(labels("Closed", "关闭"))</stage>
        <transition from="tended" to="closed"><approval id="closing">
          \(labels("Closing", "关闭审批"))<step roles="council"/></approval></transition>
      </pipeline>
      <pool entity="Plot" owner="gardener" protect="P10D" protected-until="until"/>
      <role id="gardener">\(labels("Gardener", "园丁"))<allow entity="Plot" read="all" create="all" update="all"/></role>
      <role id="council">\(labels("Council", "理事会"))<allow entity="Plot" read="all" update="all"/></role>
    </pack>
    """

@Suite("Pools while an approval runs")
struct PoolFreezeTests {
    private let edition: TestEdition
    private let ann: Invocation
    private let bea: Invocation
    private let council: Invocation

    init() async throws {
        edition = try await TestEdition.make(allotments)
        ann = try await edition.user("ann", "gardener")
        bea = try await edition.user("bea", "gardener")
        council = try await edition.user("council1", "council")
    }

    private var workspace: Workspace { edition.workspace }

    private func now(_ person: Invocation) -> Invocation { workspace.invocation(person.actor, .api) }

    private func plot(of gardener: Invocation?) async throws -> RecordID {
        let owner = gardener?.actor.user.map(Value.identifier) ?? .null
        return try await workspace.create("Plot", ["name": .text("North"), "gardener": owner], edition.engine).id
    }

    private func ask(_ plot: RecordID) async throws -> RecordID {
        let move = StageMove(entity: "Plot", id: plot, pipeline: "use", to: "closed", values: [:], reason: nil)
        return try #require(try await workspace.askApproval(move, now(ann)).first)
    }

    private func findings(_ body: () async throws -> Void) async throws -> [Finding] {
        do {
            try await body()
            return []
        } catch ServiceError.invalid(let findings) { return findings }
    }

    @Test("nobody claims a record while its approval waits, and is told why")
    func claiming() async throws {
        let plot = try await plot(of: nil)
        let request = try await ask(plot)
        let findings = try await findings { _ = try await workspace.claim("Plot", plot, now(bea)) }
        #expect(findings.map(\.code) == ["frozen"] && findings.first?.field == "gardener")
        #expect(findings.first?.message.english == "“Gardener” cannot be changed because of “Closing”.")
        let standing = try #require(try workspace.poolStanding("Plot", plot, now(bea)))
        #expect(standing.obstacles == findings)
        try await workspace.reject(request, reason: "no", now(council))
        _ = try await workspace.claim("Plot", plot, now(bea))
    }

    @Test("nobody releases a record while its approval waits")
    func releasing() async throws {
        let plot = try await plot(of: ann)
        let request = try await ask(plot)
        let findings = try await findings { _ = try await workspace.release("Plot", plot, now(ann)) }
        #expect(findings.map(\.code) == ["frozen"])
        #expect(try workspace.poolStanding("Plot", plot, now(ann))?.mayRelease == false)
        try await workspace.reject(request, reason: "no", now(council))
        _ = try await workspace.release("Plot", plot, now(ann))
    }

    @Test("a protection that ends meanwhile leaves the record with its owner, and takes it once the approval is over")
    func ending() async throws {
        let plot = try await plot(of: ann)
        let request = try await ask(plot)
        try await edition.pass(days: 12)
        let owner = try workspace.record("Plot", plot, edition.engine)["gardener"]
        #expect(owner == ann.actor.user.map(Value.identifier))
        try await workspace.reject(request, reason: "no", now(council))
        try await edition.pass(days: 1)
        #expect(try workspace.record("Plot", plot, edition.engine)["gardener"] == .null)
    }
}
