// SPDX-License-Identifier: Apache-2.0

/// A workshop that carves puppets to order: what a commission needs before it goes on, and what a step back costs.
let puppetWorkshop = """
    <pack xmlns="urn:trellis:pack:1" id="puppets" version="1.0.0">
      <label>Puppets</label><label xml:lang="zh-Hans">木偶</label>
      <choice id="dropReasons">
        <option id="dear"><label>Too dear</label><label xml:lang="zh-Hans">太贵</label></option>
        <option id="late"><label>Too late</label><label xml:lang="zh-Hans">太晚</label></option>
        <option id="old" retired="true"><label>Old</label><label xml:lang="zh-Hans">旧</label></option>
      </choice>
      <entity id="Commission" title="name">
        \(puppetLabels("Commission", "委托"))
        <plural>Commissions</plural><plural xml:lang="zh-Hans">委托</plural>
        \(puppetField("name", "text")) \(puppetField("wood", "text")) \(puppetField("size", "integer"))
        \(puppetField("faults", "integer", "default=\"0\"")) \(puppetField("returns", "integer"))
        \(puppetField("dropped", "choice", "options=\"dropReasons\"")) \(puppetField("carvedBy", "reference", "to=\"User\""))
      </entity>
      <entity id="Sketch" title="name">
        \(puppetLabels("Sketch", "草图"))
        <plural>Sketches</plural><plural xml:lang="zh-Hans">草图</plural>
        \(puppetField("name", "text")) \(puppetField("inColour", "boolean", "default=\"false\""))
        \(puppetField("commission", "reference", "to=\"Commission\" inverse=\"sketches\""))
      </entity>
      <pipeline id="making" entity="Commission" field="stage" back-moves="returns">
        \(puppetLabels("Making", "制作"))
        <stage id="asked">\(puppetLabels("Asked", "询问"))</stage>
        <stage id="drawn" exit-requires="wood">\(puppetLabels("Drawn", "已绘"))
          <exit id="sized" test="size gt 0">\(puppetLabels("Nobody knows how large it is.", "尺寸未知。"))</exit>
          <needs id="colours" relationship="sketches" where="inColour" count="2">\(puppetLabels("Colour sketches are missing.", "缺少彩色草图。"))</needs>
        </stage>
        <stage id="carved" requires="carvedBy" irreversible="true">\(puppetLabels("Carved", "已雕"))</stage>
        <stage id="tried">\(puppetLabels("Tried", "已试"))</stage>
        <stage id="sold" category="won">\(puppetLabels("Sold", "已售"))</stage>
        <stage id="dropped" category="lost">\(puppetLabels("Dropped", "放弃"))</stage>
        <transition from="asked" to="drawn">
          <needs id="any" relationship="sketches">\(puppetLabels("There is no sketch.", "没有草图。"))</needs>
        </transition>
        <transition from="drawn" to="carved"><set field="carvedBy" value="@me"/></transition>
        <transition from="carved" to="tried"/>
        <transition from="tried" to="carved" reason="true"><set field="faults" value="faults add 1"/></transition>
        <transition from="tried" to="sold">
          <guard id="solid" test="size mul size lt 1000000">\(puppetLabels("It is too large to sell.", "太大，无法出售。"))</guard>
        </transition>
        <transition from="sold" to="tried"/>
        <transition from="*" to="asked"/>
        <transition from="*" to="dropped" reasons="dropReasons" reason-field="dropped"/>
      </pipeline>
      <role id="carver" capabilities="import">\(puppetLabels("Carver", "雕刻师"))
        <allow entity="Commission" read="all" create="all" update="all" delete="all"/>
        <allow entity="Sketch" read="all" create="all" update="all" delete="all"/>
      </role>
      <import id="oldBook" entity="Commission" key="name">\(puppetLabels("Old book", "旧账"))
        <column heading="name" field="name"/><column heading="wood" field="wood"/>
        <column heading="size" field="size"/><column heading="stage" field="stage"/>
      </import>
    </pack>
    """

func puppetLabels(_ english: String, _ chinese: String) -> String {
    "<label>\(english)</label><label xml:lang=\"zh-Hans\">\(chinese)</label>"
}

func puppetField(_ id: String, _ type: String, _ more: String = "") -> String {
    "<field id=\"\(id)\" type=\"\(type)\" \(more)>\(puppetLabels(id, id + "。"))</field>"
}
