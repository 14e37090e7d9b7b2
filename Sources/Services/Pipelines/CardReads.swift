// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Queries
import Synchronization
import Values

/// The query of a stage's cards, and how its rows are read.
struct CardRead: Sendable {
    let query: PreparedQuery
    let columns: ViewColumns
}

/// The reads of boards' columns that were resolved lately.
final class CardReads: Sendable {
    struct Key: Hashable {
        let pipeline: PipelineName
        let stage: StageName
        let limit: Int
        let roles: [RoleName]
        let isEngine: Bool
        /// Titles are written in it.
        let language: Language
    }

    private static let capacity = 1000
    private let known = Mutex<[Key: CardRead]>([:])

    func read(_ key: Key, _ make: () throws -> CardRead) throws -> CardRead {
        if let read = known.withLock({ $0[key] }) { return read }
        let read = try make()
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[key] = read
        }
        return read
    }
}
