// SPDX-License-Identifier: Apache-2.0
public import Values

extension TypedNode {
    /// The same expression with a value in the place of a variable.
    public func replacing(_ variable: String, by value: Value) -> TypedNode {
        func inside(_ node: TypedNode) -> TypedNode { node.replacing(variable, by: value) }
        switch self {
        case .literal, .isInCollection(.literal, _): return self
        case .path(let path):
            return path.root == .variable(variable) && path.segments.isEmpty ? .literal(value, path.type) : self
        case .not(let operand): return .not(inside(operand))
        case .negate(let operand): return .negate(inside(operand))
        case .cast(let operand, let type): return .cast(inside(operand), to: type)
        case .isIn(let operand, let items): return .isIn(inside(operand), items.map(inside))
        case .isInCollection(let operand, let path): return .isInCollection(inside(operand), path)
        case .binary(let operation, let left, let right, let type, let offset):
            return .binary(operation, inside(left), inside(right), type: type, offset: offset)
        case .call(let name, let arguments, let type): return .call(name, arguments.map(inside), type: type)
        case .conditional(let branches, let type):
            let replaced = branches.map { Branch(condition: inside($0.condition), value: inside($0.value)) }
            return .conditional(replaced, type: type)
        case .any(let path, let own, let condition):
            return own == variable ? self : .any(path, variable: own, condition.map(inside))
        case .all(let path, let own, let condition):
            return own == variable ? self : .all(path, variable: own, inside(condition))
        case .count(let path, let filter): return .count(path, filter: filter.map(inside))
        case .aggregate(let path, let operand, let method, let type):
            return .aggregate(path, inside(operand), method, type: type)
        }
    }
}
