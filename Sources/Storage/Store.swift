// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Schemas
public import Values

/// A database that holds the records of one edition: they are read and written, it is examined, and editions are applied.
///
/// The model and layout in force are handed over with every transaction, so that a store has no opinion about them.
public protocol Store: RecordStore, StoreExamination, StoreDeployment {}

/// Reads and writes records.
public protocol RecordStore: Sendable {
    /// Runs short reads on one snapshot, on the calling thread.
    ///
    /// - Throws: ``StoreError/tooCostly`` if they take more than the effort, and what the body throws.
    func read<Result>(
        _ environment: StoreEnvironment, within effort: Effort, _ body: (any ReadTransaction) throws -> Result
    ) throws -> Result

    /// Runs reads that may take long (reports, exports, searches) on one snapshot, on a thread of the store's own.
    func readAside<Result: Sendable>(
        _ environment: StoreEnvironment, within effort: Effort,
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Result
    ) async throws -> Result

    /// Runs reads and writes that happen wholly or not at all. Writes of concurrent callers may share a commit; each
    /// is undone alone if its body throws, and no caller hears of success before the commit is durable. The body may be
    /// run a second time if one that shared its commit failed, so that it must change nothing but the database.
    func write<Result: Sendable>(
        _ environment: StoreEnvironment, _ body: @escaping @Sendable (any WriteTransaction) throws -> Result
    ) async throws -> Result
}

/// The model in force, where its records stand, and how texts sort.
public final class StoreEnvironment: Sendable {
    public let model: Model
    public let layout: PhysicalLayout
    public let collations: [String: Collation]
    /// The number of the edition that this is; writes are refused once another one is in force. Nil to write always.
    public let edition: Int64?

    public init(
        model: Model, layout: PhysicalLayout, collations: [String: Collation], edition: Int64? = nil
    ) {
        self.edition = edition
        self.model = model
        self.layout = layout
        self.collations = collations
    }
}

/// Why a store refused. Descriptions hold names, never values of records.
public enum StoreError: Error, Hashable, Sendable {
    /// Another live record has the values of these fields.
    case notUnique(entity: EntityName, fields: [FieldName])
    /// What the plan was made for is not so any more.
    case stalePlan(Staleness)
    /// The plan has errors, or records break a rule that could only be counted when it was applied.
    case refusedPlan(String)
    /// Another edition was applied since the request began; nothing was written, and it can be asked again.
    case editionChanged
    /// The expression cannot be asked of this store.
    case unsupported(String)
    /// The expression is nested more deeply or needs more SQL than this store reads.
    case tooComplex
    /// The reading took more than it was allowed to cost.
    case tooCostly
    /// An arithmetic result does not fit its type.
    case overflow
    /// The database is locked, full, damaged or gone; the driver's code and its sentence.
    case failed(code: Int, String)
}
