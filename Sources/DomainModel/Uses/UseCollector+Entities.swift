// SPDX-License-Identifier: Apache-2.0
import Expressions
import OrderedCollections
import Values

extension UseCollector {
    mutating func collect(_ entity: Entity) {
        for field in entity.fields.values { collect(field, of: entity) }
        begin(entity.name.rawValue, at: entity.range)
        note([entity.titleField], of: entity.name, in: "title")
        for rule in entity.rules {
            note(rule.condition, in: "rule \(rule.name)")
            note([rule.field].compactMap(\.self), of: entity.name, in: "rule \(rule.name)")
        }
        for combination in entity.combinations {
            note(combination.fields, of: entity.name, in: "unique \(combination.name)")
        }
        note(entity.list.columns, of: entity.name, in: "list")
        for term in entity.list.order { note(term.expression, in: "order of the list") }
        for filter in entity.list.filters { note(filter.condition, in: "filter \(filter.name)") }
        for section in entity.page.sections {
            note(section.fields, of: entity.name, in: "section “\(section.label.english)”")
        }
        for list in entity.page.related {
            note([list.relationship], of: entity.name, in: "related list \(list.relationship)")
            guard let target = entity.relationships[list.relationship]?.entity else { continue }
            note(list.columns, of: target, in: "related list \(list.relationship)")
        }
        guard let timeline = entity.page.timeline else { return }
        note([timeline.relationship], of: entity.name, in: "timeline")
        guard let target = entity.relationships[timeline.relationship]?.entity else { return }
        note([timeline.at], of: target, in: "timeline")
    }

    private mutating func collect(_ field: Field, of entity: Entity) {
        if case .system = field.origin { return }
        begin("\(entity.name).\(field.name)", at: field.range)
        if let target = field.reference?.entity { note(target.rawValue, in: "reference") }
        note(field.defaultValue, in: "default")
        switch field.origin {
        case .computed(let expression), .volatile(let expression): note(expression, in: "compute")
        case .stage(let pipeline): note("pipeline \(pipeline)", in: "stage")
        default: break
        }
    }

    mutating func collect(_ mapping: ImportMapping) {
        begin("import \(mapping.name)", at: mapping.range)
        note(mapping.entity.rawValue, in: "entity")
        note(mapping.keys, of: mapping.entity, in: "key")
        for column in mapping.columns {
            note([column.field], of: mapping.entity, in: "column \(column.heading)")
            guard let lookup = column.lookup,
                let target = model.entities[mapping.entity]?.fields[column.field]?.reference?.entity
            else { continue }
            note([lookup], of: target, in: "column \(column.heading)")
        }
        if let similarity = mapping.similarity {
            note([similarity.same, similarity.alike], of: mapping.entity, in: "similar")
        }
    }
}
