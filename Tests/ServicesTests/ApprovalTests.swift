// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

/// A brewery that buys: small purchases need one yes, large ones a second round by two, and the amount stays as approved.
private let brewery = """
    <pack xmlns="urn:trellis:pack:1" id="brewery" version="1.0.0">
      <label>Brewery</label><label xml:lang="zh-Hans">酒厂</label>
      <entity id="Purchase" title="name">
        <label>Purchase</label><label xml:lang="zh-Hans">采购</label>
        <plural>Purchases</plural><plural xml:lang="zh-Hans">采购</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="amount" type="money"><label>Amount</label><label xml:lang="zh-Hans">金额</label></field>
        <field id="note" type="text"><label>Note</label><label xml:lang="zh-Hans">备注</label></field>
      </entity>
      <pipeline id="buying" entity="Purchase" field="stage">
        <label>Buying</label><label xml:lang="zh-Hans">采购</label>
        <stage id="wished"><label>Wished</label><label xml:lang="zh-Hans">申请</label></stage>
        <stage id="ordered" category="won"><label>Ordered</label><label xml:lang="zh-Hans">已订</label>
          <guard id="priced" test="amount gt 0"><label>It has no price.</label><label xml:lang="zh-Hans">没有价格。</label></guard>
        </stage>
        <transition from="wished" to="ordered">
          <approval id="spending" when="amount gt 100" freeze="amount">
            <label>Spending</label><label xml:lang="zh-Hans">支出审批</label>
            <step roles="master"/>
            <step roles="owner" count="2" when="amount gt 1000"/>
          </approval>
        </transition>
      </pipeline>
      <role id="buyer"><label>Buyer</label><label xml:lang="zh-Hans">采购员</label>
        <allow entity="Purchase" read="all" create="all" update="all"/></role>
      <role id="master"><label>Master</label><label xml:lang="zh-Hans">酿酒师</label>
        <allow entity="Purchase" read="all" update="all"/></role>
      <role id="owner"><label>Owner</label><label xml:lang="zh-Hans">东家</label>
        <allow entity="Purchase" read="all"/></role>
    </pack>
    """

@Suite("Approvals")
struct ApprovalTests {
    private let edition: TestEdition
    private let buyer: Invocation
    private let master: Invocation

    init() async throws {
        edition = try await TestEdition.make(brewery)
        buyer = try await edition.user("b1", "buyer")
        master = try await edition.user("m1", "master")
    }

    private func purchase(_ amount: Int64) async throws -> RecordID {
        try await edition.workspace.create(
            "Purchase", ["name": .text("hops"), "amount": .integer(amount)], buyer
        ).id
    }

    private func order(_ id: RecordID) -> StageMove {
        StageMove(entity: "Purchase", id: id, pipeline: "buying", to: "ordered")
    }

    private func stage(_ id: RecordID) throws -> Value {
        try edition.workspace.record("Purchase", id, edition.engine)["stage"]
    }

    private func ask(_ id: RecordID) async throws -> RecordID {
        try #require(try await edition.workspace.askApproval(order(id), buyer).first)
    }

