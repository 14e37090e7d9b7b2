// SPDX-License-Identifier: Apache-2.0

/// A kennel: dogs that board there, keepers who look after runs, and who is told when something changes for many.
let kennel = """
    <pack xmlns="urn:trellis:pack:1" id="kennel" version="1.0.0">
      <label>Kennel</label><label xml:lang="zh-Hans">犬舍</label>
      <entity id="Keeper" title="name">
        <label>Keeper</label><label xml:lang="zh-Hans">饲养员</label>
        <plural>Keepers</plural><plural xml:lang="zh-Hans">饲养员</plural>
        \(kennelField("name")) \(kennelField("yard")) \(kennelField("left", "date"))
        \(kennelField("user", "reference", "to=\"User\""))
      </entity>
      <entity id="Run" title="name">
        <label>Run</label><label xml:lang="zh-Hans">犬栏</label>
        <plural>Runs</plural><plural xml:lang="zh-Hans">犬栏</plural>
        \(kennelField("name")) \(kennelField("price", "integer")) \(kennelField("size", "integer"))
        \(kennelField("keeper", "reference", "to=\"Keeper\" inverse=\"runs\"", inverse: "Runs"))
      </entity>
      <entity id="Dog" title="name">
        <label>Dog</label><label xml:lang="zh-Hans">犬只</label>
        <plural>Dogs</plural><plural xml:lang="zh-Hans">犬只</plural>
        \(kennelField("name")) \(kennelField("budget", "integer")) \(kennelField("log"))
        \(kennelField("run", "reference", "to=\"Run\" inverse=\"dogs\"", inverse: "Dogs"))
        \(kennelField("muzzled", "boolean"))
        <field id="mood" type="choice"><label>Mood</label><label xml:lang="zh-Hans">心情</label>
          <option id="merry"><label>Merry</label><label xml:lang="zh-Hans">开心</label></option>
          <option id="sad"><label>Sad</label><label xml:lang="zh-Hans">难过</label></option></field>
      </entity>
      <entity id="Note" title="subject">
        <label>Note</label><label xml:lang="zh-Hans">便条</label>
        <plural>Notes</plural><plural xml:lang="zh-Hans">便条</plural>
        \(kennelField("subject"))
        \(kennelField("dog", "reference", "to=\"Dog\" inverse=\"notes\"", inverse: "Notes"))
        \(kennelField("owner", "reference", "to=\"User\""))
      </entity>
      <pipeline id="stay" entity="Dog" field="stage">
        <label>Stay</label><label xml:lang="zh-Hans">寄养</label>
        <stage id="waiting"><label>Waiting</label><label xml:lang="zh-Hans">等候</label></stage>
        <stage id="boarding"><label>Boarding</label><label xml:lang="zh-Hans">寄养中</label>
          <guard id="vaccinated" test="log ne null"><label>The dog has no vaccination log.</label><label xml:lang="zh-Hans">缺少疫苗记录。</label></guard>
          <guard id="placed" test="run ne null"><label>The dog has no run.</label><label xml:lang="zh-Hans">尚未分配犬栏。</label></guard>
        </stage>
        <stage id="home" category="won"><label>Home</label><label xml:lang="zh-Hans">已回家</label></stage>
        <transition from="waiting" to="boarding"/>
        <transition from="boarding" to="home"/>
      </pipeline>
      <automation id="cheaper" entity="Run" on="change" field="price" when="price lt previous(price)">
        <label>Cheaper</label><label xml:lang="zh-Hans">降价</label>
        <for-each entity="Dog" where="stage eq 'waiting' and budget ge @origin/price" order="name">
          <create entity="Note">
            <set field="subject" value="concat(concat(name,' may like '),@origin/name)"/><set field="dog" value="id"/>
            <assign field="owner" by="first" where="id eq @origin/keeper/user/id"/>
          </create>
        </for-each>
      </automation>
      <automation id="leaves" entity="Keeper" on="change" field="left" when="left ne null">
        <label>Leaves</label><label xml:lang="zh-Hans">离职</label>
        <for-each of="runs" order="name">
          <assign field="keeper" where="left eq null and yard eq @origin/yard and id ne @each/keeper/id" order="name"/>
          <notify field="keeper/user"><label>A run is yours now</label><label xml:lang="zh-Hans">新分配犬栏</label></notify>
        </for-each>
      </automation>
      <automation id="arrives" entity="Dog" on="create">
        <label>Arrives</label><label xml:lang="zh-Hans">入舍</label>
        <assign field="run" by="first" where="size ge 2 and price le @origin/budget" order="price desc"/>
      </automation>
      <automation id="bitten" entity="Note" on="create" when="contains(subject,'bit')">
        <label>Bitten</label><label xml:lang="zh-Hans">咬伤</label>
        <for-each of="dog/run/dogs" where="name ne @origin/dog/name" limit="1" order="name"><set field="muzzled" value="true"/><set field="mood" value="case(name eq 'Rex':'merry',true:'sad')"/></for-each>
        <for-each of="dog"><set field="log" value="@origin/subject"/></for-each>
      </automation>
      <automation id="refused" entity="Dog" on="refusal" to="boarding" guard="vaccinated" when="not notes/any()">
        <label>Refused</label><label xml:lang="zh-Hans">被拒</label>
        <create entity="Note"><set field="subject" value="'vaccinate'"/><set field="dog" value="id"/></create>
      </automation>
      <automation id="review" entity="Run" on="schedule" every="quarter" at="08:00" when="size eq 9">
        <label>Review</label><label xml:lang="zh-Hans">检查</label>
        <create entity="Note"><set field="subject" value="'review'"/></create>
      </automation>
      <role id="keeper"><label>Keeper</label><label xml:lang="zh-Hans">饲养员</label>
        <allow entity="Dog" read="all" create="all" update="all"/>
      </role>
    </pack>
    """

private func kennelField(_ id: String, _ type: String = "text", _ more: String = "", inverse: String? = nil) -> String {
    "<field id=\"\(id)\" type=\"\(type)\" \(more)><label>\(id)</label><label xml:lang=\"zh-Hans\">\(id)</label>"
        + (inverse.map { "<inverse><label>\($0)</label><label xml:lang=\"zh-Hans\">\($0)</label></inverse>" } ?? "")
        + "</field>"
}
