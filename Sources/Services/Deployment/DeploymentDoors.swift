// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Schemas
public import Storage

extension Workspace {
    /// Opens the edition that was applied to a store last, with the packs it names loaded from their folders.
    ///
    /// - Throws: ``ServiceError/badRequest(target:_:)`` if the packs differ from those applied (a plan is due).
    public static func open(
        store: any Store, model: Model, contributions: Contributions, clock: WorkspaceClock = .system
    ) throws -> Workspace { preconditionFailure("contract") }

    /// What a model would do to the store's database.
    public static func plan(_ model: Model, for store: any Store) throws -> MigrationPlan {
        preconditionFailure("contract")
    }

    /// Does what a plan says, in one transaction, and opens the edition.
    public static func apply(
        _ plan: MigrationPlan, _ model: Model, to store: any Store, contributions: Contributions,
        clock: WorkspaceClock = .system
    ) async throws -> Workspace { preconditionFailure("contract") }

    /// Adds the records and users that packs bring to show themselves with, unless there are any already.
    public func loadDemoData(password: String) async throws -> Int { preconditionFailure("contract") }
}
