// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import HTTPTypes
import Hummingbird
import NIOCore
import OrderedCollections
import Services
import Values

extension WebUI {
    func addListRoutes(to router: Router<PageContext>) {
        router.get(
            "/list/:entity",
            use: page { visit in
                let entity = try visit.entity
                let content = try await listContent(entity, visit)
                return visit.page("list", title: entity.pluralLabel[visit.language], content)
            })
        router.get(
            "/table/:entity", use: page { visit in visit.fragment("table", try await listContent(visit.entity, visit)) }
        )
        router.get("/export/:entity", use: page(export))
        router.get("/choices/:entity", use: page(choices))
    }

    /// The list that an address asks for.
    func listRequest(_ entity: Entity, _ query: FormFields) -> ListRequest {
        ListRequest(
            entity: entity.name,
            fields: query.all("column").map { names in
                names.map { FieldName($0) }.filter { entity.fields[$0] != nil }
            }.flatMap { $0.isEmpty ? nil : $0 },
            filter: query["filter"], savedFilter: query["saved"], search: query["search"], order: query["order"],
            page: query["page"], limit: 50, wantsCount: true, deleted: query["deleted"] != nil)
    }

    /// - Parameter controls: What was typed above the columns, if it could not be understood; nil to show the filter's.
    func listContent(_ entity: Entity, _ visit: Visit, _ controls: ColumnFilters? = nil) async throws
        -> [String: Any]
    {
        let query = visit.query
        var text = FieldText(entity, visit)
        var content: [String: Any] = [
            "entity": entity.name.rawValue, "label": entity.pluralLabel[visit.language],
            "search": query["search"] ?? "", "filter": query["filter"] ?? "", "saved": query["saved"] ?? "",
            "order": query["order"] ?? "", "deleted": query["deleted"] != nil,
            "canCreate": text.access.create != .none && query["deleted"] == nil,
            "canExport": visit.invocation.may(.export), "query": address(query),
            "tabs": tabs(entity, visit),
        ]
        let listed = listRequest(entity, query)
        var filters = controls ?? ColumnFilters(listed.fields ?? entity.list.columns, text)
        if controls == nil { filters.show(query["filter"]) }
        content["controls"] = filters.widgets
        content["isFiltered"] = filters.isUsed
        content["rest"] = filters.rest
        content["hasRest"] = !filters.rest.isEmpty
        content["kept"] = query.all("column") ?? []
        do {
            let list = try workspace.list(listed, visit.invocation)
            text.goals = try await workspace.goals(of: entity.name, list.records.map(\.id), visit.invocation)
            content["rows"] = tableRows(
                list, fields: list.fields, text, isDeleted: query["deleted"] != nil)
            content["isEmpty"] = list.records.isEmpty
            content["headings"] = headings(list.fields, text, query)
            content["columns"] = entity.fields.values.filter { text.access.isVisible($0.name) }.map {
                [
                    "name": $0.name.rawValue, "label": $0.label[visit.language],
                    "isChosen": list.fields.contains($0.name),
                ] as [String: Any]
            }
            if let count = list.count { content["count"] = count > 10_000 ? "10,000+" : String(count) }
            if let next = list.next {
                content["next"] = "/list/\(entity.name.rawValue)?" + address(query, setting: "page", to: next)
            }
        } catch ServiceError.expression(let option, let fault) {
            let typed = option == "$orderby" ? query["order"] : query["filter"]
            content["faults"] = fault.all.map { Self.marked($0, in: typed ?? "", visit.language) }
        }
        return content
    }

