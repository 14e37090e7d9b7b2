// SPDX-License-Identifier: Apache-2.0

/// An apiary: what its hives were at any time is kept, and facts about them are written down day by day.
let apiary = """
    <pack xmlns="urn:trellis:pack:1" id="apiary" version="1.0.0">
      <label>Apiary</label><label xml:lang="zh-Hans">蜂场</label>
      <entity id="Hive" title="name">
        <label>Hive</label><label xml:lang="zh-Hans">蜂箱</label>
        <plural>Hives</plural><plural xml:lang="zh-Hans">蜂箱</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="honey" type="money" history="true"><label>Honey</label><label xml:lang="zh-Hans">蜂蜜</label></field>
        <field id="queen" type="boolean" history="true"><label>Queen</label><label xml:lang="zh-Hans">蜂王</label></field>
        <field id="checked" type="date"><label>Checked</label><label xml:lang="zh-Hans">检查日</label></field>
        <field id="honeyThen" type="money" compute="asof(value=honey,date=checked)"><label>Honey then</label><label xml:lang="zh-Hans">当时蜂蜜</label></field>
      </entity>
      <pipeline id="life" entity="Hive" field="state" history="true">
        <label>Life</label><label xml:lang="zh-Hans">状态</label>
        <stage id="weak"><label>Weak</label><label xml:lang="zh-Hans">弱</label></stage>
        <stage id="strong"><label>Strong</label><label xml:lang="zh-Hans">强</label></stage>
        <transition from="*" to="weak"/>
        <transition from="*" to="strong"/>
      </pipeline>
      <entity id="Visit" title="id">
        <label>Visit</label><label xml:lang="zh-Hans">巡查</label>
        <plural>Visits</plural><plural xml:lang="zh-Hans">巡查</plural>
        <field id="hive" type="reference" to="Hive" inverse="visits"><label>Hive</label><label xml:lang="zh-Hans">蜂箱</label><inverse><label>Visits</label><label xml:lang="zh-Hans">巡查</label></inverse></field>
      </entity>
      <entity id="DayFact" title="id">
        <label>Day</label><label xml:lang="zh-Hans">每日</label>
        <plural>Days</plural><plural xml:lang="zh-Hans">每日</plural>
        <field id="day" type="date"><label>Day</label><label xml:lang="zh-Hans">日</label></field>
        <field id="state" type="text"><label>State</label><label xml:lang="zh-Hans">状态</label></field>
        <field id="hives" type="integer"><label>Hives</label><label xml:lang="zh-Hans">箱数</label></field>
        <field id="honey" type="money"><label>Honey</label><label xml:lang="zh-Hans">蜂蜜</label></field>
      </entity>
      <entity id="HiveFact" title="id">
        <label>Hive fact</label><label xml:lang="zh-Hans">蜂箱事实</label>
        <plural>Hive facts</plural><plural xml:lang="zh-Hans">蜂箱事实</plural>
        <field id="day" type="date"><label>Day</label><label xml:lang="zh-Hans">日</label></field>
        <field id="hive" type="reference" to="Hive"><label>Hive</label><label xml:lang="zh-Hans">蜂箱</label></field>
        <field id="honey" type="money"><label>Honey</label><label xml:lang="zh-Hans">蜂蜜</label></field>
      </entity>
      <snapshot id="daily" entity="Hive" every="day" at="23:00" into="DayFact" day-field="day">
        <label>Daily</label><label xml:lang="zh-Hans">每日</label>
        <set field="hives" count="true"/>
        <set field="state" value="case(state eq 'weak':'weak',true:'strong')"/>
        <set field="honey" value="honey" with="sum"/>
      </snapshot>
      <snapshot id="monthly" entity="Hive" every="month" into="HiveFact" day-field="day" where="state eq 'strong'">
        <label>Monthly</label><label xml:lang="zh-Hans">每月</label>
        <set field="hive" value="id"/>
        <set field="honey" value="honey"/>
      </snapshot>
    </pack>
    """
