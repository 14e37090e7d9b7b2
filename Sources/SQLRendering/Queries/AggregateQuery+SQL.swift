// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
public import Queries
import Schemas
import Values

extension AggregateQuery {
    /// The statement that gives the query's groups: the dimensions' values, then the measures'.
    ///
    /// - Throws: ``RenderingError``.
    public func selection(_ environment: RenderingEnvironment, _ context: QueryContext) throws -> RenderedSelection {
        let scope = QueryScope(environment, context, access)
        let level = scope.level(of: entity)
        let record = RecordAlias(alias: level.alias, entity: entity, level: level)
        let renderer = ConditionRenderer(scope: scope, record: record)
        let groups = try dimensions.map { try group($0, renderer) }
        let values = groups + (try measures.compactMap { try measure($0, renderer) })
        let conditions = try SQLRootConditions.render(scope, renderer, condition, isLive: true, search: search)
        let table = try scope.table(of: entity)
        let numbers = groups.indices.map { String($0 + 1) }.joined(separator: ", ")
        let sql =
            "SELECT " + values.map(\.sql).joined(", ") + " FROM \(quoted(table.table)) \(level.alias)"
            + level.joins + SQLQuerySearch.join(search, table, level.alias) + " WHERE " + conditions.joined(" AND ")
            + (groups.isEmpty ? "" : " GROUP BY \(numbers) ORDER BY \(numbers)")
            + " LIMIT " + .binding(.integer(Int64(limit)))
        return RenderedSelection(
            sql: sql, columns: values.map { RenderedSelection.Column(type: $0.type, form: $0.form) },
            dependsOn: scope.dependsOn)
    }

    func group(
        _ dimension: Dimension, _ renderer: ConditionRenderer
    ) throws -> ConditionRenderer.Rendered {
        let value = try renderer.value(dimension.expression.root)
        guard let period = dimension.period else { return value }
        var day = value.sql
        if value.type == .instant {
            day = "trellis_call('localdate', 'date', 'instant', " + value.sql + ")"
        }
        let sql: SQLFragment =
            switch period {
            case .day: day
            case .month: "substr(" + day + ", 1, 7)"
            case .year: "substr(" + day + ", 1, 4)"
            case .quarter:
                "substr(" + day + ", 1, 4) || '-Q' || ((CAST(substr(" + day + ", 6, 2) AS INTEGER) + 2) / 3)"
            }
        return ConditionRenderer.Rendered(sql: sql, form: .stored(.text), type: .text)
    }

    private func measure(
        _ measure: Measure, _ renderer: ConditionRenderer
    ) throws -> ConditionRenderer.Rendered? {
        switch measure.kind {
        case .ratio, .computed: return nil
        case .count, .aggregate, .percentile:
            return try figure(measure, try measured(measure, renderer), renderer)
        }
    }

    /// What a measure takes of each record: its value, null for those that it is not about; 1 for a count.
    func measured(_ measure: Measure, _ renderer: ConditionRenderer) throws -> ConditionRenderer.Rendered {
        let one = ConditionRenderer.Rendered(sql: SQLFragment("1"), form: .stored(.integer), type: .integer)
        let value = try measure.expression.map { try renderer.value($0.root) } ?? one
        guard let condition = measure.condition else { return value }
        let sql = "CASE WHEN " + (try renderer.condition(condition.root)) + " THEN " + value.sql + " END"
        return ConditionRenderer.Rendered(sql: sql, form: value.form, type: value.type)
    }

    /// What a measure makes of the values of a group.
    func figure(
        _ measure: Measure, _ value: ConditionRenderer.Rendered, _ renderer: ConditionRenderer
    ) throws -> ConditionRenderer.Rendered {
        switch measure.kind {
        case .aggregate(let method, _): return try renderer.aggregated(value, method, measure.type)
        case .percentile(let percentile, _): return renderer.exactly(value, percentile.word, measure.type)
        case .count, .ratio, .computed:
            return ConditionRenderer.Rendered(
                sql: "count(" + value.sql + ")", form: .stored(.integer), type: .integer)
        }
    }
}
