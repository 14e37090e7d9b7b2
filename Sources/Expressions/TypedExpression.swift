// SPDX-License-Identifier: Apache-2.0
public import Values

/// An expression whose names are resolved and whose types agree; only the checker makes one.
public struct TypedExpression: Hashable, Sendable {
    /// The text that it was written as.
    public let source: String
    public let root: TypedNode

    public var type: ValueType { root.type }

    init(source: String, root: TypedNode) {
        self.source = source
        self.root = root
    }
}

/// One operation of a typed expression, with the type of its result.
public indirect enum TypedNode: Hashable, Sendable {
    case literal(Value, ValueType)
    case path(TypedPath)
    case not(TypedNode)
    case negate(TypedNode)
    /// The offset is the operator's in the text, for errors of the result.
    case binary(BinaryOperator, TypedNode, TypedNode, type: ValueType, offset: Int)
    /// Membership in a written list; the list may hold `null` literals.
    case isIn(TypedNode, [TypedNode])
    /// Membership in a collection-valued path, such as `'sales' in @me/roles`.
    case isInCollection(TypedNode, TypedPath)
    case call(FunctionName, [TypedNode], type: ValueType)
    /// `case(condition:value, …)`.
    case conditional([Branch], type: ValueType)
    case any(TypedPath, variable: String, TypedNode?)
    case all(TypedPath, variable: String, TypedNode)
    /// `c/$count` and `c/$count($filter=…)`; names in the filter are the member's own.
    case count(TypedPath, filter: TypedNode?)
    /// `c/aggregate(value with method)`; names in the value are the member's own.
    case aggregate(TypedPath, TypedNode, AggregateMethod, type: ValueType)
    case cast(TypedNode, to: ValueType)

    public struct Branch: Hashable, Sendable {
        public let condition: TypedNode
        public let value: TypedNode
    }

    public var type: ValueType {
        switch self {
        case .literal(_, let type): type
        case .path(let path): path.type
        case .not, .isIn, .isInCollection, .any, .all: .boolean
        case .negate(let operand): operand.type
        case .binary(_, _, _, let type, _): type
        case .call(_, _, let type): type
        case .conditional(_, let type): type
        case .count: .integer
        case .aggregate(_, _, _, let type): type
        case .cast(_, let type): type
        }
    }
}

/// A way from a record, a variable or an alias along references to a value, a record or a collection.
public struct TypedPath: Hashable, Sendable {
    public enum Root: Hashable, Sendable {
        /// The record that the expression is about (`$it`, or nothing).
        case record
        /// The member that a filter or an aggregated value is about (`$this`, or nothing, inside one).
        case member
        /// The variable of an `any` or `all`.
        case variable(String)
        /// `@me`, `@old`, a pack parameter or an alias of the request, without its `@`.
        case alias(String)
    }

    /// One step: a property of an entity.
    public struct Segment: Hashable, Sendable {
        public let entity: EntityName
        public let name: FieldName
        public let type: ValueType

        public init(entity: EntityName, name: FieldName, type: ValueType) {
            self.entity = entity
            self.name = name
            self.type = type
        }
    }

    public let root: Root
    /// The type of the root itself.
    public let rootType: ValueType
    public let segments: [Segment]

    /// The type of the last segment, or of the root if there is none.
    public var type: ValueType { segments.last?.type ?? rootType }

    public init(root: Root, rootType: ValueType, segments: [Segment]) {
        self.root = root
        self.rootType = rootType
        self.segments = segments
    }
}

/// The operators with two operands.
public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
    case or, and
    case equal = "eq"
    case notEqual = "ne"
    case greater = "gt"
    case greaterOrEqual = "ge"
    case less = "lt"
    case lessOrEqual = "le"
    case add, subtract = "sub"
    case multiply = "mul"
    case divide = "div"
    case divideExactly = "divby"
    case remainder = "mod"
    case has
}

/// What an aggregation does with the values of its members.
public enum AggregateMethod: String, Hashable, Sendable, CaseIterable {
    case sum, min, max, average
    case countDistinct = "countdistinct"
}
