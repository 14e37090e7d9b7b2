// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Hummingbird
import OrderedCollections
import Services
import Values

extension WebUI {
    func addRecordRoutes(to router: Router<PageContext>) {
        router.get("/record/:entity/:id", use: page { visit in try await recordPage(visit) })
        router.post(
            "/delete/:entity/:id",
            use: page { visit in
                let entity = try visit.entity.name
                try await workspace.delete(
                    entity, try visit.recordID, expectedVersion: visit.form["version"].flatMap(Int64.init),
                    visit.invocation)
                return redirect(to: "/list/\(entity.rawValue)")
            })
        router.post(
            "/restore/:entity/:id",
            use: page { visit in
                let (entity, id) = (try visit.entity.name, try visit.recordID)
                try await workspace.restore(entity, id, visit.invocation)
                return redirect(to: "/record/\(entity.rawValue)/\(id.description)")
            })
    }

    /// - Parameter revealed: A covered field with its value, which the person asked for.
    func recordPage(_ visit: Visit, revealed: (field: FieldName, value: Value)? = nil) async throws
        -> Response
    {
        let entity = try visit.entity
        let record = try workspace.record(entity.name, try visit.recordID, visit.invocation)
        var text = FieldText(entity, visit)
        text.goals = try await workspace.goals(of: entity.name, [record.id], visit.invocation)
        let goal = text.goals[record.id].map(TileView(web: self, visit: visit).progress)
        let sections = entity.page.sections.map { section in
            [
                "label": section.label[visit.language],
                "cells": section.fields.filter(text.access.isVisible).map { line($0, record, text, revealed) },
            ] as [String: Any]
        }
        let others: [[String: Any]] = [
            [
                "label": visit.word("details"),
                "cells": entity.fields.values.filter { text.access.isVisible($0.name) }.map {
                    line($0.name, record, text, revealed)
                },
            ]
        ]
        let facts = facts(record, text)
        // Where one word names one and many, it stands there once.
        let names = [entity.label, entity.pluralLabel].map { $0[visit.language] }
        let kind: Any = names[0] == names[1] ? false : names[0]
        let related = try related(record, text)
        // A panel for each of them would be a page of nothing.
        let unrelated = related.filter { $0["isEmpty"] as? Bool == true }
        return visit.page(
            "record", title: record.title,
            [
                "title": record.title, "kind": kind, "entity": entity.name.rawValue,
                "id": record.id.description, "version": record.version, "path": visit.path,
                "list": "/list/\(entity.name.rawValue)", "listLabel": entity.pluralLabel[visit.language],
                "canEdit": text.access.update != .none, "canDelete": text.access.delete != .none,
                "canMerge": entity.isMergeable && text.access.update != .none && text.access.delete != .none,
                "facts": facts, "hasFacts": !facts.isEmpty, "pool": try poolPanel(entity, record, visit) ?? false,
                "sharing": try sharingPanel(entity, record, visit) ?? false as Any,
                "sections": sections.isEmpty ? others : sections,
                "holds": try holds(record, visit),
                "goal": goal ?? false as Any,
                "paths": try stagePaths(record, text), "approvals": try approvals(of: record, visit) ?? false as Any,
                "related": related.filter { $0["isEmpty"] as? Bool == false },
                "unrelated": unrelated, "hasUnrelated": !unrelated.isEmpty,
                "timeline": history(
                    try workspace.timeline(entity.name, record.id, limit: 50, visit.invocation), text),
            ])
    }

    /// What a list says first of the record: a number alone tells nobody whose policy it is.
    private func facts(_ record: RecordView, _ text: FieldText) -> [[String: Any]] {
        let cells = text.entity.list.columns
            .filter { $0 != text.entity.titleField && text.access.isVisible($0) && !text.access.isMasked($0) }
            .map { text.cell($0, record) }
        return Array(cells.filter { $0["text"] as? String != "" && $0["text"] as? String != record.title }.prefix(5))
    }

    /// Who holds the record.
    private func holds(_ record: RecordView, _ visit: Visit) throws -> [[String: Any]] {
        try workspace.reservations(of: record.entity, record.id, visit.invocation).map { notice -> [String: Any] in
            var link: Any = false
            if let holder = notice.record { link = "/record/\(holder.entity.rawValue)/\(holder.id.description)" }
            return [
                "label": notice.reservation[visit.language], "sentence": notice.sentence[visit.language],
                "link": link,
            ]
        }
    }

    private func related(_ record: RecordView, _ text: FieldText) throws -> [[String: Any]] {
        let visit = text.visit
        return try text.entity.page.related.compactMap { related in
            guard let relationship = text.entity.relationships[related.relationship],
                let entity = visit.model.entities[relationship.entity],
                workspace.access(entity.name, visit.invocation).read != .none
            else { return nil }
            let other = FieldText(entity, visit)
            guard other.access.isPlain(relationship.field) else { return nil }
            let columns = related.columns.filter { other.access.isVisible($0) }
            let filter = "\(relationship.field.rawValue)/id eq \(record.id.description)"
            let list = try workspace.list(
                ListRequest(entity: entity.name, fields: columns, filter: filter, limit: 10),
                visit.invocation)
            return [
                "label": relationship.label[visit.language], "isEmpty": list.records.isEmpty,
                "all": "/list/\(entity.name.rawValue)?filter=" + encodedForQuery(filter),
                "canCreate": other.access.create != .none,
                "create": "/new/\(entity.name.rawValue)?\(relationship.field.rawValue)=\(record.id.description)",
                "headings": list.fields.map { ["label": other.label($0), "isNumber": other.isNumber($0)] },
                "rows": tableRows(list, fields: list.fields, other),
            ]
        }
    }
}
