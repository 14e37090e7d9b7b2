// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// The stages of a pipeline, and what a record needs for each.
extension ModelBuilder {
    mutating func stages(
        _ pipeline: PackElement, _ entity: EntityName, _ roles: [String]
    ) -> [Stage] {
        var stages: [Stage] = []
        for element in pipeline.children("stage") {
            guard let id = element["id"],
                define("stage", "\(pipeline["id"] ?? "").\(id)", at: element.range(of: "id"), hint: anotherName)
            else { continue }
            let category = word("category", of: element, among: ["open", "won", "lost"])
            let needs = needs(element, entity)
            stages.append(
                Stage(
                    name: StageName(id), label: element.label(),
                    category: category.flatMap(Stage.Category.init) ?? .open,
                    entry: StageRequirements(
                        fields: fields("requires", of: element, in: entity),
                        guards: guards("guard", of: element, entity), needs: needs.filter { $0.isEntry }.map(\.need)),
                    exit: StageRequirements(
                        fields: fields("exit-requires", of: element, in: entity),
                        guards: guards("exit", of: element, entity), needs: needs.filter { !$0.isEntry }.map(\.need)),
                    approvals: approvals(element, of: pipeline, entity, roles),
                    isIrreversible: element.isTrue("irreversible"), isRetired: element.isTrue("retired")))
        }
        if let first = stages.first, first.isRetired {
            diagnostics.append(
                .noStages, "Records begin in “\(first.name)”, which is retired.", at: pipeline.range,
                hint: "Put a stage before it in which records begin.")
        }
        if stages.isEmpty {
            diagnostics.append(
                .noStages, "A pipeline needs stages.", at: pipeline.range, hint: "Add <stage id=\"…\">.")
        }
        return stages
    }

    /// The conditions of one kind inside an element.
    mutating func guards(_ kind: String, of element: PackElement, _ entity: EntityName) -> [Guard] {
        element.children(kind).compactMap { child in
            guard let id = child["id"], let condition = expression("test", of: child, as: .boolean, on: entity) else {
                return nil
            }
            return Guard(name: id, condition: condition, message: child.label())
        }
    }

    /// The related records that an element asks for, and whether it asks for them on entry.
    mutating func needs(_ element: PackElement, _ entity: EntityName) -> [(need: RelatedNeed, isEntry: Bool)] {
        element.children("needs").compactMap { child in
            guard let id = child["id"], let relationship = relationship(of: child, entity) else { return nil }
            let count = number("count", of: child, in: 1...1000) ?? 1
            let isEntry = word("on", of: child, among: ["exit", "entry"]) == "entry"
            guard let present = present(child, relationship, entity) else { return nil }
            let need = RelatedNeed(
                name: id, relationship: relationship.name, count: count, present: present, message: child.label())
            return (need, isEntry)
        }
    }

    private mutating func relationship(of element: PackElement, _ entity: EntityName) -> Relationship? {
        guard let name = element["relationship"], let known = draft.entities[entity]?.relationships else { return nil }
        require(
            .unknownRelationship, name, among: known.keys.map(\.rawValue), at: element.range(of: "relationship"),
            "\(entity) has no relationship “\(name)”.")
        return known[FieldName(name)]
    }

    /// How many records of a relationship there are; those that a condition of theirs is true of, if there is one.
    private mutating func present(
        _ element: PackElement, _ relationship: Relationship, _ entity: EntityName
    ) -> TypedExpression? {
        var source = "\(relationship.name)/$count"
        if let condition = element["where"] {
            // Compiled by itself first, so that a mistake is found at its place in the attribute.
            guard expression("where", of: element, as: .boolean, on: relationship.entity) != nil else { return nil }
            source += "($filter=\(condition))"
        }
        do {
            return try compiler.compile(source, as: .integer, on: entity, in: DraftScope(draft: draft))
        } catch {
            diagnostics.append(
                .badStage, "The condition cannot be counted by: \(error.message)",
                at: element.range(of: "where"),
                hint: "Make a computed field of it in \(relationship.entity), and name that.")
            return nil
        }
    }
}
