// SPDX-License-Identifier: Apache-2.0
public import Values

extension Automation.Schedule {
    /// The first moment of the schedule behind another one; nil beyond the year 9999.
    ///
    /// - Parameter offset: Of local time from UTC, in seconds.
    public func next(after moment: Instant, offset: Int) -> Instant? {
        let shift = Int64(offset) * 1_000_000
        let local = Instant(microseconds: moment.microseconds + shift)
        if period == .hour { return nextHour(after: local).map { Instant(microseconds: $0.microseconds - shift) } }
        guard var day = local.date else { return nil }
        // Two years hold every exception that a calendar can have.
        for _ in 0..<800 {
            let candidate = Instant(day, microsecondOfDay: time.microseconds)
            if candidate > local, isMeant(day), calendar?.isWorked(day) ?? true {
                return Instant(microseconds: candidate.microseconds - shift)
            }
            guard let tomorrow = day.adding(days: 1) else { return nil }
            day = tomorrow
        }
        return nil
    }

    private func isMeant(_ day: CalendarDate) -> Bool {
        switch days {
        case .weekdays(let days): days.contains(day.weekday)
        case .monthly(let number, let month): isMeant(day, number, month)
        case .usual:
            switch period {
            case .hour, .day: true
            case .week: day.weekday == 1
            case .month, .quarter, .year: isMeant(day, 1, 1)
            }
        }
    }

    /// Whether a day is this one of this month of its month, quarter or year.
    private func isMeant(_ day: CalendarDate, _ number: Int, _ month: Int) -> Bool {
        let (year, present, date) = day.components
        let length =
            switch period {
            case .hour, .day, .week, .month: 1
            case .quarter: 3
            case .year: 12
            }
        return (present - 1) % length + 1 == month && date == min(number, CalendarDate.daysInMonth(present, of: year))
    }

    private func nextHour(after local: Instant) -> Instant? {
        let hour: Int64 = 3_600_000_000
        let start = local.microseconds.quotientRoundingDown(by: hour) * hour + time.microseconds % hour
        var candidate = Instant(microseconds: start > local.microseconds ? start : start + hour)
        while let day = candidate.date, let calendar, !calendar.isWorked(day) {
            guard let tomorrow = day.adding(days: 1) else { return nil }
            candidate = Instant(tomorrow, microsecondOfDay: time.microseconds % hour)
        }
        return candidate
    }
}

extension Automation.DateTimer {
    /// The moment that a value of the field means; nil for null and for what is no time.
    ///
    /// - Parameter offset: Of local time from UTC, in seconds.
    public func moment(of value: Value, offset: Int) -> Instant? {
        let shift = TimeSpan(microseconds: Int64(offset) * -1_000_000)
        switch value {
        case .date(let date):
            let local = Instant(date, microsecondOfDay: time?.microseconds ?? 0).adding(self.offset)
            return local?.adding(shift)
        case .instant(let instant):
            guard let moved = instant.adding(self.offset), let time else { return instant.adding(self.offset) }
            let local = Instant(microseconds: moved.microseconds - shift.microseconds)
            return local.date.map { Instant($0, microsecondOfDay: time.microseconds) }?.adding(shift)
        default: return nil
        }
    }
}
