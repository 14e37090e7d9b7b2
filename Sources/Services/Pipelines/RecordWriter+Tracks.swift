// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

// Which pipelines a record goes through.
extension RecordWriter {
    /// Lets a record into the pipelines whose condition has become true of it, and out of the others.
    ///
    /// The stage of one may be what another asks for, so that it is gone through them until nothing changes; a model
    /// without circles comes to an end after as many rounds as there are pipelines.
    func place(_ draft: RecordDraft) throws {
        let tracks = draft.plan.pipelines.filter { $0.condition != nil }
        for _ in tracks {
            var hasChanged = false
            for pipeline in tracks where try place(draft, in: pipeline) { hasChanged = true }
            guard hasChanged else { return }
            try compute(draft)
        }
    }

    /// Whether the record came into the pipeline, or left it.
    private func place(_ draft: RecordDraft, in pipeline: Pipeline) throws -> Bool {
        guard let condition = pipeline.condition else { return false }
        switch (try scope.isTrue(condition, on: draft.reference), draft[pipeline.field].isNull) {
        case (true, true):
            guard let first = pipeline.stages.first else { return false }
            draft.set(pipeline.field, .text(first.name.rawValue))
        case (false, false):
            if draft.before == nil { draft.findings.append(.notInPipeline(pipeline)) }
            draft.set(pipeline.field, .null)
        default: return false
        }
        return true
    }
}

extension StoredRecord {
    /// Whether the record does not go through a pipeline.
    func isOutside(_ pipeline: Pipeline) -> Bool { pipeline.condition != nil && self[pipeline.field].isNull }
}
