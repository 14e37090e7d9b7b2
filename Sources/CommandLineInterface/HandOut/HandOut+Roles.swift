// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

extension HandOut {
    /// What each role may do with which records.
    var roles: Markup {
        guard !model.roles.isEmpty else { return .empty }
        return section(.roles, words("Roles", "角色"), model.roles.values.map(described))
    }

    private func described(_ role: Role) -> Markup {
        let rows = model.entities.values.compactMap { entity in
            role.permissions[entity.name].map { rights(entity, $0) }
        }
        let unseen = model.entities.values.filter { role.permissions[$0.name] == nil }.map { $0.label[language] }
        let headings = [
            words("Entity", "实体"), words("Read", "查看"), words("Create", "新建"), words("Change", "修改"),
            words("Delete", "删除"), words("Share", "共享"), words("Fields", "字段"),
        ]
        return .element(
            "div", ["id": Anchor.role(role.name).name],
            [
                .element("h3", [:], [.text(role.label[language] + " "), .element("code", role.name.rawValue)]),
                may(role), table(headings, rows, style: "rights"),
                unseen.isEmpty
                    ? .empty : .element("p", ["class": "quiet"], words("Does not see: ", "不可见：") + list(unseen)),
            ])
    }

    private func may(_ role: Role) -> Markup {
        let capabilities = Role.Capability.allCases.filter(role.capabilities.contains).map { capability in
            switch capability {
            case .export: words("take lists out as files", "导出列表")
            case .importing: words("run imports and undo them", "执行和撤销导入")
            case .customise: words("change the edition in the browser", "在浏览器中自定义系统")
            case .administer: words("look after jobs that failed", "处理失败的任务")
            case .audit: words("read the access log", "查看访问日志")
            }
        }
        guard !capabilities.isEmpty else { return .empty }
        return .element("p", words("May also ", "还可以") + list(capabilities) + words(".", "。"))
    }

    private func rights(_ entity: Entity, _ permission: EntityPermission) -> [Markup] {
        let rights = [
            permission.read, permission.create, permission.update, permission.delete, permission.share,
        ]
        let rules = rights.map { rule -> Markup in
            switch rule {
            case .none: Markup.text("–")
            case .all: .text(words("all", "全部"))
            case .matching(let condition): readable(condition, of: entity.name)
            }
        }
        let fields = entity.fields.values.compactMap { field in
            permission.fields[field.name].map {
                Markup.element("p", "\(field.label[language])\(words(": ", "："))\(said($0))")
            }
        }
        return [Anchor.entity(entity.name).link(entity.label[language])] + rules + [.joined(fields)]
    }

    private func said(_ rule: FieldRule) -> String {
        switch rule {
        case .hidden: words("not shown", "不显示")
        case .readOnly: words("read only", "只读")
        case .masked(let mask): said(mask) + said(mask.reveal)
        }
    }

    private func said(_ reveal: Mask.Reveal) -> String {
        switch reveal {
        case .never: ""
        case .withReason: words("; can be asked for with a reason, and is logged", "；说明原因后可查看完整内容并记入日志")
        case .always: words("; can be asked for, and is logged", "；可查看完整内容并记入日志")
        }
    }

    private func said(_ mask: Mask) -> String {
        let english = [(mask.first, "the first \(mask.first)"), (mask.last, "the last \(mask.last)")]
        let chinese = [(mask.first, "前 \(mask.first) 位"), (mask.last, "后 \(mask.last) 位")]
        let seen = (language == .english ? english : chinese).filter { $0.0 > 0 }.map(\.1)
        guard !seen.isEmpty else { return words("covered", "遮盖") }
        return words(
            "covered but for \(seen.joined(separator: " and ")) characters", "遮盖，仅显示\(seen.joined(separator: "和"))")
    }
}
