// SPDX-License-Identifier: Apache-2.0
import Values

extension TypedNode {
    /// The expression with each path replaced for which the body gives something else.
    public func replacingPaths(_ replacement: (TypedPath) -> TypedNode?) -> TypedNode {
        func rewritten(_ node: TypedNode) -> TypedNode { node.replacingPaths(replacement) }
        switch self {
        case .literal: return self
        case .path(let path): return replacement(path) ?? self
        case .not(let operand): return .not(rewritten(operand))
        case .negate(let operand): return .negate(rewritten(operand))
        case .binary(let operation, let left, let right, let type, let offset):
            return .binary(operation, rewritten(left), rewritten(right), type: type, offset: offset)
        case .isIn(let operand, let items): return .isIn(rewritten(operand), items)
        case .isInCollection(let operand, let path): return .isInCollection(rewritten(operand), path)
        case .call(let name, let arguments, let type): return .call(name, arguments.map(rewritten), type: type)
        case .conditional(let branches, let type):
            return .conditional(
                branches.map { Branch(condition: rewritten($0.condition), value: rewritten($0.value)) }, type: type)
        case .any(let path, let variable, let condition):
            return .any(path, variable: variable, condition.map(rewritten))
        case .all(let path, let variable, let condition):
            return .all(path, variable: variable, rewritten(condition))
        case .count(let path, let filter): return .count(path, filter: filter.map(rewritten))
        case .aggregate(let path, let value, let method, let type):
            return .aggregate(path, rewritten(value), method, type: type)
        case .cast(let operand, let type): return .cast(rewritten(operand), to: type)
        }
    }

    /// How many operations there are.
    var size: Int {
        var size = 0
        visit { _ in size += 1 }
        return size
    }
}
