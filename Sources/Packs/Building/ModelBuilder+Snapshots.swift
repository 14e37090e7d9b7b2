// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    mutating func buildSnapshots(
        _ calendars: OrderedDictionary<CalendarName, WorkCalendar>
    ) -> OrderedDictionary<SnapshotName, Snapshot> {
        var snapshots: OrderedDictionary<SnapshotName, Snapshot> = [:]
        for (_, element) in definitions("snapshot") {
            guard let id = element["id"],
                define(
                    "snapshot", id, at: element.range(of: "id"),
                    hint: "Use <extend-snapshot id=\"\(id)\"> to change it."),
                let entity = entity("entity", of: element)
            else { continue }
            let condition = expression("where", of: element, as: .boolean, on: entity)
            let schedule = schedule(of: element, calendars)
            guard let facts = self.entity("into", of: element) else { continue }
            let day = factDay(element, facts)
            let assignments = element.children("set").compactMap { assignment($0, to: facts, from: entity) }
            if element.children("set").isEmpty {
                diagnostics.append(
                    .badSnapshot, "The snapshot writes nothing down.", at: element.range, hint: "Add <set>.")
            }
            guard let schedule, let day else { continue }
            snapshots[SnapshotName(id)] = Snapshot(
                name: SnapshotName(id), label: element.label(), entity: entity, condition: condition,
                schedule: schedule, facts: facts, day: day, assignments: assignments, range: element.range)
        }
        return snapshots
    }

    private mutating func schedule(
        of element: PackElement, _ calendars: OrderedDictionary<CalendarName, WorkCalendar>
    ) -> Automation.Schedule? {
        guard let word = word("every", of: element, among: ["day", "week", "month"]),
            let period = Automation.Schedule.Period(rawValue: word), let midnight = TimeOfDay(microseconds: 0)
        else { return nil }
        return Automation.Schedule(
            period: period, time: time(of: element) ?? midnight, calendar: calendar(of: element, calendars))
    }

    private mutating func factDay(_ element: PackElement, _ facts: EntityName) -> FieldName? {
        guard let value = element.value(of: "day-field"),
            let name = factField(value, facts), let type = draft.entities[facts]?.fields[name]?.valueType
        else { return nil }
        guard type == .date else {
            diagnostics.append(
                .badSnapshot, "“\(name)” cannot hold the day of a period.", at: value.range,
                hint: "Name a field of the type date.")
            return nil
        }
        return name
    }

    private mutating func factField(_ value: LocatedText, _ facts: EntityName) -> FieldName? {
        guard let name = field(value.text, in: facts, at: value.range) else { return nil }
        guard isWritable(name, of: facts) else {
            diagnostics.append(
                .badSnapshot, "“\(name)” cannot be written.", at: value.range,
                hint: "Name a field that is not computed and is no stage.")
            return nil
        }
        return name
    }

    private mutating func assignment(
        _ element: PackElement, to facts: EntityName, from entity: EntityName
    ) -> Snapshot.Assignment? {
        guard let value = element.value(of: "field"), let name = factField(value, facts),
            let type = draft.entities[facts]?.fields[name]?.valueType,
            let source = source(element, entity, type)
        else { return nil }
        let given =
            switch source {
            case .count: ValueType.integer
            // Compiled as the field’s own type: the key of a record fills a reference to it.
            case .value: type
            case .aggregate(let method, let expression): method.result(of: expression.type) ?? .null
            }
        guard given == type || (given == .integer && type == .decimal) else {
            diagnostics.append(
                .badSnapshot, "“\(name)” cannot hold what it is filled with.", at: value.range,
                hint: "Give it the type of the value.")
            return nil
        }
        return Snapshot.Assignment(field: name, source: source)
    }

    private mutating func source(
        _ element: PackElement, _ entity: EntityName, _ type: ValueType
    ) -> Snapshot.Source? {
        let isCount = element.isTrue("count")
        guard isCount != (element["value"] != nil), !isCount || element["with"] == nil else {
            diagnostics.append(
                .badSnapshot, "A field is filled with a value or with the count.", at: element.range,
                hint: "Write value=\"…\", or count=\"true\".")
            return nil
        }
        if isCount { return .count }
        guard element["with"] != nil else {
            return expression("value", of: element, as: type, on: entity).map(Snapshot.Source.value)
        }
        guard let value = expression("value", of: element, as: nil, on: entity),
            let method = word("with", of: element, among: AggregateMethod.allCases.map(\.rawValue))
                .flatMap(AggregateMethod.init)
        else { return nil }
        guard method.result(of: value.type) != nil else {
            diagnostics.append(
                .badSnapshot, "\(method.rawValue) does not take this kind of value.", at: element.range(of: "value"),
                hint: "Numbers can be added up; everything can be counted with countdistinct.")
            return nil
        }
        return .aggregate(method, value)
    }
}
