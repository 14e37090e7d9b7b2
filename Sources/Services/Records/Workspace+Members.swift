// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
public import Values

/// The members of one record's collection, as far as they were asked for.
public struct Members: Sendable {
    public var records: [RecordView] = []
    /// How many there are in all; nil if it was not asked.
    public var count: Int?
    public var hasMore = false

    public init() {}
}

extension Workspace {
    /// Reads the members of many records in one query.
    ///
    /// - Parameters:
    ///   - field: The reference from the members to their parents.
    ///   - list: What is wanted of the members; its limit, its skip and its count are of each parent.
    ///   - most: Of all parents together.
    /// - Returns: The members by parent; parents without any are missing.
    /// - Throws: ``StoreError/tooCostly`` if there are more members than that.
    public func members(
        of parents: [RecordID], by field: FieldName, _ list: ListRequest, atMost most: Int, _ invocation: Invocation
    ) throws -> [RecordID: Members] {
        let request = Request(self, invocation)
        let plan = try ListPlan(list, request)
        guard request.permissions[list.entity].isVisible(field), let reference = plan.entity.entity.fields[field] else {
            throw ServiceError.unknownName(kind: "field", name: field.rawValue)
        }
        let columns = try ViewColumns(plan.entity, plan.wanted, plan.order, request, plan.computed)
        let parentColumn = columns.columns.count
        var query = plan.query(
            columns.columns + [QueryColumn(TypedExpression(reference.path))], limit: list.limit + 1)
        query.partition = RecordQuery.Partition(field: field, parents: parents, wantsCount: list.wantsCount)
        var members: [RecordID: Members] = [:]
        var total = 0
        guard !parents.isEmpty else { return members }
        try store.read(invocation.environment, within: .question) { transaction in
            try transaction.forEachRow(query, request.context(transaction)) { row in
                guard case .identifier(let parent) = row.value(parentColumn), let view = columns.view(row) else {
                    return
                }
                var own = members[parent] ?? Members()
                own.hasMore = own.records.count == list.limit
                if !own.hasMore {
                    total += 1
                    guard total <= most else { throw StoreError.tooCostly }
                    own.records.append(view)
                }
                if list.wantsCount { own.count = Int(row.integer(parentColumn + 1)) }
                members[parent] = own
            }
        }
        return members
    }

    /// How many records a list has in all, without its pages.
    public func count(_ list: ListRequest, _ invocation: Invocation) async throws -> Int {
        let plan = try ListPlan(list, Request(self, invocation))
        return try await store.readAside(invocation.environment, within: .question) {
            try plan.count($0, limit: RecordQuery.unlimited)
        }
    }

    /// The properties that a list computes.
    ///
    /// - Throws: ``ServiceError/expression(option:_:)``.
    public func computed(_ list: ListRequest, _ invocation: Invocation) throws -> [(name: FieldName, type: ValueType)] {
        guard list.compute != nil || list.apply != nil else { return [] }
        let request = Request(self, invocation)
        let shaped = try ShapedRecords(list, try request.readable(list.entity), request)
        return shaped.computed.map { ($0.name, $0.expression.type) }
    }
}
