// SPDX-License-Identifier: Apache-2.0

/// A piano hall: friends of the hall are claimed by agents, and a piano is hired to one at a time once others said yes.
let pianoHall = """
    <pack xmlns="urn:trellis:pack:1" id="pianos" version="1.0.0">
      \(names("Piano hall", "琴行"))
      <entity id="Friend" title="name">\(names("Friend", "会员"))<plural>Friends</plural><plural xml:lang="zh-Hans">会员</plural>
        \(part("name", "text", "required=\"true\"")) \(part("agent", "reference", "to=\"User\"")) \(part("until", "date"))
      </entity>
      <pool entity="Friend" owner="agent" protect="P30D" protected-until="until" limit="1" roles="agent"/>
      <entity id="Piano" title="name">\(names("Piano", "钢琴"))<plural>Pianos</plural><plural xml:lang="zh-Hans">钢琴</plural>
        \(part("name", "text"))
      </entity>
      <entity id="Hire" title="player">\(names("Hire", "租约"))<plural>Hires</plural><plural xml:lang="zh-Hans">租约</plural>
        \(part("player", "text")) \(part("fee", "money")) \(part("day", "date")) \(part("held", "dateTime"))
        \(part("hall", "text")) \(part("endedOn", "date")) \(part("calledAt", "dateTime"))
        \(part("piano", "reference", "to=\"Piano\""))
      </entity>
      <pipeline id="hire" entity="Hire" field="stage" probability="chance">\(names("Hire", "租赁"))
        <stage id="wished">\(names("Wished", "意向"))</stage>
        <stage id="held">\(names("Held", "预留"))</stage>
        <stage id="hired" category="won">\(names("Hired", "已租"))</stage>
        <transition from="wished" to="held"/>
        <transition from="held" to="hired">
          <approval id="fee" when="fee gt 100">\(names("Fee", "费用审批"))
            <step roles="manager"/><step roles="owner" when="fee gt 1000"/>
          </approval>
        </transition>
        <transition from="held" to="wished"/>
      </pipeline>
      <reservation id="piano" entity="Hire" resource="piano" when="stage ne 'wished'"
        until="case(stage eq 'held':held)" holder="player">\(names("Piano", "钢琴预留"))</reservation>
      <automation id="lapse" entity="Hire" on="reservation" reservation="piano" when="stage eq 'held'">
        \(names("Lapse", "失效"))<move to="wished"/></automation>
      <metric id="takings" entity="Hire" value="fee" with="sum" at="day" owner="createdBy">\(names("Takings", "收入"))
        <test expect="10"><record><set field="fee" value="10"/></record></test></metric>
      <metric id="hires" entity="Hire" count="true">\(names("Hires", "租约数"))</metric>
      <metric id="perHire" compute="takings div hires">\(names("Per hire", "单均"))
        <test expect="5"><given metric="takings" value="10"/><given metric="hires" value="2"/></test></metric>
      <role id="agent">\(names("Agent", "业务员"))
        <allow entity="Friend" read="all"/><allow entity="Piano" read="all"/>
        <allow entity="Hire" read="all" create="all" update="all"/></role>
      <role id="guest">\(names("Guest", "访客"))<allow entity="Piano" read="all"/>
        <allow entity="Hire" read="createdBy eq @me" create="all" update="all"/></role>
      <role id="manager">\(names("Manager", "经理"))<allow entity="Hire" read="all"/></role>
      <role id="owner">\(names("Owner", "店主"))<allow entity="Hire" read="all"/></role>
      \(others)
      \(reports)
    </pack>
    """

