// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// What outside systems tell, and the records that it is about.
extension ModelBuilder {
    mutating func buildEvents(_ roles: [String]) -> OrderedDictionary<EventName, InboundEvent> {
        var events: OrderedDictionary<EventName, InboundEvent> = [:]
        for (_, element) in definitions("event") {
            guard let id = element["id"],
                define("event", id, at: element.range(of: "id"), hint: "Use <extend-event id=\"\(id)\"> to change it.")
            else { continue }
            let name = EventName(id)
            let tellers = element.words("roles").compactMap { word in
                require(
                    .unknownRole, word.value, among: roles, at: word.range, "There is no role “\(word.value)”.")
                    ? RoleName(word.value) : nil
            }
            var values: OrderedDictionary<FieldName, Field> = [:]
            for value in element.children("value") {
                guard let field = eventValue(value, InboundEvent.owner(of: name)) else { continue }
                values[field.name] = field
            }
            events[name] = InboundEvent(
                name: name, label: element.label(), roles: tellers, values: values, range: element.range)
        }
        return events
    }

    private mutating func eventValue(_ element: PackElement, _ owner: EntityName) -> Field? {
        guard let id = element["id"],
            define("value", "\(owner).\(id)", at: element.range(of: "id"), hint: anotherName),
            let type = fieldType(of: element)
        else { return nil }
        guard type.shape != .reference, type.name != "number" else {
            diagnostics.append(
                .attributeNotForType, "An event cannot tell a \(type.name).", at: element.range(of: "type"),
                hint: "Let it tell a text, and find the record by the field that has it.")
            return nil
        }
        return fieldDraft(element, owner).map { build($0, owner, nil, isVolatile: false) }
    }

    /// The records that the event of an automation is about.
    mutating func reception(
        _ element: PackElement, _ entity: EntityName, _ surroundings: AutomationSurroundings
    ) -> Automation.Reception? {
        guard element.words("on").count == 1 else {
            diagnostics.append(
                .badAutomation, "An automation on an event is on nothing else.", at: element.range(of: "on"),
                hint: "Only an event tells values; write a second automation for the rest.")
            return nil
        }
        for attribute in ["event", "find"] where element[attribute] == nil {
            diagnostics.append(
                .missingAttribute, "An automation on an event needs the attribute “\(attribute)”.", at: element.range,
                hint: attribute == "event"
                    ? "Name the event." : "Say which records it is about, such as find=\"number eq @event/number\".")
        }
        guard let name = element["event"],
            require(
                .badAutomation, name, among: surroundings.events.keys.map(\.rawValue), at: element.range(of: "event"),
                "There is no event “\(name)”."),
            let event = surroundings.events[EventName(name)]
        else { return nil }
        let condition = expression(
            "find", of: element, as: .boolean, on: entity,
            in: AutomationScope(draft: DraftScope(draft: draft), old: nil, event: event))
        let missing = word("otherwise", of: element, among: Automation.Reception.Missing.allCases.map(\.rawValue))
            .flatMap(Automation.Reception.Missing.init)
        guard let condition, let missing else { return nil }
        return Automation.Reception(event: event.name, condition: condition, missing: missing)
    }
}
