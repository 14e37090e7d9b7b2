// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    mutating func buildPools(_ roles: [String]) -> OrderedDictionary<EntityName, Pool> {
        var pools: OrderedDictionary<EntityName, Pool> = [:]
        for (_, element) in definitions("pool") {
            guard let entity = entity("entity", of: element),
                define(
                    "pool", entity.rawValue, at: element.range(of: "entity"),
                    hint: "Use <extend-pool entity=\"\(entity)\"> to change it."),
                let owner = poolOwner(element, entity)
            else { continue }
            let until = poolMoment("protected-until", of: element, entity, isWritten: true)
            let activity = poolMoment("activity", of: element, entity, isWritten: false)
            checkParts(element)
            pools[entity] = Pool(
                entity: entity, owner: owner, protection: protection(element, entity), protectedUntil: until,
                activity: activity, limit: expression("limit", of: element, as: .integer, on: entity),
                roles: poolRoles(element, roles), range: element.range)
        }
        return pools
    }

    private mutating func poolOwner(_ element: PackElement, _ entity: EntityName) -> FieldName? {
        guard let value = element.value(of: "owner"), let name = field(value.text, in: entity, at: value.range),
            let field = draft.entities[entity]?.fields[name]
        else { return nil }
        func refuse(_ sentence: Sentence, _ hint: Sentence) -> FieldName? {
            diagnostics.append(.badPool, sentence, at: value.range, hint: hint)
            return nil
        }
        guard field.valueType == .entity("User"), field.system == nil, field.element["compute"] == nil else {
            return refuse(
                "“\(name)” is no reference to a user that is written.", "Name a reference to the entity User.")
        }
        guard !field.element.isTrue("required") else {
            return refuse(
                "“\(name)” is required, and a record in the pool has no owner.", "Take required=\"true\" away.")
        }
        return name
    }

    /// A date or moment of the record; nil, with a finding, for other fields.
    private mutating func poolMoment(
        _ attribute: String, of element: PackElement, _ entity: EntityName, isWritten: Bool
    ) -> FieldName? {
        guard let value = element.value(of: attribute),
            let name = field(value.text, in: entity, at: value.range), let field = draft.entities[entity]?.fields[name]
        else { return nil }
        let isEntered = field.element["compute"] == nil && field.system == nil
        guard [.date, .instant].contains(field.valueType), isEntered || !isWritten else {
            diagnostics.append(
                .badPool,
                isWritten ? "“\(name)” is no date or moment that can be written." : "“\(name)” is no date or moment.",
                at: value.range, hint: "Name a field of type date or dateTime.")
            return nil
        }
        return name
    }

    private mutating func protection(_ element: PackElement, _ entity: EntityName) -> TypedExpression? {
        guard let text = element["protect"], let span = TimeSpan(text) else {
            return expression("protect", of: element, as: .duration, on: entity)
        }
        if span.microseconds > 0 { return .constant(.duration(span), .duration) }
        diagnostics.append(
            .badPool, "“\(text)” protects nothing.", at: element.range(of: "protect"),
            hint: "Write it like P90D, or leave it out if the owner keeps the record.")
        return nil
    }

    private mutating func checkParts(_ element: PackElement) {
        if element["protect"] != nil, element["protected-until"] == nil {
            diagnostics.append(
                .badPool, "A protection needs the attribute “protected-until”.", at: element.range(of: "protect"),
                hint: "Name a date or dateTime field in which it stands until when a record is protected.")
        }
        for attribute in ["protected-until", "activity"] where element[attribute] != nil && element["protect"] == nil {
            diagnostics.append(
                .badPool, "“\(attribute)” says nothing without “protect”.", at: element.range(of: attribute),
                hint: "Add protect=\"P90D\", or take it away.")
        }
    }

    private mutating func poolRoles(_ element: PackElement, _ roles: [String]) -> [RoleName] {
        element.words("roles").compactMap { word in
            require(.unknownRole, word.value, among: roles, at: word.range, "There is no role “\(word.value)”.")
                ? RoleName(word.value) : nil
        }
    }
}
