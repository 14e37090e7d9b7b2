// SPDX-License-Identifier: Apache-2.0
import Diagnostics
public import Values

extension CalendarSettings {
    /// The local day of a moment; nil outside year 1 … 9999.
    public func localDate(_ instant: Instant) -> CalendarDate? {
        instant.adding(TimeSpan(microseconds: Int64(offset(instant)) * 1_000_000))?.date
    }

    /// The local time of day of a moment; nil outside year 1 … 9999.
    public func localTime(_ instant: Instant) -> TimeOfDay? {
        guard let local = instant.adding(TimeSpan(microseconds: Int64(offset(instant)) * 1_000_000)),
            local.date != nil
        else { return nil }
        return local.timeOfDay
    }

    /// The moment at which a local day begins.
    public func startOfDay(_ date: CalendarDate) -> Instant {
        let midnight = Instant(date).microseconds
        // The offset that holds at the beginning of the day, which may change during it.
        let first = midnight - Int64(offset(Instant(microseconds: midnight))) * 1_000_000
        return Instant(microseconds: midnight - Int64(offset(Instant(microseconds: first))) * 1_000_000)
    }

    public var today: CalendarDate { localDate(now) ?? .earliest }

    /// The first day of today's day, week, month, quarter or year, or of one so many before or after; nil for another
    /// unit or outside year 1 … 9999.
    public func start(of unit: String, offset: Int64) -> CalendarDate? {
        guard let count = Int(exactly: offset), (-4_000_000...4_000_000).contains(count) else { return nil }
        let (year, month, day) = today.components
        switch unit {
        case "day": return today.adding(days: count)
        case "week": return today.adding(days: 7 * count - (today.weekday - firstWeekday + 7) % 7)
        case "month": return today.adding(days: 1 - day)?.adding(months: count)
        case "quarter":
            let behind = (month - fiscalYearStart + 12) % 3
            return today.adding(days: 1 - day)?.adding(months: 3 * count - behind)
        case "year":
            let behind = (month - fiscalYearStart + 12) % 12
            return CalendarDate(year: year, month: month, day: 1)?.adding(months: 12 * count - behind)
        default: return nil
        }
    }

    /// The days of a named period, the end not included; nil for another name.
    ///
    /// - Source: expression language §4.4, `within`.
    public func days(of period: String, count: Int64) -> Range<CalendarDate>? {
        func range(_ unit: String, _ offset: Int64, _ length: Int64 = 1) -> Range<CalendarDate>? {
            guard let start = start(of: unit, offset: offset), let end = self.start(of: unit, offset: offset + length),
                start <= end
            else { return nil }
            return start..<end
        }
        switch period {
        case "today": return range("day", 0)
        case "yesterday": return range("day", -1)
        case "tomorrow": return range("day", 1)
        default: break
        }
        let words = period.split(separator: "_").map(String.init)
        if words.count == 3, words[1] == "n", words[2].hasSuffix("s"), (0...3_660_000).contains(count) {
            let unit = String(words[2].dropLast())
            // The last n days end with today; the next begin with tomorrow.
            return words[0] == "last" ? range(unit, 1 - count, count) : words[0] == "next" ? range(unit, 1, count) : nil
        }
        guard words.count == 2, words[1] != "day" else { return nil }
        switch words[0] {
        case "this": return range(words[1], 0)
        case "last": return range(words[1], -1)
        case "next": return range(words[1], 1)
        default: return nil
        }
    }
}

/// The names of periods, for “did you mean”.
private let periods =
    ["today", "yesterday", "tomorrow"]
    + ["week", "month", "quarter", "year"].flatMap { unit in
        ["this_\(unit)", "last_\(unit)", "next_\(unit)", "last_n_\(unit)s", "next_n_\(unit)s"]
    } + ["last_n_days", "next_n_days"]

/// The functions that know what day it is, and the arithmetic of months.
let relativeTimeFunctions: [FunctionDefinition] = [
    FunctionDefinition("now", [.init([], gives: .instant)], isVolatile: true) { _, calendar in
        .instant(calendar.now)
    },
    FunctionDefinition("today", [.init([], gives: .date)], isVolatile: true) { _, calendar in
        .date(calendar.today)
    },
    FunctionDefinition(
        "startof", parameterNames: ["unit", "offset"],
        [.init([.text, .integer], optional: 1, gives: .date)], isVolatile: true,
        refusal: { literals in
            guard case .text(let unit)? = literals.first ?? nil else { return nil }
            return ["day", "week", "month", "quarter", "year"].contains(unit)
                ? nil
                : Wording(
                    "The units are 'day', 'week', 'month', 'quarter' and 'year'.",
                    "单位有 'day'、'week'、'month'、'quarter' 和 'year'。")
        }
    ) { values, calendar in
        guard case .text(let unit) = values[0] else { return .null }
        let offset: Int64 = if values.count > 1, case .integer(let number) = values[1] { number } else { 0 }
        return calendar.start(of: unit, offset: offset).map(Value.date) ?? .null
    },
    FunctionDefinition(
        "within", parameterNames: ["value", "period", "n"],
        [
            .init([.date, .text, .integer], optional: 1, gives: .boolean),
            .init([.instant, .text, .integer], optional: 1, gives: .boolean),
        ], isVolatile: true,
        refusal: { literals in
            guard literals.count > 1, case .text(let period)? = literals[1] else {
                return Wording("The period has to be a literal.", "期间必须是字面值。")
            }
            let settings = CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 0 })
            guard settings.days(of: period, count: 1) == nil else { return nil }
            let unknown = Wording("There is no period '\(period)'.", "没有期间 '\(period)'。")
            return closest(to: period, among: periods).map { unknown + .meant("'\($0)'") } ?? unknown
        }
    ) { values, calendar in
        guard case .text(let period) = values[1] else { return .null }
        let count: Int64 = if values.count > 2, case .integer(let number) = values[2] { number } else { 1 }
        guard let days = calendar.days(of: period, count: count) else { return .null }
        switch values[0] {
        case .date(let date): return .boolean(days.contains(date))
        case .instant(let instant):
            let moments = calendar.startOfDay(days.lowerBound)..<calendar.startOfDay(days.upperBound)
            return .boolean(moments.contains(instant))
        default: return .null
        }
    },
    FunctionDefinition("localdate", parameterNames: ["value"], [.init([.instant], gives: .date)]) { values, calendar in
        guard case .instant(let instant) = values[0] else { return .null }
        return calendar.localDate(instant).map(Value.date) ?? .null
    },
    FunctionDefinition("localtime", parameterNames: ["value"], [.init([.instant], gives: .time)]) { values, calendar in
        guard case .instant(let instant) = values[0] else { return .null }
        return calendar.localTime(instant).map(Value.time) ?? .null
    },
    FunctionDefinition("weekday", parameterNames: ["value"], [.init([.date], gives: .integer)]) { values, _ in
        guard case .date(let date) = values[0] else { return .null }
        return .integer(Int64(date.weekday))
    },
    FunctionDefinition(
        "addmonths", parameterNames: ["date", "months"], [.init([.date, .integer], gives: .date)]
    ) { values, _ in
        guard case .date(let date) = values[0], case .integer(let months) = values[1],
            let count = Int(exactly: months)
        else { return .null }
        return date.adding(months: count).map(Value.date) ?? .null
    },
]
