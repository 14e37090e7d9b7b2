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
            <list columns="name" order="name asc"/>
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
            <field id="leader" type="reference" to="User">
              <label>Leader</label><label xml:lang="zh-Hans">上级</label>
            </field>
            <field id="active" type="boolean" default="true">
              <label>Active</label><label xml:lang="zh-Hans">启用</label>
            </field>
            <list columns="userName displayName team active" order="displayName asc"/>
          </entity>
        </pack>
        """
}
