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
        let level = scope.level(of: entity)
        let record = RecordAlias(alias: level.alias, entity: entity, level: level)
        let renderer = ConditionRenderer(scope: scope, record: record)
        let values = try columns.map { try selected($0, renderer) }
        let terms = try orderTerms(renderer, environment.collations)
        var conditions = try conditions(scope, renderer)
        if isByKey { conditions.append(.column(level.alias, "id") + " = " + .binding(.key)) }
        if let after, after.count == terms.count {
            conditions += firstBound(terms, after) + [keyset(terms, after)]
        }
        let table = try scope.table(of: entity)
        let list = values.isEmpty ? SQLFragment("1") : values.map(\.sql).joined(", ")
        let sql =
            "SELECT " + list + " FROM \(quoted(table.table)) \(level.alias)" + level.joins
            + (try searchJoin(table, level.alias)) + " WHERE " + conditions.joined(" AND ") + " ORDER BY "
            + terms.map { $0.rendered.sql + ($0.isDescending ? " DESC" : " ASC") }.joined(", ")
            + " LIMIT " + .binding(.integer(Int64(limit)))
        return RenderedSelection(
            sql: sql, columns: values.map { RenderedSelection.Column(type: $0.type, form: $0.form) },
            dependsOn: scope.dependsOn)
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

    fileprivate func conditions(_ scope: QueryScope, _ renderer: ConditionRenderer) throws -> [SQLFragment] {
        try rootConditions(scope, renderer, condition, lifecycle == .live)
    }

    private func searchJoin(_ table: TableLayout, _ alias: String) throws -> SQLFragment {
        SQLQuerySearch.join(search, table, alias)
    }

    private struct Term {
        let rendered: ConditionRenderer.Rendered
        let isDescending: Bool
        /// The order of a text's sort keys, which stand in the column instead of the text.
        var collation: Collation?
        var canBeNull = true
    }

    /// The terms of the order with the key behind them; texts with a locale sort by their keys.
    private func orderTerms(_ renderer: ConditionRenderer, _ collations: [String: Collation]) throws -> [Term] {
        var terms = try order.map { term -> Term in
            let isDescending = term.direction == .descending
            guard let (rendered, locale) = try sortKey(term.expression, renderer) else {
                return Term(
                    rendered: try renderer.value(term.expression.root), isDescending: isDescending,
                    canBeNull: canBeNull(term.expression, renderer))
            }
            return Term(rendered: rendered, isDescending: isDescending, collation: collations[locale])
        }
        let isDescending = order.last?.direction == .descending
        terms.append(
            Term(
                rendered: ConditionRenderer.Rendered(
                    sql: .column(renderer.record.alias, "id"), form: .stored(.text), type: .identifier),
                isDescending: isDescending))
        return terms
    }

    private func canBeNull(_ expression: TypedExpression, _ renderer: ConditionRenderer) -> Bool {
        guard case .path(let path) = expression.root, path.root == .record, path.segments.count == 1,
            let name = path.segments.first?.name
        else { return true }
        return renderer.scope.model.entities[entity]?.fields[name]?.isRequired != true
    }

    private func sortKey(
        _ expression: TypedExpression, _ renderer: ConditionRenderer
    ) throws -> (ConditionRenderer.Rendered, locale: String)? {
        guard case .path(let path) = expression.root, path.root == .record, path.segments.count == 1,
            let name = path.segments.first?.name,
            let column = renderer.scope.layout[entity]?.columns[name]?.sortColumn,
            let locale = renderer.scope.model.entities[entity]?.fields[name]?.sortLocale
        else { return nil }
        let sql = SQLFragment.column(renderer.record.alias, column)
        return (ConditionRenderer.Rendered(sql: sql, form: .stored(.bytes), type: .text), locale)
    }

    /// What stands behind the last row of the page before: nulls first going up, last going down.
    private func keyset(_ terms: [Term], _ values: [Value]) -> SQLFragment {
        var alternatives: [SQLFragment] = []
        for (index, term) in terms.enumerated() {
            let binding = SQLFragment.binding(bound(values[index], term))
            let isNull = values[index].isNull
            let behind: SQLFragment? =
                switch (term.isDescending, isNull) {
                case (false, true): term.rendered.sql + " IS NOT NULL"
                case (false, false): term.rendered.sql + " > " + binding
                case (true, true): nil
                case (true, false) where index == terms.count - 1: term.rendered.sql + " < " + binding
                case (true, false):
                    ("(" + term.rendered.sql + " < " + binding + ") OR " + term.rendered.sql + " IS NULL").grouped
                }
            guard let behind else { continue }
            let same = terms[..<index].enumerated().map { place, before in
                before.rendered.sql + " IS " + SQLFragment.binding(bound(values[place], before))
            }
            alternatives.append((same + [behind]).joined(" AND ").grouped)
        }
        return alternatives.joined(" OR ").grouped
    }

    /// Where the page begins by the first term alone, as a range that an index serves; the alternatives behind it are
    /// none. Nulls stand at the end going down, so that a range would lose them.
    private func firstBound(_ terms: [Term], _ values: [Value]) -> [SQLFragment] {
        guard let first = terms.first, let value = values.first, !value.isNull, terms.count > 1,
            !first.isDescending || !first.canBeNull
        else { return [] }
        let sign = first.isDescending ? " <= " : " >= "
        return [first.rendered.sql + sign + SQLFragment.binding(bound(value, first))]
    }

    private func bound(_ value: Value, _ term: Term) -> SQLValue {
        if case .text(let text) = value, let collation = term.collation { return .bytes(collation.sortKey(text)) }
        return SQLValue(value, term.rendered.form)
    }
}

