// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@testable import WebUI

/// A theatre: dear costumes need the yes of the director, and costumes belong to whoever takes them from the rack.
private let theatre = """
    <pack xmlns="urn:trellis:pack:1" id="theatre" version="1.0.0">
      <label>Theatre</label><label xml:lang="zh-Hans">剧院</label>
      <entity id="Costume" title="name">
        <label>Costume</label><label xml:lang="zh-Hans">戏服</label>
        <plural>Costumes</plural><plural xml:lang="zh-Hans">戏服</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="price" type="money"><label>Price</label><label xml:lang="zh-Hans">价格</label></field>
        <field id="player" type="reference" to="User"><label>Player</label><label xml:lang="zh-Hans">演员</label></field>
      </entity>
      <pool entity="Costume" owner="player" roles="director tailor"/>
      <pipeline id="sewing" entity="Costume" field="stage">
        <label>Sewing</label><label xml:lang="zh-Hans">缝制</label>
        <stage id="sketched"><label>Sketched</label><label xml:lang="zh-Hans">已设计</label></stage>
        <stage id="sewn" category="won"><label>Sewn</label><label xml:lang="zh-Hans">已缝制</label></stage>
        <transition from="sketched" to="sewn">
          <approval id="budget" when="price gt 100" freeze="price">
            <label>Budget</label><label xml:lang="zh-Hans">预算审批</label>
            <step roles="director"/>
          </approval>
        </transition>
      </pipeline>
      <metric id="sewnPrice" entity="Costume" value="price" with="sum">
        <label>Worth of costumes</label><label xml:lang="zh-Hans">戏服总值</label>
        <test expect="7"><record><set field="price" value="7"/></record></test>
      </metric>
      <report id="byStage" entity="Costume">
        <label>Costumes by stage</label><label xml:lang="zh-Hans">各阶段戏服</label>
        <group id="stage" by="stage"><label>Stage</label><label xml:lang="zh-Hans">阶段</label></group>
        <measure id="count" count="true"><label>Count</label><label xml:lang="zh-Hans">数量</label></measure>
      </report>
      <dashboard id="wardrobe" roles="director tailor">
        <label>Wardrobe</label><label xml:lang="zh-Hans">服装间</label>
        <metric id="sewnPrice"/><report id="byStage"/>
      </dashboard>
      <role id="director"><label>Director</label><label xml:lang="zh-Hans">导演</label>
        <allow entity="Costume" read="all" create="all" update="all"/></role>
      <role id="tailor"><label>Tailor</label><label xml:lang="zh-Hans">裁缝</label>
        <allow entity="Costume" read="all" create="all" update="all"/></role>
      <role id="usher"><label>Usher</label><label xml:lang="zh-Hans">引座员</label></role>
    </pack>
    """

@Suite("Pages of approvals, pools and dashboards")
struct ApprovalPageTests {
    /// A costume whose sewing somebody else has asked for.
    private func asked(_ site: SignedInSite) async throws -> RecordID {
        let costume = try await site.add("Costume", ["name": .text("King <b>"), "price": .integer(500)])
        try await site.workspace.setUser(userName: "tim", displayName: "Tim", password: nil, roles: ["tailor"])
        let tailor = try #require(try site.workspace.actor(userName: "tim"))
        let move = StageMove(entity: "Costume", id: costume, pipeline: "sewing", to: "sewn")
        _ = try await site.workspace.askApproval(move, site.workspace.invocation(tailor, .api))
        return costume
    }

    @Test("what waits for a person stands on one page, and a yes there moves the record")
    func approve() async throws {
        let site = try await SignedInSite.make(theatre, role: "director")
        let costume = try await asked(site)
        let page = try await site.page("/approvals")
        #expect(page.contains("King &lt;b&gt;") && page.contains("Budget") && !page.contains("King <b>"))
        let button = try #require(page.firstMatch(of: #/action="(\/approvals\/[^"]+\/approve)"/#)).1
        let answer = try await site.press(String(button), ["comment": "fine", "next": "/approvals"])
        #expect(answer.led == "/approvals")
        let invocation = site.workspace.invocation(.engine, .api)
        #expect(try site.workspace.record("Costume", costume, invocation)["stage"] == .text("sewn"))
        #expect(try await site.page("/record/Costume/\(costume)").contains("fine"))
    }

    @Test("a no without its reason is refused on a page that says so, and nothing is decided")
    func reject() async throws {
        let site = try await SignedInSite.make(theatre, role: "director", language: .chinese)
        _ = try await asked(site)
        let page = try await site.page("/approvals")
        #expect(page.contains("预算审批"))
        let button = try #require(page.firstMatch(of: #/formaction="(\/approvals\/[^"]+\/reject)"/#)).1
        #expect(try await site.press(String(button), ["comment": " "]).led == nil)
        #expect(try await site.page("/approvals").contains("/reject"))
        #expect(try await site.press(String(button), ["comment": "太贵"]).led == "/approvals")
        #expect(!(try await site.page("/approvals").contains("/reject")))
    }

    @Test("whoever may not answer sees what is waited for, without the buttons")
    func onlooker() async throws {
        let site = try await SignedInSite.make(theatre, role: "tailor")
        let costume = try await asked(site)
        let page = try await site.page("/record/Costume/\(costume)")
        #expect(page.contains("Director (0/1)") && !page.contains("/approve\""))
    }

    @Test("a free record is claimed and given back by a button of its page")
    func pool() async throws {
        let site = try await SignedInSite.make(theatre, role: "director")
        let costume = try await site.add("Costume", ["name": .text("Crown")])
        let path = "/record/Costume/\(costume)"
        #expect(try await site.page(path).contains("action=\"/claim/Costume/\(costume)\""))
        #expect(try await site.press("/claim/Costume/\(costume)").led == path)
        let held = try await site.page(path)
        #expect(held.contains("action=\"/release/Costume/\(costume)\"") && !held.contains("/claim/Costume"))
        #expect(try await site.press("/release/Costume/\(costume)").led == path)
        #expect(try await site.page(path).contains("/claim/Costume"))
    }

    @Test(
        "the first page of a role is its dashboard, figures in front, in the language of the visitor",
        arguments: [(Language.english, "Wardrobe", "Worth of costumes"), (.chinese, "服装间", "戏服总值")])
    func dashboard(language: Language, title: String, figure: String) async throws {
        let site = try await SignedInSite.make(theatre, role: "tailor", language: language)
        for price in [300, 200] { _ = try await site.add("Costume", ["price": .integer(Int64(price))]) }
        let words = try await site.words("/")
        #expect(words.contains(title) && words.contains(figure) && words.contains("500"))
        #expect(try await site.page("/dashboard/wardrobe").contains("/report/byStage"))
    }

    @Test("a dashboard is for its roles only")
    func othersDashboard() async throws {
        let site = try await SignedInSite.make(theatre, role: "usher")
        #expect(!(try await site.words("/").contains("Wardrobe")))
        #expect(try await site.status("/dashboard/wardrobe") == 404)
    }
}
