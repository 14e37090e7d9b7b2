// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Storage
import Values

/// Groups with their figures, subtotals of the outer groups, and the total.
struct ReportTable {
    private let plan: ReportPlan
    private let transaction: any ReadTransaction
    private let rows: ReportRows

    init(_ plan: ReportPlan, _ transaction: any ReadTransaction) {
        self.plan = plan
        self.transaction = transaction
        rows = ReportRows(plan, transaction)
    }

    func result() throws -> ReportResult {
        let all = try plan.groups(transaction)
        let isCut = all.count > ReportPlan.groupLimit
        let groups = filled(Array(all.prefix(ReportPlan.groupLimit)))
        let depth = plan.axes.count
        let subtotals = try (1..<max(depth, 1)).flatMap { try level($0, groups, isCut) }
        let total = try level(0, groups, isCut).first
        return ReportResult(
            report: plan.report, headings: plan.axes.map { .init($0.source) },
            columns: plan.figures.columns.map(\.column),
            rows: try groups.map { try row($0, depth) }, subtotals: subtotals,
            total: try total ?? rows.row([], counted: plan.figures.ofNothing), isCut: isCut)
    }

    private func row(_ group: [Value], _ depth: Int) throws -> ReportResult.Row {
        try rows.row(Array(group.prefix(depth)), counted: Array(group.dropFirst(depth)))
    }

    /// The groups of the first dimensions: of their parts where those tell the whole, asked for anew otherwise.
    private func level(_ depth: Int, _ groups: [[Value]], _ isCut: Bool) throws -> [ReportResult.Row] {
        guard plan.figures.canBeMerged, !isCut else {
            return try plan.groups(by: depth, transaction).map { try row($0, depth) }
        }
        var parts: OrderedDictionary<[Value], [[Value]]> = [:]
        for group in groups {
            parts[Array(group.prefix(depth)), default: []].append(Array(group.dropFirst(plan.axes.count)))
        }
        return try parts.map { try rows.row($0, counted: plan.figures.merged($1)) }
    }

    /// With a row for every band of an ageing report, and for every time between the first and the last of an interval
    /// report, so that an empty one is seen to be empty.
    private func filled(_ groups: [[Value]]) -> [[Value]] {
        guard plan.axes.count == 1, let order = plan.axes[0].order else { return groups }
        let known = Dictionary(groups.map { ($0[0], $0) }) { first, _ in first }
        var wanted = order[...]
        switch plan.report.kind {
        case .ageing: break
        case .interval:
            guard let first = order.firstIndex(where: { known[$0] != nil }),
                let last = order.lastIndex(where: { known[$0] != nil })
            else { return groups }
            wanted = order[first...last]
        default: return groups
        }
        let others = groups.filter { !order.contains($0[0]) }
        return others + wanted.map { known[$0] ?? [$0] + plan.figures.ofNothing }
    }
}

extension ReportResult.Heading {
    init(_ dimension: Dimension) { self.init(name: dimension.name, label: dimension.label) }
}
