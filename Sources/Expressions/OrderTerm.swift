// SPDX-License-Identifier: Apache-2.0

/// One term of an order: what to sort by, and which way.
public struct OrderTerm: Hashable, Sendable {
    public enum Direction: String, Sendable {
        /// Nulls first.
        case ascending = "asc"
        /// Nulls last.
        case descending = "desc"
    }

    public let expression: TypedExpression
    public let direction: Direction

    public init(expression: TypedExpression, direction: Direction) {
        self.expression = expression
        self.direction = direction
    }
}
