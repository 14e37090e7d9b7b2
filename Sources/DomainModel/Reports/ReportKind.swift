// SPDX-License-Identifier: Apache-2.0
public import Expressions

/// What a report makes of its groups and their figures.
public enum ReportKind: Sendable, Hashable {
    /// Groups with subtotals.
    case table
    /// Groups by how long ago something was, every band shown.
    case ageing
    /// Figures over time, each beside those of other times.
    case trend(Trend)
    /// How many records come from step to step.
    case funnel(Funnel)
    /// Which part of the records that began together is still there after some time.
    case cohort(Cohort)
    /// Groups in the order of a figure, with their shares.
    case pareto(Pareto)
    /// Tenths, or other parts, of the records in the order of a value.
    case deciles(Ranking)
    /// Fifths by how recent, how often and how much.
    case rfm(Ranking)
    /// By the time of day.
    case interval(Interval)

    /// Every expression of its own that reads records.
    public var readExpressions: [TypedExpression] {
        switch self {
        case .table, .ageing, .trend: []
        case .funnel(let funnel): funnel.steps.map(\.condition)
        case .cohort(let cohort): [cohort.survived]
        case .pareto: []
        case .deciles(let ranking), .rfm(let ranking): ranking.axes.map(\.expression)
        case .interval(let interval): [interval.expression]
        }
    }

    /// As it is written.
    public var word: String {
        switch self {
        case .table: "table"
        case .ageing: "ageing"
        case .trend: "trend"
        case .funnel: "funnel"
        case .cohort: "cohort"
        case .pareto: "pareto"
        case .deciles: "deciles"
        case .rfm: "rfm"
        case .interval: "interval"
        }
    }

    /// The words of all kinds.
    public static let words = [
        "table", "ageing", "trend", "funnel", "cohort", "pareto", "deciles", "rfm", "interval",
    ]
}

/// What stands beside the figures of a period; the first group of the report is one of periods.
public struct Trend: Sendable, Hashable {
    /// The period that a figure is compared with.
    public enum Comparison: String, Sendable, CaseIterable {
        /// The same period a year before.
        case year
        /// The period before.
        case previous
    }

    public let comparisons: [Comparison]
    /// How many periods, this one included, a moving total adds up; nil for none.
    public let moving: Int?

    public init(comparisons: [Comparison], moving: Int?) {
        self.comparisons = comparisons
        self.moving = moving
    }
}
