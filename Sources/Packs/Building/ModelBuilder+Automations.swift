// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

/// What automations name besides entities and fields.
struct AutomationSurroundings {
    let pipelines: OrderedDictionary<PipelineName, Pipeline>
    let calendars: OrderedDictionary<CalendarName, WorkCalendar>
    let clocks: OrderedDictionary<ClockName, ServiceClock>
    var structures = GuardedStructures()
    var events: OrderedDictionary<EventName, InboundEvent> = [:]
    let roles: [String]
}

extension ModelBuilder {
    mutating func buildAutomations(
        _ surroundings: AutomationSurroundings
    ) -> OrderedDictionary<AutomationName, Automation> {
        var automations: OrderedDictionary<AutomationName, Automation> = [:]
        for (_, element) in definitions("automation") {
            guard let id = element["id"],
                define(
                    "automation", id, at: element.range(of: "id"),
                    hint: "Use <extend-automation id=\"\(id)\"> to change it."),
                let entity = entity("entity", of: element)
            else { continue }
            let triggers = element.words("on").compactMap { trigger($0, element, entity, surroundings) }
            let event = triggers.lazy.compactMap { trigger in
                if case .event(let reception) = trigger { surroundings.events[reception.event] } else { nil }
            }.first
            let hasBefore = triggers.allSatisfy { trigger in
                switch trigger {
                case .create, .change, .move: true
                case .date, .schedule, .clock, .refusal, .reservation, .event: false
                }
            }
            let condition = expression(
                "when", of: element, as: .boolean, on: entity,
                in: AutomationScope(draft: DraftScope(draft: draft), old: hasBefore ? entity : nil, event: event))
            let ground = ActionGround(
                entity: entity, origin: entity, remembers: hasBefore, isInside: false, event: event,
                surroundings: surroundings)
            let actions = element.children.compactMap { action($0, ground) }
            if actions.isEmpty, element.children.allSatisfy({ $0.name == "label" }) {
                diagnostics.append(
                    .badAutomation, "The automation does nothing.", at: element.range,
                    hint: "Add <set>, <create>, <move>, <ask>, <assign>, <notify>, <call> or <for-each>.")
            }
            automations[AutomationName(id)] = Automation(
                name: AutomationName(id), label: element.label(), entity: entity, triggers: triggers,
                condition: condition, actions: actions, range: element.range)
        }
        return automations
    }

    /// The pipeline and stage that an element names; the stage is nil if it names none.
    mutating func destination(
        _ element: PackElement, _ entity: EntityName, _ surroundings: AutomationSurroundings
    ) -> (PipelineName, StageName?)? {
        let own = surroundings.pipelines.values.filter { $0.entity == entity }
        if let name = element["pipeline"] {
            guard
                require(
                    .unknownPipeline, name, among: own.map(\.name.rawValue), at: element.range(of: "pipeline"),
                    "\(entity) has no pipeline “\(name)”.")
            else { return nil }
        } else if own.count != 1 {
            diagnostics.append(
                .badAutomation, own.isEmpty ? "\(entity) has no pipeline." : "\(entity) has several pipelines.",
                at: element.range, hint: own.isEmpty ? nil : "Name one with the attribute “pipeline”.")
            return nil
        }
        guard let pipeline = own.first(where: { element["pipeline"] ?? $0.name.rawValue == $0.name.rawValue }) else {
            return nil
        }
        guard let stage = element["to"] else { return (pipeline.name, nil) }
        guard
            require(
                .unknownStage, stage, among: pipeline.stages.map(\.name.rawValue), at: element.range(of: "to"),
                "The pipeline has no stage “\(stage)”.")
        else { return nil }
        return (pipeline.name, StageName(stage))
    }
}

/// The draft as a scope of automations, which may know more records than the one that is acted on.
struct AutomationScope: TypeScope {
    let draft: DraftScope
    /// The entity of the record before; nil if there is none.
    let old: EntityName?
    /// What an outside system told, if that sets the automation off.
    var event: InboundEvent?
    /// The entity of the record that set the automation off, where expressions may name it.
    var origin: EntityName?
    /// The entity of the record that is acted on, where expressions are about others.
    var each: EntityName?

    func type(of property: FieldName, in entity: EntityName) -> ValueType? {
        entity == event?.owner ? event?.values[property]?.valueType : draft.type(of: property, in: entity)
    }

    func properties(of entity: EntityName) -> [FieldName] {
        entity == event?.owner ? event.map { Array($0.values.keys) } ?? [] : draft.properties(of: entity)
    }

    func isTree(_ entity: EntityName) -> Bool { draft.isTree(entity) }

    func keepsHistory(of property: FieldName, in entity: EntityName) -> Bool {
        draft.keepsHistory(of: property, in: entity)
    }

    func options(of choice: ChoiceName) -> [ChoiceOption]? { draft.options(of: choice) }

    func type(ofAlias alias: String) -> ValueType? {
        own.first { $0.name == alias }.map { .entity($0.entity) } ?? draft.type(ofAlias: alias)
    }

    var aliases: [String] { draft.aliases + own.map(\.name) }

    private var own: [(name: String, entity: EntityName)] {
        [("old", old), ("origin", origin), ("each", each), (InboundEvent.alias, event?.owner)].compactMap {
            name, entity in entity.map { (name, $0) }
        }
    }
}
