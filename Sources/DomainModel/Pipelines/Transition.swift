// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Values

/// A declared way from one or more stages to another.
public struct Transition: Sendable {
    public let from: [StageName]
    public let to: StageName
    /// What the button says; nil to show the name of the stage.
    public let label: Label?
    /// Who may take it; empty for everybody who may update the record.
    public let roles: [RoleName]
    public let requirements: StageRequirements
    /// What the move writes besides the stage, all of it computed before any of it is written.
    public let assignments: [Automation.Assignment]
    public let reason: ReasonRule
    /// What has to be approved, besides what the stage asks for.
    public let approvals: [Approval]
    public let range: SourceRange

    public init(
        from: [StageName], to: StageName, label: Label?, roles: [RoleName], requirements: StageRequirements,
        assignments: [Automation.Assignment] = [], reason: ReasonRule, approvals: [Approval] = [], range: SourceRange
    ) {
        self.from = from
        self.to = to
        self.label = label
        self.roles = roles
        self.requirements = requirements
        self.assignments = assignments
        self.reason = reason
        self.approvals = approvals
        self.range = range
    }

    /// The person must say why.
    public var needsReason: Bool { if case .none = reason { false } else { true } }
}

/// Whether a move has to be explained, and how.
public enum ReasonRule: Sendable {
    case none
    /// In the person's own words.
    case words
    /// By one of the options of a shared choice, which is also written to a field if one is named.
    case oneOf(ChoiceName, [Option], field: FieldName?)

    /// The option of that name that may still be chosen; nil if there is none.
    public func option(_ name: String) -> Option? {
        guard case .oneOf(_, let options, _) = self else { return nil }
        return options.first { $0.name == name && !$0.isRetired }
    }
}