    /// What is wrong with a typed text, and the text with the place marked.
    private static func marked(_ fault: ExpressionError, in text: String, _ language: Language) -> [String: Any] {
        let scalars = Array(text.unicodeScalars)
        func part(_ range: Range<Int>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range.clamped(to: scalars.indices)])
            return String(view)
        }
        let end = fault.offset + fault.length
        let after = part(min(end, scalars.count)..<scalars.count)
        return [
            "message": fault.message[language], "hint": fault.hint?[language] ?? "",
            "before": part(0..<fault.offset), "marked": fault.length == 0 ? " " : part(fault.offset..<end),
            "after": after,
            // Whoever still writes knows that the last word is not there yet.
            "isUnfinished": after.allSatisfy(\.isWhitespace),
        ]
    }

    private func tabs(_ entity: Entity, _ visit: Visit) -> [[String: Any]] {
        let saved = visit.query["saved"]
        let all: [String: Any] = [
            "label": visit.word("all"), "link": "/list/\(entity.name.rawValue)",
            "isCurrent": saved == nil && visit.query["deleted"] == nil,
        ]
        let bin: [String: Any] = [
            "label": visit.word("recycleBin"), "link": "/list/\(entity.name.rawValue)?deleted=1",
            "isCurrent": visit.query["deleted"] != nil,
        ]
        return [all]
            + entity.list.filters.map {
                [
                    "label": $0.label[visit.language], "isCurrent": $0.name == saved,
                    "link": "/list/\(entity.name.rawValue)?saved=\(encodedForQuery($0.name))",
                ]
            } + [bin]
    }

    private func headings(_ fields: [FieldName], _ text: FieldText, _ query: FormFields) -> [[String: Any]] {
        fields.map { field in
            let isDescending = query["order"] == field.rawValue + " desc"
            let isAscending = query["order"] == field.rawValue || query["order"] == field.rawValue + " asc"
            let order = isAscending ? field.rawValue + " desc" : field.rawValue
            var heading: [String: Any] = [
                "label": text.label(field),
                "mark": isAscending ? "▲" : isDescending ? "▼" : "",
                "sort": isAscending ? "ascending" : isDescending ? "descending" : "none",
                "isNumber": text.isNumber(field),
            ]
            // What is worked out while reading has no index to sort by.
            if let found = text.entity.fields[field], found.isStored, found.type.shape != .reference {
                heading["link"] =
                    "/list/\(text.entity.name.rawValue)?" + address(query, setting: "order", to: order)
            }
            return heading
        }
    }

    /// The list's address with one part set anew; a page token belongs to one order, so it is left out.
    func address(_ query: FormFields, setting name: String? = nil, to value: String = "") -> String {
        var parts = ["search", "filter", "saved", "order", "deleted"].compactMap { part in
            part == name ? nil : query[part].map { "\(part)=\(encodedForQuery($0))" }
        }
        parts += (query.all("column") ?? []).map { "column=" + encodedForQuery($0) }
        if let name { parts.append("\(name)=\(encodedForQuery(value))") }
        return parts.joined(separator: "&")
    }

    /// Sends the list as CSV as fast as it is taken.
    private func export(_ visit: Visit) async throws -> Response {
        let entity = try visit.entity
        guard visit.invocation.may(.export) else { throw ServiceError.forbidden(visit.word("noExport")) }
        let request = listRequest(entity, visit.query)
        let (workspace, invocation) = (workspace, visit.invocation)
        let body = ResponseBody { writer in
            try await workspace.exportCSV(request, invocation) { try await writer.write(ByteBuffer(string: $0)) }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(entity.name.rawValue).csv\"",
            ], body: body)
    }

    /// The records that a reference may point to, for a combobox.
    private func choices(_ visit: Visit) async throws -> Response {
        let entity = try visit.entity
        var request = ListRequest(entity: entity.name, fields: [], limit: 12)
        let typed = visit.query["search"] ?? ""
        switch TitleSearch(typed, in: entity, visit) {
        case .words: request.search = typed
        case .filter(let filter): request.filter = filter
        case .nothing: return visit.fragment("choices", ["choices": [], "isEmpty": true])
        }
        let list = try workspace.list(request, visit.invocation)
        return visit.fragment(
            "choices",
            [
                "choices": list.records.map { ["id": $0.id.description, "title": $0.title] },
                "isEmpty": list.records.isEmpty,
            ])
    }
}
