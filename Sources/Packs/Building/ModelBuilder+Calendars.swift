// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    mutating func buildCalendars() -> OrderedDictionary<CalendarName, WorkCalendar> {
        var calendars: OrderedDictionary<CalendarName, WorkCalendar> = [:]
        for (_, element) in definitions("calendar") {
            guard let id = element["id"],
                define(
                    "calendar", id, at: element.range(of: "id"),
                    hint: "Use <extend-calendar id=\"\(id)\"> to add to it.")
            else { continue }
            let shifts = element.children("shift").compactMap { shift($0) }
            if element.children("shift").isEmpty {
                diagnostics.append(
                    .badCalendar, "A calendar needs shifts.", at: element.range,
                    hint: "Add <shift days=\"mon tue wed thu fri\" from=\"09:00\" to=\"18:00\"/>.")
            }
            calendars[CalendarName(id)] = WorkCalendar(
                name: CalendarName(id), offset: zone(element), shifts: shifts,
                holidays: element.children("holiday").compactMap { holiday($0) }, workdays: workdays(element, shifts))
        }
        return calendars
    }

    private mutating func shift(_ element: PackElement) -> WorkCalendar.Shift? {
        let days = weekdays("days", of: element)
        guard let from = timeOfDay("from", of: element), let to = timeOfDay("to", of: element) else { return nil }
        let shift = WorkCalendar.Shift(weekdays: days, from: from, to: to)
        if shift == nil {
            diagnostics.append(
                .badCalendar, "A shift begins before midnight.", at: element.range(of: "from"), hint: "Write 00:00.")
        }
        return shift
    }

    /// Microseconds of a day written as hours and minutes; nil, with a finding, for other texts.
    mutating func timeOfDay(_ attribute: String, of element: PackElement) -> Int64? {
        guard let text = element[attribute] else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int64(parts[0]),
            let minute = Int64(parts[1]), (0..<60).contains(minute),
            (0...23).contains(hour) || hour == 24 && minute == 0
        {
            return (hour * 60 + minute) * 60_000_000
        }
        diagnostics.append(
            .badCalendar, "“\(text)” is no time of a day.", at: element.range(of: attribute),
            hint: "Write hours and minutes, such as 09:00.")
        return nil
    }

    private mutating func zone(_ element: PackElement) -> Int {
        let standard = 8 * 3600
        guard let text = element["zone"] else { return standard }
        let sign = text.hasPrefix("+") ? 1 : text.hasPrefix("-") ? -1 : 0
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        if text == "Z" { return 0 }
        if sign != 0, parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hours = Int(parts[0]),
            let minutes = Int(parts[1]), (0...14).contains(hours), (0..<60).contains(minutes)
        {
            return sign * (hours * 60 + minutes) * 60
        }
        diagnostics.append(
            .badCalendar, "“\(text)” is no offset from UTC.", at: element.range(of: "zone"),
            hint: "Write a sign, hours and minutes, such as +08:00.")
        return standard
    }

    private mutating func holiday(_ element: PackElement) -> ClosedRange<CalendarDate>? {
        guard let first = date("date", of: element) else { return nil }
        guard element["to"] != nil else { return first...first }
        guard let last = date("to", of: element) else { return nil }
        guard first <= last else {
            diagnostics.append(
                .badCalendar, "A holiday ends on \(last), before it begins.", at: element.range(of: "to"),
                hint: "Write the last day.")
            return nil
        }
        return first...last
    }

    private mutating func workdays(_ calendar: PackElement, _ shifts: [WorkCalendar.Shift]) -> [CalendarDate: Int] {
        let usual = shifts.flatMap(\.weekdays).min() ?? 1
        var workdays: [CalendarDate: Int] = [:]
        for element in calendar.children("workday") {
            guard let day = date("date", of: element) else { continue }
            let like = element["like"] == nil ? nil : word("like", of: element, among: PackGrammar.weekdays)
            workdays[day] = like.flatMap(PackGrammar.weekdays.firstIndex(of:)).map { $0 + 1 } ?? usual
        }
        return workdays
    }

    private mutating func date(_ attribute: String, of element: PackElement) -> CalendarDate? {
        guard let text = element[attribute] else { return nil }
        if let date = CalendarDate(text) { return date }
        diagnostics.append(
            .badCalendar, "“\(text)” is no day.", at: element.range(of: attribute),
            hint: "Write year, month and day, such as 2026-10-01.")
        return nil
    }
}
