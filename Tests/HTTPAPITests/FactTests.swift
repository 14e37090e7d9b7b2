// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Services
import Testing

/// Boats that one hire at a time holds, and moorings that skippers claim.
private let harbour = """
    <pack xmlns="urn:trellis:pack:1" id="harbour" version="1.0.0">
      <label>Harbour</label><label xml:lang="zh-Hans">港口</label>
      <entity id="Hire" title="name">
        <label>Hire</label><label xml:lang="zh-Hans">租约</label><plural>Hires</plural><plural xml:lang="zh-Hans">租约</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="boat" type="text"><label>Boat</label><label xml:lang="zh-Hans">船</label></field>
        <field id="skipper" type="text"><label>Skipper</label><label xml:lang="zh-Hans">船长</label></field>
        <field id="expires" type="dateTime"><label>Expires</label><label xml:lang="zh-Hans">到期</label></field>
      </entity>
      <pipeline id="hire" entity="Hire" field="stage"><label>Hire</label><label xml:lang="zh-Hans">租赁</label>
        <stage id="asked"><label>Asked</label><label xml:lang="zh-Hans">询价</label></stage>
        <stage id="held"><label>Held</label><label xml:lang="zh-Hans">预留</label></stage>
        <transition from="asked" to="held"/></pipeline>
      <reservation id="boat" entity="Hire" resource="boat" when="stage eq 'held'" until="expires" holder="skipper">
        <label>Boat</label><label xml:lang="zh-Hans">船只</label></reservation>
      <entity id="Mooring" title="name">
        <label>Mooring</label><label xml:lang="zh-Hans">泊位</label><plural>Moorings</plural><plural xml:lang="zh-Hans">泊位</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="owner" type="reference" to="User"><label>Owner</label><label xml:lang="zh-Hans">所有者</label></field>
      </entity>
      <pool entity="Mooring" owner="owner" limit="1"/>
      <role id="keeper"><label>Keeper</label><label xml:lang="zh-Hans">保管员</label>
        <allow entity="Hire" read="all" create="all" update="all"/>
        <allow entity="Mooring" read="all" create="all" update="all"/></role>
      <role id="visitor"><label>Visitor</label><label xml:lang="zh-Hans">访客</label>
        <allow entity="Hire" read="createdBy eq @me" create="all" update="all"/>
        <allow entity="Mooring" read="all" update="all"/></role>
    </pack>
    """

@Suite("What a refusal tells programs besides its sentence")
struct FactTests {
    private let edition: ServedEdition

    init() async throws { edition = try await ServedEdition.make(harbour) }

    private func add(_ entity: String, _ body: String, token: String? = nil) async throws -> String {
        let answer = try await edition.send(.post, "/api/\(entity)", body, token: token ?? edition.token)
        return try #require(answer["id"] as? String, "\(answer.text)")
    }

    private func hire(_ skipper: String, token: String? = nil) async throws -> String {
        try await add(
            "Hire",
            "{\"name\":\"H\",\"boat\":\"Gull\",\"skipper\":\"\(skipper)\",\"expires\":\"2026-12-01T10:00:00Z\"}",
            token: token)
    }

    private func hold(_ hire: String, token: String? = nil) async throws -> Answer {
        try await edition.send(
            .post, "/api/Hire(\(hire))/crm.move", "{\"to\":\"held\"}", token: token ?? edition.token)
    }

    @Test("who holds what is reserved, and until when, stands in the details of a refused move")
    func reserved() async throws {
        #expect(try await hold(hire("Ann")).status < 300)
        let refused = try await hold(hire("Bea"))
        let detail = try #require(refused.details.first, "\(refused.text)")
        #expect(refused.status == 422 && detail["code"] as? String == "reserved")
        let facts = try #require(detail["@crm.facts"] as? [String: String])
        #expect(facts == ["reservation": "boat", "holder": "Ann", "until": "2026-12-01T10:00:00Z"])
    }

    @Test("the ways of a record tell it before anybody tries")
    func moves() async throws {
        _ = try await hold(hire("Ann"))
        let moves = try await edition.send(.get, "/api/Hire(\(hire("Bea")))/crm.moves")
        #expect(moves.text.contains("\"@crm.facts\":{\"holder\":\"Ann\",\"reservation\":\"boat\","), "\(moves.text)")
    }

    @Test("what the asker may not know is no fact")
    func hidden() async throws {
        _ = try await hold(hire("Ann"))
        let refused = try await hold(
            hire("Vic", token: edition.visitorToken), token: edition.visitorToken)
        let facts = try #require(refused.details.first?["@crm.facts"] as? [String: String], "\(refused.text)")
        #expect(facts["holder"] == nil && facts["until"] == "2026-12-01T10:00:00Z")
    }

    @Test("whose a record of a pool is, and how many one may have, are facts, numbers as numbers")
    func pools() async throws {
        func claim(_ id: String) async throws -> [String: Any]? {
            let answer = try await edition.send(
                .post, "/api/Mooring(\(id))/crm.claim", "{}", token: edition.visitorToken)
            return answer.details.first?["@crm.facts"] as? [String: Any]
        }
        let keeper = try #require(try edition.workspace.actor(userName: "keeper1")?.user)
        let taken = try await add("Mooring", "{\"name\":\"A\",\"owner\":\"\(keeper)\"}")
        #expect(try await claim(taken)?["owner"] as? String == "keeper1")
        let free = try await add("Mooring", "{\"name\":\"B\"}")
        let more = try await add("Mooring", "{\"name\":\"C\"}")
        #expect(try await claim(free) == nil)
        #expect(try await claim(more)?["limit"] as? Int == 1)
    }

    @Test("other details have none, and the OpenAPI document describes them in both languages")
    func documented() async throws {
        let refused = try await edition.send(.post, "/api/Hire", "{\"nothing\":1}")
        #expect(!refused.text.contains("@crm.facts"))
        for (language, word) in [("en", "What the message tells, for programs"), ("zh-Hans", "消息内容的结构化数据")] {
            let document = try await edition.send(
                .get, "/api/openapi.json", headers: [.acceptLanguage: language])
            #expect(document.text.contains("\"@crm.facts\"") && document.text.contains(word))
        }
    }
}
