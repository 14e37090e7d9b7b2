// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Values

/// What the expressions of a request may name: fields that are hidden or masked for the asker do not exist here.
struct AskerScope: TypeScope {
    let plan: ModelPlan
    let permissions: Permissions
    /// Records that the request has names for.
    var records: [String: RecordReference] = [:]

    func type(of property: FieldName, in entity: EntityName) -> ValueType? {
        if entity == "User", property == "roles" { return .collection(.text) }
        if entity == "User", property == "id" { return .identifier }
        guard permissions[entity].read != .none, let description = plan.model.entities[entity] else { return nil }
        if let field = description.fields[property] {
            return permissions.isPlain(property, of: entity) ? field.valueType : nil
        }
        guard let relationship = description.relationships[property],
            permissions[relationship.entity].read != .none,
            permissions.isPlain(relationship.field, of: relationship.entity)
        else { return nil }
        return .collection(.entity(relationship.entity))
    }

    func properties(of entity: EntityName) -> [FieldName] {
        guard let description = plan.model.entities[entity] else { return [] }
        return (Array(description.fields.keys) + Array(description.relationships.keys)).filter {
            type(of: $0, in: entity) != nil
        }
    }

    func property(named name: FieldName, in entity: EntityName) -> FieldName {
        guard let description = plan.model.entities[entity], description.fields[name] == nil,
            description.relationships[name] == nil
        else { return name }
        return description.reference(navigatedAs: name)?.name ?? name
    }

    func isNavigation(_ name: FieldName, of property: FieldName) -> Bool { navigationName(property) == name.rawValue }

    func isTree(_ entity: EntityName) -> Bool {
        guard let field = plan.model.entities[entity]?.treeField else { return false }
        return permissions[entity].read != .none && permissions.isPlain(field, of: entity)
    }

    func keepsHistory(of property: FieldName, in entity: EntityName) -> Bool {
        plan.model.entities[entity]?.fields[property]?.keepsHistory == true
    }

    func options(of choice: ChoiceName) -> [ChoiceOption]? { plan.options[choice] }

    func type(ofAlias alias: String) -> ValueType? {
        if let record = records[alias] { return .entity(record.entity) }
        return alias == "me" ? .entity("User") : plan.model.parameters[alias]?.type
    }

    var aliases: [String] { records.keys.sorted() + ["me"] + plan.model.parameters.keys.sorted() }
}
