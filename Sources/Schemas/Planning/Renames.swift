// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import OrderedCollections
import Values

/// Which entities and fields of a database a model has under other names, as its packs declare it.
struct Renames {
    struct Entity: Equatable {
        let from: String
        let to: String
        let table: String
    }

    struct Field: Equatable {
        let entity: String
        let from: String
        let to: String
    }

    private(set) var entities: [Entity] = []
    private(set) var fields: [Field] = []
    /// What was declared and cannot be done.
    private(set) var findings: [PlanFinding] = []
    /// The catalogue as it is, in the new names.
    private(set) var catalogue: [DatabaseState.Entry]

    /// Names that are taken back, although no pack declares them as former ones.
    private let restored: RestoredNames

    init(_ model: Model, on state: DatabaseState, restoring restored: RestoredNames = RestoredNames()) {
        catalogue = state.catalogue
        self.restored = restored
        for entity in model.entities.values { rename(entity, in: model) }
        for entity in model.entities.values {
            for field in entity.fields.values { rename(field, in: entity) }
        }
    }

    /// What an entity of the model is called in the database.
    func formerName(of entity: EntityName) -> EntityName {
        entities.first { $0.to == entity.rawValue }.map { EntityName($0.from) } ?? entity
    }

    /// What a field of the model is called in the database.
    func formerName(of field: DomainModel.Field) -> FieldName {
        fields.first { $0.entity == field.entity.rawValue && $0.to == field.name.rawValue }
            .map { FieldName($0.from) } ?? field.name
    }

    private mutating func rename(_ entity: DomainModel.Entity, in model: Model) {
        let name = entity.name.rawValue
        let formerNames = (restored.entities[name].map { [$0] } ?? []) + entity.formerNames.map(\.rawValue)
        for former in formerNames where former != name {
            guard let old = catalogue.first(where: { $0.entity == former && $0.isAttached }) else { continue }
            let place = entity.range.description
            let isDeclared = entity.formerNames.contains { $0.rawValue == former }
            if model.entities[EntityName(former)] != nil {
                refuse(
                    name,
                    Wording(
                        "\(former) is still declared, so that \(name) cannot be the same entity.",
                        "\(former) 仍有声明，因此 \(name) 不可能是同一实体。"), former, place, isDeclared: isDeclared)
            } else if catalogue.contains(where: { $0.entity == name }) {
                refuse(
                    name,
                    Wording(
                        "\(name) has a table of its own, so that it cannot take over that of \(former).",
                        "\(name) 已有自己的表，不能沿用 \(former) 的表。"), former, place, isDeclared: isDeclared)
            } else {
                entities.append(Entity(from: former, to: name, table: old.table))
                // References name the entity that they point to in their type.
                catalogue = catalogue.map { entry in
                    entry.renamed(
                        entity: entry.entity == former ? name : entry.entity, field: entry.field,
                        type: entry.type == "entity(\(former))" ? "entity(\(name))" : entry.type)
                }
                return
            }
        }
    }

    private mutating func rename(_ field: DomainModel.Field, in entity: DomainModel.Entity) {
        let (owner, name) = (entity.name.rawValue, field.name.rawValue)
        let formerNames = (restored.fields[owner]?[name].map { [$0] } ?? []) + field.formerNames.map(\.rawValue)
        for former in formerNames where former != name {
            let isKnown = catalogue.contains { $0.entity == owner && $0.field == former && $0.isAttached }
            guard isKnown else { continue }
            let subject = "\(owner).\(name)"
            let isDeclared = field.formerNames.contains { $0.rawValue == former }
            if entity.fields[FieldName(former)] != nil {
                refuse(
                    subject,
                    Wording(
                        "\(owner).\(former) is still declared, so that \(name) cannot be the same field.",
                        "\(owner).\(former) 仍有声明，因此 \(name) 不可能是同一字段。"), former, field.range.description,
                    isDeclared: isDeclared)
            } else if catalogue.contains(where: { $0.entity == owner && $0.field == name && $0.isAttached }) {
                refuse(
                    subject,
                    Wording(
                        "\(subject) has values of its own, so that it cannot take over those of \(former).",
                        "\(subject) 已有自己的值，不能沿用 \(former) 的值。"), former, field.range.description,
                    isDeclared: isDeclared)
            } else {
                fields.append(Field(entity: owner, from: former, to: name))
                catalogue = catalogue.map { entry in
                    guard entry.entity == owner, entry.field == former, entry.isAttached else { return entry }
                    return entry.renamed(entity: owner, field: name, type: entry.type)
                }
                return
            }
        }
    }

    /// Only what a pack declares is refused; a name that cannot be taken back leaves the values where they are, set aside.
    private mutating func refuse(
        _ subject: String, _ message: Wording, _ former: String, _ place: String, isDeclared: Bool
    ) {
        guard isDeclared else { return }
        findings.append(
            PlanFinding(
                .error, .refusedRename, subject, message,
                hint: Wording(
                    "Remove “\(former)” from was=\"…\"; the old values stay where they are.",
                    "请从 was=\"…\" 中删除“\(former)”；旧值保留在原处。"), place: place))
    }
}
