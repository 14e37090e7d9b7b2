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
            let hasBefore = triggers.allSatisfy { trigger in
                switch trigger {
                case .create, .change, .move: true
                case .date, .schedule, .clock, .reservation: false
                }
            }
            let condition = automationExpression(
                "when", of: element, as: .boolean, on: entity, remembers: hasBefore)
            let actions = element.children.compactMap { action($0, entity, surroundings, remembers: hasBefore) }
            if actions.isEmpty, element.children.allSatisfy({ $0.name == "label" }) {
                diagnostics.append(
                    .badAutomation, "The automation does nothing.", at: element.range,
                    hint: "Add <set>, <create>, <move>, <assign> or <notify>.")
            }
            automations[AutomationName(id)] = Automation(
                name: AutomationName(id), label: element.label(), entity: entity, triggers: triggers,
                condition: condition, actions: actions, range: element.range)
        }
        return automations
    }

    /// An expression that may name the values before a change as `@old` and `previous(field)`.
    mutating func automationExpression(
        _ attribute: String, of element: PackElement, as type: ValueType?, on entity: EntityName, remembers: Bool
    ) -> TypedExpression? {
        guard let value = element.attributes[attribute]?.value else { return nil }
        let scope = AutomationScope(draft: DraftScope(draft: draft), old: remembers ? entity : nil)
        do {
            return try compiler.compile(value.text, as: type, on: entity, in: scope)
        } catch {
            report(error, in: value)
            return nil
        }
    }

    private mutating func action(
        _ element: PackElement, _ entity: EntityName, _ surroundings: AutomationSurroundings, remembers: Bool
    ) -> Automation.Action? {
        switch element.name {
        case "set":
            assignment(element, to: entity, from: entity, remembers: remembers).map(Automation.Action.set)
        case "create": creation(element, entity, remembers: remembers)
        case "move":
            destination(element, entity, surroundings).flatMap { pipeline, stage in
                stage.map { Automation.Action.move(pipeline, to: $0) }
            }
        case "assign": distribution(element, entity, surroundings)
        case "notify": notification(element, entity, surroundings)
        default: nil
        }
    }

    private mutating func assignment(
        _ element: PackElement, to target: EntityName, from entity: EntityName, remembers: Bool
    ) -> Automation.Assignment? {
        guard let value = element.attributes["field"]?.value, let name = field(value.text, in: target, at: value.range)
        else { return nil }
        guard isWritable(name, of: target) else {
            diagnostics.append(
                .badAutomation, "“\(name)” cannot be written.", at: value.range,
                hint: "Name a field that people write; stages are moved with <move>.")
            return nil
        }
        let type = draft.entities[target]?.fields[name]?.valueType
        return automationExpression("value", of: element, as: type, on: entity, remembers: remembers)
            .map { Automation.Assignment(field: name, value: $0) }
    }

    private mutating func creation(
        _ element: PackElement, _ entity: EntityName, remembers: Bool
    ) -> Automation.Action? {
        guard let target = self.entity("entity", of: element) else { return nil }
        let assignments = element.children("set").compactMap {
            assignment($0, to: target, from: entity, remembers: remembers)
        }
        return .create(target, assignments)
    }

    private mutating func distribution(
        _ element: PackElement, _ entity: EntityName, _ surroundings: AutomationSurroundings
    ) -> Automation.Action? {
        guard let name = userField(element, entity), let role = role("among", of: element, surroundings),
            let word = word("by", of: element, among: Automation.Distribution.allCases.map(\.rawValue))
        else { return nil }
        guard isWritable(name, of: entity) else {
            diagnostics.append(
                .badAutomation, "“\(name)” cannot be written.", at: element.range(of: "field"),
                hint: "Name a field that people write.")
            return nil
        }
        return .assign(name, by: Automation.Distribution(rawValue: word) ?? .roundRobin, among: role)
    }

    private mutating func notification(
        _ element: PackElement, _ entity: EntityName, _ surroundings: AutomationSurroundings
    ) -> Automation.Action? {
        if let role = role("role", of: element, surroundings) { return .notify(.role(role), element.label()) }
        if let field = userField(element, entity) { return .notify(.field(field), element.label()) }
        if element["role"] == nil, element["field"] == nil {
            diagnostics.append(
                .badAutomation, "Nobody is told.", at: element.range, hint: "Add role=\"…\" or field=\"…\".")
        }
        return nil
    }

    private mutating func role(
        _ attribute: String, of element: PackElement, _ surroundings: AutomationSurroundings
    ) -> RoleName? {
        guard let name = element[attribute] else { return nil }
        return require(
            .unknownRole, name, among: surroundings.roles, at: element.range(of: attribute),
            "There is no role “\(name)”.") ? RoleName(name) : nil
    }

    private mutating func userField(_ element: PackElement, _ entity: EntityName) -> FieldName? {
        guard let value = element.attributes["field"]?.value, let name = field(value.text, in: entity, at: value.range)
        else { return nil }
        guard draft.entities[entity]?.fields[name]?.valueType == .entity("User") else {
            diagnostics.append(
                .badAutomation, "“\(name)” refers to no user.", at: value.range,
                hint: "Name a reference to the entity User.")
            return nil
        }
        return name
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

/// The draft as a scope of automations, which may know the record before the change.
struct AutomationScope: TypeScope {
    let draft: DraftScope
    /// The entity of the record before; nil if there is none.
    let old: EntityName?

    func type(of property: FieldName, in entity: EntityName) -> ValueType? { draft.type(of: property, in: entity) }
    func properties(of entity: EntityName) -> [FieldName] { draft.properties(of: entity) }
    func keepsHistory(of property: FieldName, in entity: EntityName) -> Bool {
        draft.keepsHistory(of: property, in: entity)
    }

    func options(of choice: ChoiceName) -> [ChoiceOption]? { draft.options(of: choice) }

    func type(ofAlias alias: String) -> ValueType? {
        if alias == "old", let old { return .entity(old) }
        return draft.type(ofAlias: alias)
    }

    var aliases: [String] { draft.aliases + (old == nil ? [] : ["old"]) }
}
