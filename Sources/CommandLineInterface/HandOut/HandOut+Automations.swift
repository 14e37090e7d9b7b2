// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

extension HandOut {
    /// What happens by itself: when, under which condition, and what.
    var automations: Markup {
        guard !model.time.automations.isEmpty else { return .empty }
        let rows = model.time.automations.values.map { automation -> [Markup] in
            [
                .element(
                    "span", ["id": Anchor.automation(automation.name).name],
                    [.element("strong", automation.label[language])]),
                Anchor.entity(automation.entity).link(model.entities[automation.entity]?.label[language] ?? ""),
                .joined(
                    automation.triggers.map { .element("p", [:], [trigger($0, automation.entity)]) }
                        + (automation.condition.map {
                            [.element("p", [:], [.text(words("if ", "条件：")), readable($0, of: automation.entity)])]
                        } ?? [])),
                .joined(automation.actions.map { .element("p", [:], [action($0, automation.entity)]) }),
            ]
        }
        return section(
            .automations, words("What happens by itself", "自动化"),
            [
                table(
                    [words("Name", "名称"), words("For", "记录"), words("When", "触发"), words("What", "动作")], rows,
                    style: "stages")
            ])
    }

    private func field(_ name: FieldName, _ entity: EntityName) -> String {
        model.entities[entity]?.fields[name]?.label[language] ?? name.rawValue
    }

    private func stage(_ name: StageName?, _ pipeline: PipelineName) -> String {
        let own = model.pipelines[pipeline]
        guard let name else { return own?.label[language] ?? pipeline.rawValue }
        return own?.stage(name)?.label[language] ?? name.rawValue
    }

    private func trigger(_ trigger: Automation.Trigger, _ entity: EntityName) -> Markup {
        switch trigger {
        case .create: .text(words("a record is added", "新建记录时"))
        case .change(let fields):
            .text(
                words("a change", "修改时")
                    + (fields.isEmpty ? "" : words(" of ", "：") + list(fields.map { field($0, entity) })))
        case .move(let pipeline, let to): .text(words("a move to ", "进入：") + stage(to, pipeline))
        case .date(let timer):
            .text(
                field(timer.field, entity)
                    + (timer.offset.microseconds == 0
                        ? "" : " \(timer.offset.microseconds < 0 ? "" : "+")\(timer.offset)"))
        case .schedule(let schedule): .text(said(schedule))
        case .clock(let name, let event):
            .text(
                words("the clock ", "时限：") + (model.time.clocks[name]?.label[language] ?? name.rawValue) + " (\(event))"
            )
        case .refusal(let pipeline, let to, _): .text(words("a refused move to ", "流转被拒：") + stage(to, pipeline))
        case .reservation(let name):
            .text(
                words("the end of ", "到期：")
                    + (model.structures.reservations[name]?.label[language] ?? name.rawValue))
        case .event(let reception):
            .joined([
                .text(words("told from outside: ", "外部事件：")),
                Anchor.events.link(model.time.events[reception.event]?.label[language] ?? reception.event.rawValue),
                .text(words(", for records with ", "，记录：")), readable(reception.condition, of: entity),
            ])
        }
    }

    private func action(_ action: Automation.Action, _ entity: EntityName) -> Markup {
        switch action {
        case .set(let assignment):
            .joined([
                .text(words("writes ", "写入") + field(assignment.field, entity) + ": "),
                readable(assignment.value, of: entity),
            ])
        case .create(let other, _, _):
            .joined([
                .text(words("adds: ", "新建：")), Anchor.entity(other).link(model.entities[other]?.label[language] ?? ""),
            ])
        case .move(let pipeline, let to, _): .text(words("moves it to ", "移至：") + stage(to, pipeline))
        case .ask(let pipeline, let to, _):
            .text(words("asks for the approval of the move to ", "发起审批：") + stage(to, pipeline))
        case .assign(let allotment): .text(words("gives it to somebody: ", "分配：") + field(allotment.field, entity))
        case .notify(.role(let role), let label):
            .text(
                words("tells ", "通知") + (model.roles[role]?.label[language] ?? role.rawValue) + ": " + label[language])
        case .notify(.path(let path), let label):
            .joined([.text(words("tells ", "通知")), readable(path, of: entity), .text(": " + label[language])])
        case .call(let name, _): .joined([.text(words("calls ", "调用 ")), .element("code", name.rawValue)])
        case .forEach(let scope, let actions):
            .joined(
                [.text(words("for each of ", "逐条处理：") + (model.entities[scope.entity]?.label[language] ?? "") + " – ")]
                    + [.joined(actions.map { self.action($0, scope.entity) }, words("; ", "；"))])
        }
    }

    /// A schedule as people say it.
    func said(_ schedule: Automation.Schedule) -> String {
        let period =
            switch schedule.period {
            case .hour: words("every hour", "每小时")
            case .day: words("every day", "每天")
            case .week: words("every week", "每周")
            case .month: words("every month", "每月")
            case .quarter: words("every quarter", "每季度")
            case .year: words("every year", "每年")
            }
        let names = words("Mon Tue Wed Thu Fri Sat Sun", "周一 周二 周三 周四 周五 周六 周日").split(separator: " ")
        switch schedule.days {
        case .usual: return period
        case .weekdays(let days): return period + words(" on ", "：") + list(days.sorted().map { String(names[$0 - 1]) })
        case .monthly(31, _): return period + words(", on the last day", "最后一天")
        case .monthly(let day, let month):
            return schedule.period == .month
                ? period + words(" on day \(day)", "\(day)日")
                : period + words(" on day \(day) of month \(month)", "第\(month)个月\(day)日")
        }
    }

    /// What outside systems may tell.
    var events: Markup {
        guard !model.time.events.isEmpty else { return .empty }
        let rows = model.time.events.values.map { event -> [Markup] in
            let roles = event.roles.map { Anchor.role($0).link(model.roles[$0]?.label[language] ?? $0.rawValue) }
            return [
                .joined([
                    .element("strong", event.label[language]), .text(" "), .element("code", event.name.rawValue),
                ]),
                .joined(roles, list(["", ""])),
                .joined(
                    event.values.values.map { value in
                        .element(
                            "p", [:],
                            [
                                .text("\(value.label[language]) – \(value.type.label[language]) "),
                                .element("code", value.name.rawValue),
                            ])
                    }),
            ]
        }
        return section(
            .events, words("What other systems tell", "外部系统事件"),
            [table([words("Event", "事件"), words("Who may tell it", "可上报角色"), words("Values", "内容")], rows)])
    }
}
