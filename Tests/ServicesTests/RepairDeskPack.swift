// SPDX-License-Identifier: Apache-2.0

/// A desk that takes orders: what it promises, what lapses, and who is told.
let repairDesk = """
    <pack xmlns="urn:trellis:pack:1" id="desk" version="1.0.0">
      <label>Desk</label><label xml:lang="zh-Hans">服务台</label>
      <calendar id="office" zone="+08:00">
        <shift days="mon tue wed thu fri" from="09:00" to="18:00"/>
        <holiday date="2026-12-24" to="2026-12-25"/>
        <workday date="2026-12-26"/>
      </calendar>
      <entity id="Order" title="name">
        <label>Order</label><label xml:lang="zh-Hans">订单</label>
        <plural>Orders</plural><plural xml:lang="zh-Hans">订单</plural>
        \(textField("name")) \(textField("channel")) \(textField("log"))
        \(field("amount", "integer")) \(field("twice", "integer", "compute=\"amount mul 2\""))
        \(field("due", "date")) \(field("urgent", "boolean", "default=\"false\""))
        \(field("owner", "reference", "to=\"User\""))
        \(field("answerDue", "dateTime")) \(field("answerBreached", "boolean"))
      </entity>
      <entity id="Task" title="subject">
        <label>Task</label><label xml:lang="zh-Hans">任务</label>
        <plural>Tasks</plural><plural xml:lang="zh-Hans">任务</plural>
        \(textField("subject")) \(field("order", "reference", "to=\"Order\" inverse=\"tasks\""))
      </entity>
      <pipeline id="desk" entity="Order" field="stage">
        <label>Desk</label><label xml:lang="zh-Hans">服务台</label>
        <stage id="open"><label>Open</label><label xml:lang="zh-Hans">开放</label></stage>
        <stage id="waiting"><label>Waiting</label><label xml:lang="zh-Hans">等待</label></stage>
        <stage id="answered" sla="P2D"><label>Answered</label><label xml:lang="zh-Hans">已答复</label></stage>
        <stage id="lapsed" category="lost"><label>Lapsed</label><label xml:lang="zh-Hans">失效</label>
          <guard id="small" test="amount eq null or amount lt 1000"><label>Large orders do not lapse.</label><label xml:lang="zh-Hans">大额订单不会失效。</label></guard>
        </stage>
        <transition from="open waiting answered" to="lapsed" reason="true"/>
        <transition from="open" to="waiting"/>
        <transition from="waiting" to="open"/>
        <transition from="open waiting" to="answered"/>
        <transition from="answered" to="open"/>
      </pipeline>
      <clock id="answer" entity="Order" starts-when="channel ne null" paused-when="stage eq 'waiting'"
        stops-when="stage eq 'answered' or stage eq 'lapsed'" limit="case(urgent:duration'PT1H',true:duration'PT4H')"
        calendar="office" due-field="answerDue" breached-field="answerBreached">
        <label>Answer</label><label xml:lang="zh-Hans">答复</label>
        <warn id="soon" at="PT30M before"/>
      </clock>
      <automation id="welcome" entity="Order" on="create" when="amount gt 100">
        <label>Welcome</label><label xml:lang="zh-Hans">欢迎</label>
        <create entity="Task"><set field="subject" value="concat('Call ',name)"/><set field="order" value="id"/></create>
        <assign field="owner" by="round-robin" among="clerk"/>
      </automation>
      <automation id="raised" entity="Order" on="change" field="amount" when="amount gt previous(amount)">
        <label>Raised</label><label xml:lang="zh-Hans">上调</label>
        <set field="log" value="concat(cast(previous(amount),Edm.String),concat(' to ',cast(amount,Edm.String)))"/>
        <notify field="owner"><label>Raised</label><label xml:lang="zh-Hans">已上调</label></notify>
      </automation>
      <automation id="lapse" entity="Order" on="date" field="due" after="P60D" at="08:00" when="stage ne 'answered'">
        <label>Lapse</label><label xml:lang="zh-Hans">失效</label>
        <move to="lapsed"/>
      </automation>
      <automation id="late" entity="Order" on="clock" clock="answer">
        <label>Late</label><label xml:lang="zh-Hans">超时</label>
        <create entity="Task"><set field="subject" value="'Late'"/><set field="order" value="id"/></create>
      </automation>
      <automation id="warn" entity="Order" on="clock" clock="answer" event="soon">
        <label>Soon</label><label xml:lang="zh-Hans">临期</label>
        <notify role="clerk"><label>Soon late</label><label xml:lang="zh-Hans">即将超时</label></notify>
      </automation>
      <automation id="stuck" entity="Order" on="clock" clock="desk.answered">
        <label>Stuck</label><label xml:lang="zh-Hans">停滞</label>
        <set field="log" value="'stuck'"/>
      </automation>
      <automation id="daily" entity="Order" on="schedule" at="07:30" when="amount eq 7">
        <label>Daily</label><label xml:lang="zh-Hans">每日</label>
        <create entity="Task"><set field="subject" value="'Daily'"/><set field="order" value="id"/></create>
      </automation>
      <role id="clerk" capabilities="administer"><label>Clerk</label><label xml:lang="zh-Hans">文员</label>
        <allow entity="Order" read="all" create="all" update="all" delete="all"/>
        <allow entity="Task" read="all" create="all" update="all"/>
      </role>
    </pack>
    """

private func field(_ id: String, _ type: String, _ more: String = "") -> String {
    "<field id=\"\(id)\" type=\"\(type)\" \(more)><label>\(id)</label><label xml:lang=\"zh-Hans\">\(id)</label>"
        + (type == "reference" && id == "order"
            ? "<inverse><label>Tasks</label><label xml:lang=\"zh-Hans\">任务</label></inverse>" : "")
        + "</field>"
}

private func textField(_ id: String) -> String { field(id, "text") }
