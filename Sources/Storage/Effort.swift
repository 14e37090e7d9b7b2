// SPDX-License-Identifier: Apache-2.0

/// How much work a reading may cost the database.
public struct Effort: Sendable, Hashable {
    /// Processor time in nanoseconds; nil for as much as it takes.
    public let processorTime: UInt64?

    public init(processorTime: UInt64?) { self.processorTime = processorTime }

    /// For what the product itself reads: exports, checks of whole databases, jobs.
    public static let unlimited = Effort(processorTime: nil)
    /// For what people and programs ask, whose texts may mean more work than anybody waits for: ten seconds.
    public static let question = Effort(processorTime: 10_000_000_000)
}

extension Store {
    /// Runs short reads on one snapshot, on the calling thread.
    public func read<Result>(
        _ environment: StoreEnvironment, _ body: (any ReadTransaction) throws -> Result
    ) throws -> Result {
        try read(environment, within: .unlimited, body)
    }

    /// Runs reads that may take long on one snapshot, on a thread of the store's own.
    public func readAside<Result: Sendable>(
        _ environment: StoreEnvironment, _ body: @escaping @Sendable (any ReadTransaction) throws -> Result
    ) async throws -> Result {
        try await readAside(environment, within: .unlimited, body)
    }
}
