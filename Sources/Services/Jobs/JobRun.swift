// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// Does one job, in the transaction in which it is taken away.
struct JobRun {
    /// Records that a job which goes through many deals with before it lets others in.
    static let batch = 200

    let workspace: Workspace
    let transaction: any WriteTransaction
    let job: Job
    let request: Request
    /// The only record that a simulation is about; nil for all.
    let only: RecordReference?

    init(
        _ workspace: Workspace, _ environment: StoreEnvironment, _ transaction: any WriteTransaction, _ job: Job,
        now: Instant, only: RecordReference? = nil
    ) {
        self.workspace = workspace
        self.transaction = transaction
        self.job = job
        self.only = only
        let chain =
            job.kind == .automation || job.kind == .timer
            ? job.reference.map { job.cause.chain.behind(AutomationName(job.rule), $0.id) } : nil
        request = Request(
            workspace,
            Invocation(
                actor: .engine, door: .engine, environment: environment, now: now, language: .english,
                chain: chain ?? job.cause.chain
            ).telling(job.told(in: environment.model)))
    }

    func run() throws {
        let writer = try RecordWriter(request, transaction)
        switch job.kind {
        case .automation: try fire(writer)
        case .timer: try fireTimer(writer)
        case .clock: try ring(writer)
        case .schedule: try recur(writer)
        case .protection: if let record = job.reference { try writer.endProtection(of: record) }
        case .enrolment: try enrol(writer)
        case .snapshot:
            // Facts are about all records.
            if only == nil { try SnapshotRun(writer, job).run() }
        case .call: try foresee(writer)
        case .approval: if let asked = RecordID(job.rule) { _ = try GrantedMove(asked, request, transaction).make() }
        case .share:
            if let record = job.reference, let receiver = ShareReceiver(job.rule) {
                try writer.shareEnded(record, receiver)
            }
        case .reservation:
            if let record = job.reference { try writer.reservationEnded(ReservationName(job.rule), of: record) }
        }
    }

    /// The automation and the record of the job; nil if a pack took away the one, or somebody the other.
    private func subject() throws -> (Automation, RecordReference)? {
        guard let automation = request.model.time.automations[AutomationName(job.rule)], let record = job.reference,
            automation.entity == record.entity, try transaction.exists(record.entity, record.id)
        else { return nil }
        return (automation, record)
    }

    /// Only a simulation comes here with the call of an action: it is what would be done.
    private func foresee(_ writer: RecordWriter) throws {
        guard let record = job.reference else { return }
        var detail = FiringDetail()
        detail.effects = ["would be done"]
        try FiringTrace(transaction, workspace.identifiers)
            .note(
                AutomationName(job.firingName), record, job.cause, .fired, detail, at: request.invocation.now)
    }

    private func fire(_ writer: RecordWriter) throws {
        if job.cause.adds == true { return try add(writer) }
        guard let (automation, record) = try subject() else { return }
        try fire(automation, record, try before(record, writer), writer)
    }

    private func fire(
        _ automation: Automation, _ record: RecordReference, _ old: [FieldName: Value], _ writer: RecordWriter
    ) throws {
        var detail = FiringDetail()
        let isMet = try writer.isMet(automation, record, old: old, &detail)
        guard job.cause.isMet ?? isMet else {
            return try writer.trace(automation, record, job.cause, .notMet, detail)
        }
        var run = AutomationRun(writer, automation, record, old: old)
        try run.run()
        detail.effects = run.effects
        try writer.trace(automation, record, job.cause, .fired, detail)
    }

    /// Adds the record that an event told of, unless another event told of it before.
    private func add(_ writer: RecordWriter) throws {
        guard let automation = request.model.time.automations[AutomationName(job.rule)], let record = job.reference,
            let reception = automation.reception
        else { return }
        let known = try writer.records(for: reception, of: automation.entity)
        for id in known { try fire(automation, RecordReference(entity: record.entity, id: id), [:], writer) }
        guard known.isEmpty else { return }
        var run = AutomationRun(writer, automation, record, old: [:])
        run.isToBeAdded = true
        try run.run()
        var detail = FiringDetail()
        detail.effects = run.effects
        try writer.trace(automation, record, job.cause, .fired, detail)
    }

    /// The values of the record before the change that set the automation off.
    private func before(_ record: RecordReference, _ writer: RecordWriter) throws -> [FieldName: Value] {
        guard let changes = job.cause.old, let entity = request.model.entities[record.entity],
            let now = try writer.scope.record(record)
        else { return [:] }
        var old = Dictionary(uniqueKeysWithValues: entity.fields.keys.map { ($0, now[$0]) })
        for (name, text) in changes {
            guard let field = entity.fields[FieldName(name)] else { continue }
            old[field.name] = text.map { Value(canonicalText: $0, as: field.valueType) } ?? .null
        }
        return old
    }

