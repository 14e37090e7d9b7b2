// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// Parts of the records in the order of one value, or of several at once.
struct ReportRanking {
    private let ranking: Ranking
    private let plan: ReportPlan
    private let transaction: any ReadTransaction

    init(_ ranking: Ranking, _ plan: ReportPlan, _ transaction: any ReadTransaction) {
        self.ranking = ranking
        self.plan = plan
        self.transaction = transaction
    }

    func result() throws -> ReportResult {
        let width = ranking.axes.count
        let query = RankQuery(
            records: AggregateQuery(
                entity: plan.report.entity, condition: plan.allConditions, dimensions: [],
                measures: plan.figures.counted, access: plan.request.permissions.read),
            ranking: ranking)
        let found = try transaction.ranks(query, plan.request.context(transaction))
        let bounds = self.bounds(found)
        let whole = try plan.figures.all(plan.groups(by: 0, transaction).first ?? plan.figures.ofNothing)
        var sum = Value.null
        let rows = try found.map { row -> ReportResult.Row in
            let groups = Array(row.prefix(width))
            let figures = try plan.figures.all(Array(row.dropFirst(3 * width)))
            let within = zip(zip(ranking.axes, groups), bounds).map { axis, bounds in
                axis.0.expression.condition(within: bounds[axis.1] ?? (.null, .null))
            }
            sum = sum.plus(figures.first ?? .null)
            return ReportResult.Row(
                groups: groups, groupLabels: groups.map(\.canonicalText),
                figures: figures + shares(figures, sum, whole),
                filters: plan.figures.columns.map { plan.drill([], within + $0.conditions) }
                    + shares(figures, sum, whole).map { _ in nil },
                filter: plan.drill([], within))
        }
        let none = hasShares ? [Value.null, .null] : []
        return ReportResult(
            report: plan.report, headings: ranking.axes.map { .init(name: $0.name, label: $0.label) },
            columns: columns, rows: rows, subtotals: [],
            total: ReportResult.Row(
                groups: [], groupLabels: [], figures: whole + none,
                filters: plan.figures.columns.map { plan.drill([], $0.conditions) } + none.map { _ in nil },
                filter: plan.drill([])), isCut: false)
    }

    /// The smallest and the greatest value of each part of each axis.
    private func bounds(_ rows: [[Value]]) -> [[Value: (Value, Value)]] {
        let width = ranking.axes.count
        return ranking.axes.indices.map { axis in
            Dictionary(grouping: rows) { $0[axis] }.mapValues { parts in
                let type = ranking.axes[axis].expression.type
                let low = try? Evaluator.aggregated(parts.map { $0[width + 2 * axis] }, .min, type)
                let high = try? Evaluator.aggregated(parts.map { $0[width + 2 * axis + 1] }, .max, type)
                return (low ?? .null, high ?? .null)
            }
        }
    }

    /// Shares of the first measure stand beside the parts of one value only: of several there is no order.
    private var hasShares: Bool { ranking.axes.count == 1 && !plan.figures.columns.isEmpty }

    private func shares(_ figures: [Value], _ sum: Value, _ whole: [Value]) -> [Value] {
        guard hasShares, let figure = figures.first, let whole = whole.first else { return [] }
        return [figure.divided(by: whole), sum.divided(by: whole)]
    }

    private var columns: [ReportColumn] {
        guard hasShares else { return plan.figures.columns.map(\.column) }
        return plan.figures.columns.map(\.column) + [
            ReportColumn(
                name: "share", label: Label(english: "Share", chinese: "占比"), format: .percent, style: .share),
            ReportColumn(
                name: "cumulative", label: Label(english: "Cumulative", chinese: "累计占比"), format: .percent,
                style: .share),
        ]
    }
}

extension TypedExpression {
    /// A condition that is true of the values from one to another, both included.
    fileprivate func condition(within bounds: (low: Value, high: Value)) -> String {
        "(\(source)) ge \(bounds.low.literal) and (\(source)) le \(bounds.high.literal)"
    }
}
