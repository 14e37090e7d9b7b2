// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

/// The merged layers before expressions are checked: every name is known, every field has its type.
struct ModelDraft {
    struct FieldDraft {
        let name: FieldName
        let element: PackElement
        let type: FieldType
        let valueType: ValueType
        var options: [Option] = []
        /// Options that are no longer there, with those that their records take.
        var goneOptions: [String: String] = [:]
        var scale = 0
        /// The pipeline that made the field.
        var pipeline: PipelineName?
        /// The pipeline whose progress the field holds in percent.
        var progress: PackElement?
        var system: SystemField?
    }

    struct EntityDraft {
        let element: PackElement
        let pack: PackName
        var fields: OrderedDictionary<FieldName, FieldDraft> = [:]
        var relationships: OrderedDictionary<FieldName, Relationship> = [:]
    }

    var entities: OrderedDictionary<EntityName, EntityDraft> = [:]
    var choices: [ChoiceName: [ChoiceOption]] = [:]
    var parameters: [String: Parameter] = [:]
    /// By the field of the account that holds the balance.
    var ledgers: OrderedDictionary<FieldKey, LedgerDraft> = [:]

    /// A ledger whose names are known.
    struct LedgerDraft {
        let name: LedgerName
        let element: PackElement
        let entity: EntityName
        let account: FieldName
        let quantity: FieldName
        /// The account's collection of postings.
        let postings: FieldName
    }
}

/// The draft as a scope of expressions; pack rules see every field.
struct DraftScope: TypeScope {
    let draft: ModelDraft

    func type(of property: FieldName, in entity: EntityName) -> ValueType? {
        if entity == "User", property == "roles" { return .collection(.text) }
        guard let entity = draft.entities[entity] else { return nil }
        return entity.fields[property]?.valueType
            ?? entity.relationships[property].map { .collection(.entity($0.entity)) }
    }

    func properties(of entity: EntityName) -> [FieldName] {
        guard let entity = draft.entities[entity] else { return [] }
        return Array(entity.fields.keys) + Array(entity.relationships.keys)
    }

    func isTree(_ entity: EntityName) -> Bool { draft.entities[entity]?.treeField != nil }

    func keepsHistory(of property: FieldName, in entity: EntityName) -> Bool {
        draft.entities[entity]?.fields[property]?.element.isTrue("history") == true
    }

    func options(of choice: ChoiceName) -> [ChoiceOption]? { draft.choices[choice] }

    func type(ofAlias alias: String) -> ValueType? {
        alias == "me" ? .entity("User") : draft.parameters[alias]?.type
    }

    var aliases: [String] { ["me"] + draft.parameters.keys.sorted() }
}
