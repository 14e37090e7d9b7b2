// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Values

extension ConditionRenderer {
    /// The record that a path begins at, and the segments that are left.
    private func start(_ path: TypedPath) throws -> (RecordAlias, ArraySlice<TypedPath.Segment>) {
        switch path.root {
        case .record: return (record, path.segments[...])
        case .member: return (member ?? record, path.segments[...])
        case .variable(let name):
            guard let alias = variables[name] else { throw RenderingError.unsupported("the variable \(name)") }
            return (alias, path.segments[...])
        case .alias(let name): throw RenderingError.unsupported("@\(name)")
        }
    }

    func path(_ path: TypedPath) throws -> Rendered {
        if case .alias(let name) = path.root { return try aliasPath(name, path) }
        if let names = path.column {
            guard let column = record.columns?[names] else {
                throw RenderingError.unsupported("the column \(names.map(\.rawValue).joined(separator: "/"))")
            }
            return column
        }
        let (start, segments) = try start(path)
        guard let last = segments.last else {
            return Rendered(sql: .column(start.alias, "id"), form: .stored(.text), type: path.type)
        }
        let owner = try segments.dropLast().reduce(start) { try scope.follow($1.name, from: $0) }
        return try field(last.name, of: owner, path.type)
    }

    /// The record that a field belongs to, and the field.
    func owner(of path: TypedPath) throws -> (RecordAlias, FieldName) {
        let (start, segments) = try start(path)
        guard let last = segments.last else { throw RenderingError.unsupported("a path without a field") }
        return (try segments.dropLast().reduce(start) { try scope.follow($1.name, from: $0) }, last.name)
    }

    /// A field as it was, from what is kept of it.
    func valueInThePast(_ arguments: [TypedNode], _ type: ValueType) throws -> Rendered {
        guard arguments.count == 2, case .path(let path) = arguments[0], let last = path.segments.last else {
            throw RenderingError.unsupported("asof of something else than a field")
        }
        let (start, segments) = try start(path)
        let owner = try segments.dropLast().reduce(start) { try scope.follow($1.name, from: $0) }
        let storage = try scope.column(last.name, of: last.entity).storage
        let time = try value(arguments[1])
        let column = quoted(storage == .text ? "words" : "number")
        let bound = quoted(time.type == .date ? "day" : "at")
        let table = quoted(EngineTable.fieldHistory.name)
        var sql = SQLFragment("(SELECT h.\(column) FROM \(table) h WHERE h.\"record\" = \(owner.alias).\"id\"")
        sql += " AND h.\"entity\" = "
        sql += SQLFragment.binding(.text(last.entity.rawValue))
        sql += " AND h.\"field\" = "
        sql += SQLFragment.binding(.text(last.name.rawValue))
        sql += " AND h.\(bound) <= "
        sql += time.sql.grouped
        sql += " ORDER BY h.\"at\" DESC LIMIT 1)"
        return Rendered(sql: sql, form: .stored(storage), type: type)
    }

    /// A field of a record: its column, or the expression of a field that is not stored.
    private func field(_ name: FieldName, of owner: RecordAlias, _ type: ValueType) throws -> Rendered {
        if case .volatile(let expression)? = scope.model.entities[owner.entity]?.fields[name]?.origin {
            let rendered = try ConditionRenderer(scope: scope, record: owner).value(expression.root)
            return Rendered(sql: rendered.sql.grouped, form: rendered.form, type: rendered.type)
        }
        let column = try scope.column(name, of: owner.entity)
        return Rendered(sql: .column(owner.alias, column.column), form: .stored(column.storage), type: type)
    }

    /// What lies behind a reference of an alias, such as `@me/team/name`.
    private func aliasPath(_ name: String, _ path: TypedPath) throws -> Rendered {
        guard let first = path.segments.first else { throw RenderingError.unsupported("@\(name)") }
        scope.note(scope.dependence(onAlias: name))
        let id: Value
        let rest: ArraySlice<TypedPath.Segment>
        switch scope.context.aliases[name] {
        case .properties(let values):
            (id, rest) = (values[first.name] ?? .null, path.segments.dropFirst())
        case .record(let reference):
            (id, rest) = (reference.map { .identifier($0.id) } ?? .null, path.segments[...])
        default: throw RenderingError.unsupported("@\(name)")
        }
        guard let next = rest.first, let last = rest.last else { return literal(id, path.type) }
        let level = scope.level(of: next.entity)
        let start = RecordAlias(alias: level.alias, entity: next.entity, level: level)
        let owner = try rest.dropLast().reduce(start) { try scope.follow($1.name, from: $0) }
        let value = try field(last.name, of: owner, path.type)
        let table = quoted(try scope.table(of: next.entity).table)
        let sql =
            "(SELECT " + value.sql + " FROM \(table) \(level.alias)" + level.joins
            + " WHERE \(level.alias).\"id\" = " + .binding(SQLValue(id, .stored(.text))) + ")"
        return Rendered(sql: sql, form: value.form, type: value.type)
    }

    /// A subquery over the live, readable members of a collection.
    struct Members {
        let level: QueryLevel
        let alias: RecordAlias
        let table: String
        /// Everything behind WHERE.
        let condition: SQLFragment

        func query(_ selected: SQLFragment, where extra: SQLFragment? = nil) -> SQLFragment {
            let whole = extra.map { condition + " AND " + $0 } ?? condition
            return "(SELECT " + selected + " FROM \(table) \(level.alias)" + level.joins + " WHERE " + whole + ")"
        }
    }

