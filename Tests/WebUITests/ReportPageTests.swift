// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Services
import Testing
import Values

@testable import WebUI

@Suite("Pages of reports")
struct ReportPageTests {
    @Test("show the first and last day, the longest time and the greatest amount, each as what it is")
    func measures() async throws {
        let site = try await SignedInSite.make(regatta, role: "sailor")
        for (day, days, prize) in [("2026-05-02", 3, "80"), ("2026-04-30", 12, "1234.50")] {
            _ = try await site.add(
                "Race",
                [
                    "day": Value(canonicalText: day, as: .date), "kind": .text("long"),
                    "length": .duration(TimeSpan(microseconds: Int64(days) * TimeSpan.microsecondsPerDay)),
                    "prize": Value(canonicalText: prize, as: .decimal),
                ])
        }
        let page = try await site.page("/report/races")
        for text in ["2026-04-30", "2026-05-02", "12 d", "¥1,234.50"] {
            #expect(page.contains(">\(text)</a></td>"), "\(text)")
        }
        // A day is no height of a bar.
        #expect(page.contains("Prize") && !page.contains("&quot;label&quot;:&quot;First&quot;"))
    }

    @Test("name the points of a chart by what tells them apart, and draw one ring of a pie")
    func charts() async throws {
        let site = try await SignedInSite.make(regatta, role: "sailor")
        for (day, kind) in [("2026-05-02", "long"), ("2026-05-03", "short")] {
            _ = try await site.add(
                "Race", ["day": Value(canonicalText: day, as: .date), "kind": .text(kind), "water": .text("lake")])
        }
        let page = try await site.page("/report/waters")
        #expect(page.contains("&quot;labels&quot;:[&quot;long&quot;,&quot;short&quot;]"))
        #expect(
            page.contains("&quot;label&quot;:&quot;Races&quot;")
                && !page.contains("&quot;label&quot;:&quot;Prizes&quot;"))
    }

    private func voyages(_ days: [(String, String)]) async throws -> String {
        let site = try await SignedInSite.make(regatta, role: "sailor")
        for (day, kind) in days {
            _ = try await site.add("Race", ["day": Value(canonicalText: day, as: .date), "kind": .text(kind)])
        }
        return try await site.page("/report/voyages")
    }

    @Test("draw months in their order, also those that only a later group has")
    func months() async throws {
        let page = try await voyages([
            ("2026-05-02", "long"), ("2026-06-02", "long"), ("2026-04-02", "short"), ("2026-05-02", "short"),
        ])
        #expect(page.contains("&quot;labels&quot;:[&quot;2026-04&quot;,&quot;2026-05&quot;,&quot;2026-06&quot;]"))
    }

    @Test("name bars by one group alone where it tells them apart, without gaps for what does not go together")
    func nested() async throws {
        let site = try await SignedInSite.make(regatta, role: "sailor")
        for (water, kind) in [
            ("lake", "a"), ("lake", "b"), ("river", "c"), ("sea", "d"), ("bay", "e"), ("strait", "f"),
        ] {
            _ = try await site.add("Race", ["water": .text(water), "kind": .text(kind)])
        }
        let page = try await site.page("/report/moorings")
        #expect(page.contains("&quot;label&quot;:&quot;Races&quot;"))
        for kind in ["a", "b", "c", "d", "e", "f"] {
            #expect(page.contains("&quot;\(kind)&quot;") && !page.contains("lake · \(kind)"), "\(kind)")
        }
    }

    @Test("leave out the total of a group of one row, and keep that of a group of several")
    func subtotals() async throws {
        let site = try await SignedInSite.make(regatta, role: "sailor")
        for (water, kind) in [("lake", "a"), ("lake", "b"), ("river", "c")] {
            _ = try await site.add("Race", ["water": .text(water), "kind": .text(kind)])
        }
        let page = try await site.page("/report/moorings")
        #expect(page.ranges(of: "class=\"subtotal\"").count == 1)
        #expect(page.contains("<tr class=\"subtotal\"><td>lake</td>"))
    }

    @Test("put many hours below one another, with the days of the week side by side")
    func hours() async throws {
        let site = try await SignedInSite.make(regatta, role: "sailor")
        for hour in 8..<20 {
            let day = "2026-05-0\(1 + hour % 7)T\(hour < 10 ? "0" : "")\(hour):00:00Z"
            _ = try await site.add("Race", ["start": Value(canonicalText: day, as: .instant)])
        }
        let page = try await site.page("/report/starts")
        #expect(page.contains("<thead><tr><th>Time / Day</th><th>Mon</th>"))
        #expect(page.contains("<tr><th>19:00</th>"))
    }

    @Test("give money its sign on the axis of a chart, and numbers of records none")
    func signs() async throws {
        let site = try await SignedInSite.make(regatta, role: "sailor")
        for (month, prize) in [("04", "70"), ("05", "80")] {
            _ = try await site.add(
                "Race",
                [
                    "day": Value(canonicalText: "2026-\(month)-02", as: .date), "kind": .text(month),
                    "prize": Value(canonicalText: prize, as: .decimal),
                ])
        }
        #expect(try await site.page("/report/purses").contains("&quot;sign&quot;:&quot;¥&quot;"))
        #expect(try await !site.page("/report/waters").contains("&quot;sign&quot;"))
    }

    @Test("draw nothing where every figure is zero")
    func zeros() async throws {
        let site = try await SignedInSite.make(regatta, role: "sailor")
        _ = try await site.add("Race", ["kind": .text("long"), "prize": Value(canonicalText: "0", as: .decimal)])
        let page = try await site.page("/report/purses")
        #expect(!page.contains("<canvas") && page.contains("<tfoot>"))
    }

    @Test("are in the menu of those only whose roles show what they are made of")
    func forbidden() async throws {
        let site = try await SignedInSite.make(regatta, role: "visitor")
        let page = try await site.page("/")
        #expect(page.contains("/report/voyages") && !page.contains("/report/purses"))
        #expect(try await site.status("/report/purses") == 403)
    }

    @Test("stand in the menu under what they are of, and show no table where there is nothing")
    func menu() async throws {
        let site = try await SignedInSite.make(regatta, role: "sailor")
        let page = try await site.page("/report/waters")
        #expect(page.contains("<h2>Races</h2><ul><li><a href=\"/report/races\">"))
        #expect(!page.contains("<tfoot>"))
    }
}

