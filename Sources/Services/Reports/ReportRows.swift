// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Storage
import Values

/// Makes rows of groups: labels, figures, and the filters that lead to the records.
final class ReportRows {
    private let plan: ReportPlan
    private let labels: GroupLabels

    init(_ plan: ReportPlan, _ transaction: any ReadTransaction) {
        self.plan = plan
        labels = GroupLabels(plan.request, transaction)
    }

    /// The row of a group whose counted measures are known.
    func row(_ groups: [Value], counted: [Value]) throws -> ReportResult.Row {
        ReportResult.Row(
            groups: groups, groupLabels: try groupLabels(groups), figures: try plan.figures.all(counted),
            filters: filters(groups), filter: plan.drill(groups))
    }

    func groupLabels(_ groups: [Value]) throws -> [String] {
        try zip(plan.axes, groups).map { try labels.label(of: $1, in: $0.source) }
    }

    /// For each column a filter that lists the records behind its figure.
    func filters(_ groups: [Value]) -> [String?] {
        plan.figures.columns.map { plan.drill(groups, $0.conditions) }
    }
}
