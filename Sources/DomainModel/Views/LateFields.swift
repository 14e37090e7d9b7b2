// SPDX-License-Identifier: Apache-2.0
import OrderedCollections
public import Values

/// The fields of an entity that nobody need fill in when a record begins.
public struct LateFields: Sendable {
    /// Those that the engine alone keeps: what clocks, pools and ledgers tell.
    public let kept: Set<FieldName>
    /// Those that moves and automations write in time, that a later stage asks for, or that tell the moment of now.
    public let later: Set<FieldName>

    /// - Parameter entity: An entity of the model.
    public init(of entity: Entity, in model: Model) {
        let pipelines = model.pipelines.values.filter { $0.entity == entity.name }
        let clocks = model.time.clocks.values.filter { $0.entity == entity.name }
        let balances = model.structures.ledgers.values.filter { $0.accountEntity == entity.name }.map(\.balance)
        let told =
            clocks.flatMap { [$0.dueField, $0.breachedField] } + pipelines.map(\.backMovesField)
            + [model.pools[entity.name]?.protectedUntil]
        kept = Set(told.compactMap(\.self) + balances)
        let written = model.time.automations.values.flatMap { $0.fieldsWrittenInTime(of: entity.name) }
        let moments = entity.fields.values.filter { $0.valueType == .instant && $0.defaultValue != nil }
        // What a list shows is what people know a record by, so they may know it from the beginning.
        let known = Set(entity.list.columns)
        let named = (pipelines.flatMap(\.lateFields) + written).filter { name in
            guard let field = entity.fields[name] else { return false }
            // A box that is not ticked to begin with is ticked by what happens.
            let isOpen = field.defaultValue == nil || field.valueType == .boolean
            return !field.isRequired && isOpen && !known.contains(name)
        }
        later = Set(named + moments.map(\.name)).subtracting(kept)
    }
}

extension Pipeline {
    /// What moves write by themselves, and what is asked for after the first move.
    fileprivate var lateFields: [FieldName] {
        let early = Set(stages.prefix(2).filter { $0.category != .lost }.flatMap { $0.entry.fields + $0.exit.fields })
        let asked = stages.flatMap { $0.entry.fields + $0.exit.fields } + transitions.flatMap(\.requirements.fields)
        let reasons = transitions.compactMap { transition in
            if case .oneOf(_, _, let field) = transition.reason { field } else { nil }
        }
        return asked.filter { !early.contains($0) } + transitions.flatMap { $0.assignments.map(\.field) } + reasons
    }
}

extension Automation {
    /// The fields of an entity that it writes, unless the record’s own beginning or change sets it off: then it only
    /// completes what a person left out.
    fileprivate func fieldsWrittenInTime(of entity: EntityName) -> [FieldName] {
        let isImmediate = triggers.contains { trigger in
            switch trigger {
            case .create, .change: true
            default: false
            }
        }
        return actions.flatMap { action -> [FieldName] in
            switch action {
            case .set(let assignment): self.entity == entity && !isImmediate ? [assignment.field] : []
            case .forEach(let scope, let actions) where scope.entity == entity && scope.entity != self.entity:
                actions.compactMap { if case .set(let assignment) = $0 { assignment.field } else { nil } }
            default: []
            }
        }
    }
}