/// The part of a query that finds words.
enum SQLQuerySearch {
    static func join(_ search: String?, _ table: TableLayout, _ alias: String) -> SQLFragment {
        guard let search, let name = table.searchTable, SearchWords.query(search) != nil else { return SQLFragment() }
        return SQLFragment(" JOIN \(quoted(name)) ON \(quoted(name)).rowid = \(alias).\"row\"")
    }

    /// Conditions that every word stands in one of the fields, because the index does not tell in which it was found.
    static func confirmation(
        _ search: String, _ fields: [FieldName], _ scope: QueryScope, _ record: RecordAlias
    ) throws -> [SQLFragment] {
        let columns = try fields.map {
            SQLFragment.column(record.alias, try scope.column($0, of: record.entity).column)
        }
        return SearchWords.terms(search).map { word in
            let places = columns.map { "instr(lower(" + $0 + "), lower(" + .binding(.text(word)) + ")) > 0" }
            return places.isEmpty ? SQLFragment("0") : places.joined(" OR ").grouped
        }
    }

    static func condition(_ search: String?, _ table: TableLayout) -> SQLFragment? {
        guard let search else { return nil }
        guard let query = SearchWords.query(search), let name = table.searchTable else { return SQLFragment("0") }
        return "\(quoted(name)) MATCH " + SQLFragment.binding(.text(query))
    }
}

extension RecordQuery {
    fileprivate func rootConditions(
        _ scope: QueryScope, _ renderer: ConditionRenderer, _ condition: TypedExpression?, _ isLive: Bool
    ) throws -> [SQLFragment] {
        let conditions = try SQLRootConditions.render(scope, renderer, condition, isLive: isLive, search: search)
        guard let search, let searchFields else { return conditions }
        return conditions + (try SQLQuerySearch.confirmation(search, searchFields, scope, renderer.record))
    }
}

/// The conditions on the records asked for: alive or not, readable, found, meeting the filter.
enum SQLRootConditions {
    static func render(
        _ scope: QueryScope, _ renderer: ConditionRenderer, _ condition: TypedExpression?, isLive: Bool, search: String?
    ) throws -> [SQLFragment] {
        let alias = renderer.record.alias
        var conditions = [SQLFragment("\(alias).\"deleted_at\" IS \(isLive ? "" : "NOT ")NULL")]
        switch scope.access[renderer.record.entity] {
        case .all: break
        case .none: conditions.append(SQLFragment("0"))
        case .matching(let rule):
            // A role's rule reads what it needs, also of entities that the person may not read.
            let free = ConditionRenderer(scope: scope.unrestricted(), record: renderer.record)
            let level = free.scope.level(of: renderer.record.entity)
            let inner = RecordAlias(alias: level.alias, entity: renderer.record.entity, level: level)
            let rendered = try ConditionRenderer(scope: free.scope, record: inner).condition(rule.root)
            if level.joins.text.isEmpty {
                let own = ConditionRenderer(scope: free.scope, record: renderer.record)
                conditions.append(try own.condition(rule.root))
            } else {
                let table = quoted(try scope.table(of: renderer.record.entity).table)
                conditions.append(
                    "\(alias).\"id\" IN (SELECT \(level.alias).\"id\" FROM \(table) \(level.alias)" + level.joins
                        + " WHERE " + rendered + ")")
            }
        }
        if let found = SQLQuerySearch.condition(search, try scope.table(of: renderer.record.entity)) {
            conditions.append(found)
        }
        if let condition { conditions.append(try renderer.condition(condition.root)) }
        return conditions
    }
}
