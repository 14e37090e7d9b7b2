// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Expressions
import OrderedCollections
public import Queries
public import Schemas
import Values

/// The records that a plan asks about, as the part of a statement behind its columns.
public struct RenderedRecords: Sendable {
    /// ` FROM … WHERE …`.
    let rows: SQLFragment
    private let alias: String

    /// - Parameters:
    ///   - functions: Of the rules that are asked about.
    ///   - context: The moment and the parameters of the rules.
    /// - Throws: ``RenderingError`` for a rule that has no form in SQL.
    public init(
        _ records: RecordSet, _ environment: (Model, PhysicalLayout) -> RenderingEnvironment,
        _ context: QueryContext
    ) throws {
        if case .contending(let question) = records {
            (rows, alias) = try contenders(question, environment, context)
        } else if case .breaking(let question) = records {
            let scope = QueryScope(environment(question.model, question.layout), context, .unrestricted)
            let level = scope.level(of: question.entity)
            let record = RecordAlias(alias: level.alias, entity: question.entity, level: level)
            let kept = try ConditionRenderer(scope: scope, record: record).value(question.condition).sql
            alias = level.alias
            // A rule that is unknown is broken, as it is when a record is written.
            rows =
                " FROM \(quoted(try scope.table(of: question.entity).table)) \(alias)" + level.joins
                + " WHERE \(alias).\"deleted_at\" IS NULL AND (" + kept + ") IS NOT 1"
        } else {
            alias = "t1"
            let (table, condition) = simple(records, alias)
            rows = " FROM \(quoted(table)) \(alias) WHERE " + condition
        }
    }

    /// Gives one number.
    public var count: SQLFragment { "SELECT count(*)" + rows }

    /// Gives keys, and a text beside each if a column is named, in the order of the keys.
    public func samples(title: String?, limit: Int) -> SQLFragment {
        let shown = title.map { "CAST(\(alias).\(quoted($0)) AS TEXT)" } ?? "NULL"
        return "SELECT \(alias).\"id\", \(shown)" + rows + " ORDER BY \(alias).\"id\" LIMIT \(limit)"
    }
}

extension RenderedRecords {
    /// How many rows a portion has.
    public static let portion = 1000

    /// Gives row, key, version, and the values of two columns; bound to the last row of the portion before, too.
    public func portions(_ source: String, _ target: String) -> SQLFragment {
        let columns = [#"row"#, "id", "version", source, target].map { "\(alias).\(quoted($0))" }
        return "SELECT \(columns.joined(separator: ", "))" + rows + " AND \(alias).\"row\" > ?"
            + " ORDER BY \(alias).\"row\" LIMIT \(Self.portion)"
    }
}

extension RecordColumn {
    /// Writes the column of a row; bound to the value and the row.
    public var writing: String { "UPDATE \(quoted(table)) SET \(quoted(column)) = ? WHERE \"row\" = ?" }

    /// Writes the column of a row as a change of the record; bound to the value, the moment and the row.
    public var changing: String {
        "UPDATE \(quoted(table)) SET \(quoted(column)) = ?, \"version\" = \"version\" + 1, \"updated_at\" = ? "
            + "WHERE \"row\" = ?"
    }

    /// Gives each value with how many records have it, and how many of them are live.
    public var values: SQLFragment {
        SQLFragment(
            "SELECT \(quoted(column)), count(*), count(*) FILTER (WHERE \"deleted_at\" IS NULL) FROM \(quoted(table)) "
                + "WHERE \(quoted(column)) IS NOT NULL GROUP BY 1 ORDER BY 1")
    }
}

/// The records that hold what another one holds, with the alias of their table.
private func contenders(
    _ question: ContentionQuestion, _ environment: (Model, PhysicalLayout) -> RenderingEnvironment,
    _ context: QueryContext
) throws -> (rows: SQLFragment, alias: String) {
    let scope = QueryScope(environment(question.model, question.layout), context, .unrestricted)
    let table = quoted(try scope.table(of: question.entity).table)
    let sides = (0..<2).map { _ in scope.level(of: question.entity) }
    func value(_ node: TypedNode, _ side: Int) throws -> SQLFragment {
        let record = RecordAlias(alias: sides[side].alias, entity: question.entity, level: sides[side])
        return try ConditionRenderer(scope: scope, record: record).value(node).sql
    }
    func holding(_ side: Int) throws -> SQLFragment {
        var held = SQLFragment("\(sides[side].alias).\"deleted_at\" IS NULL AND ")
        held += try value(question.claim, side).grouped
        held += " IS 1"
        return held
    }
    var rows = SQLFragment(" FROM \(table) \(sides[0].alias) WHERE ")
    rows += try holding(0)
    rows += " AND EXISTS (SELECT 1 FROM \(table) \(sides[1].alias) WHERE "
    rows += try holding(1)
    rows += " AND \(sides[1].alias).\"row\" <> \(sides[0].alias).\"row\""
    for resource in question.resources { rows += try " AND " + value(resource, 0) + " = " + value(resource, 1) }
    if let period = question.period {
        for (one, other) in [(0, 1), (1, 0)] {
            rows += " AND "
            rows += try value(period.starts, one).grouped
            rows += period.isClosed ? " <= " : " < "
            rows += try value(period.ends, other).grouped
        }
    }
    rows += ")"
    return (rows, sides[0].alias)
}

private func simple(_ records: RecordSet, _ alias: String) -> (table: String, condition: SQLFragment) {
    let live = "\(alias).\"deleted_at\" IS NULL"
    func named(_ column: RecordColumn) -> String { "\(alias).\(quoted(column.column))" }
    func bound(_ value: Value, _ column: RecordColumn) -> SQLFragment {
        .binding(SQLValue(value, .stored(column.storage)))
    }
    switch records {
    case .all(let table): return (table, SQLFragment("1"))
    case .live(let table): return (table, SQLFragment(live))
    case .empty(let column): return (column.table, SQLFragment("\(live) AND \(named(column)) IS NULL"))
    case .filled(let column): return (column.table, SQLFragment("\(named(column)) IS NOT NULL"))
    case .duplicates(let columns):
        let table = columns.first?.table ?? ""
        let own = columns.map { quoted($0.column) }
        let filled = own.map { " AND \($0) IS NOT NULL" }.joined()
        return (
            table,
            SQLFragment(
                "\(live) AND (\(columns.map(named).joined(separator: ", "))) IN "
                    + "(SELECT \(own.joined(separator: ", ")) FROM \(quoted(table)) WHERE \"deleted_at\" IS NULL\(filled) "
                    + "GROUP BY \(own.joined(separator: ", ")) HAVING count(*) > 1)")
        )
    case .holding(let column, let value): return (column.table, "\(named(column)) = " + bound(value, column))
    case .flagged(let column, let bits):
        return (column.table, "\(named(column)) & " + bound(.flags(bits), column) + " <> 0")
    case .below(let column, let value): return (column.table, "\(live) AND \(named(column)) < " + bound(value, column))
    case .above(let column, let value): return (column.table, "\(live) AND \(named(column)) > " + bound(value, column))
    case .longer(let column, let length):
        return (column.table, SQLFragment("\(live) AND length(\(named(column))) > \(length)"))
    case .breaking, .contending: preconditionFailure("a question is rendered by its own model")
    }
}
