// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// Numbers over the records of an entity, by groups.
public struct Report: Sendable {
    public enum Chart: String, Sendable, CaseIterable {
        case bar, line, pie
    }

    public let name: ReportName
    public let label: Label
    /// What is made of the groups and their figures.
    public let kind: ReportKind
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
        name: ReportName, label: Label, kind: ReportKind = .table, entity: EntityName, condition: TypedExpression?,
        dimensions: [Dimension], measures: [Measure], chart: Chart?, isStanding: Bool, range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.entity = entity
        self.condition = condition
        self.dimensions = dimensions
        self.measures = measures
        self.chart = chart
        self.isStanding = isStanding
        self.range = range
    }
}
