// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@testable import WebUI

@Suite("Histories of records on pages")
struct HistoryPageTests {
    @Test("fold what was only calculated anew, and leave what somebody did in the open")
    func runs() async throws {
        let site = try await SignedInSite.make(orchard, role: "grower")
        let tree = try await site.add("Tree", ["name": .text("Pear")])
        let harvest = try await site.add("Harvest", ["tree": .identifier(tree), "weight": .integer(3)])
        for name in ["Old pear", "Older pear", "Oldest pear"] {
            _ = try await site.workspace.update(
                "Tree", tree, ["name": .text(name)], expectedVersion: nil, site.workspace.invocation(.engine, .api))
        }
        let page = try await site.page("/record/Harvest/\(harvest)")
        let folded = page.firstMatch(
            of: /(?s)<summary>3 changes of calculated figures<\/summary>(.*?)<\/ol><\/details>/)
        let figures = try #require(folded?.output.1)
        #expect(figures.contains("<s>Pear</s> → Old pear") && figures.contains("<s>Older pear</s> → Oldest pear"))
        #expect(!figures.contains("Weight"))
        #expect(page.contains("Weight: 3"))
    }

    @Test("name no value that was not there before, and unfold a long change only at a click")
    func changes() async throws {
        let site = try await SignedInSite.make(orchard, role: "grower")
        let short = try await site.add("Harvest", ["weight": .integer(3)])
        #expect(try await site.page("/record/Harvest/\(short)").contains("<p>Weight: 3</p>"))
        let notes = (1...7).map { (FieldName("note\($0)"), Value.text("n\($0)")) }
        let long = try await site.add("Harvest", Dictionary(uniqueKeysWithValues: notes))
        let page = try await site.page("/record/Harvest/\(long)")
        #expect(page.contains("<details><summary>7 values</summary><p>"))
    }
}

private let orchard = """
    <pack xmlns="urn:trellis:pack:1" id="orchard" version="1.0.0">
      <label>Orchard</label><label xml:lang="zh-Hans">果园</label>
      <entity id="Tree" title="name">
        <label>Tree</label><label xml:lang="zh-Hans">果树</label><plural>Trees</plural><plural xml:lang="zh-Hans">果树</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
      </entity>
      <entity id="Harvest" title="weight">
        <label>Harvest</label><label xml:lang="zh-Hans">采收</label><plural>Harvests</plural><plural xml:lang="zh-Hans">采收</plural>
        <field id="tree" type="reference" to="Tree" inverse="harvests">
          <label>Tree</label><label xml:lang="zh-Hans">果树</label>
          <inverse><label>Harvests</label><label xml:lang="zh-Hans">采收</label></inverse></field>
        <field id="treeName" type="text" compute="tree/name">
          <label>Name of the tree</label><label xml:lang="zh-Hans">果树名称</label></field>
        <field id="weight" type="integer"><label>Weight</label><label xml:lang="zh-Hans">重量</label></field>
    \(notes)
      </entity>
      <role id="grower"><label>Grower</label><label xml:lang="zh-Hans">果农</label>
        <allow entity="Tree" read="all"/><allow entity="Harvest" read="all"/></role>
    </pack>
    """

private let notes = (1...7).map { number in
    """
    <field id="note\(number)" type="text"><label>Note \(number)</label><label xml:lang="zh-Hans">备注\(number)</label></field>
    """
}.joined(separator: "\n")
