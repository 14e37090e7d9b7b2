// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Schemas

/// Makes the database what an edition needs, and keeps copies of what it was before.
public protocol StoreDeployment: Sendable {
    /// Destroys tables and columns that no model uses, in one transaction, and counts the edition up.
    ///
    /// - Throws: ``StoreError/stalePlan`` if the database has changed since they were listed.
    func purge(_ purge: Purge, _ environment: StoreEnvironment, _ edition: AppliedEdition) async throws

    /// Copies the database to a file beside it, named by an edition, while writers go on; never leaves half a copy there.
    ///
    /// - Returns: The file's name.
    func backUp(edition: Int64) throws -> String

    /// Removes the copies that ``backUp(edition:)`` made, but for those of the newest editions.
    func removeBackUps(keeping count: Int) throws

    /// The number of the edition that was applied last, by whichever process; 0 if none was.
    func edition() throws -> Int64

    /// Does what a plan says, in one transaction, with what the body adds to it, and counts the edition up.
    ///
    /// - Parameter previous: The model that the plan was made with as the one before; nil if it was not known.
    /// - Throws: ``StoreError/stalePlan`` if the database is not as it was when the plan was made,
    ///   ``StoreError/refusedPlan(_:)`` if the plan has errors.
    func apply(
        _ plan: MigrationPlan, _ environment: StoreEnvironment, _ edition: AppliedEdition, previous: Model?,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Void
    ) async throws

    /// Takes out of the catalogue what is not true any more, so that the next plan makes it anew.
    func forget(_ parts: LostParts) async throws
}

extension StoreDeployment {
    /// Does what a plan says that was made without a model before, such as the first of a database.
    public func apply(
        _ plan: MigrationPlan, _ environment: StoreEnvironment, _ edition: AppliedEdition,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Void
    ) async throws {
        try await apply(plan, environment, edition, previous: nil, body)
    }
}
