// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Services
import Values

/// What the script draws of a report.
struct ReportChart: Encodable {
    struct Series: Encodable {
        let label: String
        let data: [Double?]
        /// The axis: amount, count (numbers of records), share (in percent) or moving (totals of many periods).
        let axis: String
        /// Bar or line, where one chart has both.
        var type: String?
        var links: [String]?
    }

    let kind: String
    let labels: [String]
    let links: [String]
    let series: [Series]
    /// Bars lie instead of standing, as steps of a funnel do.
    var isLying = false

    /// Nil if the report has no chart, or nothing that one could draw.
    init?(_ result: ReportResult, _ language: Language, _ list: String) {
        guard !result.rows.isEmpty else { return nil }
        func link(_ filter: String?) -> String { filter.map { list + encodedForQuery($0) } ?? "" }
        labels = result.rows.map { $0.groupLabels.map { $0.isEmpty ? "–" : $0 }.joined(separator: " · ") }
        links = result.rows.map { link($0.filter) }
        func series(_ columns: [Int], _ type: String? = nil) -> [Series] {
            columns.map { index in
                let column = result.columns[index]
                return Series(
                    label: column.label[language],
                    data: result.rows.map { column.format.number($0.figures[index])?.doubleValue },
                    axis: column.axis, type: type)
            }
        }
        let all = result.columns.indices.filter { result.columns[$0].style != .text }
        let absolute = all.filter { result.columns[$0].style != .share }
        switch result.report.kind {
        case .funnel:
            (kind, isLying) = ("bar", true)
            self.series = series(Array(absolute.prefix(1)))
        case .trend:
            kind = result.report.chart?.rawValue ?? "line"
            // The period before is the same line once more.
            self.series = series(absolute.filter { !result.columns[$0].name.hasSuffix("_before") })
        case .interval(let interval) where interval.hasWeekdays && result.headings.count == 2: return nil
        case .ageing, .interval:
            kind = result.report.chart?.rawValue ?? "bar"
            self.series = series(absolute.isEmpty ? all : absolute)
        case .pareto, .deciles:
            kind = "bar"
            let cumulative = all.filter { result.columns[$0].name == "cumulative" }
            self.series = series(cumulative, "line") + series(Array(absolute.prefix(1)), "bar")
        case .cohort(let cohort):
            kind = cohort.ages.count > 1 ? "line" : "bar"
            self.series = series(all.filter { result.columns[$0].style == .share })
        case .rfm: return nil
        case .table:
            // Shares would lie flat on the axis of amounts, and days are no amounts.
            guard let chart = result.report.chart else { return nil }
            kind = chart.rawValue
            self.series = series(absolute.isEmpty ? all : absolute)
        }
        if self.series.isEmpty { return nil }
    }
}

extension ReportColumn {
    /// Numbers of records stand on an axis of their own beside amounts, shares on one in percent.
    fileprivate var axis: String {
        // A total of many periods would press those of one to the ground.
        if name.hasSuffix("_moving") { return "moving" }
        return switch style {
        case .count: "count"
        case .share: format.unit == .percent ? "share" : "amount"
        case .amount, .text: "amount"
        }
    }
}
