// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// Everything that refers to a record which is merged into another, on its way to that one.
struct ReferenceMoves {
    let writer: RecordWriter
    let loser: RecordReference
    let survivor: RecordReference
    /// The records that refer to the loser, each with the fields that do; without the two themselves.
    private let referrers: OrderedDictionary<RecordReference, [Field]>

    init(from loser: RecordReference, to survivor: RecordReference, _ writer: RecordWriter) throws {
        self.writer = writer
        self.loser = loser
        self.survivor = survivor
        var referrers: OrderedDictionary<RecordReference, [Field]> = [:]
        for field in try writer.request.plan.entity(loser.entity).referrers {
            for key in try writer.transaction.referrers(field.entity, by: field.name, to: loser.id) {
                let reference = RecordReference(entity: field.entity, id: key)
                if reference != loser, reference != survivor { referrers[reference, default: []].append(field) }
            }
        }
        self.referrers = referrers
    }

    /// The records that the asker may not change, counted by entity.
    func missingRights() throws -> [Finding] {
        var missing: OrderedDictionary<EntityName, Int> = [:]
        for (reference, fields) in referrers {
            let access = writer.request.permissions[reference.entity]
            let isAllowed = try writer.allows(access.read, reference) && writer.allows(access.update, reference)
            if !isAllowed || !fields.allSatisfy({ access.isWritable($0.name) }) {
                missing[reference.entity, default: 0] += 1
            }
        }
        return missing.compactMap { name, count in
            writer.request.model.entities[name].map { .mayNotChange($0, count: count) }
        }
    }

    /// Moves every reference; what stands in the way is returned, named by the record that it is about.
    func run() throws -> [Finding] {
        var findings: [Finding] = []
        for (reference, fields) in referrers {
            do {
                try move(reference, fields)
            } catch ServiceError.invalid(let more) {
                let title = try writer.request.title(of: reference, writer.scope)
                findings += more.map { $0.about(title, writer.request.model.entities[reference.entity]) }
            } catch ServiceError.forbidden {
                findings += writer.request.model.entities[reference.entity].map { [.mayNotChange($0, count: 1)] } ?? []
            }
        }
        for field in try writer.request.plan.entity(loser.entity).referrers { try moveDeleted(by: field) }
        return findings
    }

    private func move(_ reference: RecordReference, _ fields: [Field]) throws {
        guard let before = try writer.scope.record(reference), before.deletedAt == nil else { return }
        let draft = RecordDraft(try writer.request.plan.entity(reference.entity), reference.id, before: before)
        draft.isMerge = true
        writer.scope.draft = draft
        defer { writer.scope.draft = nil }
        for field in fields { draft.set(field.name, .identifier(survivor.id)) }
        _ = try writer.finish(draft, .updated, required: [])
    }

    /// Records in the recycle bin follow as well, so that one that is restored points to a record that is there.
    /// They count nowhere and are nobody's to change, so neither rules nor rights are asked.
    private func moveDeleted(by field: Field) throws {
        var keys: [RecordID] = []
        let key = QueryColumn(TypedExpression(TypedPath("id", of: field.entity, type: .identifier)))
        let query = RecordQuery(
            entity: field.entity, columns: [key], condition: .equality(field.path, .identifier(loser.id)),
            limit: Int(Int32.max), lifecycle: .deleted, access: .unrestricted)
        try writer.transaction.forEachRow(query, writer.scope.context) { row in
            if case .identifier(let id) = row.value(0) { keys.append(id) }
        }
        for key in keys where RecordReference(entity: field.entity, id: key) != loser {
            guard let before = try writer.transaction.record(field.entity, key) else { continue }
            let draft = RecordDraft(try writer.request.plan.entity(field.entity), key, before: before)
            draft.set(field.name, .identifier(survivor.id))
            writer.scope.draft = draft
            try writer.compute(draft)
            writer.scope.draft = nil
            try writer.store(draft)
            let change = AuditedChange(field.name, old: .identifier(loser.id), new: .identifier(survivor.id))
            try writer.audit(draft.reference, draft.version, .updated, [change], door: .engine)
            writer.scope.forget(draft.reference)
        }
    }
}
