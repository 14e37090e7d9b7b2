// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// The stages that a record could go to, asked without writing.
struct StageChoices {
    let request: Request
    let scope: TransactionScope

    init(_ request: Request, _ transaction: any ReadTransaction) throws {
        self.request = request
        scope = try TransactionScope(transaction, request)
    }

    func moves(of id: RecordID, in pipeline: Pipeline) throws -> [AvailableMove] {
        let reference = RecordReference(entity: pipeline.entity, id: id)
        let access = request.permissions[pipeline.entity]
        guard let record = try scope.record(reference), record.deletedAt == nil,
            try scope.allows(access.read, reference)
        else { throw ServiceError.notFound(pipeline.entity, id) }
        guard try scope.allows(access.update, reference), !record.isOutside(pipeline) else { return [] }
        let plan = try request.plan.entity(pipeline.entity)
        let from = record.stage(in: pipeline)
        return try pipeline.transitions(from: from).compactMap { transition in
            guard let stage = pipeline.stage(transition.to) else { return nil }
            let draft = RecordDraft(plan, id, before: record)
            scope.draft = draft
            defer { scope.draft = nil }
            let entry = StageEntry(pipeline: pipeline, from: from, to: stage.name, reason: nil)
            let unwritten = try entry.enter(draft, scope)
            try scope.compute(draft)
            let obstacles = try scope.obstacles(
                from, stage.name, pipeline, draft, actor: request.invocation.actor, reason: nil)
            return AvailableMove(
                transition: transition, stage: stage, direction: pipeline.direction(from: from, to: stage.name),
                obstacles: unwritten + obstacles)
        }
    }
}
