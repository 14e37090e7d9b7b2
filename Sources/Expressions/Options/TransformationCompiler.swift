// SPDX-License-Identifier: Apache-2.0
import Diagnostics
public import Values

/// The options that shape an answer, compiled one after another: each sees what those before it left.
public struct TransformationCompiler {
    private let functions: FunctionTable
    private let limits: ExpressionLimits
    private let scope: any TypeScope
    private let entity: EntityName
    public private(set) var steps: [Transformation] = []
    /// The columns of the rows; nil as long as they are records.
    public private(set) var columns: [ResultColumn]?
    /// What was computed of the records, in order.
    public private(set) var computed: [ComputedProperty] = []

    /// Operations of one expression after the computed properties in it are written out.
    private static let largestExpression = 2000

    public init(
        on entity: EntityName, in scope: any TypeScope, functions: FunctionTable, limits: ExpressionLimits = .request
    ) {
        self.entity = entity
        self.scope = scope
        self.functions = functions
        self.limits = limits
    }

    /// Adds the transformations of `$apply`.
    public mutating func apply(_ text: String) throws(ExpressionError) {
        let whole = try OptionText(text, limits: limits)
        for step in try ParsedTransformation.sequence(whole.trimmed, limits) { try add(step) }
    }

    /// Adds the condition of `$filter`.
    public mutating func filter(_ text: String) throws(ExpressionError) {
        do throws(ExpressionError) {
            try add(.filter(try Parser.parse(text, limits: limits)))
        } catch {
            throw advice(text, as: .boolean).with(error)
        }
    }

    /// Adds the properties of `$compute`.
    public mutating func compute(_ text: String) throws(ExpressionError) {
        try add(.compute(try ParsedComputation.list(try OptionText(text, limits: limits), limits)))
    }

    /// Adds the words of `$search`.
    public mutating func search(_ search: SearchExpression) throws(ExpressionError) { try add(.search(search)) }

    /// Adds the terms of `$orderby`.
    public mutating func order(_ text: String) throws(ExpressionError) {
        do throws(ExpressionError) {
            try add(.order(try Parser.parseOrder(text, limits: limits)))
        } catch {
            throw advice(text, as: nil).with(error)
        }
    }

    private func advice(_ text: String, as expected: ValueType?) -> Advice {
        Advice(text, expected, checker, ExpressionCompiler(functions: functions, limits: limits))
    }

    private mutating func add(_ step: ParsedTransformation) throws(ExpressionError) {
        switch step {
        case .identity: break
        case .filter(let condition):
            steps.append(
                .filter(try expression { checker throws(ExpressionError) in try checker.condition(condition) }))
        case .search(let search):
            guard columns == nil else {
                throw ExpressionError(
                    .unsupported, at: 0, length: 1, "Rows that a grouping left cannot be searched.", "分组后的结果不能搜索。",
                    hint: Wording("Search before you group.", "请在分组之前搜索。"))
            }
            steps.append(.search(search))
        case .compute(let items): try add(items)
        case .aggregate(let items): try group([], items)
        case .group(let paths, let inner): try add(paths, inner)
        case .order(let terms):
            var order: [OrderTerm] = []
            for (term, direction) in terms {
                let value = try expression { checker throws(ExpressionError) in
                    let node = try checker.check(term)
                    try checker.refuseCollection(node, at: term.offset)
                    return node
                }
                order.append(OrderTerm(expression: value, direction: direction))
            }
            steps.append(.order(order))
        case .top(let number): steps.append(.top(number))
        case .skip(let number): steps.append(.skip(number))
        }
    }

    private mutating func add(_ items: [ParsedComputation]) throws(ExpressionError) {
        var added: [ComputedProperty] = []
        for item in items {
            let value = try expression { checker throws(ExpressionError) in
                let node = try checker.check(item.expression)
                try checker.refuseCollection(node, at: item.expression.offset)
                return node
            }
            let name = try newName(item.name, besides: added.map(\.name))
            added.append(ComputedProperty(name: name, expression: value))
        }
        guard columns == nil else {
            columns?.append(contentsOf: added.map { ResultColumn(path: [$0.name], type: $0.expression.type) })
            steps.append(.compute(added))
            return
        }
        computed += added
    }