/// What else a pack can say: a tree, a ledger, a goal, a dashboard, an event, and what happens by itself.
private let others = """
    <entity id="Part" title="name">\(names("Part", "部件"))<plural>Parts</plural><plural xml:lang="zh-Hans">部件</plural>
      \(part("name", "text")) \(part("least", "integer")) \(part("of", "reference", "to=\"Part\" tree=\"true\""))
      \(part("stock", "integer"))
    </entity>
    <entity id="Flow" title="id">\(names("Flow", "出入库"))<plural>Flows</plural><plural xml:lang="zh-Hans">出入库</plural>
      \(part("part", "reference", "to=\"Part\" inverse=\"flows\"")) \(part("pieces", "integer"))
    </entity>
    <ledger id="stock" entity="Flow" account="part" quantity="pieces" balance="stock" min="least">
      \(names("Stock", "库存"))</ledger>
    <event id="paid" roles="agent">\(names("Paid", "已付款"))
      <value id="player" type="text" required="true">\(names("Player", "演奏者"))</value>
      <value id="fee" type="money" min="0">\(names("Fee", "费用"))</value></event>
    <automation id="paid" entity="Hire" on="event" event="paid" find="player eq @event/player">
      \(names("Paid", "入账"))<set field="fee" value="@event/fee"/></automation>
    <automation id="monthly" entity="Hire" on="schedule" every="month" day="5" at="08:00" when="stage eq 'wished'">
      \(names("Opens", "每月提醒"))<notify role="manager">\(names("Wishes", "有意向"))</notify></automation>
    <dashboard id="desk" roles="manager">\(names("Desk", "工作台"))<metric id="takings"/><report id="table"/></dashboard>
    """

/// A report of every kind.
private let reports = """
    <report id="table" entity="Hire">\(names("Table", "表"))
      <group id="hall" by="hall">\(names("Hall", "厅"))</group><group id="stage" by="stage">\(names("Stage", "阶段"))</group>
      \(count)<measure id="last" value="day" with="max">\(names("Last", "最后"))</measure></report>
    <report id="funnel" entity="Hire" kind="funnel">\(names("Funnel", "漏斗"))
      <step id="wished" stage="wished">\(names("Wished", "意向"))</step>
      <step id="held" stage="held">\(names("Held", "预留"))</step></report>
    <report id="cohort" entity="Hire" kind="cohort" ages="1"
      survived="endedOn eq null or endedOn gt addmonths(date=day,months=@age)">\(names("Cohort", "留存"))
      <group id="day" by="day" period="month">\(names("Day", "日"))</group>\(count)</report>
    <report id="pareto" entity="Hire" kind="pareto" by="fees">\(names("Pareto", "帕累托"))
      <group id="hall" by="hall">\(names("Hall", "厅"))</group>\(fees)</report>
    <report id="deciles" entity="Hire" kind="deciles" rank="fee" parts="2">\(names("Halves", "两等分"))\(fees)</report>
    <report id="rfm" entity="Hire" kind="rfm" recency="day" frequency="fee" monetary="fee">
      \(names("Fifths", "五等分"))\(count)</report>
    <report id="ageing" entity="Hire" kind="ageing">\(names("Ageing", "账龄"))
      <group id="day" by="day" buckets="0 30">\(names("Day", "日"))</group>\(count)</report>
    <report id="trend" entity="Hire" kind="trend" compare="previous" moving="2">\(names("Trend", "趋势"))
      <group id="day" by="day" period="month">\(names("Day", "日"))</group>\(fees)</report>
    <report id="interval" entity="Hire" kind="interval" at="calledAt" minutes="30" weekdays="true">
      \(names("Interval", "时段"))\(count)</report>
    """

private let count = "<measure id=\"count\" count=\"true\">\(names("Hires", "租约数"))</measure>"
private let fees = "<measure id=\"fees\" value=\"fee\" with=\"sum\">\(names("Fees", "费用"))</measure>"

private func names(_ english: String, _ chinese: String) -> String {
    "<label>\(english)</label><label xml:lang=\"zh-Hans\">\(chinese)</label>"
}

private func part(_ id: String, _ type: String, _ more: String = "") -> String {
    "<field id=\"\(id)\" type=\"\(type)\" \(more)>\(names(id, id))</field>"
}
