// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Expressions
import OrderedCollections
import Queries
import Storage
public import Values

/// That something is held by a record, as the asker may know it.
public struct ReservationNotice: Sendable {
    public let reservation: Label
    /// Such as `reserved by Wang Lei until 2026-11-24 18:00`.
    public let sentence: Label
    /// The record that holds it; nil if the asker may not read it.
    public let record: RecordReference?
    public let until: Instant?
}

extension Workspace {
    /// Who holds a record, now and in times to come, the one that ends first before the others.
    public func reservations(
        of entity: EntityName, _ id: RecordID, _ invocation: Invocation
    ) throws -> [ReservationNotice] {
        let request = Request(self, invocation)
        guard let structures = try request.readable(entity).structures, !structures.claims.isEmpty else { return [] }
        return try store.read(invocation.environment) { transaction in
            let scope = try TransactionScope(transaction, request)
            let reference = RecordReference(entity: entity, id: id)
            guard try scope.allows(request.permissions[entity].read, reference) else { return [] }
            return try structures.claims.flatMap { reservation in
                let telling = ReservationTelling(scope, reservation)
                return try ReservationBook(transaction)
                    .holds(reservation, of: id.description, after: invocation.now)
                    .map { hold in
                        let isReadable = try scope.allows(request.permissions[reservation.entity].read, hold.record)
                        return ReservationNotice(
                            reservation: reservation.label,
                            sentence: telling.sentence(hold, holder: try telling.holder(of: hold)),
                            record: isReadable ? hold.record : nil, until: hold.until)
                    }
            }
        }
    }
}
