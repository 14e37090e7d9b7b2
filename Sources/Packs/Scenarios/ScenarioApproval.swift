// SPDX-License-Identifier: Apache-2.0
import DomainModel
public import Values

/// An approval of a record's pipeline, and what somebody says to it.
public struct ScenarioApproval: Sendable {
    public let record: ScenarioAlias
    public let pipeline: PipelineName
    public let approval: String
    public let note: String?

    public init(record: ScenarioAlias, pipeline: PipelineName, approval: String, note: String?) {
        self.record = record
        self.pipeline = pipeline
        self.approval = approval
        self.note = note
    }
}

/// What is expected to have become of an approval.
public struct ScenarioApprovalState: Sendable {
    public let approval: ScenarioApproval
    /// `none` if nobody asked for it; nil if it does not matter.
    public let status: String?
    /// The persons who may say yes or no by now, sorted; nil if it does not matter.
    public let asked: [String]?

    public init(approval: ScenarioApproval, status: String?, asked: [String]?) {
        self.approval = approval
        self.status = status
        self.asked = asked
    }
}
