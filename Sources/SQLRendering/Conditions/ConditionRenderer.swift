// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Values

/// Typed expressions → SQL, with conditions in a form that indexes serve.
///
/// In a filter, unknown and false both drop the row, so conditions reached through `and`, `or` and `any` alone are
/// plain comparisons; everywhere else `null` has to stay what the language says it is.
///
/// - Source: expression language §5.
struct ConditionRenderer {
    let scope: QueryScope
    let record: RecordAlias
    var member: RecordAlias?
    var variables: [String: RecordAlias] = [:]

    /// An expression's SQL with the form of its values.
    struct Rendered {
        let sql: SQLFragment
        let form: SQLForm
        let type: ValueType
        /// The value, if it is known before the query runs.
        var constant: Value?

        /// Beside an operator that may bind tighter than those inside: conditions need parentheses, the rest has them.
        /// No more of them than needed: the database's parser has a stack of its own.
        var operand: SQLFragment { type == .boolean ? sql.grouped : sql }

        var code: SQLFragment { .binding(.text(form.code(type))) }
    }

    /// Bytes of the longest SQL of one expression. Some forms write an operand twice, so that nesting would double it
    /// again and again.
    private static let longest = 200_000

    private static func checked(_ sql: SQLFragment) throws -> SQLFragment {
        guard sql.text.utf8.count <= longest else { throw RenderingError.tooLarge }
        return sql
    }

    /// A condition in a position where only true counts.
    func condition(_ node: TypedNode) throws -> SQLFragment { try Self.checked(plainCondition(node)) }

    /// The value of an expression, null included.
    func value(_ node: TypedNode) throws -> Rendered {
        let rendered = try plainValue(node)
        _ = try Self.checked(rendered.sql)
        return rendered
    }

    private func plainCondition(_ node: TypedNode) throws -> SQLFragment {
        if let constant = try constant(node) { return SQLFragment(constant == .boolean(true) ? "1" : "0") }
        switch node {
        // One level for a whole chain: the database reads only so many parentheses inside one another.
        case .binary(.and, _, _, _, _): return try node.chain(.and).map(condition).joined(" AND ").grouped
        case .binary(.or, _, _, _, _): return try node.chain(.or).map(condition).joined(" OR ").grouped
        case .binary(let operation, let left, let right, _, _) where operation.isComparison:
            return try comparison(operation, left, right, isFilter: true)
        case .isIn(let operand, let items): return try membership(operand, items, isFilter: true)
        case .any(let path, let variable, let inner):
            let exists = try exists(path, variable, inner)
            guard let inner, let reached = try reached(path, variable, inner) else { return exists }
            return (reached + " AND " + exists).grouped
        case .call("within", let arguments, _): return try within(arguments)
        case .call("under", let arguments, _): return try isUnder(arguments)
        case .call("startswith", let arguments, _): return try startsWith(arguments) ?? value(node).sql
        default: return try value(node).sql
        }
    }

    private func plainValue(_ node: TypedNode) throws -> Rendered {
        if let constant = try constant(node) { return literal(constant, node.type) }
        switch node {
        case .literal(let value, let type): return literal(value, type)
        case .path(let path): return try self.path(path)
        case .not(let operand): return boolean("NOT " + (try value(operand).sql).grouped)
        case .negate(let operand): return try negated(operand)
        case .binary(let operation, let left, let right, let type, _):
            return try binary(operation, left, right, type)
        case .isIn(let operand, let items): return boolean(try membership(operand, items, isFilter: false))
        case .isInCollection(let operand, let path): return boolean(try membership(operand, in: path))
        case .call(let name, let arguments, let type): return try call(name, arguments, type)
        case .conditional(let branches, let type): return try conditional(branches, type)
        case .any(let path, let variable, let inner): return boolean(try exists(path, variable, inner))
        case .all(let path, let variable, let inner): return boolean(try forAll(path, variable, inner))
        case .count(let path, let filter): return try count(path, filter)
        case .aggregate(let path, let value, let method, let type): return try aggregate(path, value, method, type)
        case .cast(let operand, let type): return try cast(operand, type)
        }
    }

    func boolean(_ sql: SQLFragment) -> Rendered {
        Rendered(sql: sql, form: .stored(.integer), type: .boolean)
    }

    /// A value as a binding in the form that fits its type best.
    func literal(_ value: Value, _ type: ValueType) -> Rendered {
        let form: SQLForm =
            switch (value, type) {
            case (.decimal(let number), _): number.sqlForm
            default: .stored(ColumnStorage(type, scale: 0))
            }
        return Rendered(sql: .binding(SQLValue(value, form)), form: form, type: type, constant: value)
    }

    /// The value of an expression that reads no record, computed before the query runs; nil if it reads one.
    func constant(_ node: TypedNode) throws -> Value? {
        var readsRecord = false
        // Members of an alias's own values, such as the roles of @me.
        var known: Set<String> = []
        var dependence: ContextDependence = []
        guard !readsRecordFirst(node) else { return nil }
        node.visit { node in
            if case .any(let path, let variable, _) = node, path.isAliasValue { known.insert(variable) }
            if case .all(let path, let variable, _) = node, path.isAliasValue { known.insert(variable) }
            if node.tree != nil { readsRecord = true }
            switch node {
            case .path(let path), .isInCollection(_, let path), .any(let path, _, _), .all(let path, _, _),
                .count(let path, _), .aggregate(let path, _, _, _):
                if case .variable(let variable) = path.root, known.contains(variable) { return }
                guard case .alias(let name) = path.root else {
                    readsRecord = true
                    return
                }
                // What lies behind a reference of an alias is read by a subquery.
                dependence.formUnion(scope.dependence(onAlias: name))
                if path.segments.count > 1 || path.isOfRecords { readsRecord = true }
                if case .record = scope.context.aliases[name] { readsRecord = true }
            case .call(let name, _, _) where scope.functions[name]?.isVolatile == true:
                // All others of these functions know no more of the time than the day.
                dependence.insert(name == "now" ? .moment : .day)
            default: break
            }
        }
        guard !readsRecord else { return nil }
        scope.note(dependence)
        let evaluator = Evaluator(
            functions: scope.functions, calendar: scope.context.calendar, aliases: scope.context.aliases,
            source: NoSource())
        return try evaluator.evaluate(constant: node)
    }

