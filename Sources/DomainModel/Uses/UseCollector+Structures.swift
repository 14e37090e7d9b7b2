// SPDX-License-Identifier: Apache-2.0
import Expressions
import OrderedCollections
import Values

extension UseCollector {
    mutating func collect(_ structures: GuardedStructures) {
        for reservation in structures.reservations.values { collect(reservation) }
        for ledger in structures.ledgers.values { collect(ledger) }
        for snapshot in structures.snapshots.values { collect(snapshot) }
    }

    private mutating func collect(_ reservation: Reservation) {
        begin("reservation \(reservation.name)", at: reservation.range)
        note(reservation.entity.rawValue, in: "entity")
        note(reservation.resources + [reservation.holder].compactMap(\.self), of: reservation.entity, in: "fields")
        note(reservation.condition, in: "condition")
        note(reservation.until, in: "end")
        note(reservation.period?.starts, in: "period")
        note(reservation.period?.ends, in: "period")
    }

    private mutating func collect(_ ledger: Ledger) {
        begin("ledger \(ledger.name)", at: ledger.range)
        note(ledger.entity.rawValue, in: "entity")
        note([ledger.account, ledger.quantity], of: ledger.entity, in: "fields")
        note([ledger.balance], of: ledger.accountEntity, in: "balance")
        note(ledger.minimum, in: "least balance")
    }

    private mutating func collect(_ snapshot: Snapshot) {
        begin("snapshot \(snapshot.name)", at: snapshot.range)
        note(snapshot.entity.rawValue, in: "entity")
        note(snapshot.facts.rawValue, in: "facts")
        note(snapshot.condition, in: "condition")
        note([snapshot.day] + snapshot.assignments.map(\.field), of: snapshot.facts, in: "facts")
        for assignment in snapshot.assignments { note(assignment.expression, in: "set \(assignment.field)") }
        if let calendar = snapshot.schedule.calendar { note("calendar \(calendar.name)", in: "schedule") }
    }
}
