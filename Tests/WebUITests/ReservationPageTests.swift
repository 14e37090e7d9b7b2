// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@testable import WebUI

@Suite("Pages of what is held")
struct ReservationPageTests {
    private static let stable = """
        <pack xmlns="urn:trellis:pack:1" id="stable" version="1.0.0">
          <label>Stable</label><label xml:lang="zh-Hans">马厩</label>
          <entity id="Horse" title="name">
            <label>Horse</label><label xml:lang="zh-Hans">马</label><plural>Horses</plural><plural xml:lang="zh-Hans">马</plural>
            <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名字</label></field>
          </entity>
          <entity id="Ride" title="rider">
            <label>Ride</label><label xml:lang="zh-Hans">骑行</label><plural>Rides</plural><plural xml:lang="zh-Hans">骑行</plural>
            <field id="rider" type="text"><label>Rider</label><label xml:lang="zh-Hans">骑手</label></field>
            <field id="horse" type="reference" to="Horse"><label>Horse</label><label xml:lang="zh-Hans">马</label></field>
            <field id="back" type="dateTime"><label>Back</label><label xml:lang="zh-Hans">归还</label></field>
          </entity>
          <reservation id="horse" entity="Ride" resource="horse" when="back ne null" until="back" holder="rider">
            <label>Out</label><label xml:lang="zh-Hans">外出</label>
          </reservation>
          <role id="groom"><label>Groom</label><label xml:lang="zh-Hans">马夫</label>
            <allow entity="Horse" read="all" update="all"/><allow entity="Ride" read="all"/></role>
          <role id="guest"><label>Guest</label><label xml:lang="zh-Hans">访客</label>
            <allow entity="Horse" read="all"/></role>
        </pack>
        """

    private func page(_ role: String, _ language: Language) async throws -> String {
        let site = try await SignedInSite.make(Self.stable, role: role, language: language)
        let horse = try await site.add("Horse", ["name": .text("Bay")])
        // 2099-05-04 07:30 in Shanghai.
        let back = Value.instant(Instant(microseconds: 4_081_534_200_000_000))
        _ = try await site.add("Ride", ["rider": .text("Ann <b>"), "horse": .identifier(horse), "back": back])
        return try await site.page("/record/Horse/\(horse)")
    }

    @Test("the page of what is held says by whom and until when, with the way to the record that holds it")
    func told() async throws {
        let english = try await page("groom", .english)
        #expect(english.contains("reserved by Ann &lt;b&gt; until 2099-05-04 07:30"))
        #expect(english.contains("href=\"/record/Ride/"))
        let chinese = try await page("groom", .chinese)
        #expect(chinese.contains("已由Ann &lt;b&gt;预留，保留至2099-05-04 07:30"))
    }

    @Test("whoever may not read that record is told only until when")
    func untold() async throws {
        let page = try await page("guest", .english)
        #expect(page.contains("reserved until 2099-05-04 07:30"))
        #expect(!page.contains("/record/Ride/"))
        #expect(!page.contains("Ann &lt;b&gt;"))
    }
}
