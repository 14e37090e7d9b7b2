// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

/// A field of an entity, as one name.
struct FieldKey: Hashable {
    let entity: EntityName
    let field: FieldName
}

// Computed fields: what they read, that they do not read themselves, and which of them cannot be stored.
extension ModelBuilder {
    mutating func compileComputations() -> OrderedDictionary<FieldKey, TypedExpression> {
        var computations: OrderedDictionary<FieldKey, TypedExpression> = [:]
        for (name, entity) in draft.entities {
            for field in entity.fields.values where field.element["compute"] != nil && field.pipeline == nil {
                if field.element.isTrue("required") || field.element["default"] != nil {
                    diagnostics.append(
                        .attributeNotForType, "A computed field is neither required nor has a default.",
                        at: field.element.range, hint: "Remove the attribute, or “compute”.")
                }
                computations[FieldKey(entity: name, field: field.name)] = expression(
                    "compute", of: field.element, as: field.valueType, on: name)
            }
            for field in entity.fields.values {
                guard let pipeline = field.progress else { continue }
                computations[FieldKey(entity: name, field: field.name)] = probability(of: pipeline, on: name)
            }
        }
        for (key, ledger) in draft.ledgers { computations[key] = balance(of: ledger, in: key) }
        return computations
    }

    /// The computed fields that an expression reads directly.
    private func read(
        by expression: TypedExpression, among computations: OrderedDictionary<FieldKey, TypedExpression>
    ) -> [FieldKey] {
        expression.paths.flatMap(\.segments).map { FieldKey(entity: $0.entity, field: $0.name) }
            .filter { computations[$0] != nil }
    }

    mutating func checkCycles(_ computations: OrderedDictionary<FieldKey, TypedExpression>) {
        var finished: Set<FieldKey> = []
        for key in computations.keys {
            var path: [FieldKey] = []
            if let cycle = cycle(from: key, &path, &finished, computations), cycle.first == key {
                let names = (cycle + [key]).map { "\($0.entity).\($0.field)" }.joined(separator: " → ")
                let element = draft.entities[key.entity]?.fields[key.field]?.element
                diagnostics.append(
                    .cyclicComputation, "The field is computed from itself: \(names).",
                    at: element?.range(of: "compute"), hint: "Break the circle at one of these fields.")
            }
        }
    }

    private func cycle(
        from key: FieldKey, _ path: inout [FieldKey], _ finished: inout Set<FieldKey>,
        _ computations: OrderedDictionary<FieldKey, TypedExpression>
    ) -> [FieldKey]? {
        if let start = path.firstIndex(of: key) { return Array(path[start...]) }
        guard !finished.contains(key), let expression = computations[key] else { return nil }
        path.append(key)
        for next in read(by: expression, among: computations) {
            if let cycle = cycle(from: next, &path, &finished, computations) { return cycle }
        }
        path.removeLast()
        finished.insert(key)
        return nil
    }

    /// The fields that depend on the moment or on who asks, directly or through others.
    func volatileFields(_ computations: OrderedDictionary<FieldKey, TypedExpression>) -> Set<FieldKey> {
        var volatile = Set(computations.filter { $0.value.isVolatile(compiler.functions) }.keys)
        var hasGrown = true
        while hasGrown {
            hasGrown = false
            for (key, expression) in computations where !volatile.contains(key) {
                guard read(by: expression, among: computations).contains(where: volatile.contains) else { continue }
                volatile.insert(key)
                hasGrown = true
            }
        }
        return volatile
    }
}
