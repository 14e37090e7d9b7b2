// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
public import Queries
import Schemas
import Values

extension RankQuery {
    /// The statement that gives the numbers of the parts, the bounds of each axis, and the figures.
    ///
    /// Records with equal values have the same rank and therefore are in the same part.
    ///
    /// - Throws: ``RenderingError``.
    public func selection(_ environment: RenderingEnvironment, _ context: QueryContext) throws -> RenderedSelection {
        let scope = QueryScope(environment, context, records.access)
        let level = scope.level(of: records.entity)
        let renderer = ConditionRenderer(
            scope: scope, record: RecordAlias(alias: level.alias, entity: records.entity, level: level))
        let axes = try ranking.axes.map { try renderer.value($0.expression.root) }
        let measured = try records.measures.map { try records.measured($0, renderer) }
        let conditions = try SQLRootConditions.render(
            scope, renderer, records.condition, isLive: true, search: records.search)
        let table = try scope.table(of: records.entity)
        let known = axes.map { $0.sql.grouped + " IS NOT NULL" }
        let direction = ranking.isGreatestFirst ? "DESC" : "ASC"
        let columns =
            axes.enumerated().map { $1.sql + " AS a\($0)" } + measured.enumerated().map { $1.sql + " AS m\($0)" }
        let rows =
            "SELECT " + columns.joined(", ") + " FROM \(quoted(table.table)) \(level.alias)" + level.joins
            + SQLQuerySearch.join(records.search, table, level.alias) + " WHERE "
            + (conditions + known).joined(" AND ")
        let ranks = axes.enumerated().map { index, axis in
            "rank() OVER (ORDER BY \(axis.form == .decimalText ? "CAST(a\(index) AS REAL)" : "a\(index)") \(direction))"
                + " AS r\(index)"
        }
        let ranked = "SELECT *, \(ranks.joined(separator: ", ")), count(*) OVER () AS n FROM (" + rows + ")"
        let values = try parts + bounds(axes, renderer) + figures(measured, renderer)
        let numbers = axes.indices.map { String($0 + 1) }.joined(separator: ", ")
        return RenderedSelection(
            sql: "SELECT " + values.map(\.sql).joined(", ") + " FROM (" + ranked
                + ") GROUP BY \(numbers) ORDER BY \(numbers)",
            columns: values.map { RenderedSelection.Column(type: $0.type, form: $0.form) }, dependsOn: scope.dependsOn)
    }

    /// The number of each axis's part, from 1.
    private var parts: [ConditionRenderer.Rendered] {
        ranking.axes.indices.map {
            ConditionRenderer.Rendered(
                sql: SQLFragment("(r\($0) - 1) * \(ranking.parts) / n + 1"), form: .stored(.integer), type: .integer)
        }
    }

    private func bounds(
        _ axes: [ConditionRenderer.Rendered], _ renderer: ConditionRenderer
    ) throws -> [ConditionRenderer.Rendered] {
        try axes.enumerated().flatMap { index, axis in
            let value = ConditionRenderer.Rendered(sql: SQLFragment("a\(index)"), form: axis.form, type: axis.type)
            return [
                try renderer.aggregated(value, .min, axis.type), try renderer.aggregated(value, .max, axis.type),
            ]
        }
    }

    private func figures(
        _ measured: [ConditionRenderer.Rendered], _ renderer: ConditionRenderer
    ) throws -> [ConditionRenderer.Rendered] {
        try zip(records.measures, measured).enumerated().map { index, pair in
            let value = ConditionRenderer.Rendered(
                sql: SQLFragment("m\(index)"), form: pair.1.form, type: pair.1.type)
            return try records.figure(pair.0, value, renderer)
        }
    }
}
