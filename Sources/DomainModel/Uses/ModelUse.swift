// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
import Expressions
import OrderedCollections
import Values

/// One definition of a model uses another: a report a field, a role a report, a reference an entity.
public struct ModelUse: Hashable, Sendable {
    /// What is used, such as `Account.name`, `Account`, `pipeline renewal` or `report forecast`.
    public let used: String
    /// What uses it, such as `report forecast`.
    public let user: String
    /// In which part of it, such as `measure amount`.
    public let part: String
    /// Where the user is defined.
    public let range: SourceRange
}

extension Model {
    /// Who uses what, in the order of the definitions: what would break if a definition went away.
    public var uses: [ModelUse] {
        var collector = UseCollector(model: self)
        for entity in entities.values { collector.collect(entity) }
        for pipeline in pipelines.values { collector.collect(pipeline) }
        for report in reports.values { collector.collect(report) }
        for role in roles.values { collector.collect(role) }
        for mapping in imports.values { collector.collect(mapping) }
        for clock in time.clocks.values { collector.collect(clock) }
        for event in time.events.values { collector.collect(event) }
        for automation in time.automations.values { collector.collect(automation) }
        collector.collect(analysis)
        for pool in pools.values { collector.collect(pool) }
        collector.collect(structures)
        return collector.uses
    }
}

/// Goes through definitions and notes what each uses.
struct UseCollector {
    let model: Model
    private(set) var uses: [ModelUse] = []
    private var seen: Set<ModelUse> = []
    private var user = ""
    private var range: SourceRange

    init(model: Model) {
        self.model = model
        let start = SourcePosition(line: 1, column: 1)
        range = SourceRange(file: "", start: start, end: start)
    }

    /// From now on uses are those of this definition.
    mutating func begin(_ user: String, at range: SourceRange) { (self.user, self.range) = (user, range) }

    mutating func note(_ used: String, in part: String) {
        let use = ModelUse(used: used, user: user, part: part, range: range)
        guard used != user, seen.insert(use).inserted else { return }
        uses.append(use)
    }

    mutating func note(_ fields: [FieldName], of entity: EntityName, in part: String) {
        for field in fields { note(name(field, of: entity), in: part) }
    }

    /// The parameters that an expression over figures names.
    mutating func note(parametersOf expression: TypedExpression, in part: String) {
        for path in expression.paths {
            guard case .alias(let alias) = path.root, model.parameters[alias] != nil else { continue }
            note("parameter \(alias)", in: part)
        }
    }

    mutating func note(_ expression: TypedExpression?, in part: String) {
        if let expression { note(parametersOf: expression, in: part) }
        for path in expression?.paths ?? [] {
            for segment in path.segments where path.root != .alias(InboundEvent.alias) {
                note(name(segment.name, of: segment.entity), in: part)
            }
        }
    }

    /// A collection belongs to the reference that makes it.
    func name(_ field: FieldName, of entity: EntityName) -> String {
        guard let relationship = model.entities[entity]?.relationships[field] else { return "\(entity).\(field)" }
        return "\(relationship.entity).\(relationship.field)"
    }
}
