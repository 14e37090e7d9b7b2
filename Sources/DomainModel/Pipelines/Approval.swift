// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// What others have to say yes to before a record may be moved.
public struct Approval: Sendable {
    /// What nobody changes, and how long.
    public enum Freeze: Sendable, Hashable {
        /// Every field while it waits.
        case whileWaiting
        /// Some fields while it waits, and as long as the record is in the stage that was approved.
        case fields([FieldName])
        /// Every field, as long.
        case everything
    }

    /// One round of asking.
    public struct Step: Sendable {
        /// Those who may say yes; any of them.
        public let roles: [RoleName]
        /// So many of them have to, 1 or more.
        public let count: Int
        /// Nil if the round is always needed.
        public let condition: TypedExpression?

        public init(roles: [RoleName], count: Int, condition: TypedExpression?) {
            self.roles = roles
            self.count = count
            self.condition = condition
        }
    }

    /// Unique in its pipeline.
    public let name: String
    public let label: Label
    /// Nil if it is always needed.
    public let condition: TypedExpression?
    public let freeze: Freeze
    /// One after another.
    public let steps: [Step]
    public let range: SourceRange

    public init(
        name: String, label: Label, condition: TypedExpression?, freeze: Freeze, steps: [Step], range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.condition = condition
        self.freeze = freeze
        self.steps = steps
        self.range = range
    }
}

extension Pipeline {
    /// What has to be approved on a way: what the stage asks for, then what the way does.
    public func approvals(of transition: Transition) -> [Approval] {
        (stage(transition.to)?.approvals ?? []) + transition.approvals
    }

    /// Every approval of its stages, then of its ways.
    public var approvals: [Approval] { stages.flatMap(\.approvals) + transitions.flatMap(\.approvals) }

    /// Whether any of its ways needs an approval.
    public var hasApprovals: Bool {
        stages.contains { !$0.approvals.isEmpty } || transitions.contains { !$0.approvals.isEmpty }
    }

    /// The approval of that name; nil if there is none.
    public func approval(_ name: String) -> Approval? { approvals.first { $0.name == name } }
}
