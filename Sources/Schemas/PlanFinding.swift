// SPDX-License-Identifier: Apache-2.0
public import Diagnostics

/// What a person has to decide or mend before a plan is applied, or should know.
public struct PlanFinding: Sendable, Hashable {
    public enum Severity: String, Sendable, Codable {
        /// The plan cannot be applied.
        case error
        case warning
    }

    public enum Kind: String, Sendable, Codable {
        /// Records break a new rule.
        case brokenRule = "plan.P001"
        /// Records have an option or a stage that is gone, and nothing says what becomes of it.
        case goneOption = "plan.P002"
        /// Values do not fit the new type.
        case unfitValues = "plan.P003"
        /// Something new looks like something that is gone.
        case probableRename = "plan.P004"
        /// A former name is of something that cannot be taken over.
        case refusedRename = "plan.P005"
        /// What cannot be counted before the plan is applied.
        case uncounted = "plan.P006"
    }

    public let severity: Severity
    public let kind: Kind
    /// Such as `Account.industry`.
    public let subject: String
    public let message: Wording
    /// What to write or do.
    public let hint: Wording
    /// Records that it is about.
    public let records: Int
    public let samples: [RecordSample]
    /// The file, line and column of the definition; nil if it is gone.
    public let place: String?

    public init(
        _ severity: Severity, _ kind: Kind, _ subject: String, _ message: Wording, hint: Wording, records: Int = 0,
        samples: [RecordSample] = [], place: String? = nil
    ) {
        self.severity = severity
        self.kind = kind
        self.subject = subject
        self.message = message
        self.hint = hint
        self.records = records
        self.samples = samples
        self.place = place
    }
}
