// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Storage
import Values

/// Groups in the order of a figure, the greatest first, with their shares and classes.
struct ReportPareto {
    private let pareto: Pareto
    private let plan: ReportPlan
    private let transaction: any ReadTransaction
    private let rows: ReportRows
    /// The column that ranks.
    private let place: Int

    init(_ pareto: Pareto, _ plan: ReportPlan, _ transaction: any ReadTransaction) {
        self.pareto = pareto
        self.plan = plan
        self.transaction = transaction
        rows = ReportRows(plan, transaction)
        place = plan.report.measures.firstIndex { $0.name == pareto.measure } ?? 0
    }

    func result() throws -> ReportResult {
        let depth = plan.axes.count
        let groups = try plan.groups(transaction)
        let isCut = groups.count > ReportPlan.groupLimit
        // What nobody shows still counts in the whole.
        let whole = try plan.groups(by: 0, transaction).first ?? plan.figures.ofNothing
        let total = try plan.figures.all(whole)
        let ranked = try groups.map { (Array($0.prefix(depth)), try plan.figures.all(Array($0.dropFirst(depth)))) }
            .enumerated().sorted { left, right in
                let (first, second) = (left.element.1[place].quantity, right.element.1[place].quantity)
                guard first != second else { return left.offset < right.offset }
                guard let first, let second else { return first != nil }
                return second < first
            }.map(\.element)
        var sum: Value = .null
        let rows = try ranked.prefix(ReportPlan.groupLimit).map { groups, figures in
            let before = sum
            sum = sum.plus(figures[place])
            return try row(groups, figures, before, sum, total[place])
        }
        return ReportResult(
            report: plan.report, headings: plan.report.dimensions.map(ReportResult.Heading.init), columns: columns,
            rows: rows, subtotals: [],
            total: ReportResult.Row(
                groups: [], groupLabels: [], figures: total + [.null, .null, .null],
                filters: self.rows.filters([]) + [nil, nil, nil], filter: plan.drill([])), isCut: isCut)
    }

    private func row(
        _ groups: [Value], _ figures: [Value], _ before: Value, _ sum: Value, _ whole: Value
    ) throws -> ReportResult.Row {
        let behind = before.divided(by: whole).decimal?.doubleValue ?? 0
        let filter = plan.drill(groups)
        return ReportResult.Row(
            groups: groups, groupLabels: try rows.groupLabels(groups),
            figures: figures + [
                figures[place].divided(by: whole), sum.divided(by: whole),
                figures[place].isNull ? .null : .text(pareto.className(behind: behind * 100)),
            ], filters: rows.filters(groups) + [filter, nil, nil], filter: filter)
    }

    private var columns: [ReportColumn] {
        plan.figures.columns.map(\.column) + [
            ReportColumn(
                name: "share", label: Label(english: "Share", chinese: "占比"), format: .percent, style: .share),
            ReportColumn(
                name: "cumulative", label: Label(english: "Cumulative", chinese: "累计占比"), format: .percent,
                style: .share),
            ReportColumn(
                name: "class", label: Label(english: "Class", chinese: "分类"), format: .plain, style: .text),
        ]
    }
}
