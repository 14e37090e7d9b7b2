// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// A list request, resolved against the model and the asker's rights.
struct ListPlan: Sendable {
    static let countLimit = 10_000

    let request: Request
    let entity: EntityPlan
    let wanted: [FieldName]
    let order: [OrderTerm]
    let condition: TypedExpression?
    let search: String?
    let lifecycle: RecordQuery.Lifecycle
    let after: [Value]?
    let digest: String

    init(_ list: ListRequest, _ request: Request) throws(ServiceError) {
        self.request = request
        let plan = try request.readable(list.entity)
        entity = plan
        wanted = list.fields ?? plan.entity.list.columns
        if let name = wanted.first(where: {
            plan.entity.fields[$0] == nil
                || (list.fields != nil && !request.permissions[plan.entity.name].isVisible($0))
        }) {
            throw .unknownName(kind: "field", name: name.rawValue)
        }
        let order = try list.order.map { text throws(ServiceError) in try request.order(text, on: list.entity) }
        self.order = order ?? plan.entity.list.order.filter { request.permissions.allow($0.expression) }
        var conditions: [TypedExpression] = []
        if let filter = try request.condition(list.filter, on: list.entity) { conditions.append(filter) }
        if let name = list.savedFilter {
            guard let filter = plan.entity.list.filters.first(where: { $0.name == name }) else {
                throw .unknownName(kind: "filter", name: name)
            }
            conditions.append(filter.condition)
        }
        condition = TypedExpression.all(conditions)
        search = list.search.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        lifecycle = list.deleted ? .deleted : .live
        digest = PageToken.digest([
            list.entity.rawValue, list.filter, list.savedFilter, search, list.order, list.deleted ? "deleted" : nil,
        ])
        let (terms, query) = (self.order, digest)
        after = try list.page.map { text throws(ServiceError) in try PageToken(text, query: query).after(terms) }
    }

    func query(_ columns: [QueryColumn], limit: Int) -> RecordQuery {
        var query = RecordQuery(
            entity: entity.entity.name, columns: columns, condition: condition, search: search, order: order,
            after: after, limit: limit, lifecycle: lifecycle, access: request.permissions.read)
        let searchable = entity.entity.fields.values.filter(\.isSearchable).map(\.name)
        let plain = searchable.filter { request.permissions.isPlain($0, of: entity.entity.name) }
        if plain.count < searchable.count { query.searchFields = plain }
        return query
    }

    /// One page; one row more is read to know whether there is another.
    func page(_ limit: Int, _ transaction: any ReadTransaction) throws -> (records: [RecordView], next: String?) {
        let columns = try ViewColumns(entity, wanted, order, request)
        var records: [RecordView] = []
        var last: [Value] = []
        var hasMore = false
        try transaction.forEachRow(query(columns.columns, limit: limit + 1), request.context(transaction)) { row in
            guard records.count < limit else {
                hasMore = true
                return
            }
            guard let view = columns.view(row) else { return }
            records.append(view)
            if records.count == limit {
                last = order.indices.map { row.value(columns.orderStart + $0) } + [.identifier(view.id)]
            }
        }
        return (records, hasMore ? PageToken(query: digest, after: last).text : nil)
    }

    /// How many match, as far as it is worth counting.
    func count(_ transaction: any ReadTransaction) throws -> Int {
        let key = QueryColumn(TypedExpression(TypedPath("id", of: entity.entity.name, type: .identifier)))
        var all = query([key], limit: Self.countLimit + 1)
        all.order = []
        all.after = nil
        var count = 0
        try transaction.forEachRow(all, request.context(transaction)) { _ in count += 1 }
        return count
    }
}
