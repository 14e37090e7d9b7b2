// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

// What is kept of the stages that a record goes through.
extension RecordWriter {
    /// Ends the stay in the stage before and begins the next.
    func visit(_ draft: RecordDraft, reason: String?) throws {
        for pipeline in draft.plan.pipelines where draft.hasChanged(pipeline.field) {
            if let before = draft.before {
                try closeApprovals(of: draft, from: before.stage(in: pipeline), pipeline)
                try markBackMove(of: draft, from: before.stage(in: pipeline), pipeline, reason)
                try transaction.update(
                    .stageVisits, set: ["left": .instant(invocation.now)],
                    where: [
                        .equals("record", .identifier(draft.reference.id)),
                        .equals("pipeline", .text(pipeline.name.rawValue)), .equals("left", .null),
                    ])
            }
            guard !draft[pipeline.field].isNull else { continue }
            try transaction.insert(
                into: .stageVisits,
                [
                    .identifier(request.workspace.identifiers.next(invocation.now)),
                    .text(draft.reference.entity.rawValue), .identifier(draft.reference.id),
                    .text(pipeline.name.rawValue), draft[pipeline.field], .instant(invocation.now),
                    .null, invocation.actor.user.map(Value.identifier) ?? .null, reason.map(Value.text) ?? .null,
                ])
        }
    }

    /// Marks the change that was just written, if it led the record back.
    private func markBackMove(
        of draft: RecordDraft, from: StageName, _ pipeline: Pipeline, _ reason: String?
    ) throws {
        guard case .text(let to) = draft[pipeline.field], let change = scope.written[draft.reference]?.id,
            pipeline.direction(from: from, to: StageName(to)) == .back
        else { return }
        try transaction.insert(
            into: .backMoves,
            [
                .identifier(change), .text(draft.reference.entity.rawValue), .identifier(draft.reference.id),
                .text(pipeline.name.rawValue), .text(from.rawValue), .text(to), .instant(invocation.now),
                reason.map(Value.text) ?? .null,
            ])
    }
}