    /// Groups within groups are groups by all of their properties.
    private mutating func add(
        _ paths: [ParsedExpression], _ inner: [ParsedTransformation]
    ) throws(ExpressionError) {
        for step in inner.dropLast() {
            guard case .compute(let items) = step else { throw insideGroup(paths) }
            try add(items)
        }
        switch inner.last {
        case nil: try group(paths, [])
        case .aggregate(let items): try group(paths, items)
        case .group(let more, let steps): try add(paths + more, steps)
        default: throw insideGroup(paths)
        }
    }

    private func insideGroup(_ paths: [ParsedExpression]) -> ExpressionError {
        ExpressionError(
            .unsupported, at: paths.first?.offset ?? 0, length: 1,
            "Inside of groupby only compute, groupby and aggregate are supported.",
            "groupby 中只支持 compute、groupby 和 aggregate。",
            hint: Wording("Filter before the grouping, and order, skip or cut behind it.", "请在分组之前筛选，在分组之后排序或截取。"))
    }

    private mutating func group(
        _ paths: [ParsedExpression], _ items: [ParsedAggregate]
    ) throws(ExpressionError) {
        var groups: [GroupColumn] = []
        for path in paths {
            let group = try self.group(path)
            guard !groups.contains(where: { $0.path == group.path }) else {
                throw ExpressionError(
                    .unexpectedToken, at: path.offset, length: path.length, "This property groups already.", "已按这个字段分组。"
                )
            }
            groups.append(group)
        }
        var aggregates: [AggregateColumn] = []
        for item in items {
            let taken = groups.compactMap(\.path.first) + aggregates.map(\.name)
            aggregates.append(try aggregate(item, name: try newName(item.name, besides: taken)))
        }
        steps.append(.group(groups, aggregates))
        columns =
            groups.map { ResultColumn(path: $0.path, type: plain($0.expression.type)) }
            + aggregates.map { ResultColumn(path: [$0.name], type: $0.type) }
        computed = []
    }

    /// A reference that groups is its key.
    private func plain(_ type: ValueType) -> ValueType { if case .entity = type { .identifier } else { type } }

    private func group(_ path: ParsedExpression) throws(ExpressionError) -> GroupColumn {
        var names: [FieldName] = []
        let value = try expression { checker throws(ExpressionError) in
            let node = try checker.check(path)
            guard case .path(let typed) = node, typed.root == .record, !typed.segments.isEmpty else {
                throw ExpressionError(
                    .unsupported, at: path.offset, length: path.length, "Groups are made by properties of the record.",
                    "只能按记录的字段分组。")
            }
            if case .path(let written) = path.node, case .entity = typed.type,
                written.segments.last?.name != typed.segments.last?.name.rawValue
            {
                throw ExpressionError(
                    .unsupported, at: path.offset, length: path.length, "Records cannot group.", "不能按记录分组。",
                    hint: Wording("Group by a property of the record, such as its id.", "请按记录的字段分组，例如它的 id。"))
            }
            try checker.refuseCollection(node, at: path.offset)
            names = typed.segments.map(\.name)
            return node
        }
        return GroupColumn(path: names, expression: value)
    }