    /// Whether the first operands lead to a field, which is known before the rest is looked at.
    private func readsRecordFirst(_ node: TypedNode) -> Bool {
        switch node {
        case .path(let path): path.root == .record
        case .binary(_, let left, _, _, _): readsRecordFirst(left)
        case .not(let operand), .negate(let operand), .cast(let operand, _), .isIn(let operand, _):
            readsRecordFirst(operand)
        case .call(_, let arguments, _): arguments.first.map(readsRecordFirst) ?? false
        default: false
        }
    }

    private func negated(_ operand: TypedNode) throws -> Rendered {
        let rendered = try value(operand)
        switch rendered.type {
        case .double: return Rendered(sql: "-" + rendered.sql.grouped, form: rendered.form, type: rendered.type)
        case .duration: return try apply(.multiply, rendered, literal(.integer(-1), .integer), .duration)
        default:
            guard case .stored(.scaled) = rendered.form else {
                return try apply(.subtract, literal(.integer(0), .integer), rendered, rendered.type)
            }
            return Rendered(sql: "-" + rendered.sql.grouped, form: rendered.form, type: rendered.type)
        }
    }

    private func conditional(_ branches: [TypedNode.Branch], _ type: ValueType) throws -> Rendered {
        let values = try branches.map { try value($0.value) }
        let form = commonForm(values, type)
        var sql = SQLFragment("CASE")
        for (branch, value) in zip(branches, values) {
            sql += " WHEN " + (try condition(branch.condition)) + " THEN " + inForm(value, form, type)
        }
        return Rendered(sql: sql + " END", form: form, type: type)
    }

    private func cast(_ operand: TypedNode, _ type: ValueType) throws -> Rendered {
        let rendered = try value(operand)
        let form: SQLForm = type == .decimal ? .decimalText : .stored(ColumnStorage(type, scale: 0))
        let sql =
            "trellis_cast(" + SQLFragment.binding(.text(form.code(type))) + ", " + rendered.code + ", " + rendered.sql
            + ")"
        return Rendered(sql: sql, form: form, type: type)
    }

    /// The form in which all values of a decimal expression can be written; exact for every one of them.
    private func commonForm(_ values: [Rendered], _ type: ValueType) -> SQLForm {
        guard type == .decimal else { return .stored(ColumnStorage(type, scale: 0)) }
        let forms = Set(values.filter { $0.constant == nil }.map(\.form))
        guard forms.count == 1, case .stored(.scaled(let scale))? = forms.first,
            values.allSatisfy({ $0.constant.map { fits($0, scale) } ?? true })
        else { return .decimalText }
        return .stored(.scaled(scale))
    }

    private func fits(_ constant: Value, _ scale: Int) -> Bool {
        guard case .decimal(let number) = Evaluator.converted(constant, to: .decimal) else { return constant.isNull }
        guard let rounded = number.rescaled(to: scale) else { return false }
        return rounded == number && Int64(exactly: rounded.units) != nil
    }

    /// The value as one of another type of numbers, in a form of that type.
    func inForm(_ value: Rendered, _ form: SQLForm, _ type: ValueType) -> SQLFragment {
        if let constant = value.constant { return .binding(SQLValue(Evaluator.converted(constant, to: type), form)) }
        guard value.form != form, value.type != .null else { return value.sql }
        return "trellis_cast(" + SQLFragment.binding(.text(form.code(type))) + ", " + value.code + ", " + value.sql
            + ")"
    }
}

extension TypedNode {
    /// The operands that the same operator joins, from the left.
    func chain(_ operation: BinaryOperator) -> [TypedNode] {
        guard case .binary(operation, let left, let right, _, _) = self else { return [self] }
        return left.chain(operation) + right.chain(operation)
    }
}

extension TypedPath {
    /// A value that an alias holds itself.
    fileprivate var isAliasValue: Bool {
        if case .alias = root { segments.count <= 1 && !isOfRecords } else { false }
    }

    /// It leads to records that refer to another one.
    fileprivate var isOfRecords: Bool {
        if case .collection(.entity) = type { true } else { false }
    }
}

extension FixedDecimal {
    /// A scaled integer where the number fits one, its text otherwise.
    fileprivate var sqlForm: SQLForm {
        let form = normalized
        return form.scale <= 12 && Int64(exactly: form.units) != nil ? .stored(.scaled(form.scale)) : .decimalText
    }
}

/// For expressions that read no record.
private struct NoSource: RecordSource {
    func value(of property: FieldName, in record: RecordReference) throws -> Value { .null }
    func members(of relationship: FieldName, in record: RecordReference) throws -> [RecordReference] { [] }
}

extension BinaryOperator {
    var isComparison: Bool {
        switch self {
        case .equal, .notEqual, .greater, .greaterOrEqual, .less, .lessOrEqual: true
        default: false
        }
    }
}
