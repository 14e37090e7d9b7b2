// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Values

/// A wish to move a record to another stage, with values for what is missing.
public struct StageMove: Sendable {
    public let entity: EntityName
    public let id: RecordID
    public let pipeline: PipelineName
    public let to: StageName
    /// Fields written together with the move.
    public let values: [FieldName: Value]
    public let reason: String?
    /// The version the asker has seen; nil to move whatever is there.
    public let expectedVersion: Int64?

    public init(
        entity: EntityName, id: RecordID, pipeline: PipelineName, to: StageName, values: [FieldName: Value] = [:],
        reason: String? = nil, expectedVersion: Int64? = nil
    ) {
        self.entity = entity
        self.id = id
        self.pipeline = pipeline
        self.to = to
        self.values = values
        self.reason = reason
        self.expectedVersion = expectedVersion
    }
}

/// Everything that stands between a record and a stage, as data.
public struct MoveRefusal: Sendable, Hashable {
    public enum Obstacle: Sendable, Hashable {
        /// The pack declares no way from the present stage to that one.
        case notDefined(from: StageName, to: StageName)
        /// The roles that may take the way; the asker has none of them.
        case roles([RoleName])
        /// The field needs a value.
        case missing(FieldName)
        /// The person must say why.
        case reason
        /// The condition is not true.
        case condition(Guard)
        /// Anything else that is wrong with the values given.
        case finding(Finding)
    }

    public let pipeline: PipelineName
    public let from: StageName
    public let to: StageName
    public let obstacles: [Obstacle]

    public init(pipeline: PipelineName, from: StageName, to: StageName, obstacles: [Obstacle]) {
        self.pipeline = pipeline
        self.from = from
        self.to = to
        self.obstacles = obstacles
    }
}

/// A way out of a record's stage, and what stands in it for the asker; empty if it can be taken at once.
public struct AvailableMove: Sendable {
    public let transition: Transition
    public let stage: Stage
    public let obstacles: [MoveRefusal.Obstacle]

    public init(transition: Transition, stage: Stage, obstacles: [MoveRefusal.Obstacle]) {
        self.transition = transition
        self.stage = stage
        self.obstacles = obstacles
    }
}
