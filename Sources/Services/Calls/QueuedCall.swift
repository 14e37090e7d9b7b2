// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

/// The call of an action as a job keeps it.
struct QueuedCall: Codable, Sendable {
    let action: String
    /// Canonical texts; nil for null.
    let arguments: [String: String?]

    init(_ action: ActionName, _ arguments: [String: Value]) {
        self.action = action.rawValue
        self.arguments = arguments.mapValues { $0.isNull ? nil : $0.canonicalText }
    }

    /// The arguments in the types of the action's parameters.
    func values(for form: ActionForm) -> [String: Value] {
        var values: [String: Value] = [:]
        for parameter in form.parameters {
            values[parameter.name] =
                arguments[parameter.name].flatMap(\.self).map { Value(canonicalText: $0, as: parameter.type) } ?? .null
        }
        return values
    }
}

extension Workspace {
    /// While somebody does a call, nobody else takes it up for so long, in microseconds: five minutes.
    private static var lease: Int64 { 300_000_000 }

    /// Does a call outside of any transaction, and takes its job away; one that fails is tried again later.
    func runCall(_ job: Job, until moment: Instant) async throws {
        let now = max(clock.now(), job.due)
        guard try await take(job, until: moment, now) else { return }
        do {
            let effect = try await perform(job, now)
            try await write(invocation(.engine, .engine)) { _, transaction in
                try Self.trace(job, effect, FiringTrace(transaction, self.identifiers), at: now)
                try JobQueue(transaction).remove(job)
            }
        } catch let error where !(error is CancellationError) {
            try await note(JobFailure(job: job, at: now, error: error))
        }
    }

    /// Whether the job was there and is this process's for a while.
    private func take(_ job: Job, until moment: Instant, _ now: Instant) async throws -> Bool {
        try await write(invocation(.engine, .engine)) { _, transaction in
            guard let next = try JobQueue.next(in: transaction, until: moment), next.id == job.id else { return false }
            var taken = job
            taken.due = Instant(microseconds: now.microseconds + Self.lease)
            try JobQueue(transaction).replace(taken)
            return true
        }
    }

    /// - Returns: What was done, as the trace tells it; nil if the record is gone.
    private func perform(_ job: Job, _ now: Instant) async throws -> String? {
        guard let record = job.reference, let call = job.cause.call else { return nil }
        guard let action = contributions.actions.first(where: { $0.form.name.rawValue == call.action }) else {
            throw ActionFault(
                Label(english: "No plugin has an action “\(call.action)”.", chinese: "没有插件提供动作“\(call.action)”。"))
        }
        let environment = model.current
        guard try store.read(environment, { try $0.exists(record.entity, record.id) }) else { return nil }
        if calls == .rehearsed, case .outside = action.reach { return "would be done" }
        let invocation = Invocation(
            actor: .engine, door: .engine, environment: environment, now: now, language: .english,
            chain: job.cause.chain.behind(AutomationName(job.rule), record.id))
        return try await action.perform(
            ActionCall(key: job.id, record: record, arguments: call.values(for: action.form), self, invocation))
    }

    private static func trace(_ job: Job, _ effect: String?, _ trace: FiringTrace, at now: Instant) throws {
        guard let record = job.reference, let effect else { return }
        var detail = FiringDetail()
        detail.effects = [effect]
        try trace.note(AutomationName(job.firingName), record, job.cause, .fired, detail, at: now)
    }
}
