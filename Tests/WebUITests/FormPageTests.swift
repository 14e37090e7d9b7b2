// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import Services
import Testing
import Values

@testable import WebUI

@Suite("Forms and home pages")
struct FormPageTests {
    @Test("ask for fields under the headings that a record has them under, and for the others behind them")
    func parts() async throws {
        let site = try await SignedInSite.make(bindery, role: "binder")
        let page = try await site.page("/new/Volume")
        let places = ["<h2>Cover</h2>", "f.leather", "<h2>Pages</h2>", "f.sheets", "<h2>Other fields</h2>", "f.note"]
            .compactMap { page.range(of: $0)?.lowerBound }
        #expect(places.count == 6 && places == places.sorted())
        #expect(try await !site.page("/new/Shelf").contains("<h2>Shelf</h2>"))
    }

    @Test("fold away, for a new record only, what comes in time, and leave out what the engine alone keeps")
    func late() async throws {
        let site = try await SignedInSite.make(repairs, role: "binder")
        let page = try await site.page("/new/Repair")
        let (early, later) = try #require(
            page.range(of: "<details class=\"part later\">").map { (page[..<$0.lowerBound], page[$0.lowerBound...]) })
        #expect(early.contains("f.volume") && early.contains("f.damage"))
        // Asked for after the first move, written by the move, written when time is over, the moment of now.
        for field in ["f.glue", "f.begunAt", "f.told", "f.broughtAt"] {
            #expect(later.contains(field) && !early.contains(field), "\(field)")
        }
        #expect(later.contains("Filled in later, or by itself"))
        #expect(!page.contains("f.dueAt") && !page.contains("f.isLate"))
        let repair = try await site.add("Repair", ["volume": .text("Atlas")])
        let edit = try await site.page("/edit/Repair/\(repair.description)")
        #expect(edit.contains("f.dueAt") && !edit.contains("part later"))
    }

    @Test("show what a new record gets where nobody says otherwise, as far as it is known")
    func defaults() async throws {
        let site = try await SignedInSite.make(repairs, role: "binder")
        let page = try await site.page("/new/Repair")
        #expect(page.contains("<option value=\"tear\" selected>"))
        #expect(page.contains("name=\"title.f.binder\" value=\"Ann\""))
        #expect(try await site.page("/new/Repair?damage=stain").contains("<option value=\"stain\" selected>"))
    }

    @Test("open what is folded away where something in it was typed")
    func opened() async throws {
        let site = try await SignedInSite.make(repairs, role: "binder")
        let refused = try await site.press("/new/Repair", ["f.glue": "bone"])
        #expect(refused.led == nil && refused.page.contains("<details class=\"part later\" open>"))
    }

    @Test("say that a list of the home page is empty")
    func emptyTile() async throws {
        let site = try await SignedInSite.make(bindery, role: "binder")
        #expect(try await site.page("/").contains("<p class=\"faint\">Nothing here.</p>"))
        _ = try await site.add("Volume", ["leather": .text("Calf")])
        #expect(try await !site.page("/").contains("<p class=\"faint\">Nothing here.</p>"))
    }

    @Test("name an entity once above its record where one word names one and many")
    func crumbs() async throws {
        let site = try await SignedInSite.make(bindery, role: "binder", language: .chinese)
        let volume = try await site.add("Volume", ["leather": .text("Calf")])
        #expect(try await site.page("/record/Volume/\(volume.description)").contains(">书册</a></p>"))
        #expect(try await site.page("/").contains("<span class=\"who\">Ann</span>"))
    }
}

