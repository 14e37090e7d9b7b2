// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

/// A clock whose state a write changes.
struct ClockChange {
    let clock: ServiceClock
    let before: ClockState?
    let after: ClockState
}

// Clocks are looked at whenever their record is written; what becomes of them is written with it.
extension RecordWriter {
    /// The clocks that a draft changes; the moments they give stand in the draft's fields already.
    ///
    /// - Parameter isHistory: Whether what is over already is noted only: the record comes from before the clock.
    func advanceClocks(_ draft: RecordDraft, isHistory: Bool = false) throws -> [ClockChange] {
        guard let clocks = draft.plan.timing?.clocks, !clocks.isEmpty else { return [] }
        let outer = scope.draft
        scope.draft = draft
        defer { scope.draft = outer }
        let states = draft.before == nil ? [:] : try ClockBook(transaction).states(of: draft.reference.id)
        var changes: [ClockChange] = []
        for clock in clocks {
            let before = states[clock.name]
            guard let facts = try facts(of: clock, draft.reference),
                var after = ClockState.after(before, clock, facts, at: invocation.now), after != before
            else { continue }
            if before == nil, isHistory || invocation.door == .demo { after.noteHistory(clock, at: invocation.now) }
            changes.append(ClockChange(clock: clock, before: before, after: after))
        }
        // Clocks of stages share their fields: what the stage that was left says must not hide what the next one says.
        for change in changes.filter({ $0.after.phase == .ended }) + changes.filter({ $0.after.phase != .ended }) {
            let (clock, after) = (change.clock, change.after)
            let isOver = clock.isOfStage && after.phase == .ended
            if let field = clock.dueField { draft.set(field, isOver ? .null : after.due.map(Value.instant) ?? .null) }
            if let field = clock.breachedField { draft.set(field, .boolean(!isOver && after.breached != nil)) }
        }
        if !changes.isEmpty { try compute(draft) }
        return changes
    }

    /// What a record says of a clock; nil if that cannot be computed, which must not hold up the record.
    private func facts(of clock: ServiceClock, _ record: RecordReference) throws -> ClockState.Facts? {
        do {
            var limit = TimeSpan(microseconds: 0)
            if case .duration(let span) = try scope.evaluate(clock.limit, on: record) { limit = span }
            var from: Instant?
            if let expression = clock.from, case .instant(let moment) = try scope.evaluate(expression, on: record) {
                from = moment
            }
            return ClockState.Facts(
                starts: try scope.isTrue(clock.starts, on: record),
                pauses: try clock.pauses.map { try scope.isTrue($0, on: record) } ?? false,
                stops: try clock.stops.map { try scope.isTrue($0, on: record) } ?? false, from: from,
                limit: limit)
        } catch is EvaluationError {
            return nil
        }
    }

    /// Writes clocks down, and waits for their next moments.
    func keep(_ changes: [ClockChange], of record: RecordReference) throws {
        for change in changes {
            try transaction.upsert(into: .clocks, change.after.row(of: record))
            if change.after.breached != nil, change.before?.started == change.after.started,
                change.before?.breached == nil
            {
                try happen(ServiceClock.breach, change.clock, record)
            }
            try wait(for: change.clock, change.after, record)
        }
    }

    private func wait(for clock: ServiceClock, _ state: ClockState, _ record: RecordReference) throws {
        try jobs.remove(.clock, rule: clock.name.rawValue, of: record.id)
        guard state.phase == .running else { return }
        for warning in clock.warnings where !state.warned.contains(warning.name) {
            try wait(until: state.moment(of: warning, in: clock.calendar), warning.name, clock, record)
        }
        if state.breached == nil { try wait(until: state.due, ServiceClock.breach, clock, record) }
    }

    private func wait(
        until moment: Instant?, _ event: String, _ clock: ServiceClock, _ record: RecordReference
    ) throws {
        guard let moment else { return }
        var cause = JobCause(trigger: "clock")
        cause.event = event
        if invocation.door == .demo, moment <= request.workspace.clock.now() { cause.isQuiet = true }
        try jobs.add(
            Job(
                id: request.workspace.identifiers.next(invocation.now), due: moment, kind: .clock,
                entity: record.entity, record: record.id, rule: clock.name.rawValue, cause: cause))
    }

    /// Writes down that a clock warned or ran out, and queues what that sets off.
    func happen(_ event: String, _ clock: ServiceClock, _ record: RecordReference) throws {
        var cause = JobCause(trigger: "clock", chain: invocation.chain)
        cause.event = event
        var detail = FiringDetail()
        detail.effects = [event]
        try FiringTrace(transaction, request.workspace.identifiers).note(
            AutomationName(Firing.clockPrefix + clock.name.rawValue), record, cause, .fired, detail,
            at: invocation.now)
        for automation in request.plan.entities[record.entity]?.timing?.clockAutomations ?? []
        where automation.triggers.contains(.clock(clock.name, event: event)) {
            try consider(automation, record, cause, old: [:])
        }
    }

    /// A moment of a clock has come: it warns, or its time is used up.
    ///
    /// - Parameter isQuiet: Whether it is only noted, since it belongs to the history that a demonstration tells.
    func clockRang(
        _ clock: ServiceClock, _ event: String, _ record: RecordReference, isQuiet: Bool = false
    ) throws {
        guard var state = try ClockBook(transaction).states(of: record.id)[clock.name], state.phase == .running else {
            return
        }
        guard event == ServiceClock.breach else {
            guard state.warned.insert(event).inserted else { return }
            try transaction.upsert(into: .clocks, state.row(of: record))
            return isQuiet ? () : try happen(event, clock, record)
        }
        guard state.breached == nil, let due = state.due, due <= invocation.now else { return }
        state.breached = due
        try transaction.upsert(into: .clocks, state.row(of: record))
        if let field = clock.breachedField, let before = try scope.record(record), before[field] != .boolean(true) {
            try writeQuietly([field: .boolean(true)], record, before)
        }
        if !isQuiet { try happen(event, clock, record) }
    }

    /// Starts the clocks of a record that nobody writes: one that was there before them, or that left the bin.
    func reviewClocks(_ record: RecordReference) throws {
        guard let before = try scope.record(record), before.deletedAt == nil else { return }
        let plan = try request.plan.entity(record.entity)
        let draft = RecordDraft(plan, record.id, before: before)
        let changes = try advanceClocks(draft, isHistory: true)
        if draft.changed.isEmpty {
            try keep(changes, of: record)
        } else {
            try writeQuietly([:], record, before, isHistory: true)
        }
        for (name, state) in try ClockBook(transaction).states(of: record.id) {
            guard let clock = plan.timing?.clocks.first(where: { $0.name == name }) else { continue }
            try wait(for: clock, state, record)
        }
    }

    /// What a clock writes of itself: rules of the record are not asked, since nobody wrote to it.
    private func writeQuietly(
        _ values: [FieldName: Value], _ record: RecordReference, _ before: StoredRecord, isHistory: Bool = false
    ) throws {
        let draft = RecordDraft(try request.plan.entity(record.entity), record.id, before: before)
        for (field, value) in values { draft.set(field, value) }
        scope.draft = draft
        try compute(draft)
        try place(draft)
        scope.draft = nil
        try store(draft, isHistory: isHistory)
        try self.record(draft, .updated, door: .engine)
        scope.forget(record)
        var propagation = Propagation(writer: self)
        try propagation.run(after: draft)
    }
}
