// SPDX-License-Identifier: Apache-2.0
import Values

extension TypedExpression {
    /// Every path that the expression reads, those of collections and of their members included, in order.
    public var paths: [TypedPath] { root.paths }

    /// Whether the value depends on the moment or on who asks.
    public func isVolatile(_ functions: FunctionTable) -> Bool {
        var isVolatile = false
        root.visit { node in
            switch node {
            case .call(let name, _, _): isVolatile = isVolatile || functions[name]?.isVolatile == true
            case .path(let path), .isInCollection(_, let path):
                isVolatile = isVolatile || path.root == .alias("me")
            default: break
            }
        }
        return isVolatile
    }
}

extension TypedNode {
    /// Calls the body for this node and everything below it, from the left.
    public func visit(_ body: (TypedNode) -> Void) {
        body(self)
        for child in children { child.visit(body) }
    }

    private var children: [TypedNode] {
        switch self {
        case .literal, .path: []
        case .not(let operand), .negate(let operand), .cast(let operand, _), .isInCollection(let operand, _): [operand]
        case .binary(_, let left, let right, _, _): [left, right]
        case .isIn(let operand, let items): [operand] + items
        case .call(_, let arguments, _): arguments
        case .conditional(let branches, _): branches.flatMap { [$0.condition, $0.value] }
        case .any(_, _, let condition): condition.map { [$0] } ?? []
        case .all(_, _, let condition): [condition]
        case .count(_, let filter): filter.map { [$0] } ?? []
        case .aggregate(_, let value, _, _): [value]
        }
    }
}

extension TypedNode {
    /// Every path of it and of its parts.
    public var paths: [TypedPath] {
        var paths: [TypedPath] = []
        visit { node in
            switch node {
            case .path(let path), .isInCollection(_, let path), .any(let path, _, _), .all(let path, _, _),
                .count(let path, _), .aggregate(let path, _, _, _):
                paths.append(path)
            default: break
            }
        }
        return paths
    }
}
