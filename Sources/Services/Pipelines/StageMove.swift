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
    /// In the person's own words; the name of an option where the way has a list of reasons.
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

/// A way out of a record's stage, and what stands in it for the asker; empty if it can be taken at once.
public struct AvailableMove: Sendable {
    public let transition: Transition
    public let stage: Stage
    public let direction: MoveDirection
    public let obstacles: [MoveRefusal.Obstacle]

    public init(
        transition: Transition, stage: Stage, direction: MoveDirection, obstacles: [MoveRefusal.Obstacle]
    ) {
        self.transition = transition
        self.stage = stage
        self.direction = direction
        self.obstacles = obstacles
    }
}
