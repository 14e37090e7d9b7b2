// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Storage
import Values

/// Figures by period, each beside those of the year and of the period before, and the moving total.
struct ReportTrend {
    /// The most periods that one series shows.
    private static let longest = 2000

    private let trend: Trend
    private let plan: ReportPlan
    private let period: Dimension.Period
    private let rows: ReportRows
    private let groups: [[Value]]
    /// The measures that have comparisons: numbers and lengths of time.
    private let compared: [Int]
    /// Those whose moving total is known from the figures of the periods.
    private let moving: [Int]

    init(_ trend: Trend, _ plan: ReportPlan, _ transaction: any ReadTransaction) throws {
        self.trend = trend
        self.plan = plan
        period = plan.report.dimensions.first?.period ?? .month
        rows = ReportRows(plan, transaction)
        groups = try plan.groups(transaction)
        compared = plan.report.measures.indices.filter {
            AggregateMethod.sum.result(of: plan.report.measures[$0].type) != nil
        }
        moving =
            trend.moving == nil ? [] : compared.filter { plan.report.measures[$0].isAdditive(plan.report.measures) }
    }

    func result() throws -> ReportResult {
        let known = groups.prefix(ReportPlan.groupLimit)
        let (series, periods) = (OrderedSet(known.map { Array($0[1..<plan.axes.count]) }), self.periods(known))
        let counted = Dictionary(
            known.map { (Array($0.prefix(plan.axes.count)), Array($0.dropFirst(plan.axes.count))) }
        ) { first, _ in first }
        var rows: [ReportResult.Row] =
            known.filter { $0[0].isNull }.isEmpty
            ? []
            : try series.compactMap { series in
                try counted[[.null] + series].map { try row([.null] + series, $0, counted, []) }
            }
        for (index, name) in periods.enumerated() {
            for series in series {
                let groups = [.text(name)] + series
                let before =
                    index + 1 >= trend.moving ?? Int.max
                    ? periods[(index + 1 - (trend.moving ?? 1))...index].map { [.text($0)] + series } : []
                rows.append(try row(groups, counted[groups] ?? plan.figures.ofNothing, counted, before))
            }
        }
        let total = plan.figures.canBeMerged ? try plan.figures.merged(Array(counted.values)) : nil
        return ReportResult(
            report: plan.report, headings: plan.report.dimensions.map(ReportResult.Heading.init), columns: columns,
            rows: rows, subtotals: [], total: try self.total(total), isCut: groups.count > ReportPlan.groupLimit)
    }

    private func total(_ counted: [Value]?) throws -> ReportResult.Row {
        let own = try counted.map { try plan.figures.all($0) } ?? plan.report.measures.map { _ in .null }
        let none = Array(repeating: Value.null, count: columns.count - own.count)
        return ReportResult.Row(
            groups: [], groupLabels: [], figures: own + none,
            filters: rows.filters([]) + none.map { _ in nil }, filter: plan.drill([]))
    }

    /// Every period from the first to the last that has records, so that an empty one is seen to be empty.
    private func periods(_ groups: some Sequence<[Value]>) -> [String] {
        let names = groups.compactMap { group -> String? in if case .text(let name) = group[0] { name } else { nil } }
        guard let first = names.min(), let last = names.max() else { return [] }
        var periods = [first]
        while let name = periods.last, name < last, periods.count < Self.longest, let next = period.next(name) {
            periods.append(next)
        }
        return periods
    }

    private func row(
        _ groups: [Value], _ counted: [Value], _ all: [[Value]: [Value]], _ window: [[Value]]
    ) throws -> ReportResult.Row {
        let own = try plan.figures.all(counted)
        var (figures, filters) = (own, rows.filters(groups))
        for comparison in trend.comparisons {
            let other = earlier(groups, comparison)
            let before = try other.map { try plan.figures.all(all[$0] ?? plan.figures.ofNothing) }
            let drills = other.map { rows.filters($0) }
            for index in compared {
                let then = before?[index] ?? .null
                figures += [then, own[index].change(from: then)]
                filters += [drills?[index], nil]
            }
        }
        if !moving.isEmpty {
            let sum =
                window.isEmpty
                ? nil
                : try plan.figures.all(plan.figures.merged(window.map { all[$0] ?? plan.figures.ofNothing }))
            for index in moving {
                figures.append(sum?[index] ?? .null)
                filters.append(sum == nil ? nil : span(window, plan.report.measures[index]))
            }
        }
        return ReportResult.Row(
            groups: groups, groupLabels: try rows.groupLabels(groups), figures: figures, filters: filters,
            filter: plan.drill(groups))
    }

