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
    private var pending: [RecordReference: Set<FieldName>] = [:]
    private var queue: [RecordReference] = []

    init(writer: RecordWriter) { self.writer = writer }

    mutating func run(after draft: RecordDraft) throws {
        try note(draft)
        try drain()
    }

    /// After a record was deleted or came back: the collections that it is a member of have changed.
    mutating func run(afterMembershipOf record: StoredRecord, _ plan: EntityPlan) throws {
        for trigger in plan.memberships {
            try follow(trigger, from: [record.values])
        }
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
            guard let fields = pending.removeValue(forKey: reference) else { continue }
            try recompute(reference, fields)
        }
    }

    /// Computes fields of a record anew and notes what that changes in turn.
    private mutating func recompute(_ reference: RecordReference, _ fields: Set<FieldName>) throws {
        writer.scope.forget(reference)
        guard let before = try writer.scope.record(reference), before.deletedAt == nil else { return }
        let draft = RecordDraft(try writer.request.plan.entity(reference.entity), reference.id, before: before)
        writer.scope.draft = draft
        for computed in draft.plan.computed
        where fields.contains(computed.field.name) || !computed.reads.isDisjoint(with: draft.changed) {
            let value =
                if computed.isRollUp, computed.reads.isDisjoint(with: draft.changed) {
                    try writer.scope.asked(computed.expression, of: reference)
                } else {
                    try writer.scope.evaluate(computed.expression, on: reference)
                }
            draft.set(computed.field.name, computed.field.fitting(value))
        }
        writer.scope.draft = nil
        guard !draft.changed.isEmpty else { return }
        try writer.store(draft)
        try writer.record(draft, .updated, door: .engine)
        writer.scope.forget(reference)
        try note(draft)
    }

    /// Notes the computed fields of other records that read what a draft changed.
    private mutating func note(_ draft: RecordDraft) throws {
        for name in draft.changed {
            for trigger in draft.plan.triggers[name] ?? [] {
                if trigger.isMembership {
                    try follow(trigger, from: [draft.before?.values, draft.values].compactMap { $0 })
                } else if draft.before != nil {
                    try follow(trigger, fromRecord: draft.reference.id)
                }
            }
        }
    }

    /// Walks from states of a record whose own field names the parent.
    private mutating func follow(_ trigger: Trigger, from states: [[FieldName: Value]]) throws {
        guard case .parent(_, let field) = trigger.steps.first else { return }
        for state in states {
            guard case .identifier(let id)? = state[field] else { continue }
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
        pending[reference, default: []].insert(field)
    }
}
