// SPDX-License-Identifier: Apache-2.0
public import Expressions
public import Values

/// A number of a report.
public struct Measure: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case count
        case aggregate(AggregateMethod, TypedExpression)
        /// The value that so many of the records do not exceed.
        case percentile(Percentile, TypedExpression)
        /// One measure divided by another, both named; null if the divisor is zero. Shown in percent.
        case ratio(String, of: String)
        /// An expression over the measures before it, which it names; whole numbers count as decimals in it.
        case computed(TypedExpression)
    }

    public let name: String
    public let label: Label
    public let kind: Kind
    /// Which records of a group it is about; nil for all. Only for measures of records.
    public let condition: TypedExpression?
    public let format: FigureFormat

    public init(
        name: String, label: Label, kind: Kind, condition: TypedExpression? = nil, format: FigureFormat = .plain
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.condition = condition
        self.format = format
    }
}

extension Measure {
    /// Whether it is made of records, and not of other measures.
    public var isOfRecords: Bool {
        switch kind {
        case .count, .aggregate, .percentile: true
        case .ratio, .computed: false
        }
    }

    /// What of a record is added up, compared or counted; nil for a count of records and for what is made of measures.
    public var expression: TypedExpression? {
        switch kind {
        case .aggregate(_, let expression), .percentile(_, let expression): expression
        case .count, .ratio, .computed: nil
        }
    }

    /// Every expression that reads records: its own, and its condition.
    public var readExpressions: [TypedExpression] { [expression, condition].compactMap { $0 } }

    /// The type of its figures.
    public var type: ValueType {
        switch kind {
        case .count: .integer
        case .aggregate(let method, let expression): method.result(of: expression.type) ?? expression.type
        case .percentile(let percentile, let expression): percentile.result(of: expression.type) ?? expression.type
        case .ratio: .decimal
        case .computed(let expression): expression.type
        }
    }

    /// The type under which expressions over measures know it: whole numbers are decimals, so that they divide exactly.
    public var figureType: ValueType { type == .integer ? .decimal : type }
}
