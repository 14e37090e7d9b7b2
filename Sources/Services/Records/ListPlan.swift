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
    /// Fields of the entity.
    let wanted: [FieldName]
    let computed: [ComputedProperty]
    var order: [OrderTerm] { base.order }
    let after: [Value]?
    let digest: String
    private let skip: Int
    /// The records, in their order, without a page.
    private let base: RecordQuery

    init(_ list: ListRequest, _ request: Request) throws(ServiceError) {
        self.request = request
        let plan = try request.readable(list.entity)
        entity = plan
        let shaped = try ShapedRecords(list, plan, request)
        let names = list.fields ?? plan.entity.list.columns
        computed = names.compactMap { name in shaped.computed.first { $0.name == name } }
        let (known, permissions) = (Set(computed.map(\.name)), request.permissions[plan.entity.name])
        wanted = names.filter { !known.contains($0) }
        if let name = wanted.first(where: {
            plan.entity.fields[$0] == nil || (list.fields != nil && !permissions.isVisible($0))
        }) {
            throw .unknownName(kind: "field", name: name.rawValue)
        }
        base = shaped.query
        digest = PageToken.digest([
            list.entity.rawValue, list.filter, list.savedFilter, list.search, list.order,
            list.deleted ? "deleted" : nil, list.compute, list.apply, list.finding.map { String(describing: $0) },
            list.parent.map { String(describing: $0) },
        ])
        skip = list.page == nil ? list.skip : 0
        let (terms, query) = (base.order, digest)
        after = try list.page.map { text throws(ServiceError) in try PageToken(text, query: query).after(terms) }
    }

    func query(_ columns: [QueryColumn], limit: Int) -> RecordQuery {
        var query = base
        query.columns = columns
        query.after = after
        query.skip = skip
        query.limit = limit
        return query
    }

    /// One page; one row more is read to know whether there is another.
    func page(_ limit: Int, _ transaction: any ReadTransaction) throws -> (records: [RecordView], next: String?) {
        let columns = try ViewColumns(entity, wanted, order, request, computed)
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
    func count(_ transaction: any ReadTransaction, limit: Int = countLimit + 1) throws -> Int {
        var all = base
        all.columns = []
        all.limit = limit
        return try transaction.count(all, request.context(transaction))
    }
}