    private func fireTimer(_ writer: RecordWriter) throws {
        guard let (automation, record) = try subject(), let stored = try writer.scope.record(record) else { return }
        let timers = automation.triggers.compactMap { trigger -> Automation.DateTimer? in
            if case .date(let timer) = trigger { timer } else { nil }
        }
        // The pack may have moved the moment since the job was written.
        guard let timer = timers.first else { return }
        guard let moment = writer.moment(of: timer, stored[timer.field]) else { return }
        if moment > request.invocation.now {
            return try writer.wait(for: timer, of: automation, record, at: stored[timer.field])
        }
        try fire(automation, record, [:], writer)
    }

    private func ring(_ writer: RecordWriter) throws {
        guard let clock = request.model.time.clocks[ClockName(job.rule)], let record = job.reference,
            let event = job.cause.event, try transaction.exists(record.entity, record.id)
        else { return }
        try writer.clockRang(clock, event, record, isQuiet: job.cause.isQuiet == true)
    }

    private func recur(_ writer: RecordWriter) throws {
        guard let automation = request.model.time.automations[AutomationName(job.rule)] else { return }
        if job.cause.after == nil { try Schedules(writer).wait(for: automation) }
        let records = try records(automation.entity, automation.condition, writer)
        for record in records {
            try writer.jobs.add(
                Job(
                    id: workspace.identifiers.next(request.invocation.now), due: request.invocation.now,
                    kind: .automation, entity: automation.entity, record: record, rule: job.rule,
                    cause: JobCause(trigger: "schedule")))
        }
        try goOn(behind: records, writer)
    }

    private func enrol(_ writer: RecordWriter) throws {
        guard let entity = job.entity, let plan = request.plan.entities[entity] else { return }
        let records = try records(entity, nil, writer)
        for id in records {
            let record = RecordReference(entity: entity, id: id)
            guard let stored = try writer.scope.record(record) else { continue }
            if job.rule.hasPrefix(Pool.rulePrefix) { try writer.enrolProtection(of: record) }
            for (automation, timer) in plan.timing?.timers ?? [] where automation.name.rawValue == job.rule {
                try writer.wait(for: timer, of: automation, record, at: stored[timer.field], makingUp: false)
            }
            if job.rule.hasPrefix(Firing.clockPrefix) { try writer.reviewClocks(record) }
        }
        try goOn(behind: records, writer)
    }

    /// The next records of an entity that meet a condition, in the order of their keys.
    private func records(
        _ entity: EntityName, _ condition: TypedExpression?, _ writer: RecordWriter
    ) throws -> [RecordID] {
        let key = TypedPath("id", of: entity, type: .identifier)
        let chosen = only.map { TypedExpression.equality(key, .identifier($0.id)) }
        var query = RecordQuery(
            entity: entity, columns: [QueryColumn(TypedExpression(key))],
            condition: .all([condition, chosen].compactMap(\.self)), limit: Self.batch, access: .unrestricted)
        if let after = job.cause.after.flatMap({ RecordID($0) }) { query.after = [.identifier(after)] }
        var records: [RecordID] = []
        try transaction.forEachRow(query, writer.scope.context) { row in
            if case .identifier(let id) = row.value(0) { records.append(id) }
        }
        return records
    }

    /// Deals with the records behind these in a job of its own.
    private func goOn(behind records: [RecordID], _ writer: RecordWriter) throws {
        guard records.count == Self.batch, let last = records.last else { return }
        var cause = job.cause
        cause.after = last.description
        try writer.jobs.add(
            Job(
                id: workspace.identifiers.next(request.invocation.now), due: request.invocation.now, kind: job.kind,
                entity: job.entity, record: nil, rule: job.rule, cause: cause))
    }
}

/// The recurring moments of automations.
struct Schedules {
    private let writer: RecordWriter

    init(_ writer: RecordWriter) { self.writer = writer }

    /// Waits for the next moment of an automation's schedule; moments that were missed are not made up for.
    func wait(for automation: Automation) throws {
        let offset = writer.request.calendar.offset(writer.invocation.now)
        for case .schedule(let schedule) in automation.triggers {
            guard let next = schedule.next(after: writer.invocation.now, offset: offset) else { continue }
            try writer.jobs.add(
                Job(
                    id: writer.request.workspace.identifiers.next(writer.invocation.now), due: next, kind: .schedule,
                    entity: automation.entity, record: nil, rule: automation.name.rawValue,
                    cause: JobCause(trigger: "schedule")))
        }
    }
}
