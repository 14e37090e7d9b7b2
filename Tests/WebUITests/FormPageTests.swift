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
