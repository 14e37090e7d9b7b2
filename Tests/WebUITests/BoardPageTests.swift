// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Services
import Testing
import Values

@testable import WebUI

@Suite("Menus of boards")
struct BoardPageTests {
    private func menu(_ role: String, at stage: String = "booked") async throws -> String {
        let site = try await SignedInSite.make(ferry, role: role)
        let trip = try await site.add("Trip", ["name": .text("Isle")])
        if stage == "sailed" {
            let move = StageMove(
                entity: "Trip", id: trip, pipeline: "sailing", to: "sailed", values: ["crew": .integer(3)])
            _ = try await site.workspace.move(move, site.workspace.invocation(.engine, .api))
        }
        return try await site.page("/moves/sailing/\(trip.description)")
    }

    @Test("offer the ways out of a card’s stage, also one that lacks something, and no other stage")
    func ways() async throws {
        let menu = try await menu("captain")
        #expect(menu.contains("data-to=\"sailed\"") && menu.contains("class=\"blocked\""))
        #expect(menu.contains("data-to=\"cancelled\"") && menu.contains("← Call off") == false)
        #expect(!menu.contains("data-to=\"landed\"") && !menu.contains("data-to=\"booked\""))
    }

    @Test("leave out what is for other roles")
    func roles() async throws {
        let menu = try await menu("sailor")
        #expect(menu.contains("data-to=\"sailed\"") && !menu.contains("data-to=\"cancelled\""))
    }

    @Test("say so where no way leads on")
    func end() async throws {
        #expect(try await menu("captain", at: "sailed").contains("From here the record cannot be moved."))
    }

    @Test("add up money in front of the cards without cents, and nothing where there is none")
    func totals() async throws {
        let site = try await SignedInSite.make(ferry, role: "captain")
        _ = try await site.add("Trip", ["name": .text("Isle"), "fare": Value(canonicalText: "1234.50", as: .decimal)])
        let page = try await site.page("/board/sailing")
        #expect(page.contains("<p class=\"total\">¥1,235</p>") || page.contains("<p class=\"total\">¥1,234</p>"))
        #expect(page.ranges(of: "class=\"total\"").count == 1)
    }
}

private let ferry = """
    <pack xmlns="urn:trellis:pack:1" id="ferry" version="1.0.0">
      <label>Ferry</label><label xml:lang="zh-Hans">渡轮</label>
      <entity id="Trip" title="name">
        <label>Trip</label><label xml:lang="zh-Hans">航次</label><plural>Trips</plural><plural xml:lang="zh-Hans">航次</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="fare" type="money"><label>Fare</label><label xml:lang="zh-Hans">票款</label></field>
        <field id="crew" type="integer"><label>Crew</label><label xml:lang="zh-Hans">船员</label></field>
      </entity>
      <pipeline id="sailing" entity="Trip" field="stage" card="fare" total="fare">
        <label>Sailing</label><label xml:lang="zh-Hans">航行</label>
        <stage id="booked"><label>Booked</label><label xml:lang="zh-Hans">已订</label></stage>
        <stage id="sailed" category="won" requires="crew"><label>Sailed</label><label xml:lang="zh-Hans">已开航</label></stage>
        <stage id="landed" category="won"><label>Landed</label><label xml:lang="zh-Hans">已靠岸</label></stage>
        <stage id="cancelled" category="lost"><label>Cancelled</label><label xml:lang="zh-Hans">已取消</label></stage>
        <transition from="booked" to="sailed"/><transition from="cancelled" to="landed"/>
        <transition from="booked" to="cancelled" roles="captain"><label>Call off</label><label xml:lang="zh-Hans">停航</label></transition>
      </pipeline>
      <role id="captain"><label>Captain</label><label xml:lang="zh-Hans">船长</label>
        <allow entity="Trip" read="all" create="all" update="all"/></role>
      <role id="sailor"><label>Sailor</label><label xml:lang="zh-Hans">水手</label>
        <allow entity="Trip" read="all" create="all" update="all"/></role>
    </pack>
    """
