// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
public import Values

extension Workspace {
    /// So many jobs at most, so that a simulation cannot hold the database for minutes.
    private static var simulatedJobs: Int { 1000 }

    /// What would happen by itself to a record up to a moment if nobody did anything, in the order of time. Nothing is
    /// changed: everything is done in a transaction that is taken back.
    ///
    /// - Throws: ``ServiceError/forbidden(_:)`` unless the asker administers.
    public func simulate(
        _ entity: EntityName, _ id: RecordID, until moment: Instant, _ invocation: Invocation
    ) async throws -> [Firing] {
        try requireAdministration(invocation)
        let record = RecordReference(entity: entity, id: id)
        guard try await enrol() else { return [] }
        do {
            try await write(self.invocation(.engine, .engine)) { request, transaction in
                guard try transaction.exists(entity, id) else { throw ServiceError.notFound(entity, id) }
                throw SimulationEnd(firings: try self.firings(of: record, until: moment, request, transaction))
            }
            return []
        } catch let end as SimulationEnd {
            return end.firings
        }
    }

    private func firings(
        of record: RecordReference, until moment: Instant, _ request: Request, _ transaction: any WriteTransaction
    ) throws -> [Firing] {
        // What waits for other records is out of the way until the transaction is taken back.
        try transaction.delete(from: .jobs, where: [.less("record", .identifier(record.id))])
        try transaction.delete(from: .jobs, where: [.greater("record", .identifier(record.id))])
        try transaction.delete(from: .jobs, where: [.equals("kind", .text(Job.Kind.enrolment.rawValue))])
        let start = identifiers.next(request.invocation.now)
        let queue = JobQueue(transaction)
        var failure: Firing?
        for _ in 0..<Self.simulatedJobs {
            guard failure == nil, let job = try JobQueue.next(in: transaction, until: moment) else { break }
            let now = max(request.invocation.now, job.due)
            do {
                try JobRun(self, request.environment, transaction, job, now: now, only: record).run()
                try queue.remove(job)
            } catch {
                failure = failed(job, record, JobFailure(job: job, at: now, error: error))
            }
        }
        let rows = try transaction.engineRows(
            EngineSelection(.firings, where: [.greater("id", .identifier(start))], limit: 10_000))
        let firings = rows.compactMap(Firing.init) + [failure].compactMap(\.self)
        return firings.sorted { $0.at < $1.at }
    }

    /// What a job did before it failed cannot be taken back alone, so that a simulation ends with it.
    private func failed(_ job: Job, _ record: RecordReference, _ failure: JobFailure) -> Firing {
        var detail = FiringDetail()
        detail.error = failure.reason.english
        let reference = job.reference ?? record
        return Firing(
            at: failure.at, automation: job.kind == .clock ? Firing.clockPrefix + job.rule : job.rule,
            entity: reference.entity, record: reference.id, cause: job.cause.trigger, outcome: .failed,
            depth: Int64(job.cause.chain.depth), detail: detail)
    }

    /// What automations did for a record, and why they did nothing, the newest first.
    ///
    /// - Throws: ``ServiceError/forbidden(_:)`` unless the asker administers: conditions are shown with what they read.
    public func firings(of id: RecordID, limit: Int, _ invocation: Invocation) throws -> [Firing] {
        try requireAdministration(invocation)
        return try store.read(invocation.environment) { transaction in
            try transaction.engineRows(
                EngineSelection(
                    .firings, where: [.equals("record", .identifier(id))], order: "id", isDescending: true,
                    limit: limit))
        }.compactMap(Firing.init)
    }

    /// Finds a record by its key, or by what names it, in any entity; the first if there are several.
    public func findRecord(_ text: String, _ invocation: Invocation) throws -> (entity: EntityName, id: RecordID)? {
        try store.read(invocation.environment) { transaction in
            for entity in invocation.model.entities.values {
                if let id = RecordID(text) {
                    if try transaction.exists(entity.name, id) { return (entity.name, id) }
                } else if entity.fields[entity.titleField]?.valueType == .text,
                    entity.fields[entity.titleField]?.isStored == true,
                    let id = try transaction.key(entity.name, where: entity.titleField, equals: .text(text))
                {
                    return (entity.name, id)
                }
            }
            return nil
        }
    }
}

/// Takes a simulation back and brings out what it saw.
private struct SimulationEnd: Error {
    let firings: [Firing]
}
