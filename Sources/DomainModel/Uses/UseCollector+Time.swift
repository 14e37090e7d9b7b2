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
        note(clock.from, in: "from")
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

    mutating func collect(_ event: InboundEvent) {
        begin("event \(event.name)", at: event.range)
        for role in event.roles { note("role \(role)", in: "roles") }
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
        case .refusal(let pipeline, let stage, _): note(pipeline, stage, in: "on refusal")
        case .reservation(let reservation): note("reservation \(reservation)", in: "on reservation")
        case .event(let reception):
            note("event \(reception.event)", in: "on event")
            note(reception.condition, in: "on event")
        }
    }

    private mutating func collect(_ action: Automation.Action, of entity: EntityName) {
        switch action {
        case .set(let assignment):
            note([assignment.field], of: entity, in: "set")
            note(assignment.value, in: "set \(assignment.field)")
        case .create(let target, let assignments, let allotments):
            note(target.rawValue, in: "create")
            note(assignments.map(\.field), of: target, in: "create")
            for assignment in assignments { note(assignment.value, in: "create \(target)") }
            for allotment in allotments { collect(allotment, of: target) }
        case .move(let pipeline, let stage, _): note(pipeline, stage, in: "move")
        case .assign(let allotment): collect(allotment, of: entity)
        case .ask(let pipeline, let stage, _): note(pipeline, stage, in: "ask")
        case .call(let action, let arguments):
            for argument in arguments { note(argument.value, in: "call \(action)") }
        case .notify(.role(let role), _): note("role \(role)", in: "notify")
        case .notify(.path(let path), _): note(path, in: "notify")
        case .forEach(let scope, let actions):
            note(scope.entity.rawValue, in: "for each")
            note(scope.condition, in: "for each")
            for term in scope.order { note(term.expression, in: "for each") }
            for action in actions { collect(action, of: scope.entity) }
        }
    }

    private mutating func collect(_ allotment: Automation.Allotment, of entity: EntityName) {
        note([allotment.field], of: entity, in: "assign")
        if let role = allotment.role { note("role \(role)", in: "assign") }
        note(allotment.condition, in: "assign \(allotment.field)")
        for term in allotment.order { note(term.expression, in: "assign \(allotment.field)") }
    }

    private mutating func note(_ pipeline: PipelineName, _ stage: StageName?, in part: String) {
        note("pipeline \(pipeline)", in: stage.map { "\(part), stage \($0)" } ?? part)
    }
}
