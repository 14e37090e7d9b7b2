// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// How many records reached each step, which part of the step before they are, and how long they stayed there.
struct ReportFunnel {
    private let funnel: Funnel
    private let plan: ReportPlan
    private let transaction: any ReadTransaction
    private let labels: GroupLabels

    init(_ funnel: Funnel, _ plan: ReportPlan, _ transaction: any ReadTransaction) {
        self.funnel = funnel
        self.plan = plan
        self.transaction = transaction
        labels = GroupLabels(plan.request, transaction)
    }

    func result() throws -> ReportResult {
        let depth = plan.axes.count
        let groups = try plan.groups(transaction)
        let known = groups.prefix(ReportPlan.groupLimit / max(funnel.steps.count, 1))
        let stays = try stays()
        let rows = try known.flatMap { group in
            try self.rows(Array(group.prefix(depth)), Array(group.dropFirst(depth)), stays)
        }
        // The first step stands for all: who reached any has reached it.
        let whole = try depth == 0 ? groups.first : plan.groups(by: 0, transaction).first
        let total = try whole.flatMap { try self.rows([], $0, [:]).first }
        return ReportResult(
            report: plan.report,
            headings: plan.report.dimensions.map(ReportResult.Heading.init) + [.step], columns: columns, rows: rows,
            subtotals: [],
            total: ReportResult.Row(
                groups: [], groupLabels: [], figures: total?.figures ?? columns.map { _ in .null },
                filters: total?.filters ?? columns.map { _ in nil }, filter: plan.drill([])),
            isCut: groups.count > known.count)
    }

    /// A row for each step of a group; the counted figures are those of the first step, then of the second, ….
    private func rows(
        _ groups: [Value], _ counted: [Value], _ stays: [[Value]: Value]
    ) throws -> [ReportResult.Row] {
        let width = plan.report.stepMeasures.count
        let names = try zip(plan.axes, groups).map { try labels.label(of: $1, in: $0.source) }
        func first(_ step: Int) -> Value { counted[step * width] }
        return funnel.steps.indices.map { index in
            let step = funnel.steps[index]
            let figures = Array(counted[index * width..<(index + 1) * width])
            let reached = plan.drill(groups, [funnel.reached(index)])
            let filters = plan.report.stepMeasures.map {
                plan.drill(groups, [$0.condition?.source, funnel.reached(index)].compactMap { $0 })
            }
            let stay = stays[groups + [.text(step.stage?.rawValue ?? "")]] ?? .null
            return ReportResult.Row(
                groups: groups + [.text(step.name)],
                groupLabels: names + [step.label[plan.request.invocation.language]],
                figures: figures + [
                    index == 0 ? .null : first(index).divided(by: first(index - 1)), first(index).divided(by: first(0)),
                ] + (funnel.pipeline == nil ? [] : [stay]),
                filters: filters + [reached, reached] + (funnel.pipeline == nil ? [] : [reached]), filter: reached)
        }
    }

    /// The median stay of the records in each stage, by group and stage.
    private func stays() throws -> [[Value]: Value] {
        guard let pipeline = funnel.pipeline else { return [:] }
        let query = StayQuery(
            records: AggregateQuery(
                entity: plan.report.entity, condition: plan.allConditions, dimensions: plan.axes.map(\.dimension),
                measures: [], access: plan.request.permissions.read), pipeline: pipeline)
        let rows = try transaction.stays(query, plan.request.context(transaction))
        return Dictionary(rows.map { (Array($0.dropLast()), $0.last ?? .null) }) { first, _ in first }
    }

    private var columns: [ReportColumn] {
        plan.report.stepMeasures.map(ReportColumn.init) + [
            ReportColumn(
                name: "ofPrevious", label: Label(english: "Of the step before", chinese: "环节转化率"), format: .percent,
                style: .share),
            ReportColumn(
                name: "ofFirst", label: Label(english: "Of the first step", chinese: "总转化率"), format: .percent,
                style: .share),
        ]
            + (funnel.pipeline == nil
                ? []
                : [
                    ReportColumn(
                        name: "stay", label: Label(english: "Median stay", chinese: "停留时长中位数"),
                        format: FigureFormat(unit: .days, digits: 1), style: .share)
                ])
    }
}

extension ReportResult.Heading {
    fileprivate static let step = ReportResult.Heading(name: "step", label: Label(english: "Step", chinese: "环节"))
}

extension Report {
    /// The measures of each step of a funnel: the report's own, or the number of records.
    fileprivate var stepMeasures: [Measure] {
        guard measures.isEmpty else { return measures }
        return [Measure(name: "records", label: Label(english: "Records", chinese: "记录数"), kind: .count)]
    }
}

extension Funnel {
    /// A condition that is true of the records that reached a step or a later one.
    fileprivate func reached(_ index: Int) -> String {
        steps[index...].map { "(\($0.condition.source))" }.joined(separator: " or ")
    }
}

extension ReportFigures {
    /// The measures of every step, one step after the other.
    init(_ funnel: Funnel, _ report: Report, _ request: Request) throws(ServiceError) {
        var counted: [Measure] = []
        for index in funnel.steps.indices {
            for measure in report.stepMeasures {
                let all = [measure.condition?.source, funnel.reached(index)].compactMap { $0 }.map { "(\($0))" }
                counted.append(
                    Measure(
                        name: "\(measure.name)_\(index)", label: measure.label, kind: measure.kind,
                        condition: try request.packExpression(
                            all.joined(separator: " and "), as: .boolean, on: report.entity)))
            }
        }
        self.init(columns: [], counted: counted, request)
    }
}
