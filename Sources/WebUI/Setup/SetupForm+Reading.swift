// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Packs
import Services
import Values

// What was typed → a change; what is missing is said in the person's language.
extension SetupForm {
    enum Reading {
        case change(Customisation)
        /// Something is still to be typed or chosen.
        case incomplete(String)
    }

    var reading: Reading {
        switch kind {
        case .field: newField
        case .label: fieldChange
        case .place: placing
        case .option: newOption
        case .stage: newStage
        case .report: newReport
        case .right: rights
        }
    }

    private func problem(_ key: String) -> Reading { .incomplete(visit.word(key)) }

    /// The labels and the name for programs; nil if nobody typed any label.
    private var newName: Customisation.NewName? {
        guard let label = label("label") else { return nil }
        let id = typed["id"] ?? identifier(label.english)
        return id.isEmpty ? nil : Customisation.NewName(id: id, label: label)
    }

    private var newField: Reading {
        guard let entity, let name = newName else { return problem("setup.needsName") }
        let type = FieldTypeName(typed["type"] ?? "text")
        let field = Customisation.NewField(
            name: name, type: type, help: label("help"), isRequired: typed["required"] == "true",
            standard: typed["standard"], options: options, target: typed["target"].map { EntityName($0) },
            behind: typed["behind"].map { FieldName($0) })
        return .change(.addField(entity: entity.name, field))
    }

    /// A line for each option: what programs call it, the English label, the Chinese one; with bars between them.
    private var options: [Customisation.NewName] {
        (typed["options"] ?? "").split(whereSeparator: \.isNewline).compactMap { line in
            let parts = line.split(separator: "|").map { $0.trimmed }.filter { !$0.isEmpty }
            guard let first = parts.first, let last = parts.last else { return nil }
            let english = parts.count > 2 ? parts[1] : first
            let id = identifier(first)
            return Customisation.NewName(
                id: id.isEmpty ? first : id, label: Label(english: english, chinese: last))
        }
    }

    private var fieldChange: Reading {
        guard let entity, let field = typed["field"].flatMap({ entity.fields[FieldName($0)] }) else {
            return problem("setup.needsField")
        }
        let label = self.label("label").flatMap { $0 == field.label ? nil : $0 }
        let help = self.label("help").flatMap { $0 == field.help ? nil : $0 }
        let isRequired = typed["required"] == "true"
        guard label != nil || help != nil || isRequired != field.isRequired || typed["standard"] != nil else {
            return problem("setup.needsChange")
        }
        return .change(
            .changeField(
                entity: entity.name, field.name,
                Customisation.FieldChange(
                    label: label, help: help, isRequired: isRequired == field.isRequired ? nil : isRequired,
                    standard: typed["standard"])))
    }

    private var placing: Reading {
        guard let entity, let field = typed["field"], let place = typed["behind"],
            let change = move(FieldName(field), to: place, of: entity.name)
        else { return problem("setup.needsPlace") }
        return .change(change)
    }

    private var newOption: Reading {
        guard let entity, let field = typed["field"].flatMap({ entity.fields[FieldName($0)] }) else {
            return problem("setup.needsField")
        }
        guard let name = newName else { return problem("setup.needsName") }
        return .change(.addOption(field.optionOwner, name))
    }

    private var newStage: Reading {
        guard let pipeline, let name = newName else { return problem("setup.needsName") }
        func stages(_ key: String) -> [StageName] {
            (typed.all(key) ?? []).filter { !$0.isEmpty }.map { StageName($0) }
        }
        guard !stages("from").isEmpty else { return problem("setup.needsFrom") }
        return .change(
            .addStage(
                pipeline.name,
                Customisation.NewStage(
                    name: name, category: typed["category"].flatMap(Stage.Category.init(rawValue:)) ?? .open,
                    behind: typed["behind"].map { StageName($0) }, from: stages("from"), to: stages("to")))
        )
    }

    private var newReport: Reading {
        guard let entity, let name = newName else { return problem("setup.needsName") }
        guard let group = typed["field"].flatMap({ entity.fields[FieldName($0)] }) else {
            return problem("setup.needsField")
        }
        let sum = typed["sum"].flatMap { entity.fields[FieldName($0)] }
        return .change(
            .addReport(
                Customisation.NewReport(
                    name: name, entity: entity.name, group: group.name, groupLabel: group.label, sum: sum?.name,
                    measureLabel: sum?.label ?? Label(english: "Number", chinese: "数量"),
                    condition: typed["condition"], chart: typed["chart"].flatMap(Report.Chart.init(rawValue:)))))
    }

    private var rights: Reading {
        guard let role, let entity else { return problem("setup.needsChange") }
        func rule(_ key: String) -> String? { typed[key] == "matching" ? typed["condition"] : typed[key] }
        let rights = Customisation.Rights(
            read: rule("read"), create: rule("create"), update: rule("update"), delete: rule("delete"))
        guard rights != Customisation.Rights() else { return problem("setup.needsChange") }
        return .change(
            .setRights(role.name, entity: entity.name, rights, isKnown: role.permissions[entity.name] != nil))
    }
}

extension Field {
    /// Whose options it has: its own, or those of a choice that fields share.
    fileprivate var optionOwner: Customisation.OptionOwner {
        switch valueType {
        case .choice(let name) where name.rawValue != "\(entity).\(self.name)",
            .flags(let name) where name.rawValue != "\(entity).\(self.name)":
            .choice(name.rawValue)
        default: .field(entity: entity, name)
        }
    }
}

extension StringProtocol {
    /// Without white space at its ends.
    fileprivate var trimmed: String {
        let tail = drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
        return String(tail.reversed())
    }
}