    private func aggregate(
        _ item: ParsedAggregate, name: FieldName
    ) throws(ExpressionError) -> AggregateColumn {
        switch item.kind {
        case .count: return AggregateColumn(name: name, kind: .count, type: .integer)
        case .countOf(let path):
            return AggregateColumn(name: name, kind: .countOf(try aggregated(path)), type: .integer)
        case .method(let parsed, let written):
            guard let method = AggregateMethod(rawValue: written.text) else {
                throw written.isIdentifier && !written.isEmpty
                    ? ExpressionError(
                        .unsupported, at: written.offset, length: written.length,
                        "There is no method “\(written.text)”.", "没有汇总方法“\(written.text)”。",
                        hint: Wording(
                            "The methods are sum, min, max, average and countdistinct.",
                            "汇总方法有 sum、min、max、average 和 countdistinct。"))
                    : written.unsupported("Custom methods are not supported.", "不支持自定义汇总方法。")
            }
            let value = try aggregated(parsed)
            guard let type = method.result(of: value.type) else {
                throw ExpressionError(
                    .typeMismatch, at: parsed.offset, length: parsed.length,
                    "\(method.rawValue) needs numbers, not \(describe(value.type)).",
                    "\(method.rawValue) 需要数字，而不是\(describe(value.type).chinese)。")
            }
            return AggregateColumn(name: name, kind: .aggregate(method, value), type: type)
        }
    }

    private func aggregated(_ parsed: ParsedExpression) throws(ExpressionError) -> TypedExpression {
        do throws(ExpressionError) {
            return try expression { checker throws(ExpressionError) in
                let node = try checker.check(parsed)
                try checker.refuseCollection(node, at: parsed.offset)
                return node
            }
        } catch {
            guard error.kind == .isCollection else { throw error }
            throw ExpressionError(
                .unsupported, at: error.offset, length: error.length,
                "Members of a collection cannot be aggregated from here.", "此处不能汇总集合的成员。",
                hint: Wording(
                    "Aggregate the entity set of the members, or use collection/aggregate(…) for each record.",
                    "请汇总成员所在的实体集，或对每条记录使用 collection/aggregate(…)。"))
        }
    }

    /// A name that neither a property nor another column has.
    private func newName(_ text: OptionText, besides others: [FieldName]) throws(ExpressionError) -> FieldName {
        let name = FieldName(text.text)
        let stepScope = self.stepScope
        let isTaken =
            others.contains(name) || stepScope.type(of: name, in: stepScope.root) != nil
        guard !isTaken else {
            throw ExpressionError(
                .unexpectedToken, at: text.offset, length: text.length, "The name “\(name)” is taken.",
                "名称“\(name)”已被使用。",
                hint: Wording("Choose one that no property has.", "请换一个没有字段使用的名称。"))
        }
        return name
    }

    private var checker: Checker {
        let stepScope = self.stepScope
        return Checker(entity: stepScope.root, scope: stepScope, functions: functions, limits: limits)
    }

    private var stepScope: StepScope {
        StepScope(
            base: scope, entity: entity, columns: columns,
            computed: Dictionary(uniqueKeysWithValues: computed.map { ($0.name, $0.expression.type) }))
    }

    /// Checks an expression and writes out what was computed before.
    private func expression(
        _ check: (Checker) throws(ExpressionError) -> TypedNode
    ) throws(ExpressionError) -> TypedExpression {
        let node = try check(checker)
        guard columns == nil, !computed.isEmpty else { return TypedExpression(source: "", root: node) }
        let definitions = Dictionary(uniqueKeysWithValues: computed.map { ($0.name, $0.expression.root) })
        let whole = node.replacingPaths { path in
            guard path.root == .record, path.segments.count == 1, let name = path.segments.first?.name else {
                return nil
            }
            return definitions[name]
        }
        let isLeft = whole.paths.contains {
            $0.segments.contains { $0.entity == entity && definitions[$0.name] != nil }
        }
        guard !isLeft else {
            throw ExpressionError(
                .unsupported, at: 0, length: 1, "A computed property can only be named of the record itself.",
                "计算字段只能在记录本身上使用。")
        }
        guard whole.size <= Self.largestExpression else {
            throw ExpressionError(
                .tooCostly, at: 0, length: 1, "The computed properties make this too large.", "计算字段使表达式过大。")
        }
        return TypedExpression(source: "", root: whole)
    }
}
