// SPDX-License-Identifier: Apache-2.0
public import Expressions
public import Values

/// Whom a record is shared with in a scenario.
public enum ScenarioReceiver: Sendable {
    case person(String)
    case team(ScenarioAlias)
    case role(RoleName)

    /// As the story tells it.
    public var name: String {
        switch self {
        case .person(let name): name
        case .team(let team): team.name
        case .role(let role): role.rawValue
        }
    }
}

/// Somebody opens a record to others.
public struct ScenarioShare: Sendable {
    public let record: ScenarioAlias
    public let receiver: ScenarioReceiver
    public let level: ShareLevel
    public let until: Instant?
    public let note: String?

    public init(
        record: ScenarioAlias, receiver: ScenarioReceiver, level: ShareLevel, until: Instant?, note: String?
    ) {
        self.record = record
        self.receiver = receiver
        self.level = level
        self.until = until
        self.note = note
    }
}

/// Somebody asks for a covered value.
public struct ScenarioReveal: Sendable {
    public let record: ScenarioAlias
    public let field: FieldName
    public let reason: String?
    /// What the value is expected to be; nil for any.
    public let value: TypedExpression?

    public init(record: ScenarioAlias, field: FieldName, reason: String?, value: TypedExpression?) {
        self.record = record
        self.field = field
        self.reason = reason
        self.value = value
    }
}
