// SPDX-License-Identifier: Apache-2.0
import GRDB
import SQLRendering
import Schemas
import Storage
import Synchronization

/// Keeps requests that began with one edition from writing into the next.
///
/// Inside of the write transaction nobody else can apply one, so that what is true at its start is true at its commit.
final class EditionInForce: Sendable {
    private struct Seen {
        /// SQLite counts it up when another connection commits.
        var version: Int64?
        var number: Int64 = 0
    }

    private let seen = Mutex(Seen())

    /// - Throws: ``StoreError/editionChanged``.
    func check(_ environment: StoreEnvironment, _ database: Database) throws {
        guard let wanted = environment.edition else { return }
        let version = try Int64.fetchOne(database.cachedStatement(sql: "PRAGMA data_version"))
        let number = try seen.withLock { seen in
            if seen.version != version || seen.number != wanted {
                seen = Seen(version: version, number: try Self.number(database))
            }
            return seen.number
        }
        guard number == wanted else { throw StoreError.editionChanged }
    }

    /// To be called when this process itself applies an edition, which it is not told of.
    func forget() { seen.withLock { $0 = Seen() } }

    static func number(_ database: Database) throws -> Int64 {
        guard try database.tableExists(EngineTable.editions.name) else { return 0 }
        return try Int64.fetchOne(database, sql: latestEdition) ?? 0
    }
}
