// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
public import Values

// Doors that read records. Each function is the whole of one request.
extension Workspace {
    /// Reads one record with the fields the asker may see.
    public func record(
        _ entity: EntityName, _ id: RecordID, fields: [FieldName]? = nil, _ invocation: Invocation
    ) throws -> RecordView {
        let request = Request(self, invocation)
        let plan = try request.readable(entity)
        let columns = try ViewColumns(plan, fields ?? plan.entity.fields.values.map(\.name), [], request)
        let key = TypedPath("id", of: entity, type: .identifier)
        let query = RecordQuery(
            entity: entity, columns: columns.columns, condition: .equality(key, .identifier(id)), limit: 1,
            access: request.permissions.read)
        let view = try store.read(invocation.environment) { transaction in
            var view: RecordView?
            try transaction.forEachRow(query, request.context(transaction)) { view = columns.view($0) }
            return view
        }
        guard let view else { throw ServiceError.notFound(entity, id) }
        return view
    }

    /// Reads a page of records.
    public func list(_ list: ListRequest, _ invocation: Invocation) throws -> RecordList {
        try checkLimit(list)
        let request = Request(self, invocation)
        let plan = try ListPlan(list, request)
        return try store.read(invocation.environment, within: .question) { transaction in
            let (records, next) = try plan.page(list.limit, transaction)
            let fields = plan.wanted.filter { request.permissions[list.entity].isVisible($0) }
            return RecordList(
                entity: list.entity, fields: fields, records: records, next: next,
                count: list.wantsCount ? try plan.count(transaction) : nil)
        }
    }

    /// Reads one record straight from the database's row.
    ///
    /// - Throws: ``ServiceError/notFound(_:_:)``, and what the body throws.
    public func readRecord(
        _ entity: EntityName, _ id: RecordID, fields: [FieldName], _ invocation: Invocation,
        _ body: (RecordRow) throws -> Void
    ) throws {
        let request = Request(self, invocation)
        let read = request.plan.reads.record(try request.readable(entity), fields, request)
        var isFound = false
        try store.read(invocation.environment) { transaction in
            try transaction.forEachRow(read.query, of: id, { try request.context(transaction) }) { row in
                isFound = true
                try body(RecordRow(read, row))
            }
        }
        guard isFound else { throw ServiceError.notFound(entity, id) }
    }

    /// Reads a page of records straight from the database's rows.
    ///
    /// - Returns: The token of the next page, and how many there are in all if the request wants to know.
    public func readPage(
        _ list: ListRequest, _ invocation: Invocation, _ body: (RecordRow) throws -> Void
    ) throws -> (next: String?, count: Int?) {
        try checkLimit(list)
        let request = Request(self, invocation)
        let read = try request.plan.reads.page(list, request)
        return try store.read(invocation.environment, within: .question) { transaction in
            var rows = 0
            var last: [Value] = []
            try transaction.forEachRow(read.query, of: nil, { try request.context(transaction) }) { row in
                rows += 1
                guard rows <= list.limit else { return }
                try body(RecordRow(read, row))
                guard rows == list.limit else { return }
                last = read.order.indices.map { row.value(read.firstOrder + $0) } + [row.value(0)]
            }
            let next = rows > list.limit ? PageToken(query: read.digest, after: last).text : nil
            return (next, list.wantsCount ? try ListPlan(list, request).count(transaction) : nil)
        }
    }

    private func checkLimit(_ list: ListRequest) throws(ServiceError) {
        guard (1...1000).contains(list.limit) else {
            throw .badRequest(target: "limit", "A page has 1 to 1,000 records.")
        }
    }

    /// Calls the body for every record that matches, in the list's order, without holding them in memory; for exports.
    public func forEachRecord(
        _ list: ListRequest, _ invocation: Invocation, _ body: @escaping @Sendable (RecordView) throws -> Void
    ) async throws {
        let request = Request(self, invocation)
        let plan = try ListPlan(list, request)
        try await store.readAside(invocation.environment) { transaction in
            let columns = try ViewColumns(plan.entity, plan.wanted, [], request)
            try transaction.forEachRow(
                plan.query(columns.columns, limit: Int(Int32.max)), request.context(transaction)
            ) { row in
                if let view = columns.view(row) { try body(view) }
            }
        }
    }

    /// What happened to a record, newest first.
    public func timeline(
        _ entity: EntityName, _ id: RecordID, limit: Int, _ invocation: Invocation
    ) throws -> [TimelineEntry] {
        _ = try record(entity, id, fields: [], invocation)
        let request = Request(self, invocation)
        return try store.read(invocation.environment) { transaction in
            try Timeline(request, transaction).entries(of: id, try request.readable(entity), limit: limit)
        }
    }
}
