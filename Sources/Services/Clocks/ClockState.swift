// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Values

/// Where a clock of a record stands.
struct ClockState: Sendable, Hashable {
    enum Phase: String, Sendable {
        case running, paused, ended
    }

    /// What a record says of a clock at a moment.
    struct Facts: Sendable, Hashable {
        let starts: Bool
        let pauses: Bool
        let stops: Bool
        /// When it began to count, if the record says so.
        var from: Instant?
        /// In working time.
        let limit: TimeSpan

        var isWanted: Bool { starts && !stops && limit.microseconds > 0 }
    }

    let clock: ClockName
    var phase: Phase
    var started: Instant
    /// Since when it runs; nil unless it does.
    var resumed: Instant?
    /// Working time that had passed by then.
    var used = TimeSpan(microseconds: 0)
    var allowed: TimeSpan
    /// When the time is used up; nil while it stands still, kept when it ended.
    var due: Instant?
    var warned: Set<String> = []
    var breached: Instant?
    var ended: Instant?

    /// A clock that begins.
    init(_ clock: ServiceClock, _ facts: Facts, at now: Instant) {
        self.clock = clock.name
        started = min(facts.from ?? now, now)
        allowed = facts.limit
        phase = .paused
        if facts.pauses {
            used = clock.calendar.working(from: started, to: now)
        } else {
            run(in: clock.calendar, from: started)
        }
    }

    /// The state after the record was written; nil if the clock has not begun.
    static func after(_ state: ClockState?, _ clock: ServiceClock, _ facts: Facts, at now: Instant) -> ClockState? {
        guard var state else { return facts.isWanted ? ClockState(clock, facts, at: now) : nil }
        if state.phase == .ended {
            guard facts.isWanted else { return state }
            if clock.restarts { return ClockState(clock, facts, at: now) }
            state.ended = nil
            state.phase = .paused
        }
        state.change(clock, facts, at: now)
        return state
    }

    /// What is over at the beginning of a record that comes with its history is not told to anybody.
    mutating func noteHistory(_ clock: ServiceClock, at now: Instant) {
        if let due, due <= now { breached = due }
        warned = Set(
            clock.warnings.filter { moment(of: $0, in: clock.calendar).map { $0 <= now } ?? false }.map(\.name))
    }

    private mutating func change(_ clock: ServiceClock, _ facts: Facts, at now: Instant) {
        // The record may be written before the job of a moment that has passed was run.
        if phase == .running, let due, due < now, breached == nil { breached = due }
        if facts.limit.microseconds > 0, !facts.stops { allowed = facts.limit }
        if facts.stops {
            stand(in: clock.calendar, from: now)
            phase = .ended
            ended = now
        } else if facts.pauses {
            stand(in: clock.calendar, from: now)
            due = nil
        } else {
            run(in: clock.calendar, from: phase == .running ? resumed ?? now : now)
        }
    }

    private mutating func run(in calendar: WorkCalendar, from moment: Instant) {
        phase = .running
        resumed = moment
        due = self.moment(at: allowed, in: calendar)
    }

    private mutating func stand(in calendar: WorkCalendar, from now: Instant) {
        if phase == .running, let resumed {
            used = TimeSpan(microseconds: used.microseconds + calendar.working(from: resumed, to: now).microseconds)
        }
        phase = .paused
        resumed = nil
    }

    /// When so much of the time will have been used; nil while the clock stands still.
    func moment(at share: TimeSpan, in calendar: WorkCalendar) -> Instant? {
        resumed.flatMap {
            calendar.adding(TimeSpan(microseconds: max(0, share.microseconds - used.microseconds)), to: $0)
        }
    }

    /// When a warning is given.
    func moment(of warning: ServiceClock.Warning, in calendar: WorkCalendar) -> Instant? {
        let share =
            switch warning.moment {
            case .before(let span): allowed.microseconds - span.microseconds
            case .share(let percent): allowed.microseconds / 100 * Int64(percent)
            }
        return moment(at: TimeSpan(microseconds: share), in: calendar)
    }
}
