// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
public import Queries
import Schemas
import Values

extension TransformedQuery {
    /// The statement that gives the query's rows: the columns, then the values of the order's terms.
    ///
    /// - Throws: ``RenderingError``.
    public func selection(
        _ environment: RenderingEnvironment, _ context: QueryContext
    ) throws -> RenderedSelection {
        let scope = QueryScope(environment, context, source.access)
        let rows = try rows(scope)
        let order = try rows.order(columns)
        let values = try columns.map { try rows.column($0.path) } + order.terms.map(\.value)
        let conditions = rows.conditions + (after.map { order.conditions(after: $0) } ?? [])
        let sql =
            "SELECT " + values.map(\.sql).joined(", ") + rows.from(conditions) + " ORDER BY " + order.sql + " LIMIT "
            + .binding(.integer(Int64(limit)))
        return RenderedSelection(
            sql: sql, columns: values.map { RenderedSelection.Column(type: $0.type, form: $0.form) },
            dependsOn: scope.dependsOn)
    }

    /// The statement that counts the query's rows.
    public func count(_ environment: RenderingEnvironment, _ context: QueryContext) throws -> RenderedSelection {
        let scope = QueryScope(environment, context, source.access)
        let rows = try rows(scope)
        return RenderedSelection(
            sql: "SELECT count(*)" + rows.from(rows.conditions), columns: [.count], dependsOn: scope.dependsOn)
    }

    private func rows(_ scope: QueryScope) throws -> DerivedRows {
        guard case .group(let groups, let aggregates)? = steps.first else {
            throw RenderingError.unsupported("rows that no grouping left")
        }
        var rows = try grouped(groups, aggregates, scope)
        for step in steps.dropFirst() { try rows.add(step) }
        rows.nestIfCut()
        return rows
    }

    /// The first grouping, over the records themselves.
    private func grouped(
        _ groups: [GroupColumn], _ aggregates: [AggregateColumn], _ scope: QueryScope
    ) throws -> DerivedRows {
        var source = source
        source.nestIfCut()
        let level = try RecordLevel(source, scope)
        let values = try DerivedRows.values(groups, aggregates, level.renderer)
        let numbers = groups.indices.map { String($0 + 1) }.joined(separator: ", ")
        let list = values.enumerated().map { $1.value.sql + " AS c\($0)" }.joined(", ")
        let sql =
            "SELECT " + (values.isEmpty ? SQLFragment("1") : list) + level.from(source.search) + " WHERE "
            + level.conditions.joined(" AND ") + (groups.isEmpty ? "" : " GROUP BY \(numbers)")
        return DerivedRows(sql, values, scope, source.entity)
    }
}
