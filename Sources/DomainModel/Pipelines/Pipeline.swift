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
    /// Which records go through it; the others have no stage. Nil for all.
    public let condition: TypedExpression?
    /// In the order of the board; the first is where records begin.
    public let stages: [Stage]
    public let transitions: [Transition]
    /// The field in which the engine counts how often a record went back; nil to count nowhere.
    public let backMovesField: FieldName?
    /// The field that tells in percent how far a record is; nil if none does.
    public let probabilityField: FieldName?
    /// The fields on a card, in order; the title comes before them.
    public let cardFields: [FieldName]
    /// The money or number that a column of the board adds up; nil to count only.
    public let totalField: FieldName?
    public let range: SourceRange

    public init(
        name: PipelineName, label: Label, entity: EntityName, field: FieldName,
        condition: TypedExpression? = nil, stages: [Stage], transitions: [Transition], backMovesField: FieldName? = nil,
        probabilityField: FieldName? = nil, cardFields: [FieldName],
        totalField: FieldName?, range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.entity = entity
        self.field = field
        self.condition = condition
        self.stages = stages
        self.transitions = transitions
        self.backMovesField = backMovesField
        self.probabilityField = probabilityField
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

    /// Where a move between two stages leads.
    public func direction(from: StageName, to: StageName) -> MoveDirection {
        MoveDirection(from: from, to: to, in: stages)
    }
}

/// Where a move leads, seen from the order of the stages.
public enum MoveDirection: String, Sendable {
    /// To a later stage.
    case onward
    /// To an earlier stage, or from the end of the work back into it.
    case back
    /// To a stage in which the record ends otherwise than hoped.
    case away

    /// - Parameter stages: Those of the pipeline, in their order.
    public init(from: StageName, to: StageName, in stages: [Stage]) {
        guard let origin = stages.firstIndex(where: { $0.name == from }),
            let target = stages.firstIndex(where: { $0.name == to })
        else {
            self = .onward
            return
        }
        switch (stages[origin].category, stages[target].category) {
        case (_, .lost): self = .away
        case (.won, .open), (.lost, .open): self = .back
        default: self = target < origin ? .back : .onward
        }
    }
}
