// SPDX-License-Identifier: Apache-2.0

/// A vendor's pack for bakeries, in the versions that it had, and what stands on top of it.
enum Bakery {
    static let first = """
        <pack xmlns="urn:trellis:pack:1" id="bakery" version="1.0.0">
          <label>Bakery</label><label xml:lang="zh-Hans">面包房</label>
          <parameter id="freeDelivery" type="integer" value="100"><label>Free delivery</label><label xml:lang="zh-Hans">免运费金额</label></parameter>
          <entity id="Order" title="customer">
            <label>Order</label><label xml:lang="zh-Hans">订单</label>
            <plural>Orders</plural><plural xml:lang="zh-Hans">订单</plural>
            <field id="orderNo" type="text" unique="true"><label>Order number</label><label xml:lang="zh-Hans">订单号</label></field>
            <field id="customer" type="text" required="true" search="true"><label>Customer</label><label xml:lang="zh-Hans">客户</label></field>
            <field id="cake" type="choice"><label>Cake</label><label xml:lang="zh-Hans">蛋糕</label>
              <option id="sponge"><label>Sponge</label><label xml:lang="zh-Hans">海绵</label></option>
              <option id="cheese"><label>Cheesecake</label><label xml:lang="zh-Hans">芝士</label></option>
              <option id="fruit"><label>Fruit</label><label xml:lang="zh-Hans">水果</label></option>
            </field>
            <field id="pieces" type="text"><label>Pieces</label><label xml:lang="zh-Hans">件数</label></field>
            <field id="price" type="money"><label>Price</label><label xml:lang="zh-Hans">价格</label></field>
            <field id="phone" type="text"><label>Phone</label><label xml:lang="zh-Hans">电话</label></field>
            <list columns="orderNo customer cake price stage"/>
            <page>
              <section id="main" fields="orderNo customer cake pieces price stage"><label>Order</label><label xml:lang="zh-Hans">订单</label></section>
              <section id="more" fields="phone"><label>More</label><label xml:lang="zh-Hans">更多</label></section>
            </page>
          </entity>
          <pipeline id="baking" entity="Order" field="stage">
            <label>Stage</label><label xml:lang="zh-Hans">阶段</label>
            <stage id="ordered" category="open"><label>Ordered</label><label xml:lang="zh-Hans">已下单</label></stage>
            <stage id="mixing" category="open"><label>Mixing</label><label xml:lang="zh-Hans">和面</label></stage>
            <stage id="oven" category="open" requires="price"><label>In the oven</label><label xml:lang="zh-Hans">烘烤</label></stage>
            <stage id="sold" category="won"><label>Sold</label><label xml:lang="zh-Hans">已售</label></stage>
            <transition from="ordered" to="mixing"/>
            <transition from="mixing" to="oven"/>
            <transition from="oven" to="sold"/>
          </pipeline>
          <role id="baker" capabilities="export"><label>Baker</label><label xml:lang="zh-Hans">面包师</label>
            <allow entity="Order" read="all" create="all" update="all" delete="all"/>
          </role>
          <report id="byCake" entity="Order"><label>By cake</label><label xml:lang="zh-Hans">按蛋糕</label>
            <group id="cake" by="cake"><label>Cake</label><label xml:lang="zh-Hans">蛋糕</label></group>
            <measure id="sum" value="price" with="sum"><label>Sum</label><label xml:lang="zh-Hans">合计</label></measure>
          </report>
          <import id="orders" entity="Order" encoding="UTF-8" delimiter="," key="orderNo">
            <label>Orders</label><label xml:lang="zh-Hans">订单</label>
            <column heading="no" field="orderNo"/><column heading="customer" field="customer"/>
            <column heading="cake" field="cake"/><column heading="pieces" field="pieces"/>
            <column heading="price" field="price"/><column heading="phone" field="phone"/>
            <column heading="stage" field="stage"/>
          </import>
        </pack>
        """

