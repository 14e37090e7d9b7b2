// SPDX-License-Identifier: Apache-2.0
import Diagnostics
public import Values

extension FunctionDefinition {
    /// `under(value=…,ancestor=…)`: whether a record of a tree is another one of it or stands below that.
    ///
    /// It depends on more than the two records: a move far above changes it. So nothing that is stored may be made of it.
    static let under = FunctionDefinition(
        "under", parameterNames: ["value", "ancestor"], [.init([.entity(""), .entity("")], gives: .boolean)],
        isVolatile: true
    ) { values, _ in
        // Asked of no records: each stands under itself alone.
        values.contains(where: \.isNull) ? .null : .boolean(values[0] == values[1])
    }
}

extension TypedNode {
    /// The entity whose tree a call of `under` asks; nil for any other node.
    public var tree: EntityName? {
        guard case .call(FunctionDefinition.under.name, let arguments, _) = self else { return nil }
        return arguments.lazy.compactMap { if case .entity(let entity) = $0.type { entity } else { nil } }.first
    }
}

extension Checker {
    /// A record may also be given by its key: `under(value=id,ancestor=@me/region)`.
    func under(
        _ function: FunctionDefinition, _ arguments: [ParsedExpression.Argument], _ whole: ParsedExpression
    ) throws(ExpressionError) -> TypedNode {
        let ordered = try order(arguments, of: function, whole)
        guard ordered.count == 2, let value = ordered[0], let ancestor = ordered[1] else {
            throw wrongCount(function, whole)
        }
        let nodes = [try check(value), try check(ancestor)]
        for (node, argument) in zip(nodes, [value, ancestor]) {
            switch node.type {
            case .entity, .identifier, .null: continue
            default:
                throw ExpressionError(
                    .typeMismatch, at: argument.offset, length: argument.length,
                    "under needs a record here, not \(describe(node.type)).",
                    "under 在此处需要记录，而不是\(describe(node.type).chinese)。", hint: .write("under(value=owner,ancestor=@me)"))
            }
        }
        let call = TypedNode.call(function.name, nodes, type: .boolean)
        guard let tree = call.tree else {
            throw ExpressionError(
                .typeMismatch, at: whole.offset, length: whole.length,
                "Two keys do not tell in which tree they stand.", "仅凭两个主键无法确定是哪棵树。",
                hint: Wording("Give one of the two as a reference.", "请至少用一个引用字段来给出。"))
        }
        for (node, argument) in zip(nodes, [value, ancestor]) {
            guard case .entity(let entity) = node.type, entity != tree else { continue }
            throw mismatch(.entity(tree), node.type, at: argument.offset, length: argument.length)
        }
        guard scope.isTree(tree) else {
            throw ExpressionError(
                .typeMismatch, at: value.offset, length: value.length, "The records of \(tree) make no tree.",
                "\(tree) 的记录不构成树。",
                hint: Wording(
                    "A reference of \(tree) to itself makes them one: tree=\"true\".",
                    "\(tree) 指向自身的引用字段加上 tree=\"true\" 即构成树。"))
        }
        return call
    }
}

extension Evaluator {
    func isUnder(_ arguments: [TypedNode], _ frame: Frame) throws -> Value {
        let values = try arguments.map { try evaluate($0, frame) }
        guard case .identifier(let record) = values[0], case .identifier(let ancestor) = values[1],
            let tree = TypedNode.call(FunctionDefinition.under.name, arguments, type: .boolean).tree
        else { return .null }
        return .boolean(
            try source.isUnder(
                RecordReference(entity: tree, id: record), RecordReference(entity: tree, id: ancestor)))
    }
}
