// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import OrderedCollections
import Services
import Values

extension WebUI {
    func addFormRoutes(to router: Router<PageContext>) {
        router.get("/new/:entity", use: page { visit in try form(visit, nil, prefilled(visit)) })
        router.post("/new/:entity", use: page(create))
        router.get(
            "/edit/:entity/:id",
            use: page { visit in try form(visit, try record(visit), FieldForm.Entered()) })
        router.post("/edit/:entity/:id", use: page(update))
    }

    private func record(_ visit: Visit) throws -> RecordView {
        try workspace.record(try visit.entity.name, try visit.recordID, visit.invocation)
    }

    /// What a form asks for; of a new record also what is covered from then on, but nothing that the engine alone keeps.
    private func fields(_ text: FieldText, isNew: Bool) -> [FieldName] {
        let kept = isNew ? LateFields(of: text.entity, in: text.visit.model).kept : []
        return text.entity.fields.values.filter {
            guard $0.isWritable, !kept.contains($0.name) else { return false }
            return isNew ? text.access.isGivable($0.name) : text.access.isWritable($0.name)
        }.map(\.name)
    }

    /// Values that a link gives along, such as the record that a new one belongs to, and what the pack says otherwise.
    private func prefilled(_ visit: Visit) throws -> FieldForm.Entered {
        let text = FieldText(try visit.entity, visit)
        let defaults = try workspace.knownDefaults(of: text.entity.name, visit.invocation)
        var entered = FieldForm.Entered()
        for name in fields(text, isNew: true) {
            guard let field = text.entity.fields[name] else { continue }
            if let typed = visit.query[name.rawValue] {
                entered.texts[name] = typed
                entered.values[name] = try? workspace.parse(typed, for: field)
            } else if let value = defaults[name], !value.isNull {
                entered.values[name] = value
                entered.texts[name] = FieldForm(text, visit).editable(field, value)
            }
        }
        return entered
    }

    private func create(_ visit: Visit) async throws -> Response {
        let text = FieldText(try visit.entity, visit)
        var entered = FieldForm(text, visit).read(fields: fields(text, isNew: true))
        var general: [String] = []
        if entered.errors.isEmpty {
            do {
                let outcome = try await workspace.create(
                    text.entity.name, entered.values.filter { !$0.value.isNull }, visit.invocation)
                return redirect(to: "/record/\(text.entity.name.rawValue)/\(outcome.id.description)")
            } catch ServiceError.invalid(let findings) { general = sort(findings, into: &entered, text, isNew: true) }
        } else {
            // What cannot be read keeps the record from being checked; what is missing is said all the same.
            _ = sort(missing(entered, text), into: &entered, text, isNew: true)
        }
        return try form(visit, nil, entered, general: general, status: .unprocessableContent)
    }

    private func missing(_ entered: FieldForm.Entered, _ text: FieldText) -> [Finding] {
        fields(text, isNew: true).compactMap { text.entity.fields[$0] }.filter { field in
            field.isRequired && field.defaultValue == nil && (entered.values[field.name] ?? .null).isNull
                && entered.errors[field.name] == nil
        }.map { Finding.required($0) }
    }

    private func update(_ visit: Visit) async throws -> Response {
        let text = FieldText(try visit.entity, visit)
        let record = try record(visit)
        var entered = FieldForm(text, visit).read(fields: fields(text, isNew: false))
        var general: [String] = []
        var status = HTTPResponse.Status.unprocessableContent
        if entered.errors.isEmpty {
            do {
                var changes = entered.values.filter { record[$0.key] != $0.value }
                // A box that is not ticked is sent as nothing, which for one that had an answer means no.
                for (name, value) in changes where value.isNull {
                    if case .boolean(let old) = record[name] { changes[name] = old ? .boolean(false) : nil }
                }
                _ = try await workspace.update(
                    text.entity.name, record.id, changes, expectedVersion: visit.form["version"].flatMap(Int64.init),
                    visit.invocation)
                return redirect(to: "/record/\(text.entity.name.rawValue)/\(record.id.description)")
            } catch ServiceError.invalid(let findings) {
                general = sort(findings, into: &entered, text, isNew: false)
            } catch ServiceError.conflict {
                general = [visit.word("conflictText")]
                status = .conflict
                for (name, value) in entered.values where record[name] != value {
                    let theirs = text.text(name, record[name], title: record.titles[name])
                    entered.errors[name, default: []].append(visit.word("nowIs") + " “\(theirs)”")
                }
            }
        }
        return try form(visit, record, entered, general: general, status: status)
    }

