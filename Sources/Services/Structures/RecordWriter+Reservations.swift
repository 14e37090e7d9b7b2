// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

// What records hold is written with them. All writes of a database come one after another, so that of those who want the
// same the first has it, and the others find it taken.
extension RecordWriter {
    /// What a draft's record is to hold from now on.
    ///
    /// - Throws: ``ServiceError/invalid(_:)`` if another one holds it.
    func claims(of draft: RecordDraft) throws -> [Claim] {
        let claims = try scope.claims(of: draft)
        let findings = try scope.findings(claims)
        guard findings.isEmpty else { throw ServiceError.invalid(findings) }
        return claims
    }

    func keep(_ claims: [Claim], of record: RecordReference) throws {
        for claim in claims {
            let book = ReservationBook(transaction)
            for rival in claim.rivals { try end(rival, claim.reservation) }
            let before = try book.hold(claim.reservation.name, of: record.id)
            guard before != claim.wanted else { continue }
            try release(claim.reservation, of: record)
            guard let wanted = claim.wanted else { continue }
            try transaction.insert(into: .reservations, wanted.row)
            try wait(for: wanted)
        }
    }

    private func wait(for hold: Hold) throws {
        guard let until = hold.until else { return }
        try jobs.add(
            Job(
                id: request.workspace.identifiers.next(invocation.now), due: until, kind: .reservation,
                entity: hold.record.entity, record: hold.record.id, rule: hold.reservation.rawValue,
                cause: JobCause(trigger: "reservation")))
    }

    private func release(_ reservation: Reservation, of record: RecordReference) throws {
        try transaction.delete(
            from: .reservations,
            where: [
                .equals("reservation", .text(reservation.name.rawValue)), .equals("record", .identifier(record.id)),
            ])
        if reservation.until != nil { try jobs.remove(.reservation, rule: reservation.name.rawValue, of: record.id) }
    }

    /// Releases everything that a record holds, because it goes into the bin.
    func releaseHolds(of record: RecordReference, _ plan: EntityPlan) throws {
        for reserving in plan.structures?.reservations ?? [] { try release(reserving.reservation, of: record) }
    }

    /// Takes everything again that a record held when it went into the bin.
    ///
    /// - Throws: ``ServiceError/invalid(_:)`` if another one holds it meanwhile.
    func takeHoldsBack(_ before: StoredRecord, _ plan: EntityPlan) throws {
        guard let structures = plan.structures, !structures.reservations.isEmpty else { return }
        let draft = RecordDraft(plan, before.id, before: before)
        scope.draft = draft
        defer { scope.draft = nil }
        let claims = try structures.reservations.map { try scope.claim($0.reservation, draft) }
        let findings = try scope.findings(claims)
        guard findings.isEmpty else { throw ServiceError.invalid(findings) }
        try keep(claims, of: draft.reference)
    }

    /// The moment has come at which a record no longer holds something; nothing happens if it was released or prolonged
    /// before.
    func reservationEnded(_ name: ReservationName, of record: RecordReference) throws {
        guard let reservation = request.model.structures.reservations[name],
            let hold = try ReservationBook(transaction).hold(name, of: record.id), hold.isOver(at: invocation.now)
        else { return }
        try end(hold, reservation)
    }

    /// Ends what is over, once: the row that goes is what is ended, whoever comes to it first.
    private func end(_ hold: Hold, _ reservation: Reservation) throws {
        try release(reservation, of: hold.record)
        var cause = JobCause(trigger: "reservation", chain: invocation.chain)
        cause.event = Reservation.expiry
        var detail = FiringDetail()
        detail.effects = [Reservation.expiry]
        try FiringTrace(transaction, request.workspace.identifiers).note(
            AutomationName(Firing.reservationPrefix + reservation.name.rawValue), hold.record, cause, .fired, detail,
            at: invocation.now)
        guard try transaction.exists(hold.record.entity, hold.record.id) else { return }
        let timing = request.plan.entities[hold.record.entity]?.timing
        for automation in timing?.reservationAutomations ?? []
        where automation.triggers.contains(.reservation(reservation.name)) {
            try consider(automation, hold.record, cause, old: [:])
        }
    }

    /// Works out what every record holds, from nothing; of several that hold the same, the one that was there first.
    ///
    /// - Parameter accepting: Whether others may go without; otherwise the plan is refused.
    func fillReservations(_ name: ReservationName, accepting: Bool) throws {
        try forgetReservations(name)
        guard let reservation = request.model.structures.reservations[name] else { return }
        let plan = try request.plan.entity(reservation.entity)
        var refused = 0
        for id in try keys(of: reservation.entity) {
            guard let before = try transaction.record(reservation.entity, id) else { continue }
            let draft = RecordDraft(plan, id, before: before)
            scope.draft = draft
            defer { scope.draft = nil }
            let claim = try scope.claim(reservation, draft)
            guard let wanted = claim.wanted else { continue }
            guard claim.rivals.isEmpty, wanted.starts < wanted.ends else {
                refused += 1
                continue
            }
            try keep([claim], of: draft.reference)
        }
        guard refused == 0 || accepting else {
            throw StoreError.refusedPlan(
                "\(refused) record\(refused == 1 ? "" : "s") of \(reservation.entity) hold\(refused == 1 ? "s" : "") "
                    + "what another one holds as well (reservation \(name)).")
        }
    }

    func forgetReservations(_ name: ReservationName) throws {
        try transaction.delete(from: .reservations, where: [.equals("reservation", .text(name.rawValue))])
        try transaction.delete(
            from: .jobs,
            where: [
                .equals("automation", .text(name.rawValue)), .equals("kind", .text(Job.Kind.reservation.rawValue)),
            ])
    }
}
