// SPDX-License-Identifier: Apache-2.0

/// What will be done to a database, step by step; a value that can be shown, stored and compared.
public struct MigrationPlan: Sendable, Codable, Equatable {
    public let steps: [MigrationStep]
    /// What has to be mended, decided or known, all at once.
    public let findings: [PlanFinding]
    /// What whoever asked for the plan decided about values and records that do not fit.
    public let decisions: PlanDecisions
    /// A digest of the database's structure when the plan was made.
    public let basis: String
    /// The fingerprint of the model that the database will hold.
    public let model: String
    /// The fingerprint of the model that the database was made from; nil if the plan was made without it.
    public let previous: String?
    /// Records that packs deliver or deliver anew.
    public var seeds: [SeedDelivery]

    public init(
        steps: [MigrationStep], findings: [PlanFinding] = [], decisions: PlanDecisions = PlanDecisions(),
        basis: String, model: String, previous: String? = nil, seeds: [SeedDelivery] = []
    ) {
        self.steps = steps
        self.findings = findings
        self.decisions = decisions
        self.basis = basis
        self.model = model
        self.previous = previous
        self.seeds = seeds
    }
}

/// What is done with values and records that do not fit; both refuse the plan unless decided otherwise.
public struct PlanDecisions: Sendable, Codable, Hashable {
    public enum UnfitValues: String, Sendable, Codable {
        case refuse
        /// Left out of the new column, or rounded to its digits; they stay in the old column.
        case discard
    }

    public enum BrokenRules: String, Sendable, Codable {
        case refuse
        /// Records stay as they are until somebody writes them again.
        case accept
    }

    public let unfitValues: UnfitValues
    public let brokenRules: BrokenRules
    /// Names that are taken back because an earlier edition is gone back to.
    public let restoredNames: RestoredNames

    public init(
        unfitValues: UnfitValues = .refuse, brokenRules: BrokenRules = .refuse,
        restoredNames: RestoredNames = RestoredNames()
    ) {
        self.unfitValues = unfitValues
        self.brokenRules = brokenRules
        self.restoredNames = restoredNames
    }

    /// Plans of before restored no names.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        unfitValues = try container.decode(UnfitValues.self, forKey: .unfitValues)
        brokenRules = try container.decode(BrokenRules.self, forKey: .brokenRules)
        restoredNames = try container.decodeIfPresent(RestoredNames.self, forKey: .restoredNames) ?? RestoredNames()
    }
}

/// One change of the database: what, why, which records it touches, how long it takes, and what undoes it.
public struct MigrationStep: Sendable, Codable, Equatable {
    public let change: SchemaChange
    /// Such as “the entity Account is new”.
    public let reason: String
    /// Records that are read or written by it; 0 where the step costs the same for any table.
    public let touchedRecords: Int
    /// Records that break the new rule, or values that do not fit.
    public let offendingRecords: Int
    /// At most five of the offending records.
    public let samples: [RecordSample]
    /// How long others wait with their writes because of it, estimated; they go on reading.
    public let lockMilliseconds: Int
    /// Something is gone from where people find it, and what undoes the step does not bring all of it back.
    public let isDestructive: Bool
    public let undo: String

    public init(
        change: SchemaChange, reason: String, touchedRecords: Int = 0, offendingRecords: Int = 0,
        samples: [RecordSample] = [], isDestructive: Bool = false, undo: String
    ) {
        self.change = change
        self.reason = reason
        self.touchedRecords = touchedRecords
        self.offendingRecords = offendingRecords
        self.samples = samples
        lockMilliseconds = LockEstimate.milliseconds(change, records: touchedRecords)
        self.isDestructive = isDestructive
        self.undo = undo
    }
}
