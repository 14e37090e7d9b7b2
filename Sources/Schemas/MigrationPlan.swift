// SPDX-License-Identifier: Apache-2.0

/// What will be done to a database, step by step; a value that can be shown, stored and compared.
public struct MigrationPlan: Sendable, Codable, Equatable {
    public let steps: [MigrationStep]
    /// A digest of the database's structure when the plan was made.
    public let basis: String
    /// The fingerprint of the model that the database will hold.
    public let model: String

    public init(steps: [MigrationStep], basis: String, model: String) {
        self.steps = steps
        self.basis = basis
        self.model = model
    }
}

/// One change of the database: what, why, how many records it touches, and what undoes it.
public struct MigrationStep: Sendable, Codable, Equatable {
    public let change: SchemaChange
    /// Such as “the entity Account is new”.
    public let reason: String
    /// Records that are read or written by it; 0 where the step costs the same for any table.
    public let touchedRecords: Int
    /// Records that break the new rule; the plan is refused if there are any.
    public let offendingRecords: Int
    public let undo: String

    public init(change: SchemaChange, reason: String, touchedRecords: Int, offendingRecords: Int, undo: String) {
        self.change = change
        self.reason = reason
        self.touchedRecords = touchedRecords
        self.offendingRecords = offendingRecords
        self.undo = undo
    }
}
