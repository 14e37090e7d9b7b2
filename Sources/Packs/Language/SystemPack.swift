// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

/// The layer below every pack: the people who sign in, and their teams.
enum SystemPack {
    static let name: PackName = "system"
    static let source: PackSource = {
        var diagnostics = DiagnosticList()
        let root = XMLReader(file: "system/pack.xml", text: text).read(&diagnostics)
        guard let root, let pack = PackSource(root: root, parts: [], folder: nil, &diagnostics),
            !diagnostics.hasErrors
        else { preconditionFailure("the system pack is wrong: \(diagnostics.json)") }
        return pack
    }()

    private static let text = """
        <pack xmlns="urn:trellis:pack:1" id="system" version="1.0.0">
          <label>System</label><label xml:lang="zh-Hans">系统</label>
          <entity id="Team" title="name">
            <label>Team</label><label xml:lang="zh-Hans">团队</label>
            <plural>Teams</plural><plural xml:lang="zh-Hans">团队</plural>
            <field id="name" type="text" required="true" unique="true" search="true" length="100" sort="zh">
              <label>Name</label><label xml:lang="zh-Hans">名称</label>
            </field>
            <field id="parent" type="reference" to="Team" inverse="parts" tree="true">
              <label>Belongs to</label><label xml:lang="zh-Hans">上级团队</label>
              <inverse><label>Parts</label><label xml:lang="zh-Hans">下级团队</label></inverse>
            </field>
            <list columns="name parent" order="name asc"/>
            <page><related relationship="memberships" columns="user since until"/></page>
          </entity>
          <entity id="TeamMember" title="user">
            <label>Team member</label><label xml:lang="zh-Hans">团队成员</label>
            <plural>Team members</plural><plural xml:lang="zh-Hans">团队成员</plural>
            <field id="team" type="reference" to="Team" inverse="memberships" required="true" on-delete="cascade">
              <label>Team</label><label xml:lang="zh-Hans">团队</label>
              <inverse><label>Further members</label><label xml:lang="zh-Hans">其他成员</label></inverse>
            </field>
            <field id="user" type="reference" to="User" inverse="memberships" required="true" on-delete="cascade">
              <label>User</label><label xml:lang="zh-Hans">用户</label>
              <inverse><label>Further teams</label><label xml:lang="zh-Hans">其他团队</label></inverse>
            </field>
            <field id="since" type="date"><label>Since</label><label xml:lang="zh-Hans">开始日期</label></field>
            <field id="until" type="date"><label>Until</label><label xml:lang="zh-Hans">结束日期</label></field>
            <field id="active" type="boolean" compute="(since eq null or since le today()) and (until eq null or until ge today())">
              <label>In force today</label><label xml:lang="zh-Hans">当前有效</label>
            </field>
            <rule id="order" test="since eq null or until eq null or since le until" field="until">
              <label>A membership ends after it begins.</label><label xml:lang="zh-Hans">结束日期不能早于开始日期。</label>
            </rule>
            <list columns="team user since until" order="team/name asc"/>
          </entity>
          <entity id="User" title="displayName">
            <label>User</label><label xml:lang="zh-Hans">用户</label>
            <plural>Users</plural><plural xml:lang="zh-Hans">用户</plural>
            <field id="userName" type="text" required="true" unique="true" search="true" length="100">
              <label>User name</label><label xml:lang="zh-Hans">用户名</label>
            </field>
            <field id="displayName" type="text" required="true" search="true" length="100" sort="zh">
              <label>Name</label><label xml:lang="zh-Hans">姓名</label>
            </field>
            <field id="email" type="email"><label>E-mail</label><label xml:lang="zh-Hans">电子邮件</label></field>
            <field id="team" type="reference" to="Team" inverse="members">
              <label>Team</label><label xml:lang="zh-Hans">团队</label>
              <inverse><label>Members</label><label xml:lang="zh-Hans">成员</label></inverse>
            </field>
            <field id="manager" type="reference" to="User" inverse="reports" tree="true" was="leader">
              <label>Manager</label><label xml:lang="zh-Hans">上级</label>
              <inverse><label>Reports</label><label xml:lang="zh-Hans">下属</label></inverse>
            </field>
            <field id="active" type="boolean" default="true">
              <label>Active</label><label xml:lang="zh-Hans">启用</label>
            </field>
            <list columns="userName displayName team manager active" order="displayName asc"/>
          </entity>
        </pack>
        """
}
