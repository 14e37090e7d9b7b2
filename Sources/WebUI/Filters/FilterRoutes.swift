// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import NIOCore
import OrderedCollections
import Services
import Values

extension WebUI {
    func addFilterRoutes(to router: Router<PageContext>) {
        router.get("/filter/:entity", use: page(filter))
        router.get("/complete/:entity", use: page(complete))
        router.get("/builder/:entity", use: page(builder))
    }

    /// The rows that show a filter, nothing if it has a mistake (people are half-way through typing); or one row, for
    /// a field that was chosen.
    private func builder(_ visit: Visit) throws -> Response {
        let builder = FilterBuilder(visit: visit, entity: try visit.entity)
        if let path = visit.query["path"] { return htmlResponse(try builder.row(on: path)) }
        do {
            let tree = try workspace.filterTree(visit.query["filter"], of: builder.entity.name, visit.invocation)
            return htmlResponse(try builder.markup(tree))
        } catch ServiceError.expression {
            return Response(status: .noContent)
        }
    }

    /// Turns what the controls say into an expression and goes to the list that it filters.
    private func filter(_ visit: Visit) async throws -> Response {
        let entity = try visit.entity
        let shown = listRequest(entity, visit.query).fields ?? entity.list.columns
        var filters = ColumnFilters(shown, FieldText(entity, visit))
        guard let filter = filters.filter(from: visit.query) else {
            let content = try await listContent(entity, visit, filters)
            return visit.page("list", title: entity.pluralLabel[visit.language], content, status: .unprocessableContent)
        }
        return redirect(to: "/list/\(entity.name.rawValue)?" + address(visit.query, setting: "filter", to: filter))
    }

    /// What may follow the beginning of an expression, as items of a list box.
    private func complete(_ visit: Visit) throws -> Response {
        let found = try workspace.completions(
            of: visit.query["text"] ?? "", on: visit.entity.name, visit.invocation)
        return visit.fragment(
            "completions",
            [
                "items": found.items.map { item in
                    [
                        "text": item.text,
                        "label": item.label[visit.language] == item.text ? "" : item.label[visit.language],
                        "kind": item.kind,
                        "replaced": found.replaced,
                    ]
                        as [String: Any]
                }
            ])
    }
}
