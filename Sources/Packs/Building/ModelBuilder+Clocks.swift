// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    mutating func buildClocks(
        _ calendars: OrderedDictionary<CalendarName, WorkCalendar>
    ) -> OrderedDictionary<ClockName, ServiceClock> {
        var clocks: OrderedDictionary<ClockName, ServiceClock> = [:]
        for (_, element) in definitions("clock") {
            guard let id = element["id"],
                define("clock", id, at: element.range(of: "id"), hint: "Use <extend-clock id=\"\(id)\"> to change it."),
                let entity = entity("entity", of: element)
            else { continue }
            let pauses = clockCondition("paused-when", of: element, on: entity)
            let stops = clockCondition("stops-when", of: element, on: entity)
            let starts = clockCondition("starts-when", of: element, on: entity)
            let from = clockExpression("from", of: element, as: .instant, on: entity)
            let limit = clockExpression("limit", of: element, as: .duration, on: entity)
            let calendar = calendar(of: element, calendars) ?? .always
            let dueField = clockField("due-field", of: element, as: .instant, on: entity)
            let breachedField = clockField("breached-field", of: element, as: .boolean, on: entity)
            let warnings = warnings(element)
            guard let starts, let limit else { continue }
            clocks[ClockName(id)] = ServiceClock(
                name: ClockName(id), label: element.label(), entity: entity, starts: starts, pauses: pauses,
                stops: stops, from: from, limit: limit, calendar: calendar, dueField: dueField,
                breachedField: breachedField,
                warnings: warnings, restarts: element.isTrue("restarts"), range: element.range)
        }
        return clocks
    }

    /// The clocks of stages that say how long a record may stay: each begins anew with every stay. Those of a pipeline
    /// share the fields that tell when the stay in the present stage is over.
    mutating func stageClocks(
        _ pipelines: OrderedDictionary<PipelineName, Pipeline>,
        _ calendars: OrderedDictionary<CalendarName, WorkCalendar>
    ) -> [ServiceClock] {
        definitions("pipeline").flatMap { _, element -> [ServiceClock] in
            guard let id = element["id"], let pipeline = pipelines[PipelineName(id)],
                let type = draft.entities[pipeline.entity]?.fields[pipeline.field]?.valueType
            else { return [] }
            let path = TypedPath(pipeline.field, of: pipeline.entity, type: type)
            let dueField = clockField("due-field", of: element, as: .instant, on: pipeline.entity)
            let breachedField = clockField("breached-field", of: element, as: .boolean, on: pipeline.entity)
            return element.children("stage").compactMap { stage in
                let calendar = calendar(of: stage, calendars) ?? .always
                guard let name = stage["id"], let span = span("sla", of: stage), let text = stage["sla"],
                    let limit = try? compiler.compile(
                        "duration'\(text)'", as: .duration, on: pipeline.entity, in: DraftScope(draft: draft)),
                    span.microseconds > 0
                else { return nil }
                return ServiceClock(
                    name: ClockName("\(id).\(name)"), label: stage.label(), entity: pipeline.entity,
                    starts: .equality(path, .text(name)), pauses: nil,
                    stops: .comparing(path, .notEqual, .text(name)), limit: limit, calendar: calendar,
                    dueField: dueField,
                    breachedField: breachedField, warnings: [], restarts: true, range: stage.range)
            }
        }
    }

    private mutating func clockCondition(
        _ attribute: String, of element: PackElement, on entity: EntityName
    ) -> TypedExpression? { clockExpression(attribute, of: element, as: .boolean, on: entity) }

    /// A clock is looked at when its record is written, so that nothing may depend on the moment or on who asks.
    private mutating func clockExpression(
        _ attribute: String, of element: PackElement, as type: ValueType, on entity: EntityName
    ) -> TypedExpression? {
        guard let expression = expression(attribute, of: element, as: type, on: entity) else { return nil }
        guard !expression.isVolatile(compiler.functions) else {
            diagnostics.append(
                .badClock, "A clock cannot depend on the moment or on who asks.", at: element.range(of: attribute),
                hint: "Name fields of the record; the passing of time is what the clock itself measures.")
            return nil
        }
        return expression
    }

    private mutating func clockField(
        _ attribute: String, of element: PackElement, as type: ValueType, on entity: EntityName
    ) -> FieldName? {
        guard let value = element.value(of: attribute),
            let name = field(value.text, in: entity, at: value.range)
        else { return nil }
        guard draft.entities[entity]?.fields[name]?.valueType == type, isWritable(name, of: entity) else {
            diagnostics.append(
                .badClock, "“\(name)” cannot hold what the clock says.", at: value.range,
                hint: type == .instant
                    ? "Name a field of the type dateTime that is not computed."
                    : "Name a field of the type boolean that is not computed.")
            return nil
        }
        return name
    }

    /// Whether the engine may write a field as people do: it is none of the engine's own, nor computed.
    func isWritable(_ name: FieldName, of entity: EntityName) -> Bool {
        guard let field = draft.entities[entity]?.fields[name] else { return false }
        return field.system == nil && field.pipeline == nil && field.progress == nil && field.element["compute"] == nil
            && field.element["pattern"] == nil
    }

    private mutating func warnings(_ clock: PackElement) -> [ServiceClock.Warning] {
        clock.children("warn").compactMap { element in
            let text = element["at"] ?? ""
            let words = text.split(separator: " ")
            let name = element["id"] ?? "warned"
            guard
                define(
                    "warning", "\(clock["id"] ?? "").\(name)", at: element.range(of: "at"),
                    hint: "Give each warning an id of its own.")
            else { return nil }
            if words.count == 2, words[1] == "before", let span = TimeSpan(words[0]), span.microseconds > 0 {
                return ServiceClock.Warning(name: name, moment: .before(span))
            }
            if words.count == 1, text.hasSuffix("%"), let share = Int(text.dropLast()), (1...99).contains(share) {
                return ServiceClock.Warning(name: name, moment: .share(share))
            }
            diagnostics.append(
                .badClock, "“\(text)” is no moment of a clock.", at: element.range(of: "at"),
                hint: "Write “PT30M before” or “80%”.")
            return nil
        }
    }
}
