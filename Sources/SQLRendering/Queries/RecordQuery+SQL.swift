// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
public import Queries
import Schemas
public import Values

/// A SELECT statement and the types and forms of its columns.
public struct RenderedSelection: Sendable {
    public let sql: SQLFragment
    public let columns: [Column]
    /// What of the context it was made of.
    public let dependsOn: ContextDependence

    public struct Column: Sendable {
        public let type: ValueType
        public let form: SQLForm

        public init(type: ValueType, form: SQLForm) {
            self.type = type
            self.form = form
        }
    }
}

extension RecordQuery {
    /// The statement that gives the query's rows.
    ///
    /// - Parameter isByKey: It asks for one record only, whose key is bound as ``SQLValue/key``.
    /// - Throws: ``RenderingError``.
    public func selection(
        _ environment: RenderingEnvironment, _ context: QueryContext, isByKey: Bool = false
    ) throws -> RenderedSelection {
        let scope = QueryScope(environment, context, access)
        let level = try RecordLevel(self, scope)
        let values = try columns.map { try selected($0, level.renderer) }
        let order = try rowOrder(level.renderer, environment.collations)
        var conditions = level.conditions
        if isByKey { conditions.append(.column(level.alias, "id") + " = " + .binding(.key)) }
        if let after { conditions += order.conditions(after: after) }
        let rendered = values.map { RenderedSelection.Column(type: $0.type, form: $0.form) }
        if let partition {
            return RenderedSelection(
                sql: try selection(values.map(\.sql), conditions, order, partition, level),
                columns: rendered + (partition.wantsCount ? [.count] : []), dependsOn: scope.dependsOn)
        }
        let list = values.isEmpty ? SQLFragment("1") : values.map(\.sql).joined(", ")
        let sql =
            "SELECT " + list + level.from(search) + " WHERE " + conditions.joined(" AND ") + " ORDER BY " + order.sql
            + limits
        return RenderedSelection(sql: sql, columns: rendered, dependsOn: scope.dependsOn)
    }

    /// The statement that counts the query's rows, as far as its limit.
    public func count(_ environment: RenderingEnvironment, _ context: QueryContext) throws -> RenderedSelection {
        let scope = QueryScope(environment, context, access)
        let level = try RecordLevel(self, scope)
        let rows = level.from(search) + " WHERE " + level.conditions.joined(" AND ")
        let sql =
            limit >= Self.unlimited
            ? "SELECT count(*)" + rows
            : "SELECT count(*) FROM (SELECT 1" + rows + " LIMIT " + .binding(.integer(Int64(limit))) + ")"
        return RenderedSelection(sql: sql, columns: [.count], dependsOn: scope.dependsOn)
    }

    /// The keys of the query's rows, as a subquery.
    func keys(_ environment: QueryScope) throws -> SQLFragment {
        let level = try RecordLevel(self, environment)
        let order = try rowOrder(level.renderer, environment.collations)
        return "(SELECT " + .column(level.alias, "id") + level.from(search) + " WHERE "
            + level.conditions.joined(" AND ") + " ORDER BY " + order.sql + limits + ")"
    }

    private var limits: SQLFragment {
        let limit = " LIMIT " + SQLFragment.binding(.integer(Int64(limit)))
        return skip == 0 ? limit : limit + " OFFSET " + .binding(.integer(Int64(skip)))
    }

    /// The rows of each parent, numbered among its own.
    private func selection(
        _ values: [SQLFragment], _ conditions: [SQLFragment], _ order: RowOrder, _ partition: Partition,
        _ level: RecordLevel
    ) throws -> SQLFragment {
        let column = try level.renderer.scope.column(partition.field, of: entity).column
        let parent = SQLFragment.column(level.alias, column)
        let names = values.indices.map { "c\($0)" }
        let inner = zip(values, names).map { $0 + " AS " + $1 }.joined(", ")
        let parents = partition.parents.map { SQLFragment.binding(.text($0.description)) }.joined(", ")
        let numbered =
            "SELECT " + inner + ", " + parent + " AS parent, row_number() OVER (PARTITION BY " + parent + " ORDER BY "
            + order.sql + ") AS place"
            + (partition.wantsCount ? ", count(*) OVER (PARTITION BY " + parent + ") AS members" : SQLFragment())
            + level.from(search) + " WHERE " + conditions.joined(" AND ") + " AND " + parent + " IN (" + parents + ")"
        let last = Int64(skip) + Int64(limit)
        return "SELECT \((names + (partition.wantsCount ? ["members"] : [])).joined(separator: ", ")) FROM (" + numbered
            + ") WHERE place > " + .binding(.integer(Int64(skip))) + " AND place <= " + .binding(.integer(last))
            + " ORDER BY parent, place"
    }

    private func selected(
        _ column: QueryColumn, _ renderer: ConditionRenderer
    ) throws -> ConditionRenderer.Rendered {
        let value = try renderer.value(column.expression.root)
        guard let mask = column.mask else { return value }
        let sql =
            "CASE WHEN " + value.sql + " IS NULL THEN NULL WHEN length(" + value.sql
            + ") > \(mask.first + mask.last) THEN substr(" + value.sql + ", 1, \(mask.first)) || '****'"
            + (mask.last > 0 ? " || substr(" + value.sql + ", -\(mask.last))" : SQLFragment()) + " ELSE '****' END"
        return ConditionRenderer.Rendered(sql: sql, form: .stored(.text), type: .text)
    }
}

extension RenderedSelection.Column {
    static let count = RenderedSelection.Column(type: .integer, form: .stored(.integer))
}

/// A query's table with the conditions on its rows.
struct RecordLevel {
    let renderer: ConditionRenderer
    let conditions: [SQLFragment]
    private let level: QueryLevel
    private let table: TableLayout

    init(_ query: RecordQuery, _ scope: QueryScope) throws {
        level = scope.level(of: query.entity)
        table = try scope.table(of: query.entity)
        let record = RecordAlias(alias: level.alias, entity: query.entity, level: level)
        let renderer = ConditionRenderer(scope: scope, record: record)
        var conditions = try SQLRootConditions.render(
            scope, renderer, query.condition, isLive: query.lifecycle == .live, search: query.search)
        if let search = query.search, let fields = query.searchFields {
            conditions += try SQLQuerySearch.confirmation(search, fields, scope, record)
        }
        conditions += try query.findings.map {
            try SQLQuerySearch.condition($0, query.searchFields, scope, record)
        }
        conditions += try query.among.map {
            SQLFragment.column(record.alias, "id") + " IN " + (try $0.keys(scope))
        }
        self.renderer = renderer
        self.conditions = conditions
    }

    var alias: String { level.alias }

    /// The table with what was joined to it until now; written last, because values and conditions join.
    func from(_ search: String?) -> SQLFragment {
        " FROM \(quoted(table.table)) \(alias)" + level.joins + SQLQuerySearch.join(search, table, alias)
    }
}
