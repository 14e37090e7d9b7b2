// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite("Goals and dashboards in scenarios")
struct ScenarioFiguresTests {
    private static func words(_ english: String, _ chinese: String) -> String {
        "<label>\(english)</label><label xml:lang=\"zh-Hans\">\(chinese)</label>"
    }

    private static let orchard = """
        <pack xmlns="urn:trellis:pack:1" id="orchard" version="1.0.0">
          \(words("Orchard", "果园"))
          <entity id="Basket" title="fruit">
            \(words("Basket", "篮"))<plural>Baskets</plural><plural xml:lang="zh-Hans">篮</plural>
            <field id="fruit" type="text">\(words("Fruit", "水果"))</field>
            <field id="kilos" type="decimal" scale="1">\(words("Kilos", "公斤"))</field>
            <field id="picked" type="date">\(words("Picked", "采摘日"))</field>
            <field id="picker" type="reference" to="User">\(words("Picker", "采摘人"))</field>
            <list columns="fruit kilos"><filter id="heavy" where="kilos gt 10">\(words("Heavy", "重"))</filter></list>
          </entity>
          <entity id="Target" title="name">
            \(words("Target", "目标"))<plural>Targets</plural><plural xml:lang="zh-Hans">目标</plural>
            <field id="name" type="text">\(words("Name", "名称"))</field>
            <field id="metric" type="choice" options="metrics">\(words("Metric", "指标"))</field>
            <field id="aim" type="decimal" scale="1">\(words("Aim", "目标值"))</field>
            <field id="from" type="date">\(words("From", "开始"))</field>
            <field id="due" type="date">\(words("Due", "截止"))</field>
            <field id="whose" type="reference" to="User">\(words("Whose", "属于"))</field>
          </entity>
          <metric id="harvest" entity="Basket" value="kilos" with="sum" at="picked" owner="picker">\(words("Harvest", "收成"))</metric>
          <metric id="average" compute="harvest divby harvest">\(words("Average", "平均"))</metric>
          <goals entity="Target" metric="metric" target="aim" starts="from" due="due" owner="whose"/>
          <pipeline id="way" entity="Basket" field="stage">\(words("Way", "流程"))
            <stage id="full">\(words("Full", "满"))</stage></pipeline>
          <report id="fruits" entity="Basket"><group id="fruit" by="fruit">\(words("Fruit", "水果"))</group>
            <measure id="kilos" value="kilos" with="sum">\(words("Kilos", "公斤"))</measure>\(words("Fruits", "水果"))</report>
          <dashboard id="barn" roles="picker farmer">\(words("Barn", "谷仓"))
            <metric id="average"/><goals/><report id="fruits"/><board pipeline="way"/><list entity="Basket" filter="heavy"/></dashboard>
          <role id="picker">\(words("Picker", "采摘工"))
            <allow entity="Basket" read="picker eq @me" create="all"/><allow entity="Target" read="all"/></role>
          <role id="farmer">\(words("Farmer", "农民"))<allow entity="Target" read="all" create="all"/></role>
        </pack>
        """

    private let desk = ScenarioDesk(pack: orchard)

    private static func story(_ steps: String) -> String {
        """
        <scenarios xmlns="urn:trellis:pack:1">
          <scenario id="story" at="2026-09-02T09:00:00+08:00">\(words("Story", "故事"))
            <person id="ann" roles="picker"/><person id="bea" roles="picker"/><person id="fay" roles="farmer"/>
            <given record="aim" entity="Target"><set field="name" value="'September'"/>
              <set field="metric" value="'harvest'"/><set field="aim" value="40"/><set field="from" value="2026-09-01"/>
              <set field="due" value="2026-09-30"/><set field="whose" value="@ann"/></given>
            \(steps)
          </scenario>
        </scenarios>
        """
    }

    private static func basket(_ kilos: Int, _ day: String = "2026-09-02") -> String {
        """
        <given entity="Basket"><set field="fruit" value="'Pear'"/><set field="kilos" value="\(kilos)"/>
          <set field="picked" value="\(day)"/><set field="picker" value="@ann"/></given>
        """
    }

