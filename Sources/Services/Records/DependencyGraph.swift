// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Values

/// A computed field of another record that has to be computed anew, and the way to that record.
struct Trigger: Sendable, Hashable {
    /// One step from a record towards those whose fields read it.
    enum Step: Sendable, Hashable {
        /// To the records of an entity whose field points here.
        case referrers(EntityName, FieldName)
        /// To the record that this one's field points to.
        case parent(EntityName, FieldName)
    }

    let entity: EntityName
    let field: FieldName
    let steps: [Step]

    /// The other record reads this one as a member of a collection.
    var isMembership: Bool {
        if case .parent = steps.first { true } else { false }
    }
}

/// Which computed fields read which fields of other records, by the entity and field read.
struct DependencyGraph: Sendable {
    private(set) var triggers: [EntityName: [FieldName: [Trigger]]] = [:]

    init(_ model: Model) {
        for field in model.entities.values.flatMap(\.fields.values) {
            guard case .computed(let expression) = field.origin else { continue }
            for path in Set(readsFromRecord(expression)) { add(path, for: field, in: model) }
        }
    }

    private mutating func add(_ path: [TypedPath.Segment], for field: Field, in model: Model) {
        var back: [Trigger.Step] = []
        for segment in path {
            if let relationship = model.entities[segment.entity]?.relationships[segment.name] {
                back.insert(.parent(segment.entity, relationship.field), at: 0)
                insert(relationship.entity, relationship.field, field, back)
            } else {
                if !back.isEmpty { insert(segment.entity, segment.name, field, back) }
                back.insert(.referrers(segment.entity, segment.name), at: 0)
            }
        }
    }

    private mutating func insert(
        _ entity: EntityName, _ name: FieldName, _ field: Field, _ steps: [Trigger.Step]
    ) {
        let trigger = Trigger(entity: field.entity, field: field.name, steps: steps)
        if triggers[entity]?[name]?.contains(trigger) == true { return }
        triggers[entity, default: [:]][name, default: []].append(trigger)
    }
}

/// Every way that an expression reads, from the record on, through collections and their members.
func readsFromRecord(_ expression: TypedExpression) -> [[TypedPath.Segment]] {
    var reads = PathReader()
    reads.read(expression.root)
    return reads.paths
}

private struct PathReader {
    var paths: [[TypedPath.Segment]] = []
    private var member: [TypedPath.Segment]?
    private var variables: [String: [TypedPath.Segment]] = [:]

    private func full(_ path: TypedPath) -> [TypedPath.Segment]? {
        switch path.root {
        case .record: path.segments
        case .member: member.map { $0 + path.segments }
        case .variable(let name): variables[name].map { $0 + path.segments }
        case .alias: nil
        }
    }

    private mutating func note(_ path: TypedPath) {
        if let full = full(path), !full.isEmpty { paths.append(full) }
    }

    mutating func read(_ node: TypedNode) {
        switch node {
        case .literal: break
        case .path(let path): note(path)
        case .not(let operand), .negate(let operand), .cast(let operand, _): read(operand)
        case .binary(_, let left, let right, _, _):
            read(left)
            read(right)
        case .isIn(let operand, let items):
            read(operand)
            items.forEach { read($0) }
        case .isInCollection(let operand, let path):
            read(operand)
            note(path)
        case .call(_, let arguments, _): arguments.forEach { read($0) }
        case .conditional(let branches, _):
            for branch in branches {
                read(branch.condition)
                read(branch.value)
            }
        case .any(let path, let variable, let condition):
            note(path)
            if let condition { inside(path, variable, condition) }
        case .all(let path, let variable, let condition):
            note(path)
            inside(path, variable, condition)
        case .count(let path, let filter):
            note(path)
            if let filter { inside(path, nil, filter) }
        case .aggregate(let path, let value, _, _):
            note(path)
            inside(path, nil, value)
        }
    }

    private mutating func inside(_ path: TypedPath, _ variable: String?, _ node: TypedNode) {
        let outer = self
        let prefix = full(path)
        if let variable { variables[variable] = prefix } else { member = prefix }
        read(node)
        member = outer.member
        variables = outer.variables
    }
}
