// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@testable import WebUI

@Suite("Pages of goals")
struct GoalPageTests {
    private func site(_ language: Language = .english) async throws -> SignedInSite {
        let site = try await SignedInSite.make(orchard, role: "picker", language: language)
        for isRipe in [true, true, true, false] {
            _ = try await site.add("Tree", ["name": .text("Plum"), "ripe": .boolean(isRipe)])
        }
        return site
    }

    private func aim(_ site: SignedInSite, _ metric: String, _ target: Int64) async throws -> String {
        let goal = try await site.add(
            "Aim",
            [
                "name": .text("Autumn"), "metric": .text(metric),
                "target": .decimal(FixedDecimal(units: Int128(target), scale: 2)),
            ])
        return "/record/Aim/\(goal.description)"
    }

    @Test("show a target in the unit of what is measured: a share in percent, a number as it is")
    func units() async throws {
        let site = try await site()
        let (share, number) = (try await aim(site, "ripeShare", 92), try await aim(site, "trees", 400))
        #expect(try await site.page(share).contains("<dd>92%"))
        #expect(try await site.page(number).contains("<dd>4"))
        let list = try await site.page("/list/Aim")
        #expect(list.contains(">92%") && !list.contains("0.92"))
    }

    @Test("show what is measured in place of what nobody writes down, and what is written down of the others")
    func measured() async throws {
        let site = try await site()
        let path = try await aim(site, "ripeShare", 100)
        _ = try await site.add("Aim", ["name": .text("By hand"), "target": .integer(9), "actual": .integer(6)])
        let list = try await site.page("/list/Aim")
        #expect(list.contains(">75%</td>") && list.contains(">75.0%</td>") && list.contains(">6.00</td>"))
        #expect(try await site.page(path).contains("<dd>75%"))
    }

    @Test("ask for the share as it is kept, so that what a form shows can be sent back")
    func form() async throws {
        let site = try await site()
        let path = try await aim(site, "ripeShare", 92)
        #expect(try await site.page(path.replacing("/record/", with: "/edit/")).contains("value=\"0.92\""))
    }

    @Test("tell on the page of a goal how far it is reached, in the reader's language")
    func progress() async throws {
        let site = try await site(.chinese)
        let page = try await site.page(aim(site, "ripeShare", 100))
        #expect(page.contains("<progress max=\"100\" value=\"75\""))
        #expect(page.contains("成熟率"))
        let tree = try await site.add("Tree", ["name": .text("Pear")])
        #expect(try await !site.page("/record/Tree/\(tree.description)").contains("<progress"))
    }
}

private let orchard = """
    <pack xmlns="urn:trellis:pack:1" id="orchard" version="1.0.0">
      <label>Orchard</label><label xml:lang="zh-Hans">果园</label>
      <entity id="Tree" title="name">
        <label>Tree</label><label xml:lang="zh-Hans">果树</label><plural>Trees</plural><plural xml:lang="zh-Hans">果树</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="ripe" type="boolean"><label>Ripe</label><label xml:lang="zh-Hans">成熟</label></field>
      </entity>
      <entity id="Aim" title="name">
        <label>Aim</label><label xml:lang="zh-Hans">目标</label><plural>Aims</plural><plural xml:lang="zh-Hans">目标</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="metric" type="choice" options="metrics"><label>Metric</label><label xml:lang="zh-Hans">指标</label></field>
        <field id="target" type="decimal" scale="2"><label>Target</label><label xml:lang="zh-Hans">目标值</label></field>
        <field id="actual" type="decimal" scale="2"><label>Actual</label><label xml:lang="zh-Hans">实际值</label></field>
        <field id="reached" type="decimal" scale="2"><label>Reached</label><label xml:lang="zh-Hans">达成</label></field>
        <list columns="name metric target actual reached"/>
      </entity>
      <metric id="trees" entity="Tree" count="true"><label>Trees</label><label xml:lang="zh-Hans">果树数</label></metric>
      <metric id="ripeTrees" entity="Tree" count="true" where="ripe"><label>Ripe</label><label xml:lang="zh-Hans">成熟数</label></metric>
      <metric id="ripeShare" compute="ripeTrees div trees" unit="percent" digits="0">
        <label>Share of ripe trees</label><label xml:lang="zh-Hans">成熟率</label>
      </metric>
      <goals entity="Aim" metric="metric" target="target" figure="actual" attainment="reached"/>
      <role id="picker"><label>Picker</label><label xml:lang="zh-Hans">采摘工</label>
        <allow entity="Tree" read="all"/><allow entity="Aim" read="all" update="all"/></role>
    </pack>
    """
