// SPDX-License-Identifier: Apache-2.0
public import Values

/// A stage with what a record needs to be in it, and to go on from it.
public struct Stage: Sendable {
    public enum Category: String, Sendable {
        /// Work goes on.
        case open
        /// Ended as hoped.
        case won
        /// Ended otherwise.
        case lost
    }

    public let name: StageName
    public let label: Label
    public let category: Category
    /// What a record needs to come in.
    public let entry: StageRequirements
    /// What a record needs to go on; not asked of those that go back or are given up.
    public let exit: StageRequirements
    /// What has to be approved for a record to come in.
    public let approvals: [Approval]
    /// No way leads back out of it.
    public let isIrreversible: Bool
    /// Kept for records that are in it; nothing enters it any more.
    public let isRetired: Bool

    public init(
        name: StageName, label: Label, category: Category, entry: StageRequirements = StageRequirements(),
        exit: StageRequirements = StageRequirements(), approvals: [Approval] = [],
        isIrreversible: Bool = false, isRetired: Bool = false
    ) {
        self.name = name
        self.label = label
        self.category = category
        self.entry = entry
        self.exit = exit
        self.approvals = approvals
        self.isIrreversible = isIrreversible
        self.isRetired = isRetired
    }
}
