// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

// What must be true of a record before it is written.
extension RecordWriter {
    /// The records that changed references point to are there, and the asker may read them.
    func checkReferences(_ draft: RecordDraft) throws {
        for field in draft.plan.fields where field.origin == .entered && draft.hasChanged(field.name) {
            guard let target = field.reference?.entity, case .identifier(let id) = draft[field.name] else {
                continue
            }
            let reference = RecordReference(entity: target, id: id)
            if reference == draft.reference { continue }
            guard try scope.exists(reference), try allows(request.permissions[target].read, reference) else {
                draft.findings.append(.unknownRecord(field))
                continue
            }
        }
    }

    /// A record that is taken over into a later stage has what the stage asks for; nobody asks how it came there, nor
    /// for related records, which come after it.
    func checkStages(_ draft: RecordDraft) throws {
        for pipeline in draft.plan.pipelines {
            guard case .text(let name) = draft[pipeline.field], let stage = pipeline.stage(StageName(name)),
                stage.name != pipeline.stages.first?.name
            else { continue }
            draft.findings += try scope.obstacles(toBeIn: stage, draft.reference)
                .map { Finding($0, in: draft.plan.entity) }
        }
    }

    func checkRules(_ draft: RecordDraft) throws {
        for rule in draft.plan.entity.rules where try !scope.isTrue(rule.condition, on: draft.reference) {
            switch rule.severity {
            case .error: draft.findings.append(.rule(rule))
            case .warning: draft.warnings.append(.rule(rule))
            }
        }
        for hook in request.workspace.contributions.recordHooks
        where hook.entity == nil || hook.entity == draft.reference.entity {
            draft.findings += hook.check(draft.before?.values, draft.values)
        }
    }

    /// Looks for values that another record has, so that they are listed together with the other findings; a write
    /// that has no other findings is told by the database itself.
    func checkUnique(_ draft: RecordDraft) throws {
        for field in draft.plan.unique where draft.hasChanged(field.name) && !draft[field.name].isNull {
            let value = draft[field.name]
            if let key = try transaction.key(field.entity, where: field.name, equals: value), key != draft.reference.id
            {
                draft.findings.append(.notUnique(field.name, label: field.label))
            }
        }
        for combination in draft.plan.entity.combinations where combination.fields.contains(where: draft.hasChanged) {
            let values = Dictionary(combination.fields.map { ($0, draft[$0]) }) { first, _ in first }
            guard !values.values.contains(where: \.isNull) else { continue }
            let keys = try transaction.keys(draft.reference.entity, having: values, limit: 2)
            if keys.contains(where: { $0 != draft.reference.id }) {
                draft.findings.append(.notUnique(combination, of: draft.plan.entity))
            }
        }
    }

    /// What a write that the database refused tells: the same as was found by looking.
    func refusal(_ entity: EntityName, _ fields: [FieldName]) -> ServiceError {
        let entity = request.model.entities[entity]
        if let entity, let combination = entity.combinations.first(where: { $0.fields == fields }) {
            return .invalid([.notUnique(combination, of: entity)])
        }
        return .invalid(fields.map { .notUnique($0, label: entity?.fields[$0]?.label) })
    }
}
