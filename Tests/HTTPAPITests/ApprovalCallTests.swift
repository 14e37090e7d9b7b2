// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Services
import Testing
import Values

/// A foundry: dear castings need the yes of a master, and orders lie in a pool until a moulder claims them.
private let foundry = """
    <pack xmlns="urn:trellis:pack:1" id="foundry" version="1.0.0">
      <label>Foundry</label><label xml:lang="zh-Hans">铸造厂</label>
      <entity id="Casting" title="name">
        <label>Casting</label><label xml:lang="zh-Hans">铸件</label>
        <plural>Castings</plural><plural xml:lang="zh-Hans">铸件</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="price" type="money"><label>Price</label><label xml:lang="zh-Hans">价格</label></field>
        <field id="moulder" type="reference" to="User"><label>Moulder</label><label xml:lang="zh-Hans">造型工</label></field>
        <field id="until" type="date"><label>Protected until</label><label xml:lang="zh-Hans">保护至</label></field>
      </entity>
      <pool entity="Casting" owner="moulder" protect="P30D" protected-until="until" roles="moulder"/>
      <pipeline id="casting" entity="Casting" field="stage">
        <label>Casting</label><label xml:lang="zh-Hans">铸造</label>
        <stage id="drawn"><label>Drawn</label><label xml:lang="zh-Hans">已绘图</label></stage>
        <stage id="poured" category="won"><label>Poured</label><label xml:lang="zh-Hans">已浇注</label></stage>
        <transition from="drawn" to="poured">
          <approval id="dear" when="price gt 100" freeze="price">
            <label>Dear casting</label><label xml:lang="zh-Hans">高价铸件审批</label>
            <step roles="master"/>
          </approval>
        </transition>
      </pipeline>
      <role id="moulder"><label>Moulder</label><label xml:lang="zh-Hans">造型工</label>
        <allow entity="Casting" read="all" create="all" update="all"/></role>
      <role id="master"><label>Master</label><label xml:lang="zh-Hans">师傅</label>
        <allow entity="Casting" read="all" update="all"/></role>
    </pack>
    """

@Suite("Approvals and pools through the API")
struct ApprovalCallTests {
    private let edition: ServedEdition
    private var master: String { edition.visitorToken }

    init() async throws { edition = try await ServedEdition.make(foundry, roles: ["moulder", "master"]) }

    private func casting(_ price: Int) async throws -> String {
        let answer = try await edition.send(.post, "/api/Casting", "{\"name\":\"bell\",\"price\":\(price)}")
        guard answer.status == 201, let id = answer["id"] as? String else { throw TestFault(text: answer.text) }
        return "/api/Casting(\(id))"
    }

    private func act(_ casting: String, _ action: String, _ body: String = "{}", by token: String? = nil) async throws
        -> Answer
    {
        let tag = try await edition.send(.get, casting).headers[.eTag] ?? ""
        return try await edition.send(
            .post, "\(casting)/crm.\(action)", body, token: token ?? edition.token, headers: [.ifMatch: tag])
    }

    private func stage(_ casting: String) async throws -> String? {
        try await edition.send(.get, casting)["stage"] as? String
    }

    @Test("a move that waits for a yes is refused by name; asked for and approved, the record moves by itself")
    func granted() async throws {
        let bell = try await casting(500)
        let refused = try await act(bell, "move", "{\"to\":\"poured\"}")
        #expect(refused.status == 422)
        #expect(refused.details.compactMap { $0["code"] as? String } == ["approval.dear"])
        #expect(try await act(bell, "askApproval", "{\"to\":\"poured\"}").status == 204)
        #expect(try await stage(bell) == "drawn")
        #expect(try await act(bell, "approve", "{\"comment\":\"good\"}", by: master).status == 204)
        #expect(try await stage(bell) == "poured")
    }

    @Test("whoever asked cannot answer, a no needs its reason, and what is frozen stays until the request is withdrawn")
    func refusals() async throws {
        let bell = try await casting(500)
        #expect(try await act(bell, "askApproval", "{\"to\":\"poured\"}").status == 204)
        #expect(try await act(bell, "approve").status == 400)
        #expect(try await act(bell, "reject", by: master).status == 422)
        let tag = try await edition.send(.get, bell).headers[.eTag] ?? ""
        let change = try await edition.send(.patch, bell, "{\"price\":50}", headers: [.ifMatch: tag])
        #expect(change.status == 422 && change.details.compactMap { $0["target"] as? String } == ["price"])
        #expect(try await act(bell, "withdrawApproval").status == 204)
        let later = try await edition.send(.get, bell).headers[.eTag] ?? ""
        let allowed = try await edition.send(.patch, bell, "{\"price\":50}", headers: [.ifMatch: later])
        #expect(allowed.status < 300, "\(allowed.text)")
        #expect(try await act(bell, "move", "{\"to\":\"poured\"}").status < 300)
    }

    @Test("a record of the pool has one holder; the next is told who and until when, and gets it once it is released")
    func pool() async throws {
        let bell = try await casting(50)
        let second = try await edition.token(of: "moulder2", role: "moulder")
        #expect(try await act(bell, "claim").status < 300)
        let lost = try await act(bell, "claim", by: second)
        #expect(lost.status == 422)
        #expect(lost.details.compactMap { $0["code"] as? String } == ["pool.protected"])
        #expect((lost.details.first?["message"] as? String)?.contains("moulder1 has it, protected until") == true)
        #expect(try await act(bell, "release").status < 300)
        #expect(try await act(bell, "claim", by: second).status < 300)
    }

    @Test("the actions stand in both descriptions of the service", arguments: ["/api/$metadata", "/api/openapi.json"])
    func described(path: String) async throws {
        let text = try await edition.send(.get, path).text
        for action in ["askApproval", "approve", "reject", "withdrawApproval", "claim", "release"] {
            #expect(text.contains(action), "\(action)")
        }
    }
}
