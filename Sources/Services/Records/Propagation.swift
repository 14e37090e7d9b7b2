// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// Brings the computed fields of other records up to date after a write, in the same transaction, as far as it reaches.
///
/// Rules of the records reached are not asked: nobody wrote to them, and what was written may not be refused for them.
struct Propagation {
    /// So many records at most, so that one write cannot hold the database for minutes.
    static let limit = 100_000

    let writer: RecordWriter
    private var pending: [RecordReference: Pending] = [:]
    private var queue: [RecordReference] = []

    /// What has to be done for a record: fields computed anew, and roll-ups whose members came, went or changed.
    private struct Pending {
        var fields: Set<FieldName> = []
        var rollUps: [FieldName: (rollUp: RollUp, gone: [Value], come: [Value])] = [:]
    }

    init(writer: RecordWriter) { self.writer = writer }

    mutating func run(after draft: RecordDraft) throws {
        try note(draft)
        try drain()
    }

    /// After a record was deleted (`from` its values, to nil) or came back: the collections it belongs to have changed.
    mutating func run(afterMembershipOf record: StoredRecord, _ plan: EntityPlan, isBack: Bool) throws {
        for trigger in plan.memberships {
            try follow(trigger, from: [record.values])
        }
        try adjust(plan, from: isBack ? nil : record.values, to: isBack ? record.values : nil)
        try drain()
    }

    private mutating func drain() throws {
        var position = 0
        while position < queue.count {
            guard position < Self.limit else {
                throw StoreError.unsupported("a change of more than \(Self.limit) records")
            }
            let reference = queue[position]
            position += 1
            guard let pending = pending.removeValue(forKey: reference) else { continue }
            try recompute(reference, pending)
        }
    }

    /// Computes fields of a record anew and notes what that changes in turn.
    private mutating func recompute(_ reference: RecordReference, _ pending: Pending) throws {
        writer.scope.forget(reference)
        guard let before = try writer.scope.record(reference), before.deletedAt == nil else { return }
        let draft = RecordDraft(try writer.request.plan.entity(reference.entity), reference.id, before: before)
        writer.scope.draft = draft
        for computed in draft.plan.computed {
            guard let value = try value(computed, draft, pending) else { continue }
            draft.set(computed.field.name, computed.field.fitting(value))
        }
        if !draft.changed.isEmpty {
            try writer.protect(draft)
            try writer.compute(draft)
        }
        try writer.place(draft)
        writer.scope.draft = nil
        guard !draft.changed.isEmpty else { return }
        try writer.storeDerived(draft)
        writer.scope.forget(reference)
        try note(draft)
    }

    /// The value of a field that has to be computed; nil if it has not.
    private func value(_ computed: ComputedField, _ draft: RecordDraft, _ pending: Pending) throws -> Value? {
        let name = computed.field.name
        let ownChanged = !computed.reads.isDisjoint(with: draft.changed)
        if let change = pending.rollUps[name], !pending.fields.contains(name), !ownChanged,
            let value = change.rollUp.result(from: draft[name], gone: change.gone, come: change.come)
        {
            return value
        }
        guard ownChanged || pending.fields.contains(name) || pending.rollUps[name] != nil else { return nil }
        return computed.readsCollection && !ownChanged
            ? try writer.scope.asked(computed, of: draft.reference)
            : try writer.scope.evaluate(computed.expression, on: draft.reference)
    }

    /// Takes a member's shares out of the roll-ups that it was in, and adds them where it is now.
    private mutating func adjust(_ plan: EntityPlan, from old: FieldValues?, to new: FieldValues?) throws {
        for (reference, rollUps) in plan.rollUps {
            let places = [old?[reference.name], new?[reference.name]].map { value -> RecordID? in
                if case .identifier(let id)? = value { id } else { nil }
            }
            guard places[0] != nil || places[1] != nil else { continue }
            for rollUp in rollUps {
                let gone = try places[0].flatMap { _ in try old.flatMap { try rollUp.share(of: $0, writer.scope) } }
                let come = try places[1].flatMap { _ in try new.flatMap { try rollUp.share(of: $0, writer.scope) } }
                if places[0] == places[1], gone == come { continue }
                if let id = places[0], let gone { change(rollUp, id) { $0.gone.append(gone) } }
                if let id = places[1], let come { change(rollUp, id) { $0.come.append(come) } }
            }
        }
    }

    private mutating func change(
        _ rollUp: RollUp, _ id: RecordID, _ body: (inout (rollUp: RollUp, gone: [Value], come: [Value])) -> Void
    ) {
        let reference = RecordReference(entity: rollUp.field.entity, id: id)
        if pending[reference] == nil { queue.append(reference) }
        body(&pending[reference, default: Pending()].rollUps[rollUp.field.name, default: (rollUp, [], [])])
    }

    /// Notes the computed fields of other records that read what a draft changed.
    private mutating func note(_ draft: RecordDraft) throws {
        try adjust(draft.plan, from: draft.before?.values, to: draft.values)
        for field in draft.changedFields {
            for trigger in draft.plan.triggers[field.name] ?? [] {
                if trigger.isMembership {
                    try follow(trigger, from: [draft.before?.values, draft.values].compactMap { $0 })
                } else if draft.before != nil {
                    try follow(trigger, fromRecord: draft.reference.id)
                }
            }
        }
    }

    /// Walks from states of a record whose own field names the parent.
    private mutating func follow(_ trigger: Trigger, from states: [FieldValues]) throws {
        guard case .parent(_, let field) = trigger.steps.first else { return }
        for state in states {
            guard case .identifier(let id) = state[field] else { continue }
            try walk(trigger, step: 1, id)
        }
    }

    private mutating func follow(_ trigger: Trigger, fromRecord id: RecordID) throws {
        try walk(trigger, step: 0, id)
    }

    private mutating func walk(_ trigger: Trigger, step: Int, _ id: RecordID) throws {
        guard step < trigger.steps.count else {
            return add(RecordReference(entity: trigger.entity, id: id), trigger.field)
        }
        switch trigger.steps[step] {
        case .referrers(let entity, let field):
            for key in try writer.transaction.referrers(entity, by: field, to: id) {
                try walk(trigger, step: step + 1, key)
            }
        case .parent(_, let field):
            guard let member = entity(before: step, of: trigger),
                case .identifier(let parent)? = try writer.scope.record(RecordReference(entity: member, id: id))?[field]
            else { return }
            try walk(trigger, step: step + 1, parent)
        }
    }

    /// The entity that a walk stands on before one of its steps.
    private func entity(before step: Int, of trigger: Trigger) -> EntityName? {
        guard step > 0 else { return nil }
        switch trigger.steps[step - 1] {
        case .referrers(let entity, _), .parent(let entity, _): return entity
        }
    }

    private mutating func add(_ reference: RecordReference, _ field: FieldName) {
        if pending[reference] == nil { queue.append(reference) }
        pending[reference, default: Pending()].fields.insert(field)
    }
}
