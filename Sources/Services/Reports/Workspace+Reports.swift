// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
public import Values

// The door to reports.
extension Workspace {
    /// The groups of a report with their numbers, as far as the asker may see the records behind them.
    public func report(_ name: ReportName, filter: String? = nil, _ invocation: Invocation) async throws -> ReportResult
    {
        let plan = try ReportPlan(name, filter, Request(self, invocation))
        // What writes keep up to date is read at once; what is added up now must not hold up short requests.
        if plan.isStanding { return try store.read(invocation.environment, within: .question) { try plan.result($0) } }
        return try await store.readAside(invocation.environment, within: .question) { try plan.result($0) }
    }
}

/// A report, resolved against the model and the asker's rights.
struct ReportPlan: Sendable {
    let request: Request
    let report: Report
    let filter: String?
    let condition: TypedExpression?

    init(_ name: ReportName, _ filter: String?, _ request: Request) throws(ServiceError) {
        guard let report = request.model.reports[name], request.permissions[report.entity].read != .none else {
            throw .unknownName(kind: "report", name: name.rawValue)
        }
        let read = report.dimensions.map(\.expression) + report.measures.compactMap(\.expression)
        guard read.allSatisfy(request.permissions.allow) else {
            throw .forbidden("The report reads fields that the roles of the user do not show.")
        }
        self.request = request
        self.report = report
        self.filter = filter
        condition = try request.condition(filter, on: report.entity)
    }

    /// Whether the numbers are there already: every record counts, and the asker may see them all.
    var isStanding: Bool {
        report.isStanding && condition == nil && request.permissions[report.entity].read == .all
    }

    func result(_ transaction: any ReadTransaction) throws -> ReportResult {
        let groups = try isStanding ? standing(transaction) : aggregated(transaction)
        let labels = GroupLabels(request, transaction)
        let rows = try sorted(groups).map { values in
            let groups = Array(values.prefix(report.dimensions.count))
            return ReportResult.Row(
                groups: groups,
                groupLabels: try zip(report.dimensions, groups).map { try labels.label(of: $1, in: $0) },
                measures: withRatios(Array(values.dropFirst(report.dimensions.count))), filter: drill(groups))
        }
        return ReportResult(report: report, rows: rows, totals: withRatios(totals(of: groups)))
    }

    /// Stages and options in the order that the pack gives them, which is the order of the work; all else as it comes.
    private func sorted(_ groups: [[Value]]) -> [[Value]] {
        let orders = report.dimensions.map { dimension -> [Value: Int]? in
            guard case .choice(let name) = dimension.expression.type, let options = request.plan.options[name] else {
                return nil
            }
            return Dictionary(options.enumerated().map { (.text($1.name), $0) }) { first, _ in first }
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

    private var counted: [Measure] { report.measures.filter { !$0.isRatio } }

    private func aggregated(_ transaction: any ReadTransaction) throws -> [[Value]] {
        let query = AggregateQuery(
            entity: report.entity, condition: .all([report.condition, condition].compactMap { $0 }),
            dimensions: report.dimensions, measures: counted, access: request.permissions.read)
        return try transaction.groups(query, request.context(transaction))
    }

    private func standing(_ transaction: any ReadTransaction) throws -> [[Value]] {
        let total = StandingTotal(report, request.model)
        let rows = try transaction.engineRows(
            EngineSelection(.standingTotals, where: [.equals("aggregate", .text(total.name))], limit: 10_000))
        return rows.compactMap { row in
            guard case .text(let key) = row[1] else { return nil }
            let groups = zip(standingGroups(key), report.dimensions).map { text, dimension in
                text.map {
                    dimension.period == nil ? Value(canonicalText: $0, as: dimension.expression.type) : .text($0)
                } ?? .null
            }
            let measures = zip(total.parts, row.dropFirst(3)).map { part, value -> Value in
                guard case .sum(let expression, let scale) = part, case .integer(let units) = value else {
                    return value
                }
                switch expression.type {
                case .decimal: return .decimal(FixedDecimal(units: Int128(units), scale: scale))
                case .duration: return .duration(TimeSpan(microseconds: units))
                default: return .integer(units)
                }
            }
            return groups + measures
        }
    }

    /// The measures in the report's order, ratios computed from the others.
    private func withRatios(_ values: [Value]) -> [Value] {
        let byName = Dictionary(zip(counted.map(\.name), values)) { first, _ in first }
        return report.measures.map { measure in
            guard case .ratio(let part, let whole) = measure.kind else { return byName[measure.name] ?? .null }
            guard let part = byName[part]?.decimal, let whole = byName[whole]?.decimal else { return .null }
            return part.divided(by: whole).map(Value.decimal) ?? .null
        }
    }

    private func totals(of groups: [[Value]]) -> [Value] {
        counted.enumerated().map { index, measure in
            switch measure.kind {
            case .count, .aggregate(.sum, _):
                groups.map { $0[report.dimensions.count + index] }.reduce(.null) { $0.plus($1) }
            case .aggregate, .ratio: .null
            }
        }
    }

    /// A filter that lists exactly the records of a group.
    private func drill(_ groups: [Value]) -> String {
        let conditions = [report.condition?.source, filter].compactMap { $0 }.map { "(\($0))" }
        return (conditions + zip(report.dimensions, groups).map { $0.filter(for: $1, request.calendar) })
            .joined(separator: " and ")
    }
}
