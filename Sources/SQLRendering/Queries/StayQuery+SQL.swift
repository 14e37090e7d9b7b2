// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
public import Queries
import Schemas
import Values

extension StayQuery {
    /// The statement that gives the dimensions' values, the stage, and the median of the stays.
    ///
    /// - Throws: ``RenderingError``.
    public func selection(_ environment: RenderingEnvironment, _ context: QueryContext) throws -> RenderedSelection {
        let scope = QueryScope(environment, context, records.access)
        let level = scope.level(of: records.entity)
        let renderer = ConditionRenderer(
            scope: scope, record: RecordAlias(alias: level.alias, entity: records.entity, level: level))
        let stage = ConditionRenderer.Rendered(
            sql: SQLFragment("v.\"stage\""), form: .stored(.text), type: .text)
        let stay = ConditionRenderer.Rendered(
            sql: SQLFragment("v.\"left\" - v.\"entered\""), form: .stored(.integer), type: .duration)
        let groups = try records.dimensions.map { try records.group($0, renderer) } + [stage]
        let values = groups + [renderer.exactly(stay, Percentile.median.word, .duration)]
        let conditions = try SQLRootConditions.render(
            scope, renderer, records.condition, isLive: true, search: records.search)
        let table = try scope.table(of: records.entity)
        let numbers = groups.indices.map { String($0 + 1) }.joined(separator: ", ")
        // From each record to its own stays, which is what this join of SQLite says: other records have millions of them.
        let sql =
            "SELECT " + values.map(\.sql).joined(", ") + " FROM \(quoted(table.table)) \(level.alias)" + level.joins
            + " CROSS JOIN \(quoted(EngineTable.stageVisits.name)) v ON v.\"record\" = \(level.alias).\"id\""
            + " AND v.\"left\" IS NOT NULL AND v.\"pipeline\" = " + .binding(.text(pipeline.rawValue))
            + SQLQuerySearch.join(records.search, table, level.alias) + " WHERE " + conditions.joined(" AND ")
            + " GROUP BY \(numbers) LIMIT " + .binding(.integer(Int64(records.limit)))
        return RenderedSelection(
            sql: sql, columns: values.map { RenderedSelection.Column(type: $0.type, form: $0.form) },
            dependsOn: scope.dependsOn)
    }
}
