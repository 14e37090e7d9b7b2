// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Values

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

    /// What finds the records of a search expression, as a condition on each.
    static func condition(
        _ search: SearchExpression, _ fields: [FieldName]?, _ scope: QueryScope, _ record: RecordAlias
    ) throws -> SQLFragment {
        func rendered(_ part: SearchExpression) throws -> SQLFragment { try condition(part, fields, scope, record) }
        switch search {
        case .both(let left, let right): return (try rendered(left) + " AND " + rendered(right)).grouped
        case .either(let left, let right): return (try rendered(left) + " OR " + rendered(right)).grouped
        case .not(let operand): return "NOT " + (try rendered(operand)).grouped
        case .word(let word):
            let found = try found(word, scope, record)
            guard let fields else { return found }
            return ([found] + (try confirmation(word, fields, scope, record))).joined(" AND ").grouped
        case .phrase(let phrase):
            let searchable = scope.model.entities[record.entity]?.fields.values.filter(\.isSearchable).map(\.name) ?? []
            let places = try (fields ?? searchable).map { name in
                let column = SQLFragment.column(record.alias, try scope.column(name, of: record.entity).column)
                return "instr(lower(" + column + "), lower(" + .binding(.text(phrase)) + ")) > 0"
            }
            let confirmed = places.isEmpty ? SQLFragment("0") : places.joined(" OR ").grouped
            return (try found(phrase, scope, record) + " AND " + confirmed).grouped
        }
    }

    private static func found(_ words: String, _ scope: QueryScope, _ record: RecordAlias) throws -> SQLFragment {
        let table = try scope.table(of: record.entity)
        guard let query = SearchWords.query(words), let name = table.searchTable else { return SQLFragment("0") }
        return "\(record.alias).\"row\" IN (SELECT rowid FROM \(quoted(name)) WHERE \(quoted(name)) MATCH "
            + SQLFragment.binding(.text(query)) + ")"
    }
}
