// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Testing
import Values

@Suite("Working calendars")
struct WorkCalendarTests {
    private static let hour: Int64 = 3_600_000_000

    /// Weekdays from nine to six in Shanghai; the National Day week of 2026 with the Saturday that is worked for it.
    private static let office = WorkCalendar(
        name: "office", offset: 8 * 3600, shifts: shifts((1...5, 9, 18)),
        holidays: [holiday("2026-10-01", "2026-10-07")].compactMap(\.self),
        workdays: Dictionary(
            uniqueKeysWithValues: ["2026-09-20", "2026-10-10"].compactMap(CalendarDate.init).map { ($0, 1) }))

    /// Around the clock but for Sundays: a shift by day and one over midnight.
    private static let nights = WorkCalendar(
        name: "nights", offset: 8 * 3600, shifts: shifts((1...5, 8, 17), (1...6, 22, 6)),
        holidays: [holiday("2026-10-01", "2026-10-01")].compactMap(\.self))

    /// Two shifts that overlap are no more than the time they cover.
    private static let crossing = WorkCalendar(
        name: "crossing", offset: -5 * 3600, shifts: shifts((1...7, 9, 18), (1...7, 16, 23), (3...3, 20, 10)))

    private static func shifts(_ shifts: (days: ClosedRange<Int>, from: Int64, to: Int64)...) -> [WorkCalendar.Shift] {
        shifts.compactMap { WorkCalendar.Shift(weekdays: Set($0.days), from: $0.from * hour, to: $0.to * hour) }
    }

    private static func holiday(_ first: String, _ last: String) -> ClosedRange<CalendarDate>? {
        guard let first = CalendarDate(first), let last = CalendarDate(last) else { return nil }
        return first...last
    }

    /// A moment by the clock on the wall in Shanghai.
    private static func shanghai(_ day: String, _ time: String) throws -> Instant {
        let date = try #require(CalendarDate(day))
        let parts = time.split(separator: ":").compactMap { Int64($0) }
        return Instant(date, microsecondOfDay: (parts[0] * 60 + parts[1]) * 60_000_000 - 8 * hour)
    }

    @Test(
        "working time goes on where work goes on",
        arguments: [
            // Within a day, over a night, over a weekend.
            ("2026-09-21 10:00", 4, "2026-09-21 14:00"), ("2026-09-21 16:00", 4, "2026-09-22 11:00"),
            ("2026-09-25 16:00", 4, "2026-09-28 11:00"),
            // From outside of any shift, and up to the very end of one.
            ("2026-09-26 12:00", 1, "2026-09-28 10:00"), ("2026-09-21 09:00", 9, "2026-09-21 18:00"),
            // Over the National Day week, into the Saturday that is worked.
            ("2026-09-30 17:00", 2, "2026-10-08 10:00"), ("2026-10-09 17:00", 2, "2026-10-10 10:00"),
            ("2026-10-10 17:00", 2, "2026-10-12 10:00"),
        ])
    func adding(start: String, hours: Int64, end: String) throws {
        let (start, end) = (start.split(separator: " "), end.split(separator: " "))
        let from = try Self.shanghai(String(start[0]), String(start[1]))
        let span = TimeSpan(microseconds: hours * Self.hour)
        #expect(Self.office.adding(span, to: from) == (try Self.shanghai(String(end[0]), String(end[1]))))
    }

    @Test("a holiday is not worked, and the weekend day exchanged for it is")
    func exchanged() throws {
        let days = try ["2026-09-19", "2026-09-20", "2026-10-01", "2026-10-07", "2026-10-08", "2026-10-10"]
            .map { Self.office.isWorked(try #require(CalendarDate($0))) }
        #expect(days == [false, true, false, false, true, true])
    }

    @Test("a shift over midnight belongs to the day on which it begins")
    func overMidnight() throws {
        // The night before the holiday is worked to its end; the one that would begin on the holiday is not.
        #expect(Self.nights.isWorking(at: try Self.shanghai("2026-10-01", "05:59")))
        #expect(!Self.nights.isWorking(at: try Self.shanghai("2026-10-01", "23:00")))
        #expect(!Self.nights.isWorking(at: try Self.shanghai("2026-10-02", "05:00")))
        #expect(Self.nights.isWorking(at: try Self.shanghai("2026-10-02", "23:00")))
    }

    @Test("nothing is worked backwards, and no time has passed where none is added")
    func nothing() throws {
        let moment = try Self.shanghai("2026-09-26", "12:00")
        let later = try Self.shanghai("2026-09-28", "12:00")
        #expect(Self.office.working(from: later, to: moment).microseconds == 0)
        #expect(Self.office.adding(TimeSpan(microseconds: 0), to: moment) == moment)
    }

    @Test("a calendar without work never comes to an end")
    func never() throws {
        let idle = WorkCalendar(name: "idle", offset: 0, shifts: [])
        let moment = try Self.shanghai("2026-09-26", "12:00")
        #expect(idle.adding(TimeSpan(microseconds: 1), to: moment) == nil)
        #expect(
            idle.working(from: moment, to: Instant(microseconds: moment.microseconds + 90 * 24 * Self.hour))
                .microseconds == 0)
    }

    @Test("working time is what counting minute by minute gives", arguments: [office, nights, crossing])
    func counted(_ calendar: WorkCalendar) throws {
        let minute: Int64 = 60_000_000
        let start = try Self.shanghai("2026-09-28", "00:00")
        let count = 15 * 24 * 60
        let isWorked = (0..<count).map {
            Self.isWorked(Instant(microseconds: start.microseconds + Int64($0) * minute), in: calendar)
        }
        var sums = [0]
        for worked in isWorked { sums.append(sums[sums.count - 1] + (worked ? 1 : 0)) }
        for (from, to) in Self.pairs(below: count) {
            let first = Instant(microseconds: start.microseconds + Int64(from) * minute)
            let last = Instant(microseconds: start.microseconds + Int64(to) * minute)
            let worked = calendar.working(from: first, to: last)
            #expect(worked.microseconds == Int64(sums[to] - sums[from]) * minute)
            // The earliest moment by which so much was worked.
            let end = (from...to).first { sums[$0] - sums[from] == sums[to] - sums[from] } ?? to
            let expected = Instant(microseconds: start.microseconds + Int64(end) * minute)
            #expect(calendar.adding(worked, to: first) == expected)
        }
    }

    /// Pairs of minutes that lie scattered over all distances, the same in every run.
    private static func pairs(below count: Int) -> [(Int, Int)] {
        (0..<400).map { index in
            let from = index * 7919 % count
            return (from, from + index * 104_729 % (count - from))
        }
    }

    /// By the definition: the shift of today or of yesterday covers the minute.
    private static func isWorked(_ moment: Instant, in calendar: WorkCalendar) -> Bool {
        let local = Instant(microseconds: moment.microseconds + Int64(calendar.offset) * 1_000_000)
        guard let today = local.date, let yesterday = today.adding(days: -1) else { return false }
        let time = local.timeOfDay.microseconds
        return [(today, time), (yesterday, time + 24 * hour)].contains { day, time in
            let weekday = calendar.workdays[day] ?? (calendar.holidays.contains { $0.contains(day) } ? 0 : day.weekday)
            return calendar.shifts.contains { $0.weekdays.contains(weekday) && $0.start <= time && time < $0.end }
        }
    }
}