    func members(of path: TypedPath) throws -> Members {
        guard let last = path.segments.last,
            let relationship = scope.model.entities[last.entity]?.relationships[last.name]
        else { throw RenderingError.unsupported("the collection \(path.segments.last?.name.rawValue ?? "")") }
        let owner = try self.owner(ofCollection: path)
        let level = scope.level(of: relationship.entity)
        let column = try scope.column(relationship.field, of: relationship.entity).column
        var condition =
            SQLFragment.column(level.alias, column)
            + " = " + owner + " AND \(level.alias).\"deleted_at\" IS NULL"
        if let rule = try scope.rowRule(of: relationship.entity, level.alias) { condition += " AND " + rule }
        return Members(
            level: level, alias: RecordAlias(alias: level.alias, entity: relationship.entity, level: level),
            table: quoted(try scope.table(of: relationship.entity).table), condition: condition)
    }

    /// The key of the record whose collection a path leads to.
    private func owner(ofCollection path: TypedPath) throws -> SQLFragment {
        if case .alias = path.root {
            let way = TypedPath(root: path.root, rootType: path.rootType, segments: path.segments.dropLast())
            return try value(.path(way)).sql
        }
        let (start, segments) = try start(path)
        let owner = try segments.dropLast().reduce(start) { try scope.follow($1.name, from: $0) }
        return .column(owner.alias, "id")
    }

    private func binding(_ variable: String, to alias: RecordAlias) -> ConditionRenderer {
        var inner = self
        inner.variables[variable] = alias
        return inner
    }

    private func about(_ alias: RecordAlias) -> ConditionRenderer {
        var inner = self
        inner.member = alias
        return inner
    }

    /// Whether a collection has a member of which a condition is true.
    func exists(_ path: TypedPath, where condition: (RecordAlias) throws -> SQLFragment) throws -> SQLFragment {
        let members = try members(of: path)
        return "EXISTS " + members.query(SQLFragment("1"), where: try condition(members.alias))
    }

    func exists(_ path: TypedPath, _ variable: String, _ inner: TypedNode?) throws -> SQLFragment {
        if let inner, let values = try values(of: path) {
            let each = try values.map { try value(inner.replacing(variable, by: $0)).sql.grouped + " IS TRUE" }
            return each.isEmpty ? SQLFragment("0") : each.joined(" OR ").grouped
        }
        let members = try members(of: path)
        let condition = try inner.map { try binding(variable, to: members.alias).condition($0) }
        return "EXISTS " + members.query(SQLFragment("1"), where: condition)
    }

    func forAll(_ path: TypedPath, _ variable: String, _ inner: TypedNode) throws -> SQLFragment {
        if let values = try values(of: path) {
            let each = try values.map { try value(inner.replacing(variable, by: $0)).sql.grouped + " IS TRUE" }
            return each.isEmpty ? SQLFragment("1") : each.joined(" AND ").grouped
        }
        let members = try members(of: path)
        let condition = try binding(variable, to: members.alias).value(inner).sql
        return "NOT EXISTS " + members.query(SQLFragment("1"), where: condition.grouped + " IS NOT TRUE")
    }

    func count(_ path: TypedPath, _ filter: TypedNode?) throws -> Rendered {
        let members = try members(of: path)
        let condition = try filter.map { try about(members.alias).condition($0) }
        return Rendered(
            sql: members.query(SQLFragment("count(*)"), where: condition), form: .stored(.integer), type: .integer)
    }

    func aggregate(
        _ path: TypedPath, _ value: TypedNode, _ method: AggregateMethod, _ type: ValueType
    ) throws -> Rendered {
        let members = try members(of: path)
        let member = try about(members.alias).value(value)
        // In a query of its own: SQL counts an aggregate of outer columns alone as one of the outer query.
        let one = Rendered(sql: SQLFragment("v"), form: member.form, type: member.type)
        let isSum = method == .sum || method == .average
        let rendered = isSum ? exactly(one, method.rawValue, type) : try aggregated(one, method, type)
        let all = members.query(member.sql + " AS v")
        return Rendered(sql: "(SELECT " + rendered.sql + " FROM " + all + ")", form: rendered.form, type: type)
    }

    /// The aggregate as memory computes it, by a registered function.
    ///
    /// - Parameter method: An aggregate method or percentile, as it is written.
    func exactly(_ value: Rendered, _ method: String, _ type: ValueType) -> Rendered {
        let form: SQLForm = type == .decimal ? .decimalText : .stored(ColumnStorage(type, scale: 0))
        let arguments: [SQLFragment] = [
            .binding(.text(method)), .binding(.text(form.code(type))), value.code, value.sql,
        ]
        return Rendered(sql: "trellis_aggregate(" + arguments.joined(", ") + ")", form: form, type: type)
    }

    /// The aggregate function around a value, exact for decimals.
    func aggregated(_ value: Rendered, _ method: AggregateMethod, _ type: ValueType) throws -> Rendered {
        if method != .countDistinct, value.form == .decimalText || value.form == .stored(.real) {
            return exactly(value, method.rawValue, type)
        }
        let (summed, sql) = (value.form, value.sql)
        switch method {
        case .sum: return Rendered(sql: "sum(" + sql + ")", form: summed, type: type)
        case .min: return Rendered(sql: "min(" + sql + ")", form: summed, type: type)
        case .max: return Rendered(sql: "max(" + sql + ")", form: summed, type: type)
        case .countDistinct:
            return Rendered(sql: "count(DISTINCT " + value.sql + ")", form: .stored(.integer), type: .integer)
        case .average:
            let sum = Rendered(sql: "sum(" + sql + ")", form: summed, type: value.type)
            let count = Rendered(sql: "count(" + sql + ")", form: .stored(.integer), type: .integer)
            return try apply(.divideExactly, sum, count, type)
        }
    }
}
