// SPDX-License-Identifier: Apache-2.0
public import Values

// Working time: how much of it lies between two moments, and when so much of it will have passed.
extension WorkCalendar {
    /// Days without any work after which nothing is waited for any more.
    private static let longestPause = 800

    /// The moment at which so much working time has passed; at the end of a shift rather than at the beginning of the next.
    ///
    /// - Parameter working: Not negative; nothing gives the moment itself.
    /// - Returns: Nil if so much is never worked.
    /// - Complexity: O(days between the two moments).
    public func adding(_ working: TimeSpan, to start: Instant) -> Instant? {
        guard working.microseconds > 0 else { return start }
        var rest = working.microseconds
        var end: Int64?
        walk(from: local(start)) { from, to in
            if rest <= to - from {
                end = from + rest
                return false
            }
            rest -= to - from
            return true
        }
        return end.map(instant)
    }

    /// The working time between two moments; nothing if the second is not later.
    ///
    /// - Complexity: O(days between the two moments).
    public func working(from start: Instant, to end: Instant) -> TimeSpan {
        let limit = local(end)
        var sum: Int64 = 0
        guard start < end else { return TimeSpan(microseconds: 0) }
        walk(from: local(start)) { from, to in
            sum += max(0, min(to, limit) - from)
            return to < limit
        }
        return TimeSpan(microseconds: sum)
    }

    /// Whether a moment lies in a shift.
    public func isWorking(at moment: Instant) -> Bool {
        working(from: moment, to: Instant(microseconds: moment.microseconds + 1)).microseconds > 0
    }

    /// Calls the body for each stretch of work behind a moment, in order and without overlaps, until it says false.
    ///
    /// A shift belongs to the day on which it begins, so that the walk begins with the day before.
    private func walk(from start: Int64, _ body: (_ from: Int64, _ to: Int64) -> Bool) {
        let first = start.quotientRoundingDown(by: TimeSpan.microsecondsPerDay) - 1
        var reached = start
        var idle = 0
        var number = first
        while idle < Self.longestPause, let day = CalendarDate(dayNumber: Int(number)) {
            let midnight = number * TimeSpan.microsecondsPerDay
            let today = shifts(on: day)
            idle = today.isEmpty ? idle + 1 : 0
            for shift in today {
                let from = max(reached, midnight + shift.start)
                let to = midnight + shift.end
                guard from < to else { continue }
                guard body(from, to) else { return }
                reached = to
            }
            number += 1
        }
    }

    private func local(_ moment: Instant) -> Int64 { moment.microseconds + Int64(offset) * 1_000_000 }
    private func instant(_ local: Int64) -> Instant { Instant(microseconds: local - Int64(offset) * 1_000_000) }
}