private let bindery = """
    <pack xmlns="urn:trellis:pack:1" id="bindery" version="1.0.0">
      <label>Bindery</label><label xml:lang="zh-Hans">装订坊</label>
      <entity id="Volume" title="leather">
        <label>Volume</label><label xml:lang="zh-Hans">书册</label><plural>Volumes</plural><plural xml:lang="zh-Hans">书册</plural>
        <field id="note" type="text"><label>Note</label><label xml:lang="zh-Hans">备注</label></field>
        <field id="sheets" type="integer"><label>Sheets</label><label xml:lang="zh-Hans">张数</label></field>
        <field id="leather" type="text"><label>Leather</label><label xml:lang="zh-Hans">皮料</label></field>
        <list columns="leather sheets"/>
        <page>
          <section id="cover" fields="leather"><label>Cover</label><label xml:lang="zh-Hans">封面</label></section>
          <section id="pages" fields="sheets"><label>Pages</label><label xml:lang="zh-Hans">书页</label></section>
        </page>
      </entity>
      <entity id="Shelf" title="name">
        <label>Shelf</label><label xml:lang="zh-Hans">书架</label><plural>Shelves</plural><plural xml:lang="zh-Hans">书架</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <page><section id="all" fields="name"><label>Shelf</label><label xml:lang="zh-Hans">书架</label></section></page>
      </entity>
      <role id="binder"><label>Binder</label><label xml:lang="zh-Hans">装订工</label>
        <allow entity="Volume" read="all" create="all"/><allow entity="Shelf" read="all" create="all"/>
        <home><list entity="Volume"/></home></role>
    </pack>
    """

/// Repairs of books: a clock, moves and automations write some of their fields.
private let repairs = """
    <pack xmlns="urn:trellis:pack:1" id="repairs" version="1.0.0">
      <label>Repairs</label><label xml:lang="zh-Hans">修补</label>
      <calendar id="always" zone="+00:00"><shift days="mon tue wed thu fri sat sun" from="00:00" to="24:00"/></calendar>
      <entity id="Repair" title="volume">
        <label>Repair</label><label xml:lang="zh-Hans">修补</label><plural>Repairs</plural><plural xml:lang="zh-Hans">修补</plural>
        <field id="volume" type="text" required="true"><label>Volume</label><label xml:lang="zh-Hans">书册</label></field>
        <field id="damage" type="choice" default="'tear'"><label>Damage</label><label xml:lang="zh-Hans">损坏</label>
          <option id="tear"><label>Tear</label><label xml:lang="zh-Hans">撕裂</label></option>
          <option id="stain"><label>Stain</label><label xml:lang="zh-Hans">污渍</label></option></field>
        <field id="binder" type="reference" to="User" default="@me"><label>Binder</label><label xml:lang="zh-Hans">装订工</label></field>
        <field id="glue" type="text"><label>Glue</label><label xml:lang="zh-Hans">胶水</label></field>
        <field id="broughtAt" type="dateTime" default="now()"><label>Brought at</label><label xml:lang="zh-Hans">送修时间</label></field>
        <field id="begunAt" type="dateTime"><label>Begun at</label><label xml:lang="zh-Hans">开工时间</label></field>
        <field id="told" type="boolean" default="false"><label>Reader told</label><label xml:lang="zh-Hans">已告知</label></field>
        <field id="dueAt" type="dateTime"><label>Due at</label><label xml:lang="zh-Hans">时限</label></field>
        <field id="isLate" type="boolean"><label>Late</label><label xml:lang="zh-Hans">超时</label></field>
        <list columns="volume damage"/>
      </entity>
      <pipeline id="mending" entity="Repair" field="stage">
        <label>Mending</label><label xml:lang="zh-Hans">修复</label>
        <stage id="brought"><label>Brought</label><label xml:lang="zh-Hans">送修</label></stage>
        <stage id="begun"><label>Begun</label><label xml:lang="zh-Hans">开工</label></stage>
        <stage id="mended" category="won" requires="glue"><label>Mended</label><label xml:lang="zh-Hans">完成</label></stage>
        <transition from="brought" to="begun"><set field="begunAt" value="now()"/></transition>
        <transition from="begun" to="mended"/>
      </pipeline>
      <clock id="mendingTime" entity="Repair" starts-when="broughtAt ne null" stops-when="stage eq 'mended'"
          limit="duration'P10D'" calendar="always" due-field="dueAt" breached-field="isLate">
        <label>Mending time</label><label xml:lang="zh-Hans">修复时限</label></clock>
      <automation id="tell" entity="Repair" on="clock" clock="mendingTime">
        <label>The reader is told</label><label xml:lang="zh-Hans">告知读者</label><set field="told" value="true"/></automation>
      <role id="binder"><label>Binder</label><label xml:lang="zh-Hans">装订工</label>
        <allow entity="Repair" read="all" create="all" update="all"/></role>
    </pack>
    """
