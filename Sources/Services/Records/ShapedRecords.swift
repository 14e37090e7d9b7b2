// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Values

/// What the texts of a list request make of an entity's records: the transformations first, then the other options.
struct ShapedRecords {
    let query: RecordQuery
    let computed: [ComputedProperty]

    init(_ list: ListRequest, _ plan: EntityPlan, _ request: Request) throws(ServiceError) {
        var query = RecordQuery(list, plan, request)
        var compiler = request.compiler(on: list.entity)
        if let text = list.apply {
            try request.located("$apply") { () throws(ExpressionError) in try compiler.apply(text) }
            guard compiler.columns == nil else {
                throw .badRequest(target: "$apply", "What groups records gives no list of records.")
            }
            for step in compiler.steps { query.add(step) }
            query.nestIfCut()
        }
        let applied = compiler.steps.count
        if let text = list.compute {
            try request.located("$compute") { () throws(ExpressionError) in try compiler.compute(text) }
        }
        if let text = list.filter, !text.allSatisfy(\.isWhitespace) {
            try request.located("$filter") { () throws(ExpressionError) in try compiler.filter(text) }
        }
        if let text = list.order {
            try request.located("$orderby") { () throws(ExpressionError) in try compiler.order(text) }
        } else if query.order.isEmpty {
            query.order = plan.entity.list.order.filter { request.permissions.allow($0.expression) }
        }
        for step in compiler.steps.dropFirst(applied) { query.add(step) }
        if let name = list.savedFilter {
            guard let filter = plan.entity.list.filters.first(where: { $0.name == name }) else {
                throw .unknownName(kind: "filter", name: name)
            }
            query.add(.filter(filter.condition))
        }
        if let parent = list.parent {
            let path = TypedPath(parent.field, of: list.entity, type: .identifier)
            query.add(.filter(.equality(path, .identifier(parent.id))))
        }
        self.query = query
        computed = compiler.computed
    }
}

extension RecordQuery {
    /// All records of a list's entity that the words of its search find.
    init(_ list: ListRequest, _ plan: EntityPlan, _ request: Request) {
        let words = list.search.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        self.init(
            entity: list.entity, columns: [], search: words, limit: Self.unlimited,
            lifecycle: list.deleted ? .deleted : .live, access: request.permissions.read)
        if let finding = list.finding { findings = [finding] }
        let searchable = plan.entity.fields.values.filter(\.isSearchable).map(\.name)
        let plain = searchable.filter { request.permissions.isPlain($0, of: list.entity) }
        if plain.count < searchable.count { searchFields = plain }
    }
}

extension Request {
    /// Compiles the options of a request in what the asker may name.
    func compiler(on entity: EntityName) -> TransformationCompiler {
        TransformationCompiler(
            on: entity, in: AskerScope(plan: plan, permissions: permissions),
            functions: workspace.contributions.functions, limits: .request)
    }

    /// Says of an error in which option it is.
    func located<Result>(
        _ option: String, _ body: () throws(ExpressionError) -> Result
    ) throws(ServiceError) -> Result {
        do throws(ExpressionError) {
            return try body()
        } catch {
            throw .expression(option: option, error)
        }
    }
}
