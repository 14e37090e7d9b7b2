// SPDX-License-Identifier: Apache-2.0
import Expressions
import Values

extension UseCollector {
    mutating func collect(_ clock: ServiceClock) {
        begin("clock \(clock.name)", at: clock.range)
        note(clock.entity.rawValue, in: "entity")
        note(clock.starts, in: "start")
        note(clock.pauses, in: "pause")
        note(clock.stops, in: "stop")
        note(clock.limit, in: "limit")
        note([clock.dueField, clock.breachedField].compactMap(\.self), of: clock.entity, in: "fields")
        if clock.calendar.name != WorkCalendar.always.name { note("calendar \(clock.calendar.name)", in: "calendar") }
    }

    mutating func collect(_ automation: Automation) {
        begin("automation \(automation.name)", at: automation.range)
        note(automation.entity.rawValue, in: "entity")
        note(automation.condition, in: "condition")
        for trigger in automation.triggers { collect(trigger, of: automation.entity) }
        for action in automation.actions { collect(action, of: automation.entity) }
    }

    private mutating func collect(_ trigger: Automation.Trigger, of entity: EntityName) {
        switch trigger {
        case .create: break
        case .change(let fields): note(fields, of: entity, in: "on change")
        case .move(let pipeline, let stage): note(pipeline, stage, in: "on move")
        case .date(let timer): note([timer.field], of: entity, in: "on date")
        case .schedule(let schedule):
            if let calendar = schedule.calendar { note("calendar \(calendar.name)", in: "on schedule") }
        case .clock(let clock, _): note("clock \(clock)", in: "on clock")
        }
    }

    private mutating func collect(_ action: Automation.Action, of entity: EntityName) {
        switch action {
        case .set(let assignment):
            note([assignment.field], of: entity, in: "set")
            note(assignment.value, in: "set \(assignment.field)")
        case .create(let target, let assignments):
            note(target.rawValue, in: "create")
            note(assignments.map(\.field), of: target, in: "create")
            for assignment in assignments { note(assignment.value, in: "create \(target)") }
        case .move(let pipeline, let stage, _): note(pipeline, stage, in: "move")
        case .assign(let field, _, let role):
            note([field], of: entity, in: "assign")
            note("role \(role)", in: "assign")
        case .notify(.role(let role), _): note("role \(role)", in: "notify")
        case .notify(.field(let field), _): note([field], of: entity, in: "notify")
        }
    }

    private mutating func note(_ pipeline: PipelineName, _ stage: StageName?, in part: String) {
        note("pipeline \(pipeline)", in: stage.map { "\(part), stage \($0)" } ?? part)
    }
}
