// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

// The recycle bin.
//
// Whose rights count: the asker needs delete on the record itself. What refers to it with on-delete="cascade" belongs to
// it wholly – the pack says so – and goes with it, as the parts of a thing go with the thing: no right on each part is
// asked for, and all of them can be restored. What refers to it with on-delete="clear" stands on its own and is changed,
// so the asker needs update on each such record; otherwise the deletion is refused with their number.
extension RecordWriter {
    func delete(_ entity: EntityName, _ id: RecordID, expectedVersion: Int64?) throws {
        let before = try writable(entity, id, \.delete, expectedVersion)
        var visited: Set<RecordID> = []
        try remove(before, door: nil, &visited)
    }

    /// Puts a record into the bin after what refers to it has been dealt with as the fields say.
    private func remove(_ before: StoredRecord, door: Invocation.Door?, _ visited: inout Set<RecordID>) throws {
        guard visited.insert(before.id).inserted else { return }
        let plan = try request.plan.entity(before.entity)
        let referrers = try plan.referrers.map { field in
            (
                field,
                try transaction.referrers(field.entity, by: field.name, to: before.id).filter { !visited.contains($0) }
            )
        }
        var findings = postingFinding(plan) + restricted(referrers) + (try unchangeable(referrers))
        findings += try frozenFindings(before, plan) + frozenFindings(referrers)
        if !findings.isEmpty { throw ServiceError.invalid(findings) }
        for (field, keys) in referrers {
            for key in keys {
                let reference = RecordReference(entity: field.entity, id: key)
                guard let record = try scope.record(reference), record.deletedAt == nil else { continue }
                if field.reference?.deletion == .cascade {
                    try remove(record, door: .engine, &visited)
                } else {
                    try clear(field, of: record)
                }
            }
        }
        try putIntoBin(before, plan, door: door)
    }

    /// Puts a record into the bin and tells what depends on it; what refers to it is the caller's business.
    func putIntoBin(_ before: StoredRecord, _ plan: EntityPlan, door: Invocation.Door?) throws {
        let reference = RecordReference(entity: before.entity, id: before.id)
        try transaction.setDeleted(before, invocation.now)
        scope.forget(reference)
        try audit(reference, before.version + 1, .deleted, [], door: door)
        if plan.tree != nil { try TreeBook(before.entity, transaction).takeOut(before.id) }
        if plan.pool != nil { try jobs.remove(.protection, of: before.id) }
        if plan.timing != nil {
            try jobs.remove(.timer, of: before.id)
            try jobs.remove(.clock, of: before.id)
        }
        try releaseHolds(of: reference, plan)
        try total(plan, from: before.values, to: nil)
        var propagation = Propagation(writer: self)
        try propagation.run(afterMembershipOf: before, plan, isBack: false)
    }

    private func restricted(_ referrers: [(Field, [RecordID])]) -> [Finding] {
        referrers.compactMap { field, keys in
            guard field.reference?.deletion == .restrict, !keys.isEmpty else { return nil }
            return request.model.entities[field.entity].map { .referred(by: $0, count: keys.count) }
        }
    }

    /// The records that would lose their reference and that the asker may not change, counted by entity.
    private func unchangeable(_ referrers: [(Field, [RecordID])]) throws -> [Finding] {
        let owned = Set(referrers.filter { $0.0.reference?.deletion == .cascade }.flatMap(\.1))
        var missing: OrderedDictionary<EntityName, Set<RecordID>> = [:]
        for (field, keys) in referrers where field.reference?.deletion == .clear {
            let rule = request.permissions[field.entity].update
            for key in keys
            where try !owned.contains(key) && !allows(rule, RecordReference(entity: field.entity, id: key)) {
                missing[field.entity, default: []].insert(key)
            }
        }
        return missing.compactMap { name, keys in
            request.model.entities[name].map { .mayNotChange($0, count: keys.count) }
        }
    }

    private func clear(_ field: Field, of record: StoredRecord) throws {
        let draft = RecordDraft(try request.plan.entity(record.entity), record.id, before: record)
        draft.set(field.name, .null)
        scope.draft = draft
        try compute(draft)
        try place(draft)
        scope.draft = nil
        try store(draft)
        try self.record(draft, .updated, door: .engine)
        scope.forget(draft.reference)
        var propagation = Propagation(writer: self)
        try propagation.run(after: draft)
    }

    /// Takes a record out of the bin.
    func restore(_ entity: EntityName, _ id: RecordID) throws {
        let plan = try request.plan.entity(entity)
        let reference = RecordReference(entity: entity, id: id)
        guard let before = try scope.record(reference), before.deletedAt != nil,
            try allows(request.permissions[entity].read, reference)
        else { throw ServiceError.notFound(entity, id) }
        try permit(reference, \.delete)
        do {
            try transaction.setDeleted(before, nil)
        } catch StoreError.notUnique(let entity, let fields) {
            throw refusal(entity, fields)
        }
        scope.forget(reference)
        try putBack(before, plan)
        if let pool = plan.pool { try awaitProtection(of: reference, before.values, pool) }
        try takeHoldsBack(before, plan)
        for ledger in plan.structures?.ledgers ?? [] {
            let findings = try shortage(ledger, before[ledger.account], before[ledger.quantity])
            guard findings.isEmpty else { throw ServiceError.invalid(findings) }
        }
        try audit(reference, before.version + 1, .restored, [])
        if let timing = plan.timing {
            for (automation, timer) in timing.timers {
                try wait(for: timer, of: automation, reference, at: before[timer.field])
            }
            try reviewClocks(reference)
        }
        try total(plan, from: nil, to: before.values)
        var propagation = Propagation(writer: self)
        try propagation.run(afterMembershipOf: before, plan, isBack: true)
    }
}
