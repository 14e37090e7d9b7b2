// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Testing
import Values

@Suite("Recurring moments")
struct ScheduleTests {
    typealias Schedule = Automation.Schedule

    /// The days of the next three moments behind the evening of 2026-01-30, a Friday, in UTC.
    private func days(_ period: Schedule.Period, _ days: Schedule.Days) throws -> [String] {
        let eight = try #require(TimeOfDay(microseconds: 8 * 3_600_000_000))
        let schedule = Schedule(period: period, days: days, time: eight, calendar: nil)
        var moment = Instant(try #require(CalendarDate("2026-01-30")), microsecondOfDay: 20 * 3_600_000_000)
        var days: [String] = []
        for _ in 0..<3 {
            moment = try #require(schedule.next(after: moment, offset: 0))
            #expect(moment.timeOfDay == eight)
            days.append(try #require(moment.date).description)
        }
        return days
    }

    @Test(
        "a schedule comes on the days that it names",
        arguments: [
            (.day, .usual, ["2026-01-31", "2026-02-01", "2026-02-02"]),
            (.week, .usual, ["2026-02-02", "2026-02-09", "2026-02-16"]),
            (.month, .usual, ["2026-02-01", "2026-03-01", "2026-04-01"]),
            (.quarter, .usual, ["2026-04-01", "2026-07-01", "2026-10-01"]),
            (.year, .usual, ["2027-01-01", "2028-01-01", "2029-01-01"]),
            (.week, .weekdays([2, 5]), ["2026-02-03", "2026-02-06", "2026-02-10"]),
            (.day, .weekdays([6, 7]), ["2026-01-31", "2026-02-01", "2026-02-07"]),
            (.month, .monthly(day: 15, month: 1), ["2026-02-15", "2026-03-15", "2026-04-15"]),
            (.month, .monthly(day: 31, month: 1), ["2026-01-31", "2026-02-28", "2026-03-31"]),
            (.month, .monthly(day: 30, month: 1), ["2026-02-28", "2026-03-30", "2026-04-30"]),
            (.quarter, .monthly(day: 31, month: 3), ["2026-03-31", "2026-06-30", "2026-09-30"]),
            (.quarter, .monthly(day: 10, month: 2), ["2026-02-10", "2026-05-10", "2026-08-10"]),
            (.year, .monthly(day: 29, month: 2), ["2026-02-28", "2027-02-28", "2028-02-29"]),
            (.year, .monthly(day: 31, month: 12), ["2026-12-31", "2027-12-31", "2028-12-31"]),
        ] as [(Schedule.Period, Schedule.Days, [String])])
    func moments(_ period: Schedule.Period, _ days: Schedule.Days, _ expected: [String]) throws {
        #expect(try self.days(period, days) == expected)
    }
}
