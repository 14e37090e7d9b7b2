// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import HTTPTypes
import Hummingbird
import OrderedCollections
import Services
import Values

// Who asked for covered values and took records out, for those who watch over it.
extension WebUI {
    func addAccessLogRoutes(to router: Router<PageContext>) {
        router.get("/access-log", use: page { visit in try accessLog(visit) })
    }

    private func accessLog(_ visit: Visit) throws -> Response {
        let (entries, next) = try workspace.accessLog(try question(visit), visit.invocation)
        let query = visit.query
        let kinds = AccessEntry.Kind.allCases.map { kind -> [String: Any] in
            [
                "name": kind.rawValue, "label": visit.word("access.\(kind.rawValue)"),
                "isChosen": query["kind"] == kind.rawValue,
            ]
        }
        let entities = visit.model.entities.values.map { entity -> [String: Any] in
            [
                "name": entity.name.rawValue, "label": entity.label[visit.language],
                "isChosen": query["entity"] == entity.name.rawValue,
            ]
        }
        var more: Any = false
        if let next { more = "/access-log?" + address(query, after: next) }
        return visit.page(
            "access-log", title: visit.word("accessLog"),
            [
                "entries": entries.map { row($0, visit) }, "isEmpty": entries.isEmpty, "kinds": kinds,
                "entities": entities, "person": query["person"] ?? "", "from": query["from"] ?? "",
                "to": query["to"] ?? "", "next": more,
            ])
    }

    private func question(_ visit: Visit) throws -> AccessQuestion {
        let query = visit.query
        let calendar = CalendarSettings(now: visit.invocation.now, offset: workspace.clock.offset)
        func day(_ name: String) throws -> CalendarDate? {
            guard let text = query[name] else { return nil }
            guard let day = CalendarDate(text) else {
                throw ServiceError.badRequest(target: name, visit.word("badDay"))
            }
            return day
        }
        var question = AccessQuestion()
        question.kind = query["kind"].flatMap(AccessEntry.Kind.init)
        question.entity = query["entity"].map { EntityName($0) }
        if let name = query["person"] {
            guard let user = try workspace.personKey(userName: name) else {
                throw ServiceError.unknownName(kind: "user", name: name)
            }
            question.actor = user
        }
        question.since = try day("from").map(calendar.startOfDay)
        question.until = try day("to").flatMap { $0.adding(days: 1) }.map(calendar.startOfDay)
        question.after = query["after"].flatMap { RecordID($0) }
        return question
    }

    private func address(_ query: FormFields, after: RecordID) -> String {
        let kept = ["kind", "entity", "person", "from", "to"].compactMap { name in
            query[name].map { "\(name)=\(encodedForQuery($0))" }
        }
        return (kept + ["after=\(after)"]).joined(separator: "&")
    }

    private func row(_ entry: AccessEntry, _ visit: Visit) -> [String: Any] {
        let entity = visit.model.entities[entry.entity]
        let field = entry.field.map { entity?.fields[$0]?.label[visit.language] ?? $0.rawValue }
        let report = entry.report.map { visit.model.reports[$0]?.label[visit.language] ?? $0.rawValue }
        let what = [entity?.label[visit.language] ?? entry.entity.rawValue, field, report].compactMap(\.self)
        return [
            "at": visit.text(of: entry.at), "who": entry.actor == nil ? visit.word("operator") : entry.name,
            "kind": visit.word("access.\(entry.kind.rawValue)"), "what": what.joined(separator: " · "),
            "door": visit.word("door.\(entry.door)", or: ""), "reason": entry.reason ?? "",
            "record": entry.record.map { visit.mention(entry.entity, $0) } ?? false as Any,
            "wish": entry.wish.map(words) ?? false as Any, "end": end(of: entry, visit),
        ]
    }

    /// What an export was asked for, as it was written.
    private func words(_ wish: ExportWish) -> String {
        let parts = [wish.savedFilter, wish.filter, wish.search.map { "“\($0)”" }].compactMap(\.self)
        return ([wish.form.uppercased(), wish.columns.joined(separator: ", ")] + parts).joined(separator: " · ")
    }

    private func end(of entry: AccessEntry, _ visit: Visit) -> String {
        guard entry.kind == .export else { return "" }
        guard let end = entry.end else { return visit.word("access.open") }
        return "\(end.records) · \(visit.word("access.\(end.outcome.rawValue)"))"
    }
}
