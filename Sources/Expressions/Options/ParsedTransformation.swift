// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// A step of `$apply` as it was written: names are not resolved, types not known.
///
/// - Source: OData Extension for Data Aggregation 4.0 §3; expression language §4.5.
enum ParsedTransformation {
    case identity
    case filter(ParsedExpression)
    case search(SearchExpression)
    case compute([ParsedComputation])
    case aggregate([ParsedAggregate])
    case group([ParsedExpression], [ParsedTransformation])
    case order([(ParsedExpression, OrderTerm.Direction)])
    case top(Int)
    case skip(Int)

    /// The transformations between slashes.
    static func sequence(
        _ text: OptionText, _ limits: ExpressionLimits, depth: Int = 0
    ) throws(ExpressionError) -> [ParsedTransformation] {
        guard depth < deepest else {
            throw ExpressionError(
                .tooDeep, at: text.offset, length: min(1, text.length),
                "Groupings are nested more than \(deepest) levels deep.",
                "分组的嵌套超过 \(deepest) 层。")
        }
        var steps: [ParsedTransformation] = []
        for piece in try text.split(at: "/") { steps.append(try ParsedTransformation(piece.trimmed, limits, depth)) }
        guard steps.count <= longest else {
            throw ExpressionError(
                .tooCostly, at: text.offset, length: min(1, text.length),
                "$apply has at most \(longest) transformations.",
                "$apply 最多 \(longest) 个步骤。")
        }
        return steps
    }

    private static let deepest = 8
    private static let longest = 20

    private init(_ piece: OptionText, _ limits: ExpressionLimits, _ depth: Int) throws(ExpressionError) {
        let (name, content) = try piece.call()
        if name.text == "identity", content == nil {
            self = .identity
            return
        }
        if refused.contains(name.text) || name.scalars[name.range].contains(".") {
            throw name.unsupported("The transformation “\(name.text)” is not supported.", "不支持步骤“\(name.text)”。")
        }
        guard let content else { throw piece.unexpected(transformationHint) }
        switch name.text {
        case "filter": self = .filter(try Parser.parse(content, limits: limits))
        case "search":
            do throws(ExpressionError) {
                self = .search(try SearchExpression(content.text, limits: limits))
            } catch {
                throw error.moved(by: content.offset)
            }
        case "compute": self = .compute(try ParsedComputation.list(content, limits))
        case "aggregate":
            var items: [ParsedAggregate] = []
            for item in try content.split(at: ",") { items.append(try ParsedAggregate(item.trimmed, limits)) }
            self = .aggregate(items)
        case "groupby": self = try Self.group(content, limits, depth)
        case "orderby": self = .order(try Parser.parseOrder(content, limits: limits))
        case "top": self = .top(try Self.number(content))
        case "skip": self = .skip(try Self.number(content))
        default: throw name.unexpected(transformationHint)
        }
    }

    private static func group(
        _ content: OptionText, _ limits: ExpressionLimits, _ depth: Int
    ) throws(ExpressionError) -> ParsedTransformation {
        let parts = try content.split(at: ",")
        let (before, list) = try parts[0].trimmed.call()
        guard before.isEmpty, let list else {
            throw parts[0].trimmed.unexpected(
                Wording("Write groupby((property,…),aggregate(…)).", "请写作 groupby((property,…),aggregate(…))。"))
        }
        var paths: [ParsedExpression] = []
        for item in try list.split(at: ",") {
            let own = item.trimmed
            for word in ["rolluprecursive", "rollup"] where own.text.hasPrefix(word + "(") {
                throw own.unsupported("“\(word)” is not supported.", "不支持“\(word)”。")
            }
            let path = try Parser.parse(own, limits: limits)
            guard case .path(let names) = path.node, names.tail == nil else {
                throw own.unexpected(
                    Wording(
                        "Groups are made by properties; compute(…) gives a name to anything else.",
                        "只能按字段分组，其他内容请先用 compute(…) 命名。"))
            }
            paths.append(path)
        }
        guard parts.count > 1 else { return .group(paths, []) }
        guard parts.count == 2 else { throw parts[2].trimmed.unexpected() }
        return .group(paths, try sequence(parts[1].trimmed, limits, depth: depth + 1))
    }

