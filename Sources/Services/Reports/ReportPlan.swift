// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

/// A report, resolved against the model and the asker's rights.
struct ReportPlan: Sendable {
    /// The most groups that a report shows.
    static let groupLimit = 10_000

    let request: Request
    let report: Report
    let filter: String?
    let condition: TypedExpression?
    let axes: [ReportAxis]
    let figures: ReportFigures
    /// Whether the asker may name all that a filter for the records of a figure reads.
    let canDrill: Bool

    init(_ name: ReportName, _ filter: String?, _ request: Request) throws(ServiceError) {
        guard let report = request.model.reports[name], request.permissions[report.entity].read != .none else {
            throw .unknownName(kind: "report", name: name.rawValue)
        }
        guard request.permissions.allow(report) else {
            throw .forbidden("The report reads fields that the roles of the user do not show.")
        }
        self.request = request
        self.report = report
        self.filter = filter
        condition = try request.condition(filter, on: report.entity)
        var axes: [ReportAxis] = []
        if case .interval(let interval) = report.kind { axes = try interval.axes(report.entity, request) }
        for dimension in report.dimensions { axes.append(try ReportAxis(dimension, report.entity, request)) }
        self.axes = axes
        canDrill = report.condition.map(request.permissions.allow) ?? true
        figures =
            switch report.kind {
            case .table, .ageing, .trend, .pareto, .deciles, .rfm, .interval:
                ReportFigures(report.measures, request)
            case .cohort(let cohort): try ReportFigures(cohort, report, request)
            case .funnel(let funnel): try ReportFigures(funnel, report, request)
            }
    }

    /// Whether the numbers are there already: every record counts, and the asker may see them all.
    var isStanding: Bool {
        report.isStanding && condition == nil && request.permissions[report.entity].read == .all
    }

    func result(_ transaction: any ReadTransaction) throws -> ReportResult {
        switch report.kind {
        case .table, .ageing, .cohort, .interval: try ReportTable(self, transaction).result()
        case .pareto(let pareto): try ReportPareto(pareto, self, transaction).result()
        case .deciles(let ranking), .rfm(let ranking): try ReportRanking(ranking, self, transaction).result()
        case .funnel(let funnel): try ReportFunnel(funnel, self, transaction).result()
        case .trend(let trend): try ReportTrend(trend, self, transaction).result()
        }
    }

    /// What all records of the report meet.
    var allConditions: TypedExpression? { .all([report.condition, condition].compactMap { $0 }) }

    /// The figures of the groups of the first dimensions: their values, then those of the counted measures.
    func groups(by count: Int, _ transaction: any ReadTransaction) throws -> [[Value]] {
        let query = AggregateQuery(
            entity: report.entity, condition: allConditions,
            dimensions: axes.prefix(count).map(\.dimension), measures: figures.counted, limit: Self.groupLimit + 1,
            access: request.permissions.read)
        return try transaction.groups(query, request.context(transaction))
    }

    /// The figures of all groups.
    func groups(_ transaction: any ReadTransaction) throws -> [[Value]] {
        sorted(try isStanding ? standing(transaction) : groups(by: axes.count, transaction))
    }

    /// Stages, options and bands in the order of the work; all else as it comes.
    private func sorted(_ groups: [[Value]]) -> [[Value]] {
        let orders = axes.map { axis in
            axis.order.map { Dictionary($0.enumerated().map { ($1, $0) }) { first, _ in first } }
        }
        guard orders.contains(where: { $0 != nil }) else { return groups }
        return groups.enumerated().sorted { left, right in
            for (place, order) in orders.enumerated() where left.element[place] != right.element[place] {
                guard let order else { break }
                return order[left.element[place]] ?? -1 < order[right.element[place]] ?? -1
            }
            return left.offset < right.offset
        }.map(\.element)
    }

    private func standing(_ transaction: any ReadTransaction) throws -> [[Value]] {
        let total = StandingTotal(report, request.model)
        let rows = try transaction.engineRows(
            EngineSelection(
                .standingTotals, where: [.equals("aggregate", .text(total.name))], limit: Self.groupLimit + 1))
        return rows.compactMap { row in
            guard case .text(let key) = row[1] else { return nil }
            let groups = zip(standingGroups(key), report.dimensions).map { text, dimension in
                text.map {
                    dimension.period == nil ? Value(canonicalText: $0, as: dimension.expression.type) : .text($0)
                } ?? .null
            }
            return groups + zip(total.parts, row.dropFirst(3)).map { $0.value($1) }
        }
    }

    /// A filter that lists exactly the records of a group of the first dimensions, as far as a measure is about them.
    func drill(_ groups: [Value], _ further: [String] = []) -> String? {
        guard canDrill else { return nil }
        let conditions = [report.condition?.source, filter].compactMap { $0 }.map { "(\($0))" }
        let own = zip(axes, groups).map { $0.filter(for: $1, request.calendar) }
        return (conditions + own + further.map { "(\($0))" }).joined(separator: " and ")
    }
}

extension Permissions {
    /// Whether the roles show every field that a report is made of.
    func allow(_ report: Report) -> Bool {
        let read =
            report.dimensions.map(\.expression) + report.measures.flatMap(\.readExpressions)
            + report.kind.readExpressions
        return self[report.entity].read != .none && read.allSatisfy(allow)
    }
}

extension StandingTotal.Part {
    /// A figure as it is kept.
    fileprivate func value(_ kept: Value) -> Value {
        guard case .sum(let expression, let scale, _) = self, case .integer(let units) = kept else { return kept }
        switch expression.type {
        case .decimal: return .decimal(FixedDecimal(units: Int128(units), scale: scale))
        case .duration: return .duration(TimeSpan(microseconds: units))
        default: return .integer(units)
        }
    }
}
