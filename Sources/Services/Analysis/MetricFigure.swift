// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Values

/// A metric and what it is now, as far as the asker may see the records behind it.
public struct MetricFigure: Sendable {
    public let metric: Metric
    public let figure: Value
    /// The entity whose records it is made of; nil for a figure that is made of others.
    public let entity: EntityName?
    /// A filter that lists exactly those records; nil where there are none, or the asker may not name what it reads.
    public let filter: String?
    /// The figures of the metrics that it is made of.
    public let parts: [MetricFigure]

    /// The same without the way to its records.
    var withoutRecords: MetricFigure {
        MetricFigure(metric: metric, figure: figure, entity: nil, filter: nil, parts: parts.map(\.withoutRecords))
    }

    /// A column that shows it: its unit and digits.
    public var column: ReportColumn {
        ReportColumn(
            name: metric.name.rawValue, label: metric.label, format: metric.format,
            style: metric.format.unit == .percent ? .share : .amount, measure: nil)
    }
}

/// A goal and how far it is reached.
public struct GoalProgress: Sendable {
    public let entity: EntityName
    public let id: RecordID
    public let title: String
    public let metric: Metric
    public let baseline: Value
    public let target: Value
    /// The last day; nil if it has none.
    public let due: CalendarDate?
    /// The title of the person whose goal it is; nil if it is nobody's.
    public let owner: String?
    /// What the metric is for the goal's time and owner; null where the asker may not see it.
    public let figure: Value
    /// The part of the way from the baseline to the target that is done; null where it cannot be told.
    public let attainment: Value
    /// The entity and the filter that lists the records behind the figure; nil where there are none.
    public let records: (entity: EntityName, filter: String)?
}
