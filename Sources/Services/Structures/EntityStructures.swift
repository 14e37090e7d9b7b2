// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

/// What is kept whole with the records of an entity, worked out once per model.
struct EntityStructures: Sendable {
    /// A reservation with the fields that decide what a record holds.
    struct Reserving: Sendable {
        let reservation: Reservation
        let reads: FieldSet
    }

    let reservations: [Reserving]
    /// What records of other entities, or of this one, hold of it.
    let claims: [Reservation]
    /// The ledgers whose postings they are.
    let ledgers: [Ledger]
    /// The fields of which former values are kept.
    let history: [Field]

    /// Nil if there is nothing, as with most entities.
    init?(_ entity: Entity, in model: Model) {
        let all = model.structures.reservations.values
        reservations = all.filter { $0.entity == entity.name }.map { reservation in
            let read = reservation.expressions.flatMap(\.paths).compactMap { $0.segments.first?.name }
            let places = (read + reservation.resources).compactMap { entity.places[$0] }
            return Reserving(reservation: reservation, reads: FieldSet(places))
        }
        claims = all.filter {
            model.entities[$0.entity]?.fields[$0.resource]?.reference?.entity == entity.name
        }
        ledgers = model.structures.ledgers.values.filter { $0.entity == entity.name }
        history = entity.fields.values.filter(\.keepsHistory)
        if reservations.isEmpty, claims.isEmpty, ledgers.isEmpty, history.isEmpty { return nil }
    }
}
