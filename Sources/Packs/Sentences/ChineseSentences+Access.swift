// SPDX-License-Identifier: Apache-2.0

extension ChineseSentences {
    /// Roles, pools, sharing and approvals.
    static let access: KeyValuePairs<String, String> = [
        "Use <extend-role id=\"{}\"> to add to it.": "请用 <extend-role id=\"{}\"> 向它添加内容。",
        "Use <extend-allow entity=\"{}\"> to change it.": "请用 <extend-allow entity=\"{}\"> 修改它。",
        "There is no capability “{}”.": "没有权限“{}”。",
        "Use <extend-pool entity=\"{}\"> to change it.": "请用 <extend-pool entity=\"{}\"> 修改它。",
        "“{}” is no reference to a user that is written.": "“{}”不是由人填写的用户引用。",
        "Name a reference to the entity User.": "请指定指向实体 User 的引用。",
        "“{}” is required, and a record in the pool has no owner.": "“{}”为必填，而公海中的记录没有负责人。",
        "Take required=\"true\" away.": "请删除 required=\"true\"。",
        "“{}” is no date or moment that can be written.": "“{}”不是可填写的日期或时刻。",
        "“{}” is no date or moment.": "“{}”不是日期或时刻。",
        "Name a field of type date or dateTime.": "请指定类型为 date 或 dateTime 的字段。",
        "“{}” protects nothing.": "“{}”起不到保护作用。",
        "Write it like P90D, or leave it out if the owner keeps the record.": "请写成 P90D 的形式；若记录一直归负责人所有，请省略。",
        "A protection needs the attribute “protected-until”.": "保护期需要属性“protected-until”。",
        "Name a date or dateTime field in which it stands until when a record is protected.":
            "请指定一个 date 或 dateTime 字段，用于保存保护期的截止时间。",
        "“{}” says nothing without “protect”.": "没有“protect”时，“{}”不起作用。",
        "Add protect=\"P90D\", or take it away.": "请添加 protect=\"P90D\"，或删除它。",
        "“{}” is {}, so that there is nothing to reveal.": "“{}”的规则是 {}，没有可查看的遮盖值。",
        "Write rule=\"masked\", or take “reveal” away.": "请写 rule=\"masked\"，或删除“reveal”。",
        "Records of {} are not shared.": "{} 的记录不能共享。",
        "Write sharing=\"true\" at the entity, or take “share” away.": "请在实体上写 sharing=\"true\"，或删除“share”。",
        "Who may change no record of {} can share none.": "不能修改 {} 的记录，就不能共享。",
        "Give the right “update” as well, or take “share” away.": "请同时授予权限“update”，或删除“share”。",
        "Nobody is asked for the approval.": "该审批没有审批人。",
        "Add <step roles=\"…\"/>.": "请添加 <step roles=\"…\"/>。",
        "Nobody can say yes in this step.": "此步骤没有人可以批准。",
        "Name the roles that may, with blanks between them.": "请指定可批准的角色，用空格分隔。",
    ]
}
