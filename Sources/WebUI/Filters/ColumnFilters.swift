// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Services
import Values

/// The controls above a list: one for each column, and the filter expression that they make together.
///
/// The expression is the filter; the controls show what it says as far as controls can. What they cannot say is kept
/// beside them as it is.
struct ColumnFilters {
    private enum Kind {
        case text, choice, range(isDay: Bool), yesNo, reference
    }

    private let text: FieldText
    private let fields: [(field: Field, kind: Kind)]
    /// What was typed into the controls, by their names.
    private(set) var typed: [String: String] = [:]
    /// What is wrong with what was typed, by the control's name.
    private(set) var errors: [String: String] = [:]
    /// A filter that says more than the controls can; empty if they say it all.
    private(set) var rest = ""

    init(_ shown: [FieldName], _ text: FieldText) {
        self.text = text
        fields = shown.compactMap { name in
            guard let field = text.entity.fields[name], field.isStored, text.access.isPlain(name) else { return nil }
            return Self.kind(of: field).map { (field, $0) }
        }
    }

    private static func kind(of field: Field) -> Kind? {
        switch field.valueType {
        case .choice: .choice
        case .boolean: .yesNo
        case .entity: .reference
        case .date, .instant: .range(isDay: true)
        case .integer, .decimal, .double: .range(isDay: false)
        case .text: .text
        default: nil
        }
    }

    /// Fills the controls with what a filter says.
    mutating func show(_ filter: String?) {
        let visit = text.visit
        let terms = try? visit.workspace.filterTerms(filter, of: text.entity.name, visit.invocation)
        let controls = (terms ?? nil)?.map { (control(of: $0), $0) }
        guard let controls, controls.allSatisfy({ $0.0 != nil }), Set(controls.map { $0.0 }).count == controls.count
        else {
            rest = filter ?? ""
            return
        }
        for case (let name?, let term) in controls { typed[name] = shown(term) }
    }

    private func control(of term: FilterTerm) -> String? {
        guard let kind = fields.first(where: { $0.field.name == term.field })?.kind else { return nil }
        let name = "c.\(term.field)"
        return switch (term.condition, kind) {
        case (.contains, .text), (.equals, .choice), (.equals, .yesNo), (.equals, .reference): name
        case (.from, .range): name + ".from"
        case (.to, .range): name + ".to"
        default: nil
        }
    }

    private func shown(_ term: FilterTerm) -> String {
        switch term.condition {
        case .contains(let text): text
        case .equals(let value), .from(let value), .to(let value): value.canonicalText
        }
    }

    /// Reads what was typed; nil if something cannot be understood.
    mutating func filter(from query: FormFields) -> String? {
        rest = query["rest"] ?? ""
        var terms: [FilterTerm] = []
        for (field, kind) in fields {
            let name = "c.\(field.name)"
            switch kind {
            case .range(let isDay):
                if let value = read(name + ".from", field, isDay, query) {
                    terms.append(FilterTerm(field.name, .from(value)))
                }
                if let value = read(name + ".to", field, isDay, query) {
                    terms.append(FilterTerm(field.name, .to(value)))
                }
            case .text:
                guard let sent = query[name] else { continue }
                typed[name] = sent
                terms.append(FilterTerm(field.name, .contains(sent)))
            case .choice, .yesNo, .reference:
                if let value = read(name, field, false, query) { terms.append(FilterTerm(field.name, .equals(value))) }
            }
        }
        guard errors.isEmpty else { return nil }
        let own = text.visit.workspace.filterText(terms, of: text.entity.name, text.visit.invocation)
        return rest.isEmpty ? own : own.isEmpty ? rest : "(\(rest)) and \(own)"
    }

    private mutating func read(_ name: String, _ field: Field, _ isDay: Bool, _ query: FormFields) -> Value? {
        guard let sent = query[name] else { return nil }
        typed[name] = sent
        if isDay {
            guard let day = CalendarDate(sent) else {
                errors[name] = text.visit.word("writeDay")
                return nil
            }
            return .date(day)
        }
        if field.reference != nil {
            guard let id = RecordID(sent) else {
                errors[name] = text.visit.word("chooseRecord")
                return nil
            }
            return .identifier(id)
        }
        do throws(FieldFault) {
            return try text.visit.workspace.parse(sent, for: field)
        } catch {
            errors[name] = error.message[text.visit.language]
            return nil
        }
    }

    /// The controls for the template.
    var widgets: [[String: Any]] {
        fields.map { field, kind in
            let name = "c.\(field.name)"
            var widget: [String: Any] = [
                "name": name, "id": name, "label": text.label(field.name), "value": typed[name] ?? "",
            ]
            if let error = errors[name] ?? errors[name + ".from"] ?? errors[name + ".to"] { widget["error"] = error }
            switch kind {
            case .text: widget["isText"] = true
            case .range(let isDay):
                widget["isRange"] = true
                widget["type"] = isDay ? "date" : "text"
                widget["mode"] = isDay ? "text" : "decimal"
                widget["from"] = typed[name + ".from"] ?? ""
                widget["to"] = typed[name + ".to"] ?? ""
            case .choice, .yesNo:
                widget["isChoice"] = true
                widget["options"] = options(field, kind, typed[name])
            case .reference:
                widget["isReference"] = true
                widget["target"] = field.reference?.entity.rawValue ?? ""
                widget["title"] = typed[name].flatMap { title(field, $0) } ?? ""
            }
            return widget
        }
    }

    var isUsed: Bool { !typed.isEmpty || !errors.isEmpty }

    private func options(_ field: Field, _ kind: Kind, _ chosen: String?) -> [[String: Any]] {
        if case .yesNo = kind {
            return [true, false].map { value in
                [
                    "name": String(value), "label": text.text(field.name, .boolean(value)),
                    "isChosen": chosen == String(value),
                ]
            }
        }
        return field.options.map { option in
            ["name": option.name, "label": option.label[text.visit.language], "isChosen": option.name == chosen]
        }
    }

    private func title(_ field: Field, _ key: String) -> String? {
        RecordID(key).map { text.title(field, $0) }
    }
}
