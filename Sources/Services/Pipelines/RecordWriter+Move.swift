// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

// Moves along a pipeline.
extension RecordWriter {
    /// Moves a record to another stage, or says everything that stands in between.
    func move(_ move: StageMove) throws -> WriteOutcome {
        let (draft, entry, obstacles) = try drafted(move)
        defer { scope.draft = nil }
        guard obstacles.isEmpty else { throw entry.refusal(obstacles) }
        do {
            return try finish(draft, .moved, required: [], reason: move.reason)
        } catch ServiceError.invalid(let findings) {
            throw entry.refusal(findings.map { .finding($0) })
        }
    }

    /// What stands in a move's way, without making it.
    func examine(_ move: StageMove) throws -> (StageEntry, [MoveRefusal.Obstacle]) {
        let (_, entry, obstacles) = try drafted(move)
        scope.draft = nil
        return (entry, obstacles)
    }

    /// The record as the move would make it, which the scope has from now on, and what stands in the way.
    private func drafted(_ move: StageMove) throws -> (RecordDraft, StageEntry, [MoveRefusal.Obstacle]) {
        guard let pipeline = request.model.pipelines[move.pipeline], pipeline.entity == move.entity else {
            throw ServiceError.unknownName(kind: "pipeline", name: move.pipeline.rawValue)
        }
        guard pipeline.stage(move.to) != nil else {
            throw ServiceError.unknownName(kind: "stage", name: move.to.rawValue)
        }
        let before = try writable(move.entity, move.id, \.update, move.expectedVersion)
        let draft = RecordDraft(try request.plan.entity(move.entity), move.id, before: before)
        scope.draft = draft
        do {
            take(move.values, into: draft)
            try checkFrozen(draft)
            let findings = draft.findings
            draft.findings = []
            let entry = StageEntry(
                pipeline: pipeline, from: before.stage(in: pipeline), to: move.to, reason: move.reason)
            var obstacles = try entry.enter(draft, scope)
            try scope.compute(draft)
            obstacles += try scope.obstacles(
                entry.from, move.to, pipeline, draft, actor: invocation.actor, reason: move.reason)
            obstacles += try trackObstacles(pipeline, before, draft) + findings.map { .finding($0) }
            return (draft, entry, obstacles)
        } catch {
            scope.draft = nil
            throw error
        }
    }

    /// A record that does not go through the pipeline, or would no longer, is moved to none of its stages.
    private func trackObstacles(
        _ pipeline: Pipeline, _ before: StoredRecord, _ draft: RecordDraft
    ) throws -> [MoveRefusal.Obstacle] {
        guard let condition = pipeline.condition else { return [] }
        let isIn = try !before.isOutside(pipeline) && scope.isTrue(condition, on: draft.reference)
        return isIn ? [] : [.finding(.notInPipeline(pipeline))]
    }
}

extension StageEntry {
    func refusal(_ obstacles: [MoveRefusal.Obstacle]) -> ServiceError {
        .moveRefused(MoveRefusal(pipeline: pipeline.name, from: from, to: to, obstacles: obstacles))
    }
}

extension StoredRecord {
    /// The stage the record is in; the first if it has none yet.
    func stage(in pipeline: Pipeline) -> StageName {
        if case .text(let name) = self[pipeline.field] { return StageName(name) }
        return pipeline.stages.first?.name ?? ""
    }
}
