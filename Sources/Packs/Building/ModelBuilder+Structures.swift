// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    mutating func buildStructures(
        _ entities: OrderedDictionary<EntityName, Entity>, _ calendars: OrderedDictionary<CalendarName, WorkCalendar>
    ) -> GuardedStructures {
        GuardedStructures(
            reservations: buildReservations(entities), ledgers: buildLedgers(entities),
            snapshots: buildSnapshots(calendars))
    }

    /// An expression that a write of the record alone decides: it reads stored fields of the record that nothing else
    /// changes. Nil, with a finding, for others.
    ///
    /// - Parameter types: What it may give; empty for anything.
    mutating func ownExpression(
        _ attribute: String, of element: PackElement, as types: [ValueType], on entity: Entity, _ finding: PackFinding,
        hint: Sentence
    ) -> TypedExpression? {
        guard let value = expression(attribute, of: element, as: types.count == 1 ? types[0] : nil, on: entity.name)
        else { return nil }
        guard types.isEmpty || types.contains(value.type) else {
            diagnostics.append(
                finding, "“\(value.source)” is not what the attribute “\(attribute)” takes.",
                at: element.range(of: attribute), hint: hint)
            return nil
        }
        guard !value.isVolatile(compiler.functions) else {
            diagnostics.append(
                finding, "“\(value.source)” depends on the moment or on who asks.", at: element.range(of: attribute),
                hint: "Name fields of the record.")
            return nil
        }
        guard let foreign = value.paths.first(where: { !isOwn($0, of: entity) }) else { return value }
        let name = TypedExpression(foreign).source
        diagnostics.append(
            finding, "“\(name)” follows from other records.", at: element.range(of: attribute),
            hint: "Only what is written to a record of \(entity.name) itself may decide; keep it in a field.")
        return nil
    }

    /// Whether a path reads a stored field of the record that changes with a write of the record alone.
    func isOwn(_ path: TypedPath, of entity: Entity, _ seen: Set<FieldName> = []) -> Bool {
        guard path.root == .record else {
            if case .alias = path.root { return true }
            return false
        }
        guard path.segments.count == 1, let name = path.segments.first?.name,
            let field = entity.fields[name], field.isStored
        else { return false }
        guard case .computed(let expression) = field.origin else { return true }
        guard !seen.contains(name) else { return true }
        return expression.paths.allSatisfy { isOwn($0, of: entity, seen.union([name])) }
    }
}
