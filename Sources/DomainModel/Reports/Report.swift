// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// Numbers over the records of an entity, by groups.
public struct Report: Sendable {
    public enum Chart: String, Sendable {
        case bar, line, pie
    }

    public let name: ReportName
    public let label: Label
    public let entity: EntityName
    public let condition: TypedExpression?
    public let dimensions: [Dimension]
    public let measures: [Measure]
    /// Nil for a table only.
    public let chart: Chart?
    /// Kept up to date by every write, so that opening it costs its groups and not its records.
    public let isStanding: Bool
    public let range: SourceRange

    public init(
        name: ReportName, label: Label, entity: EntityName, condition: TypedExpression?, dimensions: [Dimension],
        measures: [Measure], chart: Chart?, isStanding: Bool, range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.entity = entity
        self.condition = condition
        self.dimensions = dimensions
        self.measures = measures
        self.chart = chart
        self.isStanding = isStanding
        self.range = range
    }
}

/// What a report groups by.
public struct Dimension: Sendable, Hashable {
    /// The length of a group of days; local days for instants.
    public enum Period: String, Sendable {
        case day, month, quarter, year
    }

    public let name: String
    public let label: Label
    public let expression: TypedExpression
    /// For dates and instants: groups are named `2024-05-15`, `2024-05`, `2024-Q2`, `2024`.
    public let period: Period?

    public init(name: String, label: Label, expression: TypedExpression, period: Period?) {
        self.name = name
        self.label = label
        self.expression = expression
        self.period = period
    }
}

/// A number of a report.
public struct Measure: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case count
        case aggregate(AggregateMethod, TypedExpression)
        /// One measure divided by another, both named; null if the divisor is zero. Shown in percent.
        case ratio(String, of: String)
    }

    public let name: String
    public let label: Label
    public let kind: Kind

    public init(name: String, label: Label, kind: Kind) {
        self.name = name
        self.label = label
        self.kind = kind
    }
}
