// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    mutating func buildReservations(
        _ entities: OrderedDictionary<EntityName, Entity>
    ) -> OrderedDictionary<ReservationName, Reservation> {
        var reservations: OrderedDictionary<ReservationName, Reservation> = [:]
        for (_, element) in definitions("reservation") {
            guard let id = element["id"],
                define(
                    "reservation", id, at: element.range(of: "id"),
                    hint: "Use <extend-reservation id=\"\(id)\"> to change it."),
                let entity = entity("entity", of: element).flatMap({ entities[$0] })
            else { continue }
            let resources = resources(element, entity)
            let condition = ownExpression(
                "when", of: element, as: [.boolean], on: entity, .badReservation, hint: "Write a condition.")
            let until = moment("until", of: element, entity)
            let holder = holder(element, entity)
            let period = period(element, entity)
            guard let resource = resources.first, let condition else { continue }
            reservations[ReservationName(id)] = Reservation(
                name: ReservationName(id), label: element.label(), entity: entity.name, resource: resource,
                further: Array(resources.dropFirst()), condition: condition, until: until, holder: holder,
                period: period, range: element.range)
        }
        return reservations
    }

    private mutating func moment(
        _ attribute: String, of element: PackElement, _ entity: Entity
    ) -> TypedExpression? {
        ownExpression(
            attribute, of: element, as: [.instant, .date], on: entity, .badReservation,
            hint: "Write what gives a day or a moment.")
    }

    /// The fields that name what is held; none, with findings, if one of them cannot.
    private mutating func resources(_ element: PackElement, _ entity: Entity) -> [FieldName] {
        var names: OrderedSet<FieldName> = []
        let words = element.words("resource")
        for word in words {
            guard let name = field(word.value, in: entity.name, at: word.range), let field = entity.fields[name] else {
                continue
            }
            guard isOwn(TypedPath(name, of: entity.name, type: field.valueType), of: entity) else {
                diagnostics.append(
                    .badReservation, "“\(name)” follows from other records or from the moment.", at: word.range,
                    hint: "Name a field that is written to the record, such as a reference.")
                continue
            }
            if !names.append(name).inserted {
                diagnostics.append(.badReservation, "“\(name)” is named twice.", at: word.range)
            }
        }
        return names.count == words.count ? Array(names) : []
    }

    private mutating func holder(_ element: PackElement, _ entity: Entity) -> FieldName? {
        guard let value = element.value(of: "holder"),
            let name = field(value.text, in: entity.name, at: value.range), let field = entity.fields[name]
        else { return nil }
        guard field.reference != nil || field.valueType == .text else {
            diagnostics.append(
                .badReservation, "“\(name)” names nobody.", at: value.range,
                hint: "Name a reference or a text field, or leave the attribute out.")
            return nil
        }
        return name
    }

    private mutating func period(_ element: PackElement, _ entity: Entity) -> Reservation.Period? {
        let starts = moment("from", of: element, entity)
        let ends = moment("to", of: element, entity)
        for (one, other) in [("from", "to"), ("to", "from")] where element[one] != nil && element[other] == nil {
            diagnostics.append(
                .badReservation, "“\(one)” needs “\(other)” beside it.", at: element.range(of: one),
                hint: "A time has a beginning and an end.")
        }
        guard let starts, let ends else { return nil }
        guard starts.type == ends.type else {
            diagnostics.append(
                .badReservation, "“from” and “to” are not both days or both moments.", at: element.range(of: "to"),
                hint: nil)
            return nil
        }
        return Reservation.Period(starts: starts, ends: ends)
    }
}
