// SPDX-License-Identifier: Apache-2.0

/// A ferry: a bank tells what was paid for tickets, and a refund needs the harbour's yes.
let ferry = """
    <pack xmlns="urn:trellis:pack:1" id="ferry" version="1.0.0">
      \(labels("Ferry", "渡轮"))
      <entity id="Ticket" title="number">
        \(labels("Ticket", "船票"))<plural>Tickets</plural><plural xml:lang="zh-Hans">船票</plural>
        \(part("number", "text", "unique=\"true\"")) \(part("fare", "money")) \(part("paid", "money"))
        \(part("how", "text")) \(part("code", "text"))
      </entity>
      <pipeline id="sale" entity="Ticket" field="stage">
        \(labels("Sale", "销售"))
        <stage id="booked">\(labels("Booked", "已订"))</stage>
        <stage id="paid" category="won">\(labels("Paid", "已付"))</stage>
        <stage id="refunded" category="lost">\(labels("Refunded", "已退"))</stage>
        <transition from="booked" to="paid"/>
        <transition from="paid" to="refunded"><approval id="refund" when="fare gt 10" freeze="fare">
          \(labels("Refund", "退款审批"))<step roles="harbour"/></approval></transition>
      </pipeline>
      <entity id="Payer" title="name">
        \(labels("Payer", "付款人"))<plural>Payers</plural><plural xml:lang="zh-Hans">付款人</plural>
        \(part("name", "text")) \(part("count", "integer")) \(part("how", "text"))
      </entity>
      <event id="payment" roles="bank">
        \(labels("Payment", "付款"))
        <value id="ticket" type="text" required="true" length="10">\(labels("Ticket", "船票"))</value>
        <value id="amount" type="money" required="true" min="0">\(labels("Amount", "金额"))</value>
        <value id="by" type="text">\(labels("By", "付款人"))</value>
        <value id="how" type="choice">\(labels("How", "方式"))
          <option id="card">\(labels("Card", "银行卡"))</option><option id="cash">\(labels("Cash", "现金"))</option></value>
      </event>
      <event id="storm" roles="bank harbour">\(labels("Storm", "风暴"))</event>
      <automation id="settle" entity="Ticket" on="event" event="payment" find="number eq @event/ticket"
        when="@event/amount ge fare">
        \(labels("Settle", "入账"))<set field="paid" value="@event/amount"/>
        <set field="how" value="case(@event/how eq 'card':'by card',true:'else')"/><move to="paid"/>
      </automation>
      <automation id="payers" entity="Payer" on="event" event="payment" find="name eq @event/by" otherwise="create">
        \(labels("Payers", "付款人"))<set field="name" value="@event/by"/>
        <set field="count" value="case(count eq null:1,true:count add 1)"/>
      </automation>
      <automation id="refund" entity="Ticket" on="event" event="storm" find="stage eq 'paid'" otherwise="ignore">
        \(labels("Refund", "退款"))<ask to="refunded"/>
      </automation>
      <role id="bank">\(labels("Bank", "银行"))</role>
      <role id="harbour">\(labels("Harbour", "港口"))<allow entity="Ticket" read="all" update="all" delete="all"/></role>
    </pack>
    """
