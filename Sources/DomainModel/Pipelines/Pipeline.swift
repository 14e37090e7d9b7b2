// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// The stages that records of an entity go through, and the ways between them.
public struct Pipeline: Sendable {
    public let name: PipelineName
    public let label: Label
    public let entity: EntityName
    /// The field that holds the stage.
    public let field: FieldName
    /// In the order of the board; the first is where records begin.
    public let stages: [Stage]
    public let transitions: [Transition]
    /// The fields on a card, in order; the title comes before them.
    public let cardFields: [FieldName]
    /// The money or number that a column of the board adds up; nil to count only.
    public let totalField: FieldName?
    public let range: SourceRange

    public init(
        name: PipelineName, label: Label, entity: EntityName, field: FieldName, stages: [Stage],
        transitions: [Transition], cardFields: [FieldName], totalField: FieldName?, range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.entity = entity
        self.field = field
        self.stages = stages
        self.transitions = transitions
        self.cardFields = cardFields
        self.totalField = totalField
        self.range = range
    }

    public func stage(_ name: StageName) -> Stage? { stages.first { $0.name == name } }

    /// The declared way between two stages; nil if the pack declares none.
    public func transition(from: StageName, to: StageName) -> Transition? {
        transitions.first { $0.to == to && $0.from.contains(from) }
    }

    /// The ways out of a stage, in the order they were declared.
    public func transitions(from: StageName) -> [Transition] {
        transitions.filter { $0.from.contains(from) }
    }
}

/// A stage with what a record needs to be in it.
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
    /// Fields that must have a value on entry.
    public let requiredFields: [FieldName]
    public let guards: [Guard]
    /// Kept for records that are in it; nothing enters it any more.
    public let isRetired: Bool

    public init(
        name: StageName, label: Label, category: Category, requiredFields: [FieldName], guards: [Guard],
        isRetired: Bool = false
    ) {
        self.isRetired = isRetired
        self.name = name
        self.label = label
        self.category = category
        self.requiredFields = requiredFields
        self.guards = guards
    }
}

/// A declared way from one or more stages to another.
public struct Transition: Sendable {
    public let from: [StageName]
    public let to: StageName
    /// What the button says; nil to show the name of the stage.
    public let label: Label?
    /// Who may take it; empty for everybody who may update the record.
    public let roles: [RoleName]
    public let requiredFields: [FieldName]
    public let guards: [Guard]
    /// The person must say why.
    public let needsReason: Bool
    public let range: SourceRange

    public init(
        from: [StageName], to: StageName, label: Label?, roles: [RoleName], requiredFields: [FieldName],
        guards: [Guard], needsReason: Bool, range: SourceRange
    ) {
        self.from = from
        self.to = to
        self.label = label
        self.roles = roles
        self.requiredFields = requiredFields
        self.guards = guards
        self.needsReason = needsReason
        self.range = range
    }
}

/// A condition on a move, with the sentence that a person reads if it is not true.
public struct Guard: Hashable, Sendable {
    public let name: String
    public let condition: TypedExpression
    public let message: Label

    public init(name: String, condition: TypedExpression, message: Label) {
        self.name = name
        self.condition = condition
        self.message = message
    }
}