    @Test("what costs little needs nobody, and what costs more is refused until somebody says yes")
    func amounts() async throws {
        let small = try await purchase(100)
        _ = try await edition.workspace.move(order(small), buyer)
        let large = try await purchase(101)
        let error = await #expect(throws: ServiceError.self) {
            try await edition.workspace.move(order(large), buyer)
        }
        guard case .moveRefused(let refusal) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(refusal.obstacles.map(\.code) == ["approval.spending"])
    }

    @Test("with the last yes the record moves by itself, and whoever asked is its mover")
    func granted() async throws {
        let id = try await purchase(500)
        let request = try await ask(id)
        #expect(try edition.workspace.waitingApprovals(master).map(\.id) == [request])
        #expect(try edition.workspace.waitingApprovals(buyer).isEmpty)
        _ = try await edition.workspace.approve(request, comment: "fine", master)
        #expect(try stage(id) == .text("ordered"))
        #expect(try edition.workspace.waitingApprovals(master).isEmpty)
    }

    @Test("a large amount needs a second round, and there two different people")
    func rounds() async throws {
        let owners = [try await edition.user("o1", "owner"), try await edition.user("o2", "owner")]
        let id = try await purchase(5000)
        let request = try await ask(id)
        await #expect(throws: ServiceError.self) { try await edition.workspace.approve(request, owners[0]) }
        _ = try await edition.workspace.approve(request, master)
        _ = try await edition.workspace.approve(request, owners[0])
        await #expect(throws: ServiceError.self) { try await edition.workspace.approve(request, owners[0]) }
        #expect(try stage(id) == .text("wished"))
        _ = try await edition.workspace.approve(request, owners[1])
        #expect(try stage(id) == .text("ordered"))
    }

    @Test("nobody says yes to what he asked for himself, nor without the role")
    func oneself() async throws {
        let both = try await edition.user("bm", "buyer", "master")
        let id = try await purchase(500)
        let request = try #require(try await edition.workspace.askApproval(order(id), both).first)
        await #expect(throws: ServiceError.self) { try await edition.workspace.approve(request, both) }
        await #expect(throws: ServiceError.self) { try await edition.workspace.approve(request, buyer) }
        #expect(try stage(id) == .text("wished"))
    }

    @Test("what waits for a yes keeps its amount; other fields and, once withdrawn, the amount can be changed")
    func frozen() async throws {
        let id = try await purchase(500)
        let request = try await ask(id)
        await #expect(throws: ServiceError.self) {
            try await edition.workspace.update("Purchase", id, ["amount": .integer(900)], expectedVersion: nil, buyer)
        }
        _ = try await edition.workspace.update("Purchase", id, ["note": .text("soon")], expectedVersion: nil, buyer)
        await #expect(throws: ServiceError.self) { try await edition.workspace.withdrawApproval(request, master) }
        try await edition.workspace.withdrawApproval(request, buyer)
        _ = try await edition.workspace.update("Purchase", id, ["amount": .integer(900)], expectedVersion: nil, buyer)
        await #expect(throws: ServiceError.self) { try await edition.workspace.approve(request, master) }
    }

    @Test("a no needs a reason, ends the request, and leaves the record where it is")
    func rejected() async throws {
        let id = try await purchase(500)
        let request = try await ask(id)
        await #expect(throws: ServiceError.self) { try await edition.workspace.reject(request, reason: " ", master) }
        try await edition.workspace.reject(request, reason: "too much", master)
        #expect(try stage(id) == .text("wished"))
        await #expect(throws: ServiceError.self) { try await edition.workspace.approve(request, master) }
        _ = try await ask(id)
    }

    @Test("a substitute says yes in the place of whoever is away, and only while he is")
    func substitute() async throws {
        let deputy = try await edition.user("d1", "buyer")
        let person = try #require(deputy.actor.user)
        let request = try await ask(try await purchase(500))
        await #expect(throws: ServiceError.self) { try await edition.workspace.approve(request, deputy) }
        try await edition.workspace.setSubstitute(
            person, from: try #require(CalendarDate("2026-11-20")), until: try #require(CalendarDate("2026-11-24")),
            master)
        _ = try await edition.workspace.approve(request, deputy)
        let later = try await ask(try await purchase(600))
        edition.clock.advance(days: 5)
        let back = edition.workspace.invocation(deputy.actor, .api)
        await #expect(throws: ServiceError.self) { try await edition.workspace.approve(later, back) }
    }

    @Test("asking is refused where something else stands in the way, and where nothing needs a yes")
    func asking() async throws {
        let free = try await purchase(50)
        await #expect(throws: ServiceError.self) { try await edition.workspace.askApproval(order(free), buyer) }
        let id = try await purchase(500)
        _ = try await ask(id)
        await #expect(throws: ServiceError.self) { try await edition.workspace.askApproval(order(id), buyer) }
    }
}