    /// A telephone under another name, pieces as a number, no fruit cakes and no mixing any more, all of it declared.
    static let second = first.changed([
        "version=\"1.0.0\"": "version=\"1.1.0\"",
        "<field id=\"phone\" type=\"text\">": "<field id=\"mobile\" was=\"phone\" type=\"text\">",
        "field=\"phone\"": "field=\"mobile\"",
        "fields=\"phone\"": "fields=\"mobile\"",
        "<field id=\"pieces\" type=\"text\">": "<field id=\"pieces\" type=\"integer\">",
        fruit: "<gone-option id=\"fruit\" becomes=\"sponge\"/>",
        mixing: "<gone-stage id=\"mixing\" becomes=\"ordered\"/>",
        "<transition from=\"ordered\" to=\"mixing\"/>": "",
        "<transition from=\"mixing\" to=\"oven\"/>": "<transition from=\"ordered\" to=\"oven\"/>",
    ])

    /// The same without saying what became of what is gone.
    static let careless = second.changed([
        " was=\"phone\"": "", "<gone-option id=\"fruit\" becomes=\"sponge\"/>": "",
        "<gone-stage id=\"mixing\" becomes=\"ordered\"/>": "",
        "<field id=\"price\" type=\"money\">": "<field id=\"price\" type=\"money\" min=\"20\">",
    ])

    /// With one more field.
    static func adding(_ field: String, to pack: String = first, version: String = "1.1.0") -> String {
        pack.changed([
            "version=\"1.0.0\"": "version=\"\(version)\"",
            "<list columns": field + "<list columns",
        ])
    }

    static let allergy =
        "<field id=\"allergy\" type=\"text\"><label>Allergy</label><label xml:lang=\"zh-Hans\">过敏</label></field>"

    static let fruit =
        "<option id=\"fruit\"><label>Fruit</label><label xml:lang=\"zh-Hans\">水果</label></option>"
    static let mixing =
        "<stage id=\"mixing\" category=\"open\"><label>Mixing</label><label xml:lang=\"zh-Hans\">和面</label></stage>"

    /// What a chain of bakeries lays on top.
    static let chain = """
        <pack xmlns="urn:trellis:pack:1" id="chain" version="1.0.0" requires="bakery >=1.0">
          <label>Chain</label><label xml:lang="zh-Hans">连锁</label>
          <extend entity="Order">
            <extend-field id="price" required="true" default="10"><label>Amount</label></extend-field>
            <extend-field id="cake"><option id="bun"><label>Bun</label><label xml:lang="zh-Hans">馒头</label></option></extend-field>
            <field id="regular" type="boolean"><label>Regular guest</label><label xml:lang="zh-Hans">常客</label></field>
            <page><place field="regular" section="main" after="customer"/></page>
          </extend>
          <extend-pipeline id="baking"><extend-stage id="oven" requires="price pieces"/></extend-pipeline>
          <extend-role id="baker"><extend-allow entity="Order" delete="price lt 100"/></extend-role>
          <extend-report id="byCake"><label>Cakes sold</label></extend-report>
        </pack>
        """

    /// Coffee, which a bakery may serve as well; it has its own way of handling orders.
    static let coffee = """
        <pack xmlns="urn:trellis:pack:1" id="coffee" version="1.2.0" requires="bakery ^1.0">
          <label>Coffee</label><label xml:lang="zh-Hans">咖啡</label>
          <variant id="counter" default="true"><label>Counter</label><label xml:lang="zh-Hans">柜台</label></variant>
          <variant id="terrace"><label>Terrace</label><label xml:lang="zh-Hans">露台</label></variant>
          <extend entity="Order">
            <field id="cup" type="text"><label>Cup</label><label xml:lang="zh-Hans">杯型</label></field>
            <field id="seat" type="text" variant="terrace"><label>Seat</label><label xml:lang="zh-Hans">座位</label></field>
            <field id="points" type="integer" phase="2"><label>Points</label><label xml:lang="zh-Hans">积分</label></field>
          </extend>
          <pipeline id="serving" entity="Order" field="serving">
            <label>Serving</label><label xml:lang="zh-Hans">出杯</label>
            <stage id="asked" category="open"><label>Asked for</label><label xml:lang="zh-Hans">已点单</label></stage>
            <stage id="served" category="won"><label>Served</label><label xml:lang="zh-Hans">已出杯</label></stage>
            <transition from="asked" to="served"/>
          </pipeline>
        </pack>
        """
}

extension String {
    /// With every text on the left replaced by the one on its right.
    func changed(_ changes: KeyValuePairs<String, String>) -> String {
        changes.reduce(self) { text, change in text.replacing(change.key, with: change.value) }
    }
}