    @Test("a goal is expected with its figure and how far it is reached; what does not count to it is left out")
    func goals() async throws {
        let steps =
            Self.basket(8) + Self.basket(2) + Self.basket(30, "2026-08-31")
            + "<expect-goal record=\"aim\" as=\"ann\" figure=\"10\" attainment=\"25%\"/>"
        let run = try await desk.trellis(Self.story(steps), "test", ["--coverage"])
        #expect(run.code == 0, "\(run.output)")
        #expect(run.output.contains("100%     1  1   Goals expected"))
    }

    @Test("a dashboard gives figures in each tile to each role that it is for, or says which are empty or not shown")
    func dashboards() async throws {
        let steps =
            Self.basket(12)
                + """
                <expect-dashboard dashboard="barn" as="ann"/>
                <expect-dashboard dashboard="barn" as="bea" empty="fruits way average goals Basket.heavy"/>
                <expect-dashboard dashboard="barn" as="fay" empty="goals" hidden="average fruits way Basket.heavy"/>
                """
        let run = try await desk.trellis(Self.story(steps), "test", ["--coverage"])
        #expect(run.code == 0, "\(run.output)")
        #expect(run.output.contains("100%     7  7   Dashboards opened, tiles with figures"))
    }

    @Test("what no scenario saw of a dashboard is named: roles that did not open it, and tiles that stayed empty")
    func untouched() async throws {
        let steps = "<expect-dashboard dashboard=\"barn\" as=\"bea\" empty=\"fruits way average Basket.heavy\"/>"
        let run = try await desk.trellis(Self.story(steps), "test", ["--coverage"])
        #expect(run.code == 0 && run.output.contains("Dashboards opened, tiles with figures"), "\(run.output)")
        for point in ["barn as farmer", "barn: fruits", "barn: way", "barn: average", "barn: Basket.heavy"] {
            #expect(run.output.contains("  \(point)  (pack.xml:"), "\(run.output)")
        }
        #expect(!run.output.contains("  barn as picker") && !run.output.contains("  barn: goals"))
    }

    @Test(
        "what is not as expected is told with what is there instead",
        arguments: [
            (
                "<expect-goal record=\"aim\" figure=\"4\" attainment=\"10%\"/>",
                ["the goal aim to stand at 4, 0.1 of the way", "harvest = –, – of the way"]
            ),
            (
                "<advance by=\"P60D\"/><expect-goal record=\"aim\" as=\"ann\" figure=\"4\"/>",
                ["in the eyes of ann", "It is over, or not seen."]
            ),
            (
                "<expect-dashboard dashboard=\"barn\" as=\"bea\"/>",
                [
                    "the dashboard barn with figures in every tile in the eyes of bea",
                    "not expected: Basket.heavy average",
                ]
            ),
            (
                "<expect-dashboard dashboard=\"barn\" as=\"fay\" empty=\"fruits\"/>",
                ["missing: fruits", "not expected: goals", "hidden: Basket.heavy average fruits way"]
            ),
        ])
    func failures(steps: String, sentences: [String]) async throws {
        let run = try await desk.trellis(Self.story(steps))
        #expect(run.code == 1)
        for sentence in sentences { #expect(run.output.contains(sentence), "\(run.output)") }
    }

    @Test(
        "names that are not there are found when the scenario is read",
        arguments: [
            ("<expect-goal record=\"basket\" figure=\"1\"/>", "Records of Basket are no goals"),
            ("<expect-goal record=\"aim\" figure=\"much\"/>", "“much” is no figure."),
            ("<expect-dashboard dashboard=\"barm\" as=\"ann\"/>", "There is no dashboard “barm”."),
            ("<expect-dashboard dashboard=\"barn\" as=\"ann\" empty=\"fruit\"/>", "The dashboard has no tile “fruit”."),
            ("<expect-dashboard dashboard=\"barn\" as=\"zoe\"/>", "There is no person “zoe” up to here."),
        ])
    func findings(step: String, sentence: String) async throws {
        let basket = "<given record=\"basket\" entity=\"Basket\"><set field=\"fruit\" value=\"'Pear'\"/></given>"
        let run = try await desk.trellis(Self.story(basket + step))
        #expect(run.code == 1)
        #expect((run.output + run.errors).contains(sentence), "\(run.output)\(run.errors)")
    }
}
