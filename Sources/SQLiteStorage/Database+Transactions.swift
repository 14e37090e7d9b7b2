// SPDX-License-Identifier: Apache-2.0
import GRDB

// Transactions by statements that stay prepared: the driver's own are parsed anew each time, which costs a short read
// as much as the read itself.
extension Database {
    /// Runs reads on one snapshot.
    func inSnapshot<Result>(_ body: () throws -> Result) throws -> Result {
        try run("BEGIN DEFERRED")
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            try? run("ROLLBACK")
            throw error
        }
    }

    /// Runs writes that are committed when the body returns and undone when it throws.
    func inWriteTransaction(_ body: () throws -> Void) throws {
        try run("BEGIN IMMEDIATE")
        do {
            try body()
            try run("COMMIT")
        } catch {
            // Some failures have ended the transaction already.
            if isInsideTransaction { try? run("ROLLBACK") }
            throw error
        }
    }

    /// Runs writes that are undone alone when the body throws.
    func inWritePart(_ body: () throws -> Void) throws {
        try run("SAVEPOINT part")
        do {
            try body()
            try run("RELEASE part")
        } catch {
            if isInsideTransaction {
                try run("ROLLBACK TO part")
                try run("RELEASE part")
            }
            throw error
        }
    }

    private func run(_ sql: String) throws { try SQLiteStatement(sql, self).run() }
}
