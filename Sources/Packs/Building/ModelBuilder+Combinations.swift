// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import OrderedCollections
import Values

// Fields that are unique together.
extension ModelBuilder {
    mutating func combinations(
        _ draft: ModelDraft.EntityDraft, _ entity: EntityName, _ fields: OrderedDictionary<FieldName, Field>
    ) -> [UniqueCombination] {
        draft.element.children("unique").compactMap { element in
            guard let id = element["id"],
                define("unique combination", "\(entity).\(id)", at: element.range(of: "id"), hint: anotherName)
            else { return nil }
            let names = parts(of: element, entity, fields)
            guard names.count > 1, names.count == element.words("fields").count else { return nil }
            return UniqueCombination(
                name: id, fields: names, message: element.children("label").isEmpty ? nil : element.label(),
                range: element.range)
        }
    }

    private mutating func parts(
        of element: PackElement, _ entity: EntityName, _ fields: OrderedDictionary<FieldName, Field>
    ) -> [FieldName] {
        var names: OrderedSet<FieldName> = []
        for word in element.words("fields") {
            guard let name = field(word.value, in: entity, at: word.range), let field = fields[name] else { continue }
            guard !field.isFollowing else {
                diagnostics.append(
                    .badUnique, "“\(name)” follows from other values.", at: word.range,
                    hint: "Name fields that are written to the record.")
                continue
            }
            if !names.append(name).inserted {
                diagnostics.append(.badUnique, "“\(name)” is named twice.", at: word.range)
            }
        }
        if element["fields"] != nil, element.words("fields").count < 2 {
            diagnostics.append(
                .badUnique, "A combination has two fields or more.", at: element.range(of: "fields"),
                hint: "Of a single field say unique=\"true\" where it is declared.")
        }
        return Array(names)
    }
}

extension Field {
    /// Nobody writes it: it is computed, from the record itself or from others.
    fileprivate var isFollowing: Bool {
        switch origin {
        case .computed, .volatile: true
        case .entered, .numbered, .stage, .system: false
        }
    }
}
