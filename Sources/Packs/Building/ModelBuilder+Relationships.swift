// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// Names that other definitions make in an entity: stage fields and collections.
extension ModelBuilder {
    mutating func collectPipelineFields() {
        for (_, element) in definitions("pipeline") {
            guard let id = element["id"], let field = element["field"],
                define("pipeline", id, at: element.range(of: "id"), hint: anotherName),
                let entity = entity("entity", of: element), let type = fieldTypes["choice"],
                define(
                    "field", "\(entity).\(field)", at: element.range(of: "field"),
                    hint: "The pipeline makes its field; name another.")
            else { continue }
            let name = ChoiceName("\(entity).\(field)")
            let options = element.children("stage").compactMap { stage in
                stage["id"].map {
                    Option(
                        name: $0, label: stage.label(), tone: tone(of: stage), isRetired: stage.isTrue("retired"))
                }
            }
            draft.choices[name] = options.enumerated().map {
                ChoiceOption(name: $0.element.name, number: UInt64($0.offset))
            }
            var made = ModelDraft.FieldDraft(
                name: FieldName(field), element: element, type: type, valueType: .choice(name))
            made.options = options
            made.goneOptions = goneOptions(of: element, "stage")
            made.pipeline = PipelineName(id)
            draft.entities[entity]?.fields[FieldName(field)] = made
            collectProbability(element, entity)
        }
    }

    private func tone(of stage: PackElement) -> Option.Tone {
        switch stage["category"] {
        case "won": .positive
        case "lost": .negative
        default: .accent
        }
    }

    mutating func collectRelationships() {
        for (name, entity) in draft.entities {
            for field in entity.fields.values {
                guard case .entity(let target) = field.valueType, let inverse = field.element["inverse"] else {
                    continue
                }
                let range = field.element.range(of: "inverse")
                let hasField = draft.entities[target]?.fields[FieldName(inverse)] != nil
                let hasRelationship = draft.entities[target]?.relationships[FieldName(inverse)] != nil
                if hasField || hasRelationship {
                    diagnostics.append(
                        .nameClash, "\(target) has a field or collection “\(inverse)” already.", at: range,
                        hint: anotherName)
                    continue
                }
                let label = field.element.children("inverse").first?.label() ?? entity.element.label("plural")
                draft.entities[target]?.relationships[FieldName(inverse)] = Relationship(
                    name: FieldName(inverse), label: label, entity: name, field: field.name)
            }
        }
    }
}
