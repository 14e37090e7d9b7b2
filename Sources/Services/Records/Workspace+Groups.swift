// SPDX-License-Identifier: Apache-2.0
import DomainModel
public import Expressions
import OrderedCollections
import Queries
import Storage
public import Values

/// Transformations that are asked for, and the options that apply to what they leave.
public struct TransformationRequest: Sendable, Hashable {
    public let entity: EntityName
    /// Such as `filter(price gt 0)/groupby((stage),aggregate(price with sum as total))`.
    public let apply: String
    public var compute: String?
    public var filter: String?
    public var order: String?
    public var search: SearchExpression?
    public var skip = 0
    /// The opaque token of a page; nil for the first.
    public var page: String?
    /// At most 10,000.
    public var limit = 1000
    public var wantsCount = false
    /// Only the records that refer to another one.
    public var parent: ListRequest.Parent?

    public init(entity: EntityName, apply: String) {
        self.entity = entity
        self.apply = apply
    }
}

/// Rows that no longer are records.
public struct TransformedRows: Sendable {
    public let columns: [ResultColumn]
    /// Each with a value for each column.
    public let rows: [[Value]]
    /// The token of the next page; nil if this is the last.
    public let next: String?
    public let count: Int?
}

extension Workspace {
    /// Whether transformations group, so that what they leave are no records.
    ///
    /// - Throws: ``ServiceError/expression(option:_:)`` if they do not compile.
    public func groupsRecords(
        _ apply: String, of entity: EntityName, _ invocation: Invocation
    ) throws -> Bool {
        let request = Request(self, invocation)
        _ = try request.readable(entity)
        var compiler = request.compiler(on: entity)
        try request.located("$apply") { () throws(ExpressionError) in try compiler.apply(apply) }
        return compiler.columns != nil
    }

    /// Groups records, as far as the asker may see them, and whatever else is done to the groups.
    public func groups(
        _ transformations: TransformationRequest, _ invocation: Invocation
    ) async throws -> TransformedRows {
        let plan = try TransformationPlan(transformations, Request(self, invocation))
        return try await store.readAside(invocation.environment, within: .question) { try plan.rows($0) }
    }

    /// The options of a choice, by its name.
    public func options(of choice: ChoiceName, _ invocation: Invocation) -> [ChoiceOption] {
        plans.plan(for: invocation.model).options[choice] ?? []
    }
}

/// A request for groups, resolved against the model and the asker's rights.
private struct TransformationPlan: Sendable {
    private static let largestPage = 10_000

    private let request: Request
    private let query: TransformedQuery
    private let limit: Int
    private let wantsCount: Bool
    private let order: [OrderTerm]
    private let digest: String

    init(_ asked: TransformationRequest, _ request: Request) throws(ServiceError) {
        self.request = request
        let plan = try request.readable(asked.entity)
        guard (1...Self.largestPage).contains(asked.limit) else {
            throw .badRequest(target: "limit", "A page has 1 to 10,000 rows.")
        }
        var compiler = request.compiler(on: asked.entity)
        try request.located("$apply") { () throws(ExpressionError) in try compiler.apply(asked.apply) }
        if let search = asked.search {
            try request.located("$search") { () throws(ExpressionError) in try compiler.search(search) }
        }
        if let text = asked.compute {
            try request.located("$compute") { () throws(ExpressionError) in try compiler.compute(text) }
        }
        if let text = asked.filter {
            try request.located("$filter") { () throws(ExpressionError) in try compiler.filter(text) }
        }
        if let text = asked.order {
            try request.located("$orderby") { () throws(ExpressionError) in try compiler.order(text) }
        }
        let isGrouping: (Transformation) -> Bool = { if case .group = $0 { true } else { false } }
        guard let columns = compiler.columns, let first = compiler.steps.firstIndex(where: isGrouping) else {
            throw .badRequest(target: "$apply", "These transformations leave records.")
        }
        var source = RecordQuery(ListRequest(entity: asked.entity), plan, request)
        if let parent = asked.parent {
            let path = TypedPath(parent.field, of: asked.entity, type: .identifier)
            source.add(.filter(.equality(path, .identifier(parent.id))))
        }
        for step in compiler.steps[..<first] { source.add(step) }
        let page = asked.page
        let skip = page == nil && asked.skip > 0 ? [Transformation.skip(asked.skip)] : []
        var query = TransformedQuery(
            source: source, steps: compiler.steps[first...] + skip, columns: columns, limit: asked.limit + 1)
        order = query.order
        limit = asked.limit
        wantsCount = asked.wantsCount
        digest = PageToken.digest([
            asked.entity.rawValue, asked.apply, asked.compute, asked.filter, asked.order,
            asked.search.map { String(describing: $0) },
            asked.parent.map { String(describing: $0) },
        ])
        if let page {
            query.after = try PageToken(page, query: digest).after(
                types: order.map(\.expression.type) + columns.map(\.type))
        }
        self.query = query
    }

    func rows(_ transaction: any ReadTransaction) throws -> TransformedRows {
        let context = try request.context(transaction)
        var rows: [[Value]] = []
        var last: [Value]?
        var hasMore = false
        let width = query.columns.count
        try transaction.forEachRow(query, context) { row in
            guard rows.count < limit else {
                hasMore = true
                return
            }
            rows.append((0..<width).map(row.value))
            if rows.count == limit { last = (0..<order.count + width).map { row.value(width + $0) } }
        }
        let next = hasMore ? last.map { PageToken(query: digest, after: $0).text } : nil
        return TransformedRows(
            columns: query.columns, rows: rows, next: next,
            count: wantsCount ? try transaction.count(query, context) : nil)
    }
}
