// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

// Two records become one.
extension RecordWriter {
    /// Keeps one record with what it takes from the other, moves every reference, and puts the other into the bin.
    ///
    /// The asker needs update on the survivor and on every record that refers to the other, and delete on the other.
    /// Everything that stands in the way is thrown at once; the transaction that is undone then leaves nothing behind.
    func merge(_ merge: RecordMerge) throws -> WriteOutcome {
        let plan = try mergeable(merge.entity, merge.survivor, merge.loser)
        let survivor = try writable(merge.entity, merge.survivor, \.read, merge.survivorVersion)
        let loser = try writable(merge.entity, merge.loser, \.read, merge.loserVersion)
        let (kept, gone) = (survivor.reference, loser.reference)
        let moves = try ReferenceMoves(from: gone, to: kept, self)
        let missing =
            try missingRights(survivor: kept, loser: gone) + moves.missingRights() + frozenFindings(loser, plan)
        guard missing.isEmpty else { throw ServiceError.invalid(missing) }

        // The loser goes first, so that the survivor can take values that only one record may have.
        try putAway(loser, mergedInto: kept.id, plan)
        var (outcome, findings) = try take(merge.taken, of: loser, into: survivor, plan)
        findings += try moves.run()
        try settleRollUps(of: gone, plan)
        findings += try brokenRules(of: kept, plan).filter { !findings.contains($0) }
        guard findings.isEmpty, let outcome else { throw ServiceError.invalid(findings) }

        let book = ProposalBook(entity: merge.entity, transaction: transaction)
        try book.decide(kept.id, gone.id, .merged, newID: request.workspace.identifiers.next(invocation.now))
        try book.pass(from: gone.id, to: kept.id)
        if plan.entity.isShareable { try passShares(from: gone, to: kept) }
        let version = try scope.record(kept)?.version ?? outcome.version
        return WriteOutcome(id: kept.id, version: version, warnings: outcome.warnings)
    }

    /// Remembers that two records are not the same; needs update on both.
    func refuseMerge(_ entity: EntityName, _ first: RecordID, _ second: RecordID) throws {
        _ = try mergeable(entity, first, second)
        for id in [first, second] { _ = try writable(entity, id, \.update, nil) }
        try ProposalBook(entity: entity, transaction: transaction)
            .decide(first, second, .refused, newID: request.workspace.identifiers.next(invocation.now))
    }

    private func mergeable(_ name: EntityName, _ first: RecordID, _ second: RecordID) throws -> EntityPlan {
        let plan = try request.readable(name)
        guard plan.entity.isMergeable else { throw ServiceError.forbidden("Records of \(name) are never merged.") }
        let findings = postingFinding(plan)
        guard findings.isEmpty else { throw ServiceError.invalid(findings) }
        guard first != second else {
            throw ServiceError.badRequest(target: "loser", "A record cannot be merged with itself.")
        }
        return plan
    }

    private func missingRights(survivor: RecordReference, loser: RecordReference) throws -> [Finding] {
        let access = request.permissions[survivor.entity]
        var missing: [Finding] = []
        if try !allows(access.update, survivor) { missing.append(.mayNotKeep) }
        if try !allows(access.delete, loser) { missing.append(.mayNotRemove) }
        return missing
    }

    private func putAway(_ loser: StoredRecord, mergedInto survivor: RecordID, _ plan: EntityPlan) throws {
        try audit(loser.reference, loser.version + 1, .merged, [], reason: MergeMark.into(survivor).text)
        try putIntoBin(loser, plan, door: nil)
    }

    /// Writes the survivor; nil with findings if it cannot hold what it takes.
    private func take(
        _ fields: [FieldName], of loser: StoredRecord, into survivor: StoredRecord, _ plan: EntityPlan
    ) throws -> (WriteOutcome?, [Finding]) {
        scope.forget(survivor.reference)
        let before = try scope.record(survivor.reference) ?? survivor
        let draft = RecordDraft(plan, survivor.id, before: before)
        scope.draft = draft
        defer { scope.draft = nil }
        var values: [FieldName: Value] = [:]
        for name in fields { values[name] = loser[name] }
        take(values, into: draft)
        // What was approved of other records refers to the same thing afterwards; only the survivor itself may change.
        try checkFrozen(draft)
        // A record that refers to the one that it is merged with would refer to itself.
        for field in plan.referrers where field.entity == plan.entity.name {
            let isOwn = draft[field.name] == .identifier(survivor.id) && values[field.name] != nil
            if draft[field.name] == .identifier(loser.id) || isOwn { draft.set(field.name, .null) }
        }
        do {
            let required = plan.required.filter { draft.hasChanged($0.name) }
            return (try finish(draft, .merged, required: required, reason: MergeMark.took(loser.id).text), [])
        } catch ServiceError.invalid(let findings) { return (nil, findings) }
    }

    /// Nobody refers to the loser any more; if it is restored one day, its roll-ups have to say so.
    private func settleRollUps(of reference: RecordReference, _ plan: EntityPlan) throws {
        scope.forget(reference)
        guard let record = try scope.record(reference) else { return }
        let draft = RecordDraft(plan, reference.id, before: record)
        scope.draft = draft
        for computed in plan.computed where computed.readsCollection || !computed.reads.isDisjoint(with: draft.changed)
        {
            draft.set(
                computed.field.name, computed.field.fitting(try scope.evaluate(computed.expression, on: reference)))
        }
        scope.draft = nil
        guard !draft.changed.isEmpty else { return }
        try transaction.update(record, draft.values, changed: draft.changed, version: record.version)
        scope.forget(reference)
    }

    /// The rules that the survivor breaks once everything that referred to the other belongs to it.
    private func brokenRules(of reference: RecordReference, _ plan: EntityPlan) throws -> [Finding] {
        scope.forget(reference)
        return try plan.entity.rules.filter { try $0.severity == .error && !scope.isTrue($0.condition, on: reference) }
            .map(Finding.rule)
    }
}

extension StoredRecord {
    var reference: RecordReference { RecordReference(entity: entity, id: id) }
}
