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
        /// What stands in front of its figures if they are amounts of money.
        var sign: String?
        /// Bar or line, where one chart has both.
        var type: String?
        /// Where its points lead; nil if those of all series lead to the same.
        var links: [String]?
    }

    /// Where a chart stands: on a tile of a dashboard there is less room.
    enum Place { case page, tile }

    let kind: String
    private(set) var labels: [String]
    private(set) var links: [String]
    private(set) var series: [Series]
    /// What all series measure, where their names do not say it.
    private(set) var measure: String?
    /// Bars lie instead of standing, as steps of a funnel do.
    var isLying = false

    /// Nil if the report has no chart, or nothing that one could draw.
    init?(_ result: ReportResult, _ language: Language, _ list: String, on place: Place) {
        guard !result.rows.isEmpty else { return nil }
        func link(_ filter: String?) -> String { filter.map { list + encodedForQuery($0) } ?? "" }
        let rows = result.drawnRows
        labels = Self.labels(rows, timed: result.timedGroups)
        links = rows.map { link($0.filter) }
        func series(_ columns: [Int], _ type: String? = nil) -> [Series] {
            columns.map { index in
                let column = result.columns[index]
                return Series(
                    label: column.label[language],
                    data: rows.map { column.format.number($0.figures[index])?.doubleValue },
                    axis: column.axis, sign: column.format.amount?.sign, type: type)
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
            self.series = series(absolute.filter { result.isDrawn($0, on: place) })
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
            let drawn = absolute.isEmpty ? all : absolute
            // One pie is read; rings within rings are not.
            self.series = series(chart == .pie ? Array(drawn.prefix(1)) : drawn)
        }
        // A year without a year before it would only name lines that nobody sees.
        self.series.removeAll { $0.data.allSatisfy { $0 == nil } }
        if self.series.allSatisfy({ $0.data.allSatisfy { ($0 ?? 0) == 0 } }) { return nil }
        // Lines of several places or people are compared by a share, if there is one: their sizes differ.
        let shares = kind == "line" && result.report.kind.isTable ? all.filter { !absolute.contains($0) } : []
        if let first = shares.first ?? absolute.first, kind != "pie", result.report.kind.isCrossed {
            cross(result, first, language, link)
        }
    }

    /// What tells the rows apart: a group that has one value for all of them says nothing.
    private static func labels(_ rows: [ReportResult.Row], timed: Set<Int>) -> [String] {
        let depth = rows.map(\.groupLabels.count).min() ?? 0
        func count(_ group: Int) -> Int { Set(rows.map { $0.groupLabels[group] }).count }
        let varied = (0..<depth).filter { count($0) > 1 }
        // A building is enough where no other project has one of its name.
        let enough = varied.last { count($0) == rows.count && !timed.contains($0) }.map { [$0] } ?? varied
        return rows.map { row in
            let shown = enough.isEmpty ? row.groupLabels : enough.map { row.groupLabels[$0] }
            return shown.map { $0.isEmpty ? "–" : $0 }.joined(separator: " · ")
        }
    }

    /// Of two groups, the values of one stand along the axis, and those of the other are a series each: as long as there
    /// are colours for them.
    private mutating func cross(
        _ result: ReportResult, _ index: Int, _ language: Language, _ link: (String?) -> String
    ) {
        guard result.headings.count == 2, result.rows.allSatisfy({ $0.groupLabels.count == 2 }) else { return }
        let values = (0...1).map { result.names(of: $0) }
        // What belongs to one value of the other group only would leave gaps beside all the others; months may lack some.
        let isDense = result.rows.count * 5 >= values[0].count * values[1].count * 2
        guard values.allSatisfy({ $0.count > 1 }), isDense || !result.timedGroups.isEmpty else { return }
        // Time runs along the axis.
        let isTimed = result.timedGroups.contains(1)
        let order = isTimed ? [0, 1] : [1, 0]
        guard let group = order.first(where: { values[$0].count <= Self.colours }) else { return }
        let rows = Dictionary(result.rows.map { ($0.groupLabels, $0) }) { first, _ in first }
        let column = result.columns[index]
        series = values[group].map { name in
            let points = values[1 - group].map { rows[group == 1 ? [$0, name] : [name, $0]] }
            return Series(
                label: name.isEmpty ? "–" : name,
                data: points.map { $0.flatMap { column.format.number($0.figures[index])?.doubleValue } },
                axis: column.axis, sign: column.format.amount?.sign, links: points.map { link($0?.filter) })
        }
        labels = values[1 - group].map { $0.isEmpty ? "–" : $0 }
        links = []
        measure = column.label[language]
    }

    private static let colours = 8
}

extension ReportResult {
    /// Whether a trend draws a column. The period before is the same line once more. Lines of every measure would hide
    /// one another on a tile: there stand those on one axis, and of the first what it was in other years.
    fileprivate func isDrawn(_ index: Int, on place: ReportChart.Place) -> Bool {
        let column = columns[index]
        guard !column.name.hasSuffix("_before") else { return false }
        guard place == .tile, let first = columns.first(where: { $0.style != .share && $0.style != .text }) else {
            return true
        }
        guard column.axis == first.axis else { return false }
        return column.name.hasPrefix(first.name) || report.measures.contains { $0.name == column.name }
    }

    /// The groups that are months or the like.
    fileprivate var timedGroups: Set<Int> {
        guard report.dimensions.count == headings.count else { return [] }
        return Set(report.dimensions.indices.filter { report.dimensions[$0].period != nil })
    }

    /// The values of a group, each once: periods by time, all else as the rows of each value of the other group agree on.
    fileprivate func names(of group: Int) -> [String] {
        if timedGroups.contains(group) { return Set(rows.map { $0.groupLabels[group] }).sorted() }
        var names: [String] = []
        if group == 0 {
            var seen: Set<String> = []
            return rows.map { $0.groupLabels[0] }.filter { seen.insert($0).inserted }
        }
        var (place, other) = (0, rows.first?.groups[1 - group])
        for row in rows {
            let name = row.groupLabels[group]
            if row.groups[1 - group] != other { (place, other) = (0, row.groups[1 - group]) }
            if let found = names.firstIndex(of: name) {
                place = max(place, found + 1)
            } else {
                names.insert(name, at: place)
                place += 1
            }
        }
        return names
    }

    /// Rows that a chart draws: of cohorts by a second group as well, which would be lines without end, the cohorts; of
    /// more groups than one can tell apart, the first ones.
    fileprivate var drawnRows: [Row] {
        guard headings.count > 1, !subtotals.isEmpty else { return rows }
        let outer = subtotals.filter { $0.groups.count == 1 }
        if case .cohort = report.kind { return outer }
        return rows.count > Self.tellable && outer.count > 1 ? outer : rows
    }

    private static let tellable = 40
}

extension ReportKind {
    /// Whether the rows are those of the groups, each with figures of its own.
    fileprivate var isCrossed: Bool {
        switch self {
        case .table, .trend, .ageing, .interval, .funnel: true
        case .pareto, .deciles, .cohort, .rfm: false
        }
    }
}

extension ReportKind {
    fileprivate var isTable: Bool { if case .table = self { true } else { false } }
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
