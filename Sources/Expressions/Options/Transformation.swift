// SPDX-License-Identifier: Apache-2.0
public import Values

/// One step that turns a set of records, or the rows that the steps before it left, into another.
///
/// - Source: OData Extension for Data Aggregation 4.0 §3; expression language §4.5.
public enum Transformation: Hashable, Sendable {
    case filter(TypedExpression)
    case search(SearchExpression)
    /// Adds columns to rows; what is computed of records is written out wherever it is named.
    case compute([ComputedProperty])
    /// One row for each combination of the groups' values; a single row if there are no groups.
    case group([GroupColumn], [AggregateColumn])
    case order([OrderTerm])
    case top(Int)
    case skip(Int)
}

/// A value with a name of its own.
public struct ComputedProperty: Hashable, Sendable {
    public let name: FieldName
    public let expression: TypedExpression

    public init(name: FieldName, expression: TypedExpression) {
        self.name = name
        self.expression = expression
    }
}

/// A property by which rows are grouped.
public struct GroupColumn: Hashable, Sendable {
    /// The names from the record to the property.
    public let path: [FieldName]
    public let expression: TypedExpression
}

/// A figure over the rows of a group.
public struct AggregateColumn: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case count
        /// How many rows have a value.
        case countOf(TypedExpression)
        case aggregate(AggregateMethod, TypedExpression)
    }

    public let name: FieldName
    public let kind: Kind
    public let type: ValueType
}

/// A column of the rows that a grouping leaves.
public struct ResultColumn: Hashable, Sendable {
    /// The names from the record to the property, or the name of a figure alone.
    public let path: [FieldName]
    public let type: ValueType

    public init(path: [FieldName], type: ValueType) {
        self.path = path
        self.type = type
    }
}