    private static func number(_ content: OptionText) throws(ExpressionError) -> Int {
        let own = content.trimmed
        guard let number = Int(own.text), number >= 0, number <= Int(Int32.max) else {
            throw own.unexpected(Wording("A number of records is needed.", "此处需要记录数。"))
        }
        return number
    }
}

private let transformationHint =
    Wording(
        "The transformations are aggregate, compute, filter, groupby, identity, orderby, search, skip and top.",
        "步骤有 aggregate、compute、filter、groupby、identity、orderby、search、skip 和 top。")

private let refused: Set<String> = [
    "concat", "topcount", "topsum", "toppercent", "bottomcount", "bottomsum", "bottompercent", "join", "outerjoin",
    "nest", "addnested", "ancestors", "descendants", "traverse", "rollup", "rolluprecursive", "expand", "isdefined",
]

/// `expression as name`.
struct ParsedComputation {
    let expression: ParsedExpression
    let name: OptionText

    static func list(
        _ text: OptionText, _ limits: ExpressionLimits
    ) throws(ExpressionError) -> [ParsedComputation] {
        var items: [ParsedComputation] = []
        for piece in try text.split(at: ",") {
            let own = piece.trimmed
            guard let (expression, name) = try own.cut(atLast: "as") else {
                _ = try Parser.parse(own, limits: limits)
                throw own.part(own.range.upperBound..<own.range.upperBound).unexpected(
                    Wording("Write “expression as name”.", "请写作“expression as name”。"))
            }
            let parsed = try Parser.parse(expression, limits: limits)
            _ = try name.name(
                Wording("A computed property has a name of letters, digits and “_”.", "计算字段的名称只能包含字母、数字和“_”。"))
            items.append(ParsedComputation(expression: parsed, name: name.trimmed))
        }
        return items
    }
}

/// `expression with method as name` or `$count as name`.
struct ParsedAggregate {
    enum Kind {
        case count
        /// How many records have something behind a path.
        case countOf(ParsedExpression)
        case method(ParsedExpression, OptionText)
    }

    let kind: Kind
    let name: OptionText

    init(_ piece: OptionText, _ limits: ExpressionLimits) throws(ExpressionError) {
        guard let (value, name) = try piece.cut(atLast: "as") else {
            try Self.refuseFrom(piece)
            if piece.isIdentifier || piece.text.contains(".") {
                throw piece.unsupported(
                    "Custom aggregates are not supported; write “expression with method as name”.",
                    "不支持自定义汇总，请写作“expression with method as name”。")
            }
            throw piece.part(piece.range.upperBound..<piece.range.upperBound).unexpected(aggregateHint)
        }
        self.name = name.trimmed
        _ = try name.name(Wording("An aggregate has a name of letters, digits and “_”.", "汇总的名称只能包含字母、数字和“_”。"))
        let own = value.trimmed
        try Self.refuseFrom(own)
        if own.text == "$count" {
            kind = .count
        } else if own.text.hasSuffix("/$count") {
            let path = own.part(own.range.lowerBound..<own.range.upperBound - "/$count".count)
            kind = .countOf(try Parser.parse(path, limits: limits))
        } else {
            guard let (expression, method) = try own.cut(atLast: "with") else {
                if own.text.contains(".") { throw own.unsupported("Type casts are not supported here.", "此处不支持类型转换。") }
                throw own.part(own.range.upperBound..<own.range.upperBound).unexpected(aggregateHint)
            }
            guard !method.text.contains(".") else {
                throw method.trimmed.unsupported("Custom methods are not supported.", "不支持自定义汇总方法。")
            }
            kind = .method(try Parser.parse(expression, limits: limits), method.trimmed)
        }
    }

    private static func refuseFrom(_ text: OptionText) throws(ExpressionError) {
        guard let (before, _) = try text.cut(atLast: "from") else { return }
        throw text.part(before.range.upperBound..<text.range.upperBound).unsupported(
            "“from” is not supported.", "不支持“from”。")
    }
}

private let aggregateHint = Wording(
    "Write “expression with sum as name” or “$count as name”.", "请写作“expression with sum as name”或“$count as name”。")