    /// Puts findings to their fields; the others are returned as sentences.
    private func sort(
        _ findings: [Finding], into entered: inout FieldForm.Entered, _ text: FieldText, isNew: Bool
    ) -> [String] {
        var general: [String] = []
        let shown = Set(fields(text, isNew: isNew))
        for finding in findings {
            let message = finding.message[text.visit.language]
            if let field = finding.field, shown.contains(field) {
                entered.errors[field, default: []].append(message)
            } else {
                general.append(message)
            }
        }
        return general
    }

    private func form(
        _ visit: Visit, _ record: RecordView?, _ entered: FieldForm.Entered, general: [String] = [],
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let entity = try visit.entity
        let text = FieldText(entity, visit)
        let allowed = record == nil ? text.access.create : text.access.update
        guard allowed != .none else { throw ServiceError.forbidden(visit.word("forbiddenText")) }
        let title =
            (record == nil ? visit.word("new") : visit.word("edit")) + " · "
            + (record?.title ?? entity.label[visit.language])
        let widgets = FieldForm(text, visit).widgets(fields(text, isNew: record == nil), entered, record: record)
        let link = record.map { "/record/\(entity.name.rawValue)/\($0.id.description)" }
        return visit.page(
            "form", title: title,
            [
                "title": title, "version": record.map { String($0.version) } ?? "", "general": general,
                "hasProblems": !general.isEmpty || !entered.errors.isEmpty,
                "fields": widgets, "parts": parts(of: widgets, text, isNew: record == nil),
                "action": visit.path, "back": link ?? "/list/\(entity.name.rawValue)",
            ], status: status)
    }

    /// The inputs under the headings that the record's page has them under, and the others behind them; of a new record,
    /// what comes in time is folded away at the end.
    private func parts(of widgets: [[String: Any]], _ text: FieldText, isNew: Bool) -> [[String: Any]] {
        let late = isNew ? LateFields(of: text.entity, in: text.visit.model).later : []
        let names = Set(late.map { "f." + $0.rawValue })
        func isLate(_ widget: [String: Any]) -> Bool { (widget["name"] as? String).map(names.contains) ?? false }
        let folded = widgets.filter(isLate)
        let parts = parts(of: widgets.filter { !isLate($0) }, text)
        guard !folded.isEmpty else { return parts }
        let isOpen = folded.contains { widget in
            let isTicked = widget["checked"] as? Bool == true
            let isWritten = widget["isCheckbox"] == nil && widget["value"] as? String != ""
            return isTicked || isWritten || widget["hasErrors"] as? Bool == true
        }
        return parts + [["folded": text.visit.word("laterFields"), "isOpen": isOpen, "fields": folded]]
    }

    private func parts(of widgets: [[String: Any]], _ text: FieldText) -> [[String: Any]] {
        var left = widgets
        var parts: [[String: Any]] = []
        for section in text.entity.page.sections {
            let names = Set(section.fields.map { "f." + $0.rawValue })
            let own = left.filter { ($0["name"] as? String).map(names.contains) ?? false }
            guard !own.isEmpty else { continue }
            left.removeAll { ($0["name"] as? String).map(names.contains) ?? false }
            parts.append(["label": section.label[text.visit.language], "fields": own])
        }
        if !left.isEmpty { parts.append(["label": text.visit.word("otherFields"), "fields": left]) }
        // One heading over everything says no more than the title.
        return parts.count == 1 ? [["label": false, "fields": widgets]] : parts
    }
}
