// SPDX-License-Identifier: Apache-2.0
import Testing
import Values

@Suite("Days and moments")
struct CalendarDateTests {
    @Test("every day of four centuries is read back from its number and from its text")
    func roundTrips() throws {
        let first = try #require(CalendarDate(year: 1800, month: 1, day: 1))
        for number in Int(first.dayNumber)..<(Int(first.dayNumber) + 146_097) {
            let date = try #require(CalendarDate(dayNumber: number))
            let (year, month, day) = date.components
            guard CalendarDate(year: year, month: month, day: day) == date, CalendarDate(date.description) == date
            else {
                Issue.record("\(number) became \(date)")
                return
            }
        }
    }

    @Test(
        "text that names no day is refused",
        arguments: ["2023-02-29", "2024-13-01", "0000-01-01", "2024-1-1", "２024-01-01", ""])
    func refuses(text: String) { #expect(CalendarDate(text) == nil) }

    @Test(
        "a month later is the same day, or the month's last",
        arguments: [
            ("2024-01-31", 1, "2024-02-29"), ("2024-02-29", -12, "2023-02-28"), ("2024-03-31", -1, "2024-02-29"),
            ("2023-12-15", 1, "2024-01-15"),
        ])
    func addsMonths(from: String, months: Int, to: String) {
        #expect(CalendarDate(from)?.adding(months: months)?.description == to)
    }

    @Test("years end at 1 and 9999")
    func ends() {
        #expect(CalendarDate.earliest.description == "0001-01-01")
        #expect(CalendarDate.latest.description == "9999-12-31")
        #expect(CalendarDate.latest.adding(days: 1) == nil)
        #expect(CalendarDate.earliest.adding(months: -1) == nil)
        #expect(CalendarDate.latest.adding(days: .max) == nil)
    }

    @Test("weeks begin on Monday")
    func weekdays() {
        #expect(CalendarDate("1970-01-01")?.weekday == 4)
        #expect(CalendarDate("1969-12-28")?.weekday == 7)
    }

    @Test("a moment before 1970 keeps its day and time")
    func earlyMoments() {
        #expect(Instant(microseconds: -750_000).description == "1969-12-31T23:59:59.250000Z")
    }

    @Test(
        "a length of time is written in days and time",
        arguments: [(0, "PT0S"), (-500_000, "-PT0.5S"), (95_400_000_000, "P1DT2H30M"), (86_400_000_000, "P1D")])
    func spans(microseconds: Int64, text: String) {
        #expect(TimeSpan(microseconds: microseconds).description == text)
    }
}
