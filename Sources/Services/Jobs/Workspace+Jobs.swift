// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Schemas
import Storage
public import Values

extension Workspace {
    /// Does what is due up to a moment, each job in a transaction of its own in which it is also taken away: exactly once,
    /// also if the process dies in between, and also if nobody was there when it became due.
    ///
    /// A job that became due in the past is done now; one that lies ahead of the workspace's clock is done as if its moment
    /// had come, so that a scenario lets time pass by asking for a later moment before it moves the clock there.
    ///
    /// - Returns: How many jobs were tried.
    @discardableResult
    public func runDueJobs(until moment: Instant) async throws -> Int {
        guard try await enrol() else { return 0 }
        var count = 0
        while try await runNextJob(until: moment) {
            count += 1
            try Task.checkCancellation()
        }
        return count
    }

    private func runNextJob(until moment: Instant) async throws -> Bool {
        // Looked for by a read: a write rings the bell, and whoever waits for it to run jobs would never come to rest.
        guard let next = try store.read(model.current, { try JobQueue.next(in: $0, until: moment) }) else {
            return false
        }
        guard next.kind != .call else {
            try await runCall(next, until: moment)
            return true
        }
        do {
            return try await write(invocation(.engine, .engine)) { request, transaction in
                guard let job = try JobQueue.next(in: transaction, until: moment) else { return false }
                // Another one may have become the first meanwhile.
                guard job.kind != .call else { return true }
                let now = max(request.invocation.now, job.due)
                do {
                    try JobRun(self, request.environment, transaction, job, now: now).run()
                } catch {
                    throw JobFailure(job: job, at: now, error: error)
                }
                try JobQueue(transaction).remove(job)
                return true
            }
        } catch let failure as JobFailure {
            try await note(failure)
            return true
        }
    }

    /// What the failed attempt wrote is gone; that it failed is kept.
    func note(_ failure: JobFailure) async throws {
        let reason = failure.reason
        try await write(invocation(.engine, .engine)) { request, transaction in
            // What stands in the way of a move is there tomorrow as well.
            if failure.job.kind == .approval, failure.error is ServiceError, let asked = RecordID(failure.job.rule) {
                return try GrantedMove(asked, request, transaction).giveUp(because: reason)
            }
            let job = failure.job.failed(at: failure.at, reason)
            try JobQueue(transaction).replace(job)
            guard let reference = job.reference,
                ![.clock, .protection, .share, .reservation, .approval].contains(job.kind)
            else { return }
            let trace = FiringTrace(transaction, self.identifiers)
            var detail = FiringDetail()
            detail.error = reason.english
            try trace.note(
                AutomationName(job.kind == .call ? job.firingName : job.rule), reference, job.cause, .failed, detail,
                at: failure.at)
        }
    }

    /// The jobs that wait or failed, by their moment.
    ///
    /// - Throws: ``ServiceError/forbidden(_:)`` unless the asker administers.
    public func jobs(_ state: Job.State, limit: Int, _ invocation: Invocation) throws -> [Job] {
        try requireAdministration(invocation)
        return try store.read(invocation.environment) { transaction in
            try transaction.engineRows(
                EngineSelection(
                    .jobs, where: [.equals("state", .text(state.rawValue))], order: "due",
                    isDescending: state == .failed, limit: limit))
        }.compactMap(Job.init)
    }

    /// Tries a failed job once more, from its first attempt on.
    public func retryJob(_ id: RecordID, _ invocation: Invocation) async throws {
        try requireAdministration(invocation)
        let now = invocation.now
        try await write { transaction in
            let changed = try transaction.update(
                .jobs,
                set: ["state": .text(Job.State.waiting.rawValue), "attempts": .integer(0), "due": .instant(now)],
                where: [.equals("id", .identifier(id))])
            guard changed > 0 else { throw ServiceError.unknownName(kind: "job", name: id.description) }
        }
        bell.ring()
    }

    /// Takes a job away without doing it.
    public func discardJob(_ id: RecordID, _ invocation: Invocation) async throws {
        try requireAdministration(invocation)
        try await write { transaction in
            let removed = try transaction.delete(from: .jobs, where: [.equals("id", .identifier(id))])
            guard removed > 0 else { throw ServiceError.unknownName(kind: "job", name: id.description) }
        }
    }

    /// Whether the asker looks after the whole: the operator, and people whose role says so.
    public func administers(_ invocation: Invocation) -> Bool {
        invocation.actor.isEngine
            || invocation.actor.roles.contains {
                invocation.model.roles[$0]?.capabilities.contains(.administer) ?? false
            }
    }

    func requireAdministration(_ invocation: Invocation) throws(ServiceError) {
        guard administers(invocation) else { throw .forbidden("This needs a role with the capability “administer”.") }
    }
}
