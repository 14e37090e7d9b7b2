// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

/// A model as a scope of expressions, with the records that a scenario has named so far.
struct ScenarioScope: TypeScope {
    private let model: Model
    private let choices: [ChoiceName: [ChoiceOption]]
    /// The entities of named records; persons are users.
    var records: [String: EntityName] = [:]
    /// Somebody acts, who is `@me`.
    var hasActor = false

    init(_ model: Model) {
        self.model = model
        var choices: [ChoiceName: [ChoiceOption]] = [:]
        let told = model.time.events.values.flatMap(\.values.values)
        for field in model.entities.values.flatMap(\.fields.values) + told {
            switch field.valueType {
            case .choice(let name), .flags(let name):
                if case .stage(let pipeline) = field.origin {
                    choices[name] = model.pipelines[pipeline]?.stages.enumerated().map {
                        ChoiceOption(name: $1.name.rawValue, number: UInt64($0))
                    }
                } else {
                    choices[name] = Self.options(of: field)
                }
            default: break
            }
        }
        self.choices = choices
    }

    private static func options(of field: Field) -> [ChoiceOption] {
        field.options.enumerated().map { index, option in
            let number = field.type.shape == .flags ? 1 << UInt64(option.flag ?? 0) : UInt64(index)
            return ChoiceOption(name: option.name, number: number)
        }
    }

    func type(of property: FieldName, in entity: EntityName) -> ValueType? {
        if entity == "User", property == "roles" { return .collection(.text) }
        guard let entity = model.entities[entity] else { return nil }
        return entity.fields[property]?.valueType
            ?? entity.relationships[property].map { .collection(.entity($0.entity)) }
    }

    func properties(of entity: EntityName) -> [FieldName] {
        guard let entity = model.entities[entity] else { return [] }
        return Array(entity.fields.keys) + Array(entity.relationships.keys)
    }

    func isTree(_ entity: EntityName) -> Bool { model.entities[entity]?.treeField != nil }

    func keepsHistory(of property: FieldName, in entity: EntityName) -> Bool {
        model.entities[entity]?.fields[property]?.keepsHistory == true
    }

    func options(of choice: ChoiceName) -> [ChoiceOption]? { choices[choice] }

    func type(ofAlias alias: String) -> ValueType? {
        if let entity = records[alias] { return .entity(entity) }
        if alias == "me" { return hasActor ? .entity("User") : nil }
        return model.parameters[alias]?.type
    }

    var aliases: [String] {
        records.keys.sorted() + (hasActor ? ["me"] : []) + model.parameters.keys.sorted()
    }
}
