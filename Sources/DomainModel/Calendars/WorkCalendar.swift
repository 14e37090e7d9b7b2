// SPDX-License-Identifier: Apache-2.0
public import Values

/// When a company works: its shifts on the days of the week, its holidays, and the days off that are worked.
public struct WorkCalendar: Sendable, Hashable {
    /// Working time that begins on some days of the week.
    public struct Shift: Sendable, Hashable {
        /// 1 for Monday … 7 for Sunday: the days on which it begins.
        public let weekdays: Set<Int>
        /// Microseconds behind the midnight before which it begins and ends; beyond 24 hours if it ends on the next day.
        public let start: Int64
        public let end: Int64

        /// A shift that ends at the next time the clock shows `to`; nil if the times are none of a day.
        ///
        /// - Parameters:
        ///   - from: Microseconds of the day, below 24 hours.
        ///   - to: Microseconds of the day, 24 hours included; not later than `from` for a shift over midnight.
        public init?(weekdays: Set<Int>, from: Int64, to: Int64) {
            guard (0..<TimeSpan.microsecondsPerDay).contains(from), (0...TimeSpan.microsecondsPerDay).contains(to),
                weekdays.allSatisfy((1...7).contains)
            else { return nil }
            self.weekdays = weekdays
            start = from
            end = to > from ? to : to + TimeSpan.microsecondsPerDay
        }
    }

    public let name: CalendarName
    /// The offset of its local time from UTC, in seconds.
    public let offset: Int
    public let shifts: [Shift]
    /// Days on which no shift begins; a shift that began on the day before is worked to its end.
    public let holidays: [ClosedRange<CalendarDate>]
    /// Days that are worked though they are none of the week's, or holidays, with the day of the week they are worked like.
    public let workdays: [CalendarDate: Int]

    public init(
        name: CalendarName, offset: Int, shifts: [Shift], holidays: [ClosedRange<CalendarDate>] = [],
        workdays: [CalendarDate: Int] = [:]
    ) {
        self.name = name
        self.offset = offset
        self.shifts = shifts.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
        self.holidays = holidays
        self.workdays = workdays
    }

    /// Every moment of every day, for clocks that no calendar is named for.
    public static let always = WorkCalendar(
        name: "always", offset: 0,
        shifts: [Shift(weekdays: Set(1...7), from: 0, to: TimeSpan.microsecondsPerDay)].compactMap(\.self))

    /// Whether shifts begin on a day.
    public func isWorked(_ day: CalendarDate) -> Bool { !shifts(on: day).isEmpty }

    /// The shifts that begin on a day, by their beginning.
    func shifts(on day: CalendarDate) -> [Shift] {
        if let weekday = workdays[day] { return shifts.filter { $0.weekdays.contains(weekday) } }
        if holidays.contains(where: { $0.contains(day) }) { return [] }
        return shifts.filter { $0.weekdays.contains(day.weekday) }
    }
}
