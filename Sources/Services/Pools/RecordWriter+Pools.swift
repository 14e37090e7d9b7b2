// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

// Claiming records and releasing them.
extension RecordWriter {
    /// Makes a record that nobody has, or whose protection is over, the asker's own.
    ///
    /// - Throws: ``ServiceError/invalid(_:)`` with who protects it until when, and everything else that is in the way.
    func claim(_ entity: EntityName, _ id: RecordID, expectedVersion: Int64?) throws -> WriteOutcome {
        let (plan, desk) = try pool(of: entity)
        guard let user = invocation.actor.user else {
            throw ServiceError.forbidden("Only a person can claim a record.")
        }
        let before = try writable(entity, id, \.read, nil)
        let findings = try desk.obstacles(of: before, for: user)
        guard findings.isEmpty else { throw ServiceError.invalid(findings) }
        if let expectedVersion, expectedVersion != before.version {
            throw ServiceError.conflict(current: before.version)
        }
        let draft = RecordDraft(plan, id, before: before)
        scope.draft = draft
        defer { scope.draft = nil }
        draft.set(desk.pool.owner, .identifier(user))
        return try finish(draft, .claimed, required: [])
    }

    /// Puts a record back into the pool; its owner may, and everybody who may change it.
    func release(_ entity: EntityName, _ id: RecordID, expectedVersion: Int64?) throws -> WriteOutcome {
        let (plan, desk) = try pool(of: entity)
        let before = try writable(entity, id, \.read, expectedVersion)
        guard let owner = before[desk.pool.owner].key else {
            throw ServiceError.invalid([.nobodyHas])
        }
        if owner != invocation.actor.user { try permit(before.reference, \.update) }
        return try release(before, plan, desk)
    }

    private func release(_ before: StoredRecord, _ plan: EntityPlan, _ desk: PoolDesk) throws -> WriteOutcome {
        let draft = RecordDraft(plan, before.id, before: before)
        scope.draft = draft
        defer { scope.draft = nil }
        draft.set(desk.pool.owner, .null)
        try checkFrozen(draft)
        return try finish(draft, .released, required: [])
    }

    private func pool(of entity: EntityName) throws -> (EntityPlan, PoolDesk) {
        let plan = try request.readable(entity)
        guard let pool = plan.pool else {
            throw ServiceError.forbidden("Records of \(entity) are not claimed: no pack declares a pool of them.")
        }
        return (plan, PoolDesk(pool, request, scope))
    }

    /// Who may claim a record: those with one of the pool's roles, else those who may change it afterwards.
    func permitClaim(_ draft: RecordDraft) throws {
        if draft.plan.pool?.roles.isEmpty == true { try permit(draft.reference, \.update) }
    }

    /// What people do to the owner by a plain write keeps to the pool's rules as well: nobody takes what another one
    /// has, or gets more than one may have. What the engine, an import or a demonstration writes is not asked.
    func checkPool(_ draft: RecordDraft, _ kind: ChangeKind) throws {
        guard let pool = draft.plan.pool, kind != .claimed, draft.hasChanged(pool.owner),
            [.browser, .api, .commandLine].contains(invocation.door), let asker = invocation.actor.user,
            let owner = draft[pool.owner].key
        else { return }
        let desk = PoolDesk(pool, request, scope)
        if owner == asker, let before = draft.before, desk.isProtected(before.values) {
            draft.findings.append(try desk.protected(before.values))
        }
        if let full = try desk.full(for: owner, with: draft.reference) { draft.findings.append(full) }
    }

    /// Writes down until when a record is protected: from when it got its owner, and anew with every activity.
    func protect(_ draft: RecordDraft) throws {
        guard let pool = draft.plan.pool, let until = pool.protectedUntil else { return }
        let desk = PoolDesk(pool, request, scope)
        let hasOwner = draft[pool.owner].key != nil
        let given = draft.hasChanged(until)
        if draft.hasChanged(pool.owner), !given || !hasOwner {
            let end = hasOwner ? try desk.protection(of: draft.reference, from: .instant(invocation.now)) : .null
            draft.set(until, end)
        }
        guard hasOwner, let activity = pool.activity, draft.hasChanged(activity) else { return }
        let renewed = try desk.protection(of: draft.reference, from: draft[activity])
        guard let end = desk.end(of: renewed), end > desk.end(of: draft[until]) ?? Instant(microseconds: .min) else {
            return
        }
        draft.set(until, renewed)
    }

    /// Waits for the end of the protection of a record that was written.
    func awaitProtection(_ draft: RecordDraft) throws {
        guard let pool = draft.plan.pool, draft.before?.deletedAt == nil,
            draft.hasChanged(pool.owner) || pool.protectedUntil.map(draft.hasChanged) == true
        else { return }
        try awaitProtection(of: draft.reference, draft.values, pool)
    }

    func awaitProtection(of record: RecordReference, _ values: FieldValues, _ pool: Pool) throws {
        try jobs.remove(.protection, of: record.id)
        guard values[pool.owner].key != nil, pool.protection != nil, let until = pool.protectedUntil,
            let end = PoolDesk(pool, request, scope).end(of: values[until])
        else { return }
        try awaitProtection(of: record, pool, until: end)
    }

    private func awaitProtection(of record: RecordReference, _ pool: Pool, until end: Instant) throws {
        try jobs.add(
            Job(
                id: request.workspace.identifiers.next(invocation.now), due: end, kind: .protection,
                entity: record.entity, record: record.id, rule: pool.rule, cause: JobCause(trigger: "protection")))
    }

    /// The moment has come: the record goes back into the pool, unless its protection was prolonged meanwhile, or an
    /// approval keeps it with its owner, which is asked again a day later.
    func endProtection(of record: RecordReference) throws {
        guard let plan = request.plan.entities[record.entity], let pool = plan.pool,
            let before = try scope.record(record), before.deletedAt == nil, before[pool.owner].key != nil
        else { return }
        let desk = PoolDesk(pool, request, scope)
        guard !desk.isProtected(before.values) else {
            return try awaitProtection(of: record, before.values, pool)
        }
        guard try desk.frozen(record) == nil else {
            let day = TimeSpan(microseconds: TimeSpan.microsecondsPerDay)
            return try awaitProtection(of: record, pool, until: invocation.now.adding(day) ?? invocation.now)
        }
        _ = try release(before, plan, desk)
    }

    /// A record that had its owner before there was the pool is protected from now on.
    func enrolProtection(of record: RecordReference) throws {
        guard let plan = request.plan.entities[record.entity], let pool = plan.pool,
            let before = try scope.record(record), before[pool.owner].key != nil, let until = pool.protectedUntil
        else { return }
        guard before[until].isNull else { return try awaitProtection(of: record, before.values, pool) }
        let draft = RecordDraft(plan, record.id, before: before)
        scope.draft = draft
        defer { scope.draft = nil }
        let desk = PoolDesk(pool, request, scope)
        draft.set(until, try desk.protection(of: record, from: .instant(invocation.now)))
        if !draft.changed.isEmpty { _ = try finish(draft, .updated, required: []) }
    }
}

extension Pool {
    /// How jobs name what they are for.
    var rule: String { Self.rulePrefix + entity.rawValue }
    static let rulePrefix = "pool."
}

extension Finding {
    fileprivate static let nobodyHas = Finding(
        code: "pool.free", field: nil, message: Label(english: "Nobody has it.", chinese: "该记录无人持有。"))
}
