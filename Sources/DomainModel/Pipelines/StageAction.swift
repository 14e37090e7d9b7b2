// SPDX-License-Identifier: Apache-2.0
import OrderedCollections
public import Values

/// What programs call to bring a record into a stage.
public struct StageAction: Sendable {
    /// The stage's name; with the pipeline's before it where another pipeline of the entity, or the service, has that name.
    public let name: String
    public let pipeline: Pipeline
    public let stage: Stage
}

extension Model {
    /// The names that actions and functions of the service itself have.
    private static let ownNames: Set<String> = [
        "move", "moves", "merge", "refuseMerge", "mergeProposals", "askApproval", "approve", "reject",
        "withdrawApproval", "approvals",
    ]

    /// An action for each stage of the entity's pipelines into which a way leads, in the order of the packs.
    public func stageActions(of entity: EntityName) -> [StageAction] {
        let own = pipelines.values.filter { $0.entity == entity }
        let reached = own.flatMap { pipeline in
            pipeline.stages.filter { stage in pipeline.transitions.contains { $0.to == stage.name } }
                .map { (pipeline: pipeline, stage: $0) }
        }
        return reached.map { pipeline, stage in
            let namesakes = reached.filter { $0.stage.name == stage.name }
            let isPlain = namesakes.count == 1 && !Self.ownNames.contains(stage.name.rawValue)
            return StageAction(
                name: isPlain ? stage.name.rawValue : "\(pipeline.name)_\(stage.name)", pipeline: pipeline,
                stage: stage)
        }
    }
}
