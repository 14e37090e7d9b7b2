// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Services
import Values

/// Turns fields into inputs and what was typed into values.
struct FieldForm {
    /// What was typed, what it means, and what cannot be understood.
    struct Entered {
        var texts: [FieldName: String] = [:]
        var values: [FieldName: Value] = [:]
        var errors: [FieldName: [String]] = [:]
    }

    let text: FieldText
    let visit: Visit

    init(_ text: FieldText, _ visit: Visit) {
        self.text = text
        self.visit = visit
    }

    /// Reads the given fields, as far as the form holds them.
    func read(fields: [FieldName]) -> Entered {
        var entered = Entered()
        for name in fields where text.access.isGivable(name) {
            guard let field = text.entity.fields[name], let sent = visit.form.all("f." + name.rawValue) else {
                continue
            }
            let typed = sent.filter { !$0.isEmpty }.joined(separator: ",")
            entered.texts[name] = typed
            do throws(FieldFault) {
                entered.values[name] = try visit.workspace.parse(typed, for: field)
            } catch { entered.errors[name] = [error.message[visit.language]] }
        }
        return entered
    }

    /// The inputs of fields, filled with what was typed, or else with the record.
    func widgets(_ names: [FieldName], _ entered: Entered, record: RecordView?) -> [[String: Any]] {
        names.compactMap { name in
            guard let field = text.entity.fields[name], text.access.isVisible(name) else { return nil }
            return widget(field, entered, record)
        }
    }

    private func widget(_ field: Field, _ entered: Entered, _ record: RecordView?) -> [String: Any] {
        let name = field.name
        let typed = entered.texts[name] ?? record.map { editable(field, $0[name]) } ?? ""
        var widget: [String: Any] = [
            "name": "f." + name.rawValue, "id": "field-" + name.rawValue, "label": text.label(name), "value": typed,
            "required": field.isRequired, "help": field.help?[visit.language] ?? "",
            "errors": entered.errors[name] ?? [], "hasErrors": entered.errors[name] != nil,
        ]
        let value = entered.values[name] ?? record?[name] ?? .null
        switch field.type.widget {
        case .multiline: widget["isMultiline"] = true
        case .checkbox:
            widget["isCheckbox"] = true
            widget["checked"] = value == .boolean(true)
        case .choice, .choices:
            widget[field.type.widget == .choice ? "isChoice" : "isChoices"] = true
            widget["options"] = options(field, value)
        case .reference:
            widget["isReference"] = true
            widget["to"] = field.reference?.entity.rawValue ?? ""
            // A link to the form may bring the record along that the new one belongs to.
            widget["title"] =
                visit.form["title.f." + name.rawValue] ?? record?.titles[name]
                ?? RecordID(typed).map { text.title(field, $0) } ?? ""
        default: widget["input"] = input(field.type.widget)
        }
        return widget
    }

    private func input(_ widget: FieldType.Widget) -> [String: String] {
        switch widget {
        case .date: ["type": "date", "mode": "text"]
        case .number, .money, .percent: ["type": "text", "mode": "decimal"]
        case .email: ["type": "email", "mode": "email"]
        case .phone: ["type": "tel", "mode": "tel"]
        default: ["type": "text", "mode": "text"]
        }
    }

    private func options(_ field: Field, _ value: Value) -> [[String: Any]] {
        field.options.compactMap { option in
            let isChosen =
                switch value {
                case .text(let name): name == option.name
                case .flags(let set): set & (1 << UInt64(option.flag ?? 0)) != 0
                default: false
                }
            if option.isRetired, !isChosen { return nil }
            return [
                "name": option.name, "field": "f." + field.name.rawValue, "label": option.label[visit.language],
                "isChosen": isChosen,
            ]
        }
    }

    /// A value as an input holds it.
    func editable(_ field: Field, _ value: Value) -> String {
        switch value {
        case .identifier(let id): id.description
        case .text(let name) where field.type.shape == .choice: name
        default: text.text(field.name, value)
        }
    }
}
