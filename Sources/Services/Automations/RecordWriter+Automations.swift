// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

// What a write sets off: jobs that are written with it, and done after it.
extension RecordWriter {
    var jobs: JobQueue { JobQueue(transaction) }

    /// Queues the automations that a write sets off, and waits for the moments that its fields tell.
    ///
    /// Records of a demonstration come with their history, so that nothing is set off by them but the passing of time.
    func setOff(_ draft: RecordDraft, _ kind: ChangeKind) throws {
        guard let timing = draft.plan.timing else { return }
        let outer = scope.draft
        scope.draft = draft
        defer { scope.draft = outer }
        let isDemo = invocation.door == .demo
        for (automation, timer) in timing.timers where draft.before == nil || draft.hasChanged(timer.field) {
            try wait(for: timer, of: automation, draft.reference, at: draft[timer.field], makingUp: !isDemo)
        }
        guard !isDemo else { return }
        for automation in timing.automations {
            guard let trigger = automation.triggers.first(where: { isSetOff($0, by: draft, kind) }) else { continue }
            var cause = JobCause(trigger: trigger.word, chain: invocation.chain)
            cause.old = draft.before.map { before in
                let changed = draft.changedFields.map { ($0.name.rawValue, text(before[$0.name])) }
                return Dictionary(uniqueKeysWithValues: changed)
            }
            let old = draft.before.map { before in
                Dictionary(uniqueKeysWithValues: draft.plan.fields.map { ($0.name, before[$0.name]) })
            }
            try consider(automation, draft.reference, cause, old: old ?? [:])
        }
    }

    private func text(_ value: Value) -> String? { value.isNull ? nil : value.canonicalText }

    private func isSetOff(_ trigger: Automation.Trigger, by draft: RecordDraft, _ kind: ChangeKind) -> Bool {
        switch trigger {
        case .create: kind == .created
        case .change(let fields):
            draft.before != nil
                && (fields.isEmpty
                    ? draft.changedFields.contains { if case .system = $0.origin { false } else { true } }
                    : fields.contains(where: draft.hasChanged))
        case .move(let name, let stage):
            if draft.before != nil, let pipeline = request.model.pipelines[name], draft.hasChanged(pipeline.field) {
                stage.map { draft[pipeline.field] == .text($0.rawValue) } ?? true
            } else {
                false
            }
        case .date, .schedule, .clock, .refusal, .reservation, .event: false
        }
    }

    /// Asks an automation's condition of a record as it is now, and queues the automation or says why not.
    func consider(
        _ automation: Automation, _ record: RecordReference, _ cause: JobCause, old: [FieldName: Value]
    ) throws {
        var detail = FiringDetail()
        guard !cause.chain.contains(automation.name, record.id) else {
            return try trace(automation, record, cause, .repeated, detail)
        }
        guard cause.chain.depth < Automation.deepest else {
            return try trace(automation, record, cause, .tooDeep, detail)
        }
        var cause = cause
        do {
            cause.isMet = try isMet(automation, record, old: old, &detail)
        } catch is EvaluationError {
            // The job asks once more, fails, and is shown to an administrator; the record is not held up.
            cause.isMet = nil
        }
        guard cause.isMet != false else { return try trace(automation, record, cause, .notMet, detail) }
        try jobs.add(
            Job(
                id: request.workspace.identifiers.next(invocation.now), due: invocation.now, kind: .automation,
                entity: record.entity, record: record.id, rule: automation.name.rawValue, cause: cause))
    }

    /// Whether an automation's condition is true of a record, with what it read.
    func isMet(
        _ automation: Automation, _ record: RecordReference, old: [FieldName: Value], _ detail: inout FiringDetail
    ) throws -> Bool {
        guard let condition = automation.condition else { return true }
        let evaluator = scope.evaluator(remembering: old)
        detail.condition = condition.source
        detail.facts = try facts(of: condition, record, evaluator)
        return try evaluator.isTrue(condition, on: record)
    }

    /// The single values that a condition reads of the record and of what it refers to.
    private func facts(
        of condition: TypedExpression, _ record: RecordReference, _ evaluator: Evaluator
    ) throws -> [FiringDetail.Fact] {
        var seen: Set<TypedPath> = []
        return try condition.paths.filter { path in
            if case .collection = path.type { return false }
            return [.record, .alias("old"), .alias(InboundEvent.alias)].contains(path.root)
                && seen.insert(path).inserted
        }.prefix(12).map { path in
            let expression = TypedExpression(path)
            let value = try evaluator.evaluate(expression, on: record)
            let name =
                switch path.root {
                case .alias("old"): "previous(\(expression.source))"
                case .alias(let alias): "@\(alias)/\(expression.source)"
                default: expression.source
                }
            return FiringDetail.Fact(path: name, value: value.isNull ? "null" : value.canonicalText)
        }
    }

    func trace(
        _ automation: Automation, _ record: RecordReference, _ cause: JobCause, _ outcome: Firing.Outcome,
        _ detail: FiringDetail
    ) throws {
        try FiringTrace(transaction, request.workspace.identifiers)
            .note(automation.name, record, cause, outcome, detail, at: invocation.now)
    }

    /// Waits for the moment that a field tells; for none, if that has no value.
    ///
    /// What should have happened before a day that is over is not made up for; what should happen after one is, unless
    /// the record was there before the automation, or comes with its history.
    func wait(
        for timer: Automation.DateTimer, of automation: Automation, _ record: RecordReference, at value: Value,
        makingUp: Bool = true
    ) throws {
        let moment = moment(of: timer, value)
        // What waits already, because somebody wrote the record since, stays. Demonstrations tell of days long past.
        if let moment, !makingUp, moment <= max(invocation.now, request.workspace.clock.now()) { return }
        try jobs.remove(.timer, rule: automation.name.rawValue, of: record.id)
        guard let moment else { return }
        let isOver = moment <= invocation.now
        if isOver, timer.offset.microseconds < 0, let day = self.moment(of: timer.field, value), day < invocation.now {
            return
        }
        let cause = JobCause(trigger: "date", chain: isOver ? invocation.chain : AutomationChain())
        // A timer that sets its own day anew would otherwise run for ever.
        guard cause.chain.depth < Automation.deepest else {
            return try trace(automation, record, cause, .tooDeep, FiringDetail())
        }
        try jobs.add(
            Job(
                id: request.workspace.identifiers.next(invocation.now), due: moment, kind: .timer,
                entity: record.entity, record: record.id, rule: automation.name.rawValue, cause: cause))
    }

    /// The moment of a timer in the workspace's local time.
    func moment(of timer: Automation.DateTimer, _ value: Value) -> Instant? {
        guard let first = timer.moment(of: value, offset: request.calendar.offset(invocation.now)) else { return nil }
        return timer.moment(of: value, offset: request.calendar.offset(first))
    }

    private func moment(of field: FieldName, _ value: Value) -> Instant? {
        // A day is over when the next one begins.
        let day = TimeSpan(microseconds: TimeSpan.microsecondsPerDay)
        let isDate = if case .date = value { true } else { false }
        return moment(
            of: Automation.DateTimer(field: field, offset: isDate ? day : TimeSpan(microseconds: 0), time: nil), value)
    }
}

extension TransactionScope {
    /// Evaluates with the values that the record had before, as `@old`.
    func evaluator(remembering old: [FieldName: Value], origin: RecordReference? = nil) -> Evaluator {
        var aliases = context.aliases
        aliases["old"] = .properties(old)
        if let origin { aliases["origin"] = .record(origin) }
        return Evaluator(functions: functions, calendar: context.calendar, aliases: aliases, source: self)
    }
}
