// SPDX-License-Identifier: Apache-2.0

/// Vineyards: slopes lie in one another, wardens look after a slope with everything in it, vines belong to keepers.
let vineyard = """
    <pack xmlns="urn:trellis:pack:1" id="vineyard" version="1.0.0">
      <label>Vineyard</label><label xml:lang="zh-Hans">葡萄园</label>
      <entity id="Slope" title="name">
        \(labels("Slope", "坡地"))<plural>Slopes</plural><plural xml:lang="zh-Hans">坡地</plural>
        \(part("name", "text", "required=\"true\""))
        \(part("within", "reference", "to=\"Slope\" inverse=\"parts\" tree=\"true\" on-delete=\"clear\""))
        <list columns="name within" order="name"/>
      </entity>
      <entity id="Warden" title="id">
        \(labels("Warden", "看守"))<plural>Wardens</plural><plural xml:lang="zh-Hans">看守</plural>
        \(part("user", "reference", "to=\"User\" inverse=\"slopes\""))
        \(part("slope", "reference", "to=\"Slope\" inverse=\"wardens\""))
        \(part("grape", "text"))
      </entity>
      <entity id="Vine" title="name">
        \(labels("Vine", "葡萄藤"))<plural>Vines</plural><plural xml:lang="zh-Hans">葡萄藤</plural>
        \(part("name", "text", "search=\"true\"")) \(part("grape", "text"))
        \(part("slope", "reference", "to=\"Slope\" inverse=\"vines\""))
        \(part("keeper", "reference", "to=\"User\""))
        \(part("mine", "boolean", "compute=\"under(value=keeper,ancestor=@me)\""))
        <list columns="name slope keeper" order="name"/>
      </entity>
      <role id="owner">\(labels("Owner", "庄主"))
        <allow entity="Slope" read="all" create="all" update="all" delete="all"/>
        <allow entity="Vine" read="all" create="all" update="all" delete="all"/>
        <allow entity="Warden" read="all" create="all" update="all" delete="all"/>
      </role>
      <role id="warden">\(labels("Warden", "看守"))
        <allow entity="Slope" read="all"/>
        <allow entity="Vine"
          read="@me/slopes/any(w:under(value=slope,ancestor=w/slope) and (w/grape eq null or w/grape eq grape))"
          update="@me/slopes/any(w:under(value=slope,ancestor=w/slope) and (w/grape eq null or w/grape eq grape))"/>
      </role>
      <role id="foreman">\(labels("Foreman", "工头"))
        <allow entity="Slope" read="name ne 'secret'"><field id="name" rule="read-only"/></allow>
        <allow entity="Vine" read="under(value=keeper,ancestor=@me)" update="under(value=keeper,ancestor=@me)"/>
      </role>
      <role id="picker">\(labels("Picker", "采摘工"))
        <allow entity="Slope" read="all"><field id="within" rule="hidden"/></allow>
        <allow entity="Vine" read="all"/>
      </role>
    </pack>
    """

func labels(_ english: String, _ chinese: String) -> String {
    "<label>\(english)</label><label xml:lang=\"zh-Hans\">\(chinese)</label>"
}

func part(_ id: String, _ type: String, _ more: String = "") -> String {
    let inverse = more.contains("inverse=") ? "<inverse>\(labels(id, id))</inverse>" : ""
    return "<field id=\"\(id)\" type=\"\(type)\" \(more)>\(labels(id, id))\(inverse)</field>"
}
