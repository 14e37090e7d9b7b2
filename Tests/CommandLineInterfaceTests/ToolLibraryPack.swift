// SPDX-License-Identifier: Apache-2.0

/// A library that lends tools to its members, and what becomes of a loan.
let toolLibrary = """
    <pack xmlns="urn:trellis:pack:1" id="tools" version="1.0.0">
      <label>Tool library</label><label xml:lang="zh-Hans">工具图书馆</label>
      <parameter id="finePerDay" type="money" value="0.50"><label>Fine</label><label xml:lang="zh-Hans">罚金</label></parameter>
      <calendar id="desk"><shift days="mon tue wed thu fri" from="09:00" to="17:00"/></calendar>
      <entity id="Member" title="name">
        <label>Member</label><label xml:lang="zh-Hans">会员</label><plural>Members</plural><plural xml:lang="zh-Hans">会员</plural>
        \(field("name", "text", "required=\"true\" unique=\"true\"")) \(field("phone", "text")) \(field("joined", "date"))
        \(field("keeper", "reference", "to=\"User\""))
        <rule id="phoneLong" test="phone eq null or length(phone) ge 5" field="phone"><label>A phone number has five digits.</label><label xml:lang="zh-Hans">电话至少五位。</label></rule>
      </entity>
      <entity id="Loan" title="tool">
        <label>Loan</label><label xml:lang="zh-Hans">借用</label><plural>Loans</plural><plural xml:lang="zh-Hans">借用</plural>
        \(field("tool", "text", "required=\"true\"")) \(field("due", "date")) \(field("fine", "money")) \(field("condition", "text"))
        <field id="member" type="reference" to="Member" inverse="loans"><label>member</label><label xml:lang="zh-Hans">会员</label><inverse><label>Loans</label><label xml:lang="zh-Hans">借用</label></inverse></field>
        \(field("memberName", "text", "compute=\"member/name\"")) \(field("reminded", "integer", "default=\"0\""))
      </entity>
      <pipeline id="loan" entity="Loan" field="stage">
        <label>Loan</label><label xml:lang="zh-Hans">借用</label>
        <stage id="asked"><label>Asked</label><label xml:lang="zh-Hans">申请</label></stage>
        <stage id="lent" requires="due member"><label>Lent</label><label xml:lang="zh-Hans">借出</label>
          <guard id="member" test="member/phone ne null"><label>The member has no phone.</label><label xml:lang="zh-Hans">会员没有电话。</label></guard>
        </stage>
        <stage id="overdue" sla="P2D" calendar="desk"><label>Overdue</label><label xml:lang="zh-Hans">逾期</label></stage>
        <stage id="back" category="won"><label>Back</label><label xml:lang="zh-Hans">归还</label></stage>
        <stage id="lost" category="lost"><label>Lost</label><label xml:lang="zh-Hans">遗失</label></stage>
        <transition from="asked" to="lent" roles="librarian"/>
        <transition from="lent" to="overdue"/>
        <transition from="lent overdue" to="back" requires="condition"/>
        <transition from="overdue" to="lost" roles="librarian" reason="true"/>
      </pipeline>
      <automation id="overdue" entity="Loan" on="date" field="due" after="P1D" at="08:00" when="stage eq 'lent'">
        <label>Overdue</label><label xml:lang="zh-Hans">逾期</label>
        <set field="fine" value="@finePerDay"/><move to="overdue"/>
        <notify role="librarian"><label>Overdue</label><label xml:lang="zh-Hans">逾期</label></notify>
      </automation>
      <automation id="asked" entity="Loan" on="create"><label>Asked</label><label xml:lang="zh-Hans">申请</label><set field="condition" value="'to be seen'"/></automation>
      <import id="members" entity="Member" key="name">
        <label>Members</label><label xml:lang="zh-Hans">会员</label>
        <column heading="name" field="name"/><column heading="phone" field="phone"/>
      </import>
      <role id="librarian" capabilities="import"><label>Librarian</label><label xml:lang="zh-Hans">馆员</label>
        <allow entity="Member" read="all" create="all" update="all"/><allow entity="Loan" read="all" create="all" update="all" delete="all"/>
      </role>
      <role id="volunteer"><label>Volunteer</label><label xml:lang="zh-Hans">志愿者</label>
        <allow entity="Member" read="keeper eq @me"><field id="phone" rule="hidden"/></allow><allow entity="Loan" read="all" update="all"/>
      </role>
      <report id="loans" entity="Loan">
        <label>Loans</label><label xml:lang="zh-Hans">借用</label>
        <group id="stage" by="stage"><label>Stage</label><label xml:lang="zh-Hans">阶段</label></group>
        <group id="due" by="due" period="month"><label>Due</label><label xml:lang="zh-Hans">到期</label></group>
        <measure id="count" count="true"><label>Loans</label><label xml:lang="zh-Hans">借用</label></measure>
        <measure id="fines" value="fine" with="sum"><label>Fines</label><label xml:lang="zh-Hans">罚金</label></measure>
        <measure id="share" ratio="fines" of="count"><label>Share</label><label xml:lang="zh-Hans">占比</label></measure>
      </report>
      <report id="byMember" entity="Loan">
        <label>By member</label><label xml:lang="zh-Hans">按会员</label>
        <group id="member" by="member"><label>Member</label><label xml:lang="zh-Hans">会员</label></group>
        <measure id="count" count="true"><label>Loans</label><label xml:lang="zh-Hans">借用</label></measure>
      </report>
    </pack>
    """

private func field(_ id: String, _ type: String, _ more: String = "") -> String {
    "<field id=\"\(id)\" type=\"\(type)\" \(more)><label>\(id)</label><label xml:lang=\"zh-Hans\">\(id)</label></field>"
}
