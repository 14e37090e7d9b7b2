// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Values

/// A subquery whose rows the next step of a transformed query reads.
struct DerivedRows {
    typealias NamedValue = (path: [FieldName], value: ConditionRenderer.Rendered)

    private let scope: QueryScope
    private let entity: EntityName
    private var source: SQLFragment
    private var level: QueryLevel
    /// Each with its place in the subquery.
    private var columns: [NamedValue]
    private(set) var conditions: [SQLFragment] = []
    private var terms: [OrderTerm] = []
    private var skip = 0
    private var limit = RecordQuery.unlimited

    /// - Parameter values: What the statement selects, under the names `c0`, `c1`, ….
    init(_ sql: SQLFragment, _ values: [NamedValue], _ scope: QueryScope, _ entity: EntityName) {
        self.scope = scope
        self.entity = entity
        source = sql
        level = scope.level(of: entity)
        columns = Self.renamed(values, level.alias)
    }

    private static func renamed(_ values: [NamedValue], _ alias: String) -> [NamedValue] {
        values.enumerated().map { index, named in
            let column = SQLFragment("\(alias).c\(index)")
            return (
                named.path,
                ConditionRenderer.Rendered(sql: column, form: named.value.form, type: named.value.type)
            )
        }
    }

    private var renderer: ConditionRenderer {
        let known = Dictionary(columns.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
        return ConditionRenderer(
            scope: scope, record: RecordAlias(alias: level.alias, entity: entity, level: level, columns: known))
    }

    func column(_ path: [FieldName]) throws -> ConditionRenderer.Rendered {
        guard let column = columns.first(where: { $0.path == path }) else {
            throw RenderingError.unsupported("the column \(path.map(\.rawValue).joined(separator: "/"))")
        }
        return column.value
    }

    func from(_ conditions: [SQLFragment]) -> SQLFragment {
        " FROM (" + source + ") \(level.alias)" + (conditions.isEmpty ? "" : " WHERE ") + conditions.joined(" AND ")
    }

    /// The order asked for, then all columns, so that no two rows are the same in it.
    func order(_ wanted: [ResultColumn]) throws -> RowOrder {
        let renderer = self.renderer
        let asked = try terms.map {
            RowOrder.Term(value: try renderer.value($0.expression.root), isDescending: $0.direction == .descending)
        }
        return RowOrder(terms: asked + columns.map { RowOrder.Term(value: $0.value, isDescending: false) })
    }

    mutating func add(_ step: Transformation) throws {
        switch step {
        case .filter(let condition):
            nestIfCut()
            conditions.append(try renderer.condition(condition.root))
        case .search: throw RenderingError.unsupported("a search in the rows of a grouping")
        case .compute(let properties):
            nestIfCut()
            let renderer = self.renderer
            nest(columns + (try properties.map { ([$0.name], try renderer.value($0.expression.root)) }))
        case .group(let groups, let aggregates):
            nestIfCut()
            try group(groups, aggregates)
        case .order(let order):
            nestIfCut()
            terms = order
        case .skip(let number):
            skip += number
            if limit < RecordQuery.unlimited { limit = max(0, limit - number) }
        case .top(let number): limit = min(limit, number)
        }
    }

    /// Makes the rows so far, if they are cut, the source of the next ones, in the same order.
    mutating func nestIfCut() {
        guard skip > 0 || limit < RecordQuery.unlimited else { return }
        let order = (try? order([]))?.sql ?? SQLFragment("1")
        nest(
            columns,
            cut: " ORDER BY " + order + " LIMIT " + .binding(.integer(Int64(limit))) + " OFFSET "
                + .binding(.integer(Int64(skip))))
        (skip, limit) = (0, RecordQuery.unlimited)
    }

    private mutating func nest(_ values: [NamedValue], cut: SQLFragment = SQLFragment()) {
        let list = values.enumerated().map { $1.value.sql + " AS c\($0)" }.joined(", ")
        source = "SELECT " + list + from(conditions) + cut
        level = scope.level(of: entity)
        columns = Self.renamed(values, level.alias)
        conditions = []
    }

    private mutating func group(_ groups: [GroupColumn], _ aggregates: [AggregateColumn]) throws {
        let values = try Self.values(groups, aggregates, renderer)
        let list = values.enumerated().map { $1.value.sql + " AS c\($0)" }.joined(", ")
        let numbers = groups.indices.map { String($0 + 1) }.joined(separator: ", ")
        source = "SELECT " + list + from(conditions) + (groups.isEmpty ? "" : " GROUP BY \(numbers)")
        level = scope.level(of: entity)
        columns = Self.renamed(values, level.alias)
        (conditions, terms) = ([], [])
    }

    /// The values of a grouping: the groups', then the figures'.
    static func values(
        _ groups: [GroupColumn], _ aggregates: [AggregateColumn], _ renderer: ConditionRenderer
    ) throws -> [NamedValue] {
        let figures = try aggregates.map { figure -> NamedValue in
            switch figure.kind {
            case .count:
                return ([figure.name], .init(sql: SQLFragment("count(*)"), form: .stored(.integer), type: .integer))
            case .countOf(let expression):
                let value = try renderer.value(expression.root)
                return (
                    [figure.name], .init(sql: "count(" + value.sql + ")", form: .stored(.integer), type: .integer)
                )
            case .aggregate(let method, let expression):
                let value = try renderer.value(expression.root)
                return ([figure.name], try renderer.aggregated(value, method, figure.type))
            }
        }
        return try groups.map { ($0.path, try renderer.value($0.expression.root)) } + figures
    }
}
