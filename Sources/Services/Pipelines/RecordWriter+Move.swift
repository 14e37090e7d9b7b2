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
        guard let pipeline = request.model.pipelines[move.pipeline], pipeline.entity == move.entity else {
            throw ServiceError.unknownName(kind: "pipeline", name: move.pipeline.rawValue)
        }
        guard pipeline.stage(move.to) != nil else {
            throw ServiceError.unknownName(kind: "stage", name: move.to.rawValue)
        }
        let before = try writable(move.entity, move.id, \.update, move.expectedVersion)
        let draft = RecordDraft(try request.plan.entity(move.entity), move.id, before: before)
        scope.draft = draft
        defer { scope.draft = nil }
        take(move.values, into: draft)
        let findings = draft.findings
        draft.findings = []
        let entry = StageEntry(
            pipeline: pipeline, from: before.stage(in: pipeline), to: move.to, reason: move.reason)
        var obstacles = try entry.enter(draft, scope)
        try scope.compute(draft)
        obstacles += try scope.obstacles(
            entry.from, move.to, pipeline, draft, actor: invocation.actor, reason: move.reason)
        obstacles += findings.map { .finding($0) }
        guard obstacles.isEmpty else { throw entry.refusal(obstacles) }
        do {
            return try finish(draft, .moved, required: [], reason: move.reason)
        } catch ServiceError.invalid(let findings) {
            throw entry.refusal(findings.map { .finding($0) })
        }
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
