// SPDX-License-Identifier: Apache-2.0

/// A marina that hires out boats: one hire at a time holds a boat, and a berth for some days.
let marina = """
    <pack xmlns="urn:trellis:pack:1" id="marina" version="1.0.0">
      <label>Marina</label><label xml:lang="zh-Hans">码头</label>
      <entity id="Boat" title="name">
        <label>Boat</label><label xml:lang="zh-Hans">船</label>
        <plural>Boats</plural><plural xml:lang="zh-Hans">船</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="hireCount" type="integer" compute="hires/$count"><label>Hires</label><label xml:lang="zh-Hans">租约数</label></field>
        <field id="earned" type="integer" compute="hires/aggregate(price with sum)"><label>Earned</label><label xml:lang="zh-Hans">收入</label></field>
      </entity>
      <entity id="Hire" title="number">
        <label>Hire</label><label xml:lang="zh-Hans">租约</label>
        <plural>Hires</plural><plural xml:lang="zh-Hans">租约</plural>
        <field id="number" type="number" pattern="H{yyyy}-{0000}" unique="true"><label>Number</label><label xml:lang="zh-Hans">编号</label></field>
        <field id="boat" type="reference" to="Boat" inverse="hires" on-delete="clear"><label>Boat</label><label xml:lang="zh-Hans">船</label><inverse><label>Hires</label><label xml:lang="zh-Hans">租约</label></inverse></field>
        <field id="skipper" type="text"><label>Skipper</label><label xml:lang="zh-Hans">船长</label></field>
        <field id="expires" type="dateTime"><label>Held until</label><label xml:lang="zh-Hans">保留至</label></field>
        <field id="berth" type="choice"><option id="north"><label>North</label><label xml:lang="zh-Hans">北</label></option><option id="south"><label>South</label><label xml:lang="zh-Hans">南</label></option><label>Berth</label><label xml:lang="zh-Hans">泊位</label></field>
        <field id="arrival" type="date"><label>Arrival</label><label xml:lang="zh-Hans">到港</label></field>
        <field id="departure" type="date"><label>Departure</label><label xml:lang="zh-Hans">离港</label></field>
        <field id="price" type="integer"><label>Price</label><label xml:lang="zh-Hans">价格</label></field>
        <rule id="dear" test="price eq null or price ge 0"><label>A price is not negative.</label><label xml:lang="zh-Hans">价格不能为负。</label></rule>
      </entity>
      <pipeline id="hire" entity="Hire" field="stage">
        <label>Hire</label><label xml:lang="zh-Hans">租赁</label>
        <stage id="asked"><label>Asked</label><label xml:lang="zh-Hans">询价</label></stage>
        <stage id="held"><label>Held</label><label xml:lang="zh-Hans">预留</label></stage>
        <stage id="hired" category="won"><label>Hired</label><label xml:lang="zh-Hans">已租</label></stage>
        <stage id="over" category="lost"><label>Over</label><label xml:lang="zh-Hans">失效</label></stage>
        <transition from="asked over" to="held"/>
        <transition from="held" to="hired"/>
        <transition from="held hired" to="over"/>
      </pipeline>
      <reservation id="boat" entity="Hire" resource="boat" when="stage in ('held','hired')"
        until="case(stage eq 'held':expires)" holder="skipper">
        <label>Boat</label><label xml:lang="zh-Hans">船只</label>
      </reservation>
      <reservation id="berth" entity="Hire" resource="berth" when="stage ne 'over'" from="arrival" to="departure">
        <label>Berth</label><label xml:lang="zh-Hans">泊位占用</label>
      </reservation>
      <automation id="lapse" entity="Hire" on="reservation" reservation="boat" when="stage eq 'held'">
        <label>Lapse</label><label xml:lang="zh-Hans">失效</label>
        <move to="over"/>
      </automation>
      <role id="clerk"><label>Clerk</label><label xml:lang="zh-Hans">文员</label>
        <allow entity="Boat" read="all" create="all" update="all"/>
        <allow entity="Hire" read="all" create="all" update="all" delete="all"/>
      </role>
      <role id="guest"><label>Guest</label><label xml:lang="zh-Hans">访客</label>
        <allow entity="Boat" read="all"/>
        <allow entity="Hire" read="createdBy eq @me" create="all" update="all"/>
      </role>
      <import id="hires" entity="Hire" key="number">
        <label>Hires</label><label xml:lang="zh-Hans">租约</label>
        <column heading="No" field="number"/>
        <column heading="Boat" field="boat" lookup="name"/>
        <column heading="Stage" field="stage"/>
        <column heading="Skipper" field="skipper"/>
      </import>
    </pack>
    """
