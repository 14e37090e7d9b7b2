// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// What a write changes of what its record holds; nil to hold nothing any more.
struct Claim {
    let reservation: Reservation
    let wanted: Hold?
    /// What stands in the way, or stood there until it was over.
    let rivals: [Hold]
}

extension TransactionScope {
    /// What a draft's record is to hold from now on, as far as the write touches what decides it.
    func claims(of draft: RecordDraft) throws -> [Claim] {
        guard let structures = draft.plan.structures, !structures.reservations.isEmpty else { return [] }
        let outer = self.draft
        self.draft = draft
        defer { self.draft = outer }
        return try structures.reservations.compactMap { reserving in
            guard draft.before == nil || !reserving.reads.isDisjoint(with: draft.changed) else { return nil }
            return try claim(reserving.reservation, draft)
        }
    }

    func claim(_ reservation: Reservation, _ draft: RecordDraft) throws -> Claim {
        let wanted = try hold(reservation, draft)
        return Claim(
            reservation: reservation, wanted: wanted,
            rivals: try wanted.map { try ReservationBook(transaction).rivals(of: $0) } ?? [])
    }

    private func hold(_ reservation: Reservation, _ draft: RecordDraft) throws -> Hold? {
        let resources = reservation.resources.map { draft[$0] }
        guard !resources.contains(where: \.isNull), try isTrue(reservation.condition, on: draft.reference) else {
            return nil
        }
        let until = try reservation.until.flatMap { try moment(of: $0, draft.reference, isEnd: true) }
        if let until, until <= context.calendar.now { return nil }
        var (starts, ends) = (Hold.earliest, Hold.latest)
        if let period = reservation.period {
            guard let first = try moment(of: period.starts, draft.reference, isEnd: false),
                let last = try moment(of: period.ends, draft.reference, isEnd: true)
            else { return nil }
            (starts, ends) = (first, last)
        }
        return Hold(
            reservation: reservation.name, record: draft.reference,
            resource: Hold.resource(resources.map(\.canonicalText)), starts: starts, ends: ends, until: until)
    }

    /// A day begins with its first moment and ends with the next day's.
    private func moment(of expression: TypedExpression, _ record: RecordReference, isEnd: Bool) throws -> Instant? {
        switch try evaluate(expression, on: record) {
        case .instant(let instant): instant
        case .date(let date): (isEnd ? date.adding(days: 1) : date).map(context.calendar.startOfDay)
        default: nil
        }
    }

    /// Why claims cannot be met: who holds it, as far as the asker may know, and until when.
    func findings(_ claims: [Claim]) throws -> [Finding] {
        try claims.flatMap { claim -> [Finding] in
            guard let wanted = claim.wanted else { return [] }
            guard wanted.starts < wanted.ends else { return [.emptyPeriod(claim.reservation)] }
            guard let rival = claim.rivals.first(where: { !$0.isOver(at: context.calendar.now) }) else { return [] }
            let telling = ReservationTelling(self, claim.reservation)
            return [telling.finding(try telling.name(of: wanted), rival, holder: try telling.holder(of: rival))]
        }
    }
}