private let regatta = """
    <pack xmlns="urn:trellis:pack:1" id="regatta" version="1.0.0">
      <label>Regatta</label><label xml:lang="zh-Hans">帆船赛</label>
      <entity id="Race" title="day">
        <label>Race</label><label xml:lang="zh-Hans">比赛</label><plural>Races</plural><plural xml:lang="zh-Hans">比赛</plural>
        <field id="day" type="date"><label>Day</label><label xml:lang="zh-Hans">日期</label></field>
        <field id="kind" type="text"><label>Kind</label><label xml:lang="zh-Hans">种类</label></field>
        <field id="water" type="text"><label>Water</label><label xml:lang="zh-Hans">水域</label></field>
        <field id="length" type="duration"><label>Length</label><label xml:lang="zh-Hans">时长</label></field>
        <field id="start" type="dateTime"><label>Start</label><label xml:lang="zh-Hans">起航</label></field>
        <field id="prize" type="money"><label>Prize</label><label xml:lang="zh-Hans">奖金</label></field>
      </entity>
      <report id="races" entity="Race" chart="bar">
        <label>Races</label><label xml:lang="zh-Hans">比赛</label>
        <group id="kind" by="kind"><label>Kind</label><label xml:lang="zh-Hans">种类</label></group>
        <measure id="first" value="day" with="min"><label>First</label><label xml:lang="zh-Hans">最早</label></measure>
        <measure id="last" value="day" with="max"><label>Last</label><label xml:lang="zh-Hans">最晚</label></measure>
        <measure id="longest" value="length" with="max"><label>Longest</label><label xml:lang="zh-Hans">最长</label></measure>
        <measure id="prize" value="prize" with="max"><label>Prize</label><label xml:lang="zh-Hans">奖金</label></measure>
      </report>
      <report id="waters" entity="Race" chart="pie">
        <label>Waters</label><label xml:lang="zh-Hans">水域</label>
        <group id="water" by="water"><label>Water</label><label xml:lang="zh-Hans">水域</label></group>
        <group id="kind" by="kind"><label>Kind</label><label xml:lang="zh-Hans">种类</label></group>
        <measure id="races" count="true"><label>Races</label><label xml:lang="zh-Hans">场次</label></measure>
        <measure id="prizes" value="prize" with="sum"><label>Prizes</label><label xml:lang="zh-Hans">奖金</label></measure>
      </report>
      <report id="voyages" entity="Race" chart="bar">
        <label>Voyages</label><label xml:lang="zh-Hans">航行</label>
        <group id="kind" by="kind"><label>Kind</label><label xml:lang="zh-Hans">种类</label></group>
        <group id="month" by="day" period="month"><label>Month</label><label xml:lang="zh-Hans">月份</label></group>
        <measure id="races" count="true"><label>Races</label><label xml:lang="zh-Hans">场次</label></measure>
      </report>
      <report id="moorings" entity="Race" chart="bar">
        <label>Moorings</label><label xml:lang="zh-Hans">泊位</label>
        <group id="water" by="water"><label>Water</label><label xml:lang="zh-Hans">水域</label></group>
        <group id="kind" by="kind"><label>Kind</label><label xml:lang="zh-Hans">种类</label></group>
        <measure id="races" count="true"><label>Races</label><label xml:lang="zh-Hans">场次</label></measure>
      </report>
      <report id="purses" entity="Race" chart="bar">
        <label>Purses</label><label xml:lang="zh-Hans">奖金池</label>
        <group id="kind" by="kind"><label>Kind</label><label xml:lang="zh-Hans">种类</label></group>
        <measure id="prizes" value="prize" with="sum"><label>Prizes</label><label xml:lang="zh-Hans">奖金</label></measure>
      </report>
      <report id="starts" entity="Race" kind="interval" at="start" minutes="60" weekdays="true">
        <label>Starts</label><label xml:lang="zh-Hans">起航时间</label>
        <measure id="races" count="true"><label>Races</label><label xml:lang="zh-Hans">场次</label></measure>
      </report>
      <role id="visitor"><label>Visitor</label><label xml:lang="zh-Hans">游客</label>
        <allow entity="Race" read="all"><field id="prize" rule="hidden"/></allow></role>
      <role id="sailor"><label>Sailor</label><label xml:lang="zh-Hans">水手</label><allow entity="Race" read="all"/></role>
    </pack>
    """
