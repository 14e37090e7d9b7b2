// SPDX-License-Identifier: Apache-2.0
import Expressions
import Values

/// A scope with further aliases.
struct AliasedScope: TypeScope {
    let base: any TypeScope
    var added: [String: ValueType]

    func type(of property: FieldName, in entity: EntityName) -> ValueType? { base.type(of: property, in: entity) }
    func properties(of entity: EntityName) -> [FieldName] { base.properties(of: entity) }
    func property(named name: FieldName, in entity: EntityName) -> FieldName { base.property(named: name, in: entity) }

    func isNavigation(_ name: FieldName, of property: FieldName) -> Bool {
        base.isNavigation(name, of: property)
    }

    func isTree(_ entity: EntityName) -> Bool { base.isTree(entity) }

    func keepsHistory(of property: FieldName, in entity: EntityName) -> Bool {
        base.keepsHistory(of: property, in: entity)
    }

    func options(of choice: ChoiceName) -> [ChoiceOption]? { base.options(of: choice) }
    func type(ofAlias alias: String) -> ValueType? { added[alias] ?? base.type(ofAlias: alias) }
    var aliases: [String] { added.keys.sorted() + base.aliases }
}
