// SPDX-License-Identifier: Apache-2.0
import Dispatch
import GRDB
import Storage
import Synchronization

/// Runs the writes of concurrent callers one after another and commits those that wait together at once.
///
/// A commit costs more than a write, so that the more callers wait, the less each pays.
final class WriteQueue: Sendable {
    /// One caller's write: runs it, and says what to do when the fate of the commit is known.
    private struct Job: Sendable {
        let run: @Sendable (Database) throws -> (@Sendable ((any Error)?) -> Void)
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var isDraining = false
    }

    /// Writes that share a commit at most, so that nobody waits long for others.
    private static let largestGroup = 256

    private let pool: any DatabaseWriter
    private let statistics = TableStatistics()
    private let state = Mutex(State())
    private let thread = DispatchQueue(label: "trellis.sqlite.writer", qos: .userInitiated)

    init(_ pool: any DatabaseWriter) { self.pool = pool }

    func run<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job(
                run: { database in
                    let result = try body(database)
                    return { error in
                        if let error {
                            continuation.resume(throwing: error)
                        } else {
                            continuation.resume(returning: result)
                        }
                    }
                },
                fail: { continuation.resume(throwing: $0) })
            let mustStart = state.withLock { state in
                state.waiting.append(job)
                defer { state.isDraining = true }
                return !state.isDraining
            }
            if mustStart { thread.async { self.drain() } }
        }
    }

    private func drain() {
        while true {
            let group = state.withLock { state -> [Job] in
                let group = Array(state.waiting.prefix(Self.largestGroup))
                state.waiting.removeFirst(group.count)
                if group.isEmpty { state.isDraining = false }
                return group
            }
            guard !group.isEmpty else { return }
            commit(group)
            refreshStatistics()
        }
    }

    /// Nobody waits for it but the next writers, and what fails now is done after a later commit.
    private func refreshStatistics() {
        let isNew = try? pool.writeWithoutTransaction { try statistics.refresh($0) }
        // Readers take statistics with the schema, when they open the file.
        if isNew == true { (pool as? DatabasePool)?.invalidateReadOnlyConnections() }
    }

    /// What became of the writes of a group, before its commit.
    private struct Outcome {
        var finished: [@Sendable ((any Error)?) -> Void] = []
        var refused: [(job: Job, error: any Error)] = []
    }

    /// A write failed after it had changed something, so that the others cannot be committed with it.
    private struct Spoilt: Error {}

    private func commit(_ group: [Job]) {
        var outcome = Outcome()
        do {
            try pool.writeWithoutTransaction { database in
                do {
                    try run(group, on: database, apart: false, &outcome)
                } catch is Spoilt {
                    outcome = Outcome()
                    try run(group, on: database, apart: true, &outcome)
                }
            }
            for finish in outcome.finished { finish(nil) }
        } catch {
            for finish in outcome.finished { finish(error) }
            for job in group.dropFirst(outcome.finished.count + outcome.refused.count) { job.fail(error) }
        }
        for (job, error) in outcome.refused { job.fail(error) }
    }

    /// Runs the writes of a group in one transaction.
    ///
    /// Most that are refused have written nothing, and need no savepoint: with full-text tables one costs as much as the
    /// write. Only where a write fails halfway all are run once more, each behind a savepoint of its own.
    ///
    /// - Throws: ``Spoilt`` for the first attempt, and what the database throws.
    private func run(_ group: [Job], on database: Database, apart: Bool, _ outcome: inout Outcome) throws {
        try database.inWriteTransaction {
            for job in group {
                let changes = database.totalChangesCount
                do {
                    if apart {
                        try database.inWritePart { outcome.finished.append(try job.run(database)) }
                    } else {
                        outcome.finished.append(try job.run(database))
                    }
                } catch {
                    if !apart, database.totalChangesCount != changes { throw Spoilt() }
                    outcome.refused.append((job, error))
                }
                // A full disk ends the whole transaction: nothing of the group is kept.
                guard database.isInsideTransaction else {
                    throw StoreError.failed(code: 10, "lost the transaction")
                }
            }
        }
    }
}
