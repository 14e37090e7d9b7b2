// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

/// Asks about what is gone and what is new, where both look like one thing under another name.
struct RenameQuestions {
    let planner: SchemaPlanner
    let survey: any RecordSurvey
    /// The catalogue as it is by entity, in the names of the model.
    let before: [String: [DatabaseState.Entry]]

    func add(to draft: inout PlanDraft) throws {
        for entity in planner.model.entities.values {
            let old = before[entity.name.rawValue] ?? []
            if old.isEmpty { try ask(whatBecame: entity, &draft) } else { try ask(entity, old, &draft) }
        }
    }

    private func ask(_ entity: Entity, _ old: [DatabaseState.Entry], _ draft: inout PlanDraft) throws {
        let gone = old.filter { $0.isAttached && entity.fields[FieldName($0.field)] == nil }
        guard !gone.isEmpty else { return }
        for field in entity.fields.values where !old.contains(where: { $0.field == field.name.rawValue }) {
            for entry in gone where isSame(entry, field) && isAlike(entry, field, entity) {
                let values = try survey.count(.filled(entry.column)) ?? 0
                guard values > 0 else { continue }
                let subject = "\(entity.name).\(field.name)"
                draft.add(
                    PlanFinding(
                        .warning, .probableRename, subject,
                        Wording(
                            "Is \(subject) the field that was \(entity.name).\(entry.field)? It is new and empty, while "
                                + "\(entry.field) is gone, with \(counted(values, "value")).",
                            "\(subject) 是否就是原来的 \(entity.name).\(entry.field)？它是新的、没有值，"
                                + "而 \(entry.field) 及其 \(values) 个值已移除。"),
                        hint: Wording(
                            "If so, write <field id=\"\(field.name)\" was=\"\(entry.field)\" …>: the values stay in "
                                + "it. If not, write nothing: the old values stay in the database, detached.",
                            "如果是，请写 <field id=\"\(field.name)\" was=\"\(entry.field)\" …>，值会保留在其中；"
                                + "如果不是，则无需改动，旧值停用后仍保留在数据库中。"),
                        records: values, place: field.range.description))
                break
            }
        }
    }

    private func ask(whatBecame entity: Entity, _ draft: inout PlanDraft) throws {
        for (name, entries) in before.sorted(by: { $0.key < $1.key })
        where planner.model.entities[EntityName(name)] == nil {
            let attached = entries.filter(\.isAttached)
            guard let table = attached.first?.table, isAlike(name, attached, entity) else { continue }
            let records = try survey.count(.live(table: table)) ?? 0
            guard records > 0 else { continue }
            draft.add(
                PlanFinding(
                    .warning, .probableRename, entity.name.rawValue,
                    Wording(
                        "Is \(entity.name) the entity that was \(name)? It is new and empty, while \(name) is gone, with "
                            + "\(counted(records, "record")).",
                        "\(entity.name) 是否就是原来的 \(name)？它是新的、没有记录，而 \(name) 及其 \(records) 条记录已移除。"),
                    hint: Wording(
                        "If so, write <entity id=\"\(entity.name)\" was=\"\(name)\" …>: the records stay in it. "
                            + "If not, write nothing: the old records stay in the database, detached.",
                        "如果是，请写 <entity id=\"\(entity.name)\" was=\"\(name)\" …>，记录会保留在其中；"
                            + "如果不是，则无需改动，旧记录停用后仍保留在数据库中。"),
                    records: records, place: entity.range.description))
        }
    }

    private func isSame(_ entry: DatabaseState.Entry, _ field: Field) -> Bool {
        entry.type == catalogueType(field.valueType)
            && entry.layout.storage == ColumnStorage(field.valueType, scale: field.scale) && field.isWritable
    }

    private func isAlike(_ entry: DatabaseState.Entry, _ field: Field, _ entity: Entity) -> Bool {
        let old = planner.previousEntity(entity)?.fields[FieldName(entry.field)]
        return areAlike(entry.field, field.name.rawValue) || old.map { haveSameText($0.label, field.label) } ?? false
    }

    private func isAlike(_ name: String, _ entries: [DatabaseState.Entry], _ entity: Entity) -> Bool {
        let old = planner.previous?.entities[EntityName(name)]
        if areAlike(name, entity.name.rawValue) || old.map({ haveSameText($0.label, entity.label) }) ?? false {
            return true
        }
        let own = entity.fields.values.filter { if case .system = $0.origin { false } else { true } }.map(
            \.name.rawValue)
        let shared = Set(own).intersection(entries.map(\.field))
        return own.count > 2 && shared.count * 2 > own.count
    }

    private func haveSameText(_ old: Label, _ new: Label) -> Bool {
        old.chinese == new.chinese || old.english.lowercased() == new.english.lowercased()
    }
}

/// Whether two names may be meant for the same: few letters apart, one within the other, or of mostly the same words.
func areAlike(_ old: String, _ new: String) -> Bool {
    let (first, second) = (old.lowercased(), new.lowercased())
    if closest(to: first, among: [second]) != nil { return true }
    let words = (
        Set(PhysicalName.snakeCase(old).split(separator: "_")), Set(PhysicalName.snakeCase(new).split(separator: "_"))
    )
    let shared = words.0.intersection(words.1)
    return shared.count * 2 >= max(words.0.count, words.1.count) && shared.contains { $0.count > 2 }
}
