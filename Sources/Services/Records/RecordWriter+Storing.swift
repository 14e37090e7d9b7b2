// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

// The write itself, and what is kept of it: the audit, stays in stages, the outbox, standing totals.
extension RecordWriter {
    func store(_ draft: RecordDraft, isHistory: Bool = false) throws {
        let clocks = try advanceClocks(draft, isHistory: isHistory)
        let claims = try claims(of: draft)
        do {
            if let before = draft.before {
                try transaction.update(before, draft.values, changed: draft.changed, version: draft.version)
            } else {
                try transaction.insert(draft.reference.entity, draft.reference.id, draft.values)
            }
        } catch StoreError.notUnique(let entity, let fields) {
            throw refusal(entity, fields)
        }
        try keepTree(draft)
        try awaitProtection(draft)
        try keep(clocks, of: draft.reference)
        try keep(claims, of: draft.reference)
        try keepHistory(draft)
    }

    /// Writes computed fields that followed from a change of another record.
    ///
    /// Where only roll-ups follow, the record keeps its version: a person who has it open must not be told of a conflict
    /// because a member came in. Anything else that follows is a change like any other.
    func storeDerived(_ draft: RecordDraft) throws {
        let rollUps = draft.plan.computed.filter(\.readsCollection).compactMap {
            draft.plan.entity.places[$0.field.name]
        }
        let clocks = try advanceClocks(draft)
        let renewed = draft.plan.pool?.protectedUntil.flatMap { draft.plan.entity.places[$0] }
        guard draft.changed.isSubset(of: FieldSet(rollUps + [renewed].compactMap(\.self))), let before = draft.before
        else {
            try store(draft)
            return try record(draft, .updated, door: .engine)
        }
        try transaction.update(before, draft.values, changed: draft.changed, version: before.version)
        try awaitProtection(draft)
        try audit(rollUps: changes(of: draft), of: draft.reference, before.version)
        try total(draft.plan, from: before.values, to: draft.values)
        try keep(clocks, of: draft.reference)
        try keepHistory(draft)
        try setOff(draft, .updated)
    }

    /// Puts what became of roll-ups into the entry that the transaction wrote for the record, or makes one.
    private func audit(rollUps: [AuditedChange], of reference: RecordReference, _ version: Int64) throws {
        guard var entry = scope.written[reference] else {
            return try audit(reference, version, .updated, rollUps, door: .engine)
        }
        entry.take(rollUps)
        scope.written[reference] = entry
        try transaction.update(
            .changes, set: ["fields": .text(entry.changes.json)], where: [.equals("id", .identifier(entry.id))])
    }

    private func changes(of draft: RecordDraft) -> [AuditedChange] {
        draft.changedFields.compactMap { field in
            if case .system = field.origin { return nil }
            return AuditedChange(field.name, old: draft.before?[field.name] ?? .null, new: draft[field.name])
        }
    }

    /// Writes down what was changed.
    func record(_ draft: RecordDraft, _ kind: ChangeKind, door: Invocation.Door? = nil, reason: String? = nil) throws {
        try audit(draft.reference, draft.version, kind, changes(of: draft), door: door, reason: reason)
        try visit(draft, reason: reason)
        try total(draft.plan, from: draft.before?.values, to: draft.values)
        try setOff(draft, kind)
    }

    func audit(
        _ reference: RecordReference, _ version: Int64, _ kind: ChangeKind, _ changes: [AuditedChange],
        door: Invocation.Door? = nil, reason: String? = nil
    ) throws {
        let id = request.workspace.identifiers.next(invocation.now)
        let door = door ?? invocation.door
        let actor = door == .engine ? nil : invocation.actor.user
        try transaction.insert(
            into: .changes,
            [
                .identifier(id), .text(reference.entity.rawValue), .identifier(reference.id), .integer(version),
                .instant(invocation.now), actor.map(Value.identifier) ?? .null, .text(door.rawValue),
                .text(kind.rawValue), .text(changes.json),
                reason.map(Value.text) ?? .null, batch.map(Value.identifier) ?? .null,
            ])
        try transaction.insert(
            into: .outbox, [.identifier(id), .text("record.\(kind.rawValue)"), .text(reference.entity.rawValue)])
        scope.written[reference] = WrittenEntries.Entry(id: id, changes: changes)
    }

    /// Moves the record's share of every standing total from its old group to its new one.
    func total(_ plan: EntityPlan, from old: FieldValues?, to new: FieldValues?) throws {
        for total in plan.totals {
            let gone = try old.flatMap { try total.share(of: $0, scope) }
            let come = try new.flatMap { try total.share(of: $0, scope) }
            if let gone, let come, gone.groups == come.groups {
                let difference = zip(come.measures, gone.measures).map { $0 &- $1 }
                if difference.contains(where: { $0 != 0 }) {
                    try transaction.add(
                        toStanding: total.name, groups: come.groups, records: 0, measures: difference)
                }
                continue
            }
            if let gone {
                try transaction.add(
                    toStanding: total.name, groups: gone.groups, records: -1, measures: gone.measures.map { 0 &- $0 })
            }
            if let come {
                try transaction.add(toStanding: total.name, groups: come.groups, records: 1, measures: come.measures)
            }
        }
    }
}
