// SPDX-License-Identifier: Apache-2.0

/// A bakery that delivers and is paid later, with reports over its orders.
func bakery(_ reports: String) -> String {
    """
    <pack xmlns="urn:trellis:pack:1" id="bakery" version="1.0.0">
      <label>Bakery</label><label xml:lang="zh-Hans">烘焙坊</label>
      <entity id="Order" title="name">
        <label>Order</label><label xml:lang="zh-Hans">订单</label><plural>Orders</plural><plural xml:lang="zh-Hans">订单</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="shop" type="choice"><label>Shop</label><label xml:lang="zh-Hans">门店</label>
          <option id="north"><label>North</label><label xml:lang="zh-Hans">北店</label></option>
          <option id="south"><label>South</label><label xml:lang="zh-Hans">南店</label></option>
        </field>
        <field id="kind" type="text"><label>Kind</label><label xml:lang="zh-Hans">品类</label></field>
        <field id="day" type="date"><label>Day</label><label xml:lang="zh-Hans">日期</label></field>
        <field id="due" type="date"><label>Due</label><label xml:lang="zh-Hans">到期日</label></field>
        <field id="calledAt" type="dateTime"><label>Called</label><label xml:lang="zh-Hans">来电时间</label></field>
        <field id="price" type="money"><label>Price</label><label xml:lang="zh-Hans">价格</label></field>
        <field id="cost" type="money"><label>Cost</label><label xml:lang="zh-Hans">成本</label></field>
        <field id="loaves" type="integer"><label>Loaves</label><label xml:lang="zh-Hans">个数</label></field>
        <field id="baking" type="duration"><label>Baking</label><label xml:lang="zh-Hans">烘焙时长</label></field>
        <field id="closedOn" type="date"><label>Closed</label><label xml:lang="zh-Hans">停购日</label></field>
      </entity>
      \(reports)
      <role id="baker"><label>Baker</label><label xml:lang="zh-Hans">师傅</label><allow entity="Order" read="all" create="all" update="all"/></role>
      <role id="northern"><label>Northern baker</label><label xml:lang="zh-Hans">北店师傅</label><allow entity="Order" read="shop eq 'north'"/></role>
      <role id="driver"><label>Driver</label><label xml:lang="zh-Hans">司机</label><allow entity="Order" read="all"><field id="cost" rule="hidden"/></allow></role>
    </pack>
    """
}

/// A label in both languages, for what the test does not look at.
let named = "<label>X</label><label xml:lang=\"zh-Hans\">某</label>"