    /// The same group a year or a period before; nil if it is before the records begin or has no period.
    private func earlier(_ groups: [Value], _ comparison: Trend.Comparison) -> [Value]? {
        guard case .text(let name) = groups[0], let first = self.groups.first(where: { !$0[0].isNull })?[0],
            let before = comparison == .year ? period.yearBefore(name) : period.before(name),
            case .text(let start) = first,
            before >= start
        else { return nil }
        return [.text(before)] + groups.dropFirst()
    }

    /// A filter for the records of several periods.
    private func span(_ window: [[Value]], _ measure: Measure) -> String? {
        guard let first = window.first, let last = window.last, case .text(let from) = first[0],
            case .text(let to) = last[0], let start = period.days(of: from)?.from, let end = period.days(of: to)?.to
        else { return nil }
        let source = plan.report.dimensions[0].expression
        let bounds = [start, end].map { day in
            source.type == .date ? day.description : plan.request.calendar.startOfDay(day).description
        }
        let others = zip(plan.axes.dropFirst(), first.dropFirst()).map { $0.filter(for: $1, plan.request.calendar) }
        let within = "(\(source.source)) ge \(bounds[0]) and (\(source.source)) lt \(bounds[1])"
        return plan.drill([], [within] + others + [measure.condition?.source].compactMap { $0 })
    }
}

// The columns.
extension ReportTrend {
    private var columns: [ReportColumn] {
        let measures = plan.report.measures
        var columns = measures.map(ReportColumn.init)
        for comparison in trend.comparisons {
            for index in compared {
                columns += [measures[index].before(comparison), measures[index].change(comparison)]
            }
        }
        return columns + moving.map { measures[$0].moving(trend.moving ?? 0) }
    }
}

extension Measure {
    /// Whether the figures of several periods give the figure of all of them.
    fileprivate func isAdditive(_ all: [Measure]) -> Bool {
        switch kind {
        case .count, .aggregate(.sum, _): true
        case .aggregate, .percentile: false
        case .ratio(let part, let whole):
            all.filter { [part, whole].contains($0.name) }.allSatisfy { $0.isAdditive(all) }
        case .computed(let expression):
            expression.paths.flatMap(\.segments).allSatisfy { segment in
                all.first { $0.name == segment.name.rawValue }?.isAdditive(all) ?? true
            }
        }
    }

    fileprivate func before(_ comparison: Trend.Comparison) -> ReportColumn {
        let own = ReportColumn(self)
        let label =
            comparison == .year
            ? Label(english: "\(self.label.english), year before", chinese: "\(self.label.chinese)（上年同期）")
            : Label(english: "\(self.label.english), period before", chinese: "\(self.label.chinese)（上期）")
        return ReportColumn(
            name: "\(name)_\(comparison == .year ? "yearBefore" : "before")", label: label, format: format,
            style: own.style, measure: self)
    }

    fileprivate func change(_ comparison: Trend.Comparison) -> ReportColumn {
        let label =
            comparison == .year
            ? Label(english: "\(self.label.english), change on year", chinese: "\(self.label.chinese)同比")
            : Label(english: "\(self.label.english), change", chinese: "\(self.label.chinese)环比")
        return ReportColumn(
            name: "\(name)_\(comparison == .year ? "yearChange" : "change")", label: label, format: .percent,
            style: .share)
    }

    fileprivate func moving(_ count: Int) -> ReportColumn {
        ReportColumn(
            name: "\(name)_moving",
            label: Label(
                english: "\(label.english), last \(count)", chinese: "\(label.chinese)（近 \(count) 期）"),
            format: format, style: ReportColumn(self).style, measure: self)
    }
}

extension Value {
    /// By which part of an earlier number this one is greater; null if one of them is none, or the earlier one zero.
    fileprivate func change(from earlier: Value) -> Value {
        guard let now = quantity, let then = earlier.quantity, let difference = now.adding(-then),
            let change = difference.divided(by: then)
        else { return .null }
        return .decimal(change)
    }
}

extension Dimension.Period {
    fileprivate func next(_ name: String) -> String? { days(of: name).map { self.name(of: $0.to) } }

    fileprivate func before(_ name: String) -> String? {
        days(of: name)?.from.adding(days: -1).map { self.name(of: $0) }
    }

    fileprivate func yearBefore(_ name: String) -> String? {
        days(of: name)?.from.adding(months: -12).map { self.name(of: $0) }
    }
}
