// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Values

/// The order of a query's rows, with so many terms that no two rows are the same in it.
struct RowOrder {
    struct Term {
        let value: ConditionRenderer.Rendered
        let isDescending: Bool
        /// The order of a text's sort keys, which stand in the column instead of the text.
        var collation: Collation?
        var canBeNull = true

        fileprivate func bound(_ value: Value) -> SQLFragment {
            if case .text(let text) = value, let collation { return .binding(.bytes(collation.sortKey(text))) }
            return .binding(SQLValue(value, self.value.form))
        }

        /// What stands behind a value: nulls first going up, last going down; nil if nothing can.
        fileprivate func behind(_ value: Value) -> SQLFragment? {
            let sql = self.value.sql
            return switch (isDescending, value.isNull) {
            case (false, true): sql + " IS NOT NULL"
            case (false, false): sql + " > " + bound(value)
            case (true, true): nil
            case (true, false) where !canBeNull: sql + " < " + bound(value)
            case (true, false): ("(" + sql + " < " + bound(value) + ") OR " + sql + " IS NULL").grouped
            }
        }
    }

    let terms: [Term]

    /// What stands behind `ORDER BY`.
    var sql: SQLFragment {
        terms.map { $0.value.sql + ($0.isDescending ? " DESC" : " ASC") }.joined(", ")
    }

    /// The conditions on the rows behind a row that has these values in the terms.
    func conditions(after values: [Value]) -> [SQLFragment] {
        guard values.count == terms.count else { return [] }
        return firstBound(values) + [keyset(values)]
    }

    private func keyset(_ values: [Value]) -> SQLFragment {
        var alternatives: [SQLFragment] = []
        for (index, term) in terms.enumerated() {
            guard let behind = term.behind(values[index]) else { continue }
            let same = terms[..<index].enumerated().map { $1.value.sql + " IS " + $1.bound(values[$0]) }
            alternatives.append((same + [behind]).joined(" AND ").grouped)
        }
        return alternatives.isEmpty ? SQLFragment("0") : alternatives.joined(" OR ").grouped
    }

    /// Where the page begins by the first term alone, as a range that an index serves; the alternatives behind it are
    /// none. Nulls stand at the end going down, so that a range would lose them.
    private func firstBound(_ values: [Value]) -> [SQLFragment] {
        guard let first = terms.first, let value = values.first, !value.isNull, terms.count > 1,
            !first.isDescending || !first.canBeNull
        else { return [] }
        return [first.value.sql + (first.isDescending ? " <= " : " >= ") + first.bound(value)]
    }
}

extension RecordQuery {
    /// The terms of the order with the key behind them; texts with a locale sort by their keys.
    func rowOrder(_ renderer: ConditionRenderer, _ collations: [String: Collation]) throws -> RowOrder {
        var terms = try order.map { term -> RowOrder.Term in
            let isDescending = term.direction == .descending
            guard let (value, locale) = sortKey(term.expression, renderer) else {
                return RowOrder.Term(
                    value: try renderer.value(term.expression.root), isDescending: isDescending,
                    canBeNull: canBeNull(term.expression, renderer))
            }
            return RowOrder.Term(value: value, isDescending: isDescending, collation: collations[locale])
        }
        let key = ConditionRenderer.Rendered(
            sql: .column(renderer.record.alias, "id"), form: .stored(.text), type: .identifier)
        terms.append(
            RowOrder.Term(value: key, isDescending: order.last?.direction == .descending, canBeNull: false))
        return RowOrder(terms: terms)
    }

    private func canBeNull(_ expression: TypedExpression, _ renderer: ConditionRenderer) -> Bool {
        guard case .path(let path) = expression.root, path.root == .record, path.segments.count == 1,
            let name = path.segments.first?.name
        else { return true }
        return renderer.scope.model.entities[entity]?.fields[name]?.isRequired != true
    }

    private func sortKey(
        _ expression: TypedExpression, _ renderer: ConditionRenderer
    ) -> (ConditionRenderer.Rendered, locale: String)? {
        guard case .path(let path) = expression.root, path.root == .record, path.segments.count == 1,
            let name = path.segments.first?.name,
            let column = renderer.scope.layout[entity]?.columns[name]?.sortColumn,
            let locale = renderer.scope.model.entities[entity]?.fields[name]?.sortLocale
        else { return nil }
        let sql = SQLFragment.column(renderer.record.alias, column)
        return (ConditionRenderer.Rendered(sql: sql, form: .stored(.bytes), type: .text), locale)
    }
}
