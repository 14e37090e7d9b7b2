// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Schemas
import Storage
import Values

/// The jobs as one transaction sees them.
struct JobQueue {
    let transaction: any WriteTransaction

    init(_ transaction: any WriteTransaction) { self.transaction = transaction }

    func add(_ job: Job) throws { try transaction.insert(into: .jobs, job.row) }

    /// Writes what became of a job, if nobody took it away meanwhile.
    func replace(_ job: Job) throws {
        guard try transaction.delete(from: .jobs, where: [.equals("id", .identifier(job.id))]) > 0 else { return }
        try add(job)
    }

    /// The job that is due first, the oldest of those of one moment.
    static func next(in transaction: any ReadTransaction, until moment: Instant) throws -> Job? {
        // A job that this program does not understand waits for one that does, and holds up nobody. What led to a job may
        // be long, and is read of the first only.
        try transaction.engineRows(
            EngineSelection(
                .jobs,
                where: [
                    .equals("state", .text(Job.State.waiting.rawValue)),
                    .less("due", .instant(Instant(microseconds: moment.microseconds &+ 1))),
                ], order: "due", limit: 20)
        ).sorted(by: Job.isEarlier).lazy.compactMap(Job.init).first
    }

    func remove(_ job: Job) throws {
        try transaction.delete(from: .jobs, where: [.equals("id", .identifier(job.id))])
    }

    /// Takes away what waits for a record, of one automation or clock; of all of them without a name.
    func remove(_ kind: Job.Kind, rule: String? = nil, of record: RecordID) throws {
        var conditions: [EngineCondition] = [
            .equals("record", .identifier(record)), .equals("kind", .text(kind.rawValue)),
            .equals("state", .text(Job.State.waiting.rawValue)),
        ]
        if let rule { conditions.append(.equals("automation", .text(rule))) }
        try transaction.delete(from: .jobs, where: conditions)
    }
}
