// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    /// What one word of the attribute `on` means with the other attributes.
    mutating func trigger(
        _ word: Located<String>, _ element: PackElement, _ entity: EntityName, _ surroundings: AutomationSurroundings
    ) -> Automation.Trigger? {
        switch word.value {
        case "create": return .create
        case "change": return .change(fields("field", of: element, in: entity))
        case "move":
            guard let (pipeline, stage) = destination(element, entity, surroundings) else { return nil }
            return .move(pipeline, to: stage)
        case "date": return dateTimer(element, entity).map(Automation.Trigger.date)
        case "schedule": return schedule(element, surroundings).map(Automation.Trigger.schedule)
        case "clock": return clockEvent(element, entity, surroundings)
        case "refusal": return refusal(element, entity, surroundings)
        case "reservation": return reservationEnd(element, entity, surroundings)
        case "event": return reception(element, entity, surroundings).map(Automation.Trigger.event)
        default:
            require(
                .badAutomation, word.value, among: PackGrammar.triggers, at: word.range,
                "Nothing is called “\(word.value)” that sets an automation off.")
            return nil
        }
    }

    private mutating func dateTimer(_ element: PackElement, _ entity: EntityName) -> Automation.DateTimer? {
        guard let value = element.value(of: "field") else {
            diagnostics.append(
                .missingAttribute, "An automation on a date needs the attribute “field”.", at: element.range,
                hint: "Name the field that tells the day or the moment.")
            return nil
        }
        guard let name = field(value.text, in: entity, at: value.range) else { return nil }
        let type = draft.entities[entity]?.fields[name]?.valueType
        guard type == .date || type == .instant else {
            diagnostics.append(
                .badAutomation, "“\(name)” tells neither a day nor a moment.", at: value.range,
                hint: "Name a field of the type date or dateTime.")
            return nil
        }
        let after = span("after", of: element)
        let before = span("before", of: element)
        guard after == nil || before == nil else {
            diagnostics.append(
                .badAutomation, "A moment is before or after, not both.", at: element.range(of: "before"),
                hint: "Remove one of the attributes.")
            return nil
        }
        let offset = after ?? before.map { TimeSpan(microseconds: -$0.microseconds) } ?? TimeSpan(microseconds: 0)
        return Automation.DateTimer(field: name, offset: offset, time: time(of: element))
    }

    private mutating func schedule(
        _ element: PackElement, _ surroundings: AutomationSurroundings
    ) -> Automation.Schedule? {
        let periods = ["day", "hour", "week", "month", "quarter", "year"]
        guard let word = word("every", of: element, among: periods),
            let period = Automation.Schedule.Period(rawValue: word),
            let midnight = TimeOfDay(microseconds: 0)
        else { return nil }
        return Automation.Schedule(
            period: period, days: days(of: element, period), time: time(of: element) ?? midnight,
            calendar: calendar(of: element, surroundings.calendars))
    }

    /// The days of a period that the attributes `days`, `day` and `month` name.
    private mutating func days(
        of element: PackElement, _ period: Automation.Schedule.Period
    ) -> Automation.Schedule.Days {
        let length =
            switch period {
            case .hour, .day, .week: 0
            case .month: 1
            case .quarter: 3
            case .year: 12
            }
        let fitting = ["days": period == .day || period == .week, "day": length > 0, "month": length > 1]
        for (attribute, isFitting) in fitting.sorted(by: { $0.key < $1.key })
        where element[attribute] != nil && !isFitting {
            diagnostics.append(
                .badAutomation, "“\(attribute)” says nothing about every \(period.rawValue).",
                at: element.range(of: attribute),
                hint: "“days” is for a week, “day” for a month, quarter or year, “month” for a quarter or year.")
            return .usual
        }
        if let days = element.value(of: "days") {
            if days.words.isEmpty { diagnostics.append(.badAutomation, "No day is named.", at: days.range, hint: nil) }
            return .weekdays(weekdays("days", of: element))
        }
        guard length > 0, element["day"] != nil || element["month"] != nil else { return .usual }
        let isLast = element["day"] == "last"
        let day = isLast ? 31 : number("day", of: element, in: 1...31) ?? 1
        return .monthly(day: day, month: number("month", of: element, in: 1...length) ?? (isLast ? length : 1))
    }

    /// Days of the week in an attribute, from 1 for Monday; words that are none are findings.
    mutating func weekdays(_ attribute: String, of element: PackElement) -> Set<Int> {
        let days = element.words(attribute).compactMap { word -> Int? in
            require(
                .badCalendar, word.value, among: PackGrammar.weekdays, at: word.range,
                "“\(word.value)” is no day of the week.")
                ? (PackGrammar.weekdays.firstIndex(of: word.value) ?? 0) + 1 : nil
        }
        return Set(days)
    }

    mutating func time(of element: PackElement) -> TimeOfDay? {
        timeOfDay("at", of: element).flatMap(TimeOfDay.init(microseconds:))
    }

    private mutating func clockEvent(
        _ element: PackElement, _ entity: EntityName, _ surroundings: AutomationSurroundings
    ) -> Automation.Trigger? {
        guard let name = element["clock"] else {
            diagnostics.append(
                .missingAttribute, "An automation on a clock needs the attribute “clock”.", at: element.range, hint: nil
            )
            return nil
        }
        let own = surroundings.clocks.values.filter { $0.entity == entity }
        guard
            require(
                .badAutomation, name, among: own.map(\.name.rawValue), at: element.range(of: "clock"),
                "\(entity) has no clock “\(name)”."),
            let clock = surroundings.clocks[ClockName(name)]
        else { return nil }
        let event = element["event"] ?? ServiceClock.breach
        guard
            require(
                .badAutomation, event, among: [ServiceClock.breach] + clock.warnings.map(\.name),
                at: element.range(of: "event"), "The clock has no event “\(event)”.")
        else { return nil }
        return .clock(clock.name, event: event)
    }

    private mutating func refusal(
        _ element: PackElement, _ entity: EntityName, _ surroundings: AutomationSurroundings
    ) -> Automation.Trigger? {
        guard let (name, stage) = destination(element, entity, surroundings),
            let pipeline = surroundings.pipelines[name]
        else { return nil }
        let stages = pipeline.stages.filter { stage == nil || $0.name == stage }
        let ways = pipeline.transitions.filter { stage == nil || $0.to == stage }
        let guards = (stages.flatMap(\.entry.guards) + ways.flatMap(\.requirements.guards)).map(\.name)
        if let guardName = element["guard"],
            !require(
                .badAutomation, guardName, among: guards, at: element.range(of: "guard"),
                "No guard of that way is called “\(guardName)”.")
        {
            return nil
        }
        return .refusal(name, to: stage, by: element["guard"])
    }

    private mutating func reservationEnd(
        _ element: PackElement, _ entity: EntityName, _ surroundings: AutomationSurroundings
    ) -> Automation.Trigger? {
        guard let name = element["reservation"] else {
            diagnostics.append(
                .missingAttribute, "An automation on a reservation needs the attribute “reservation”.",
                at: element.range, hint: "Name the reservation that ends by itself.")
            return nil
        }
        let own = surroundings.structures.reservations.values.filter { $0.entity == entity }
        guard
            require(
                .badAutomation, name, among: own.map(\.name.rawValue), at: element.range(of: "reservation"),
                "\(entity) has no reservation “\(name)”.")
        else { return nil }
        if own.contains(where: { $0.name.rawValue == name && $0.until == nil }) {
            diagnostics.append(
                .badAutomation, "The reservation “\(name)” never ends by itself.",
                at: element.range(of: "reservation"), hint: "Give it the attribute “until”.")
            return nil
        }
        return .reservation(ReservationName(name))
    }
}
