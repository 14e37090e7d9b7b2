// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import Services
import Testing
import Values

@testable import WebUI

@Suite("Related records on a page")
struct RelatedRecordsTests {
    @Test("stand in tables where there are some, and in one panel together where there are none")
    func panels() async throws {
        let site = try await SignedInSite.make(aviary, role: "keeper")
        let cage = try await site.add("Cage", ["name": .text("North")])
        _ = try await site.add("Bird", ["name": .text("Wren"), "cage": .identifier(cage)])
        let page = try await site.page("/record/Cage/\(cage.description)")
        let (birds, none) = try #require(
            page.range(of: "Nothing yet").map { (page[..<$0.lowerBound], page[$0.lowerBound...]) })
        #expect(birds.contains("<th>Name</th>") && birds.contains(">Wren</a>"))
        #expect(none.contains(">Feedings</a>") && none.contains(">Cleanings</a>") && !none.contains(">Birds</a>"))
        #expect(none.contains("/new/Feeding?cage=\(cage.description)"))
    }
}

private func kept(_ entity: String, _ plural: String, _ chinese: String) -> String {
    """
    <entity id="\(entity)" title="name">
      <label>\(entity)</label><label xml:lang="zh-Hans">\(chinese)</label><plural>\(plural)</plural><plural xml:lang="zh-Hans">\(chinese)</plural>
      <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
      <field id="cage" type="reference" to="Cage" inverse="\(plural.lowercased())"><label>Cage</label><label xml:lang="zh-Hans">笼</label>
        <inverse><label>\(plural)</label><label xml:lang="zh-Hans">\(chinese)</label></inverse></field>
    </entity>
    """
}

private let aviary = """
    <pack xmlns="urn:trellis:pack:1" id="aviary" version="1.0.0">
      <label>Aviary</label><label xml:lang="zh-Hans">鸟舍</label>
      <entity id="Cage" title="name">
        <label>Cage</label><label xml:lang="zh-Hans">笼</label><plural>Cages</plural><plural xml:lang="zh-Hans">笼</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <page><section fields="name"><label>Cage</label><label xml:lang="zh-Hans">笼</label></section>
          <related relationship="birds" columns="name"/><related relationship="feedings" columns="name"/>
          <related relationship="cleanings" columns="name"/></page>
      </entity>
      \(kept("Bird", "Birds", "鸟"))\(kept("Feeding", "Feedings", "喂食"))\(kept("Cleaning", "Cleanings", "清洁"))
      <role id="keeper"><label>Keeper</label><label xml:lang="zh-Hans">饲养员</label>
        <allow entity="Cage" read="all"/><allow entity="Bird" read="all" create="all"/>
        <allow entity="Feeding" read="all" create="all"/><allow entity="Cleaning" read="all" create="all"/></role>
    </pack>
    """
