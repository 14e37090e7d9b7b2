// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    /// Calendars, then the clocks that run in them, then the automations that both set off.
    mutating func buildTimeRules(
        _ entities: OrderedDictionary<EntityName, Entity>, _ pipelines: OrderedDictionary<PipelineName, Pipeline>,
        _ calendars: OrderedDictionary<CalendarName, WorkCalendar>, _ structures: GuardedStructures, _ roles: [String]
    ) -> TimeRules {
        var clocks = buildClocks(calendars)
        for clock in stageClocks(pipelines, calendars) { clocks[clock.name] = clock }
        let events = buildEvents(roles)
        let automations = buildAutomations(
            AutomationSurroundings(
                pipelines: pipelines, calendars: calendars, clocks: clocks, structures: structures, events: events,
                roles: roles))
        checkTriggers(automations, entities)
        checkCycles(automations, entities, pipelines)
        return TimeRules(calendars: calendars, clocks: clocks, automations: automations, events: events)
    }

    /// A calendar named in an attribute; every moment if none is named or, with a finding, if there is none.
    mutating func calendar(
        of element: PackElement, _ calendars: OrderedDictionary<CalendarName, WorkCalendar>
    ) -> WorkCalendar? {
        guard let name = element["calendar"] else { return nil }
        require(
            .badCalendar, name, among: calendars.keys.map(\.rawValue), at: element.range(of: "calendar"),
            "There is no calendar “\(name)”.")
        return calendars[CalendarName(name)]
    }

    /// A length of time in an attribute; nil, with a finding, for other texts.
    mutating func span(_ attribute: String, of element: PackElement) -> TimeSpan? {
        guard let text = element[attribute] else { return nil }
        if let span = TimeSpan(text), span.microseconds >= 0 { return span }
        diagnostics.append(
            .badAttribute, "“\(text)” is no length of time.", at: element.range(of: attribute),
            hint: "Write it like P60D, PT4H or P1DT12H.")
        return nil
    }

    /// Fields that nobody writes, since they change with the passing days, cannot be waited for.
    private mutating func checkTriggers(
        _ automations: OrderedDictionary<AutomationName, Automation>, _ entities: OrderedDictionary<EntityName, Entity>
    ) {
        for automation in automations.values {
            let fields = automation.triggers.flatMap { trigger -> [FieldName] in
                switch trigger {
                case .change(let fields): fields
                case .date(let timer): [timer.field]
                case .create, .move, .schedule, .clock, .refusal, .reservation, .event: []
                }
            }
            for name in fields {
                guard case .volatile? = entities[automation.entity]?.fields[name]?.origin else { continue }
                diagnostics.append(
                    .badAutomation, "“\(name)” changes with the moment or with who asks, and no write tells of it.",
                    at: automation.range, hint: "Name a field that is stored, or ask for it on a schedule.")
            }
        }
    }

    /// Circles of automations: an error where no condition could end them, a warning otherwise.
    private mutating func checkCycles(
        _ automations: OrderedDictionary<AutomationName, Automation>,
        _ entities: OrderedDictionary<EntityName, Entity>, _ pipelines: OrderedDictionary<PipelineName, Pipeline>
    ) {
        let readers = entities.mapValues(ComputedReaders.init)
        let graph = AutomationGraph(automations, stageFields: Dictionary(pipelines.map { ($0, $1.field) }) { $1 }) {
            readers[$0]?[$1] ?? []
        }
        for cycle in graph.cycles {
            let members = cycle.compactMap { automations[$0] }
            let names = (cycle + cycle.prefix(1)).map(\.rawValue).joined(separator: " → ")
            let isEndless = members.allSatisfy { $0.condition == nil }
            diagnostics.append(
                isEndless ? .automationCycle : .possibleCycle,
                isEndless
                    ? "Automations set each other off for ever: \(names)."
                    : "Automations may set each other off: \(names).",
                at: members.first?.range, severity: isEndless ? .error : .warning,
                hint: isEndless
                    ? "Break the circle, or give one of them a condition."
                    : "Each fires once for a change; see that the conditions end the circle.")
        }
    }
}

/// Which computed fields of an entity read a field, directly or through others.
private struct ComputedReaders {
    private var direct: [FieldName: Set<FieldName>] = [:]

    init(_ entity: Entity) {
        for field in entity.fields.values {
            guard case .computed(let expression) = field.origin else { continue }
            for path in expression.paths where path.root == .record {
                if let read = path.segments.first?.name { direct[read, default: []].insert(field.name) }
            }
        }
    }

    subscript(field: FieldName) -> Set<FieldName> {
        var found: Set<FieldName> = []
        var waiting = [field]
        while let next = waiting.popLast() {
            for reader in direct[next] ?? [] where found.insert(reader).inserted { waiting.append(reader) }
        }
        return found
    }
}
