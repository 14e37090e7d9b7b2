// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Packs
import Values

// Figures that reports are expected to have.
extension ScenarioRun {
    mutating func meet(_ wanted: ScenarioReport, _ step: ScenarioStep) async throws {
        let invocation = try invocation(wanted.actor, step).naming(records)
        footprint.roles.formUnion(invocation.actor.roles)
        footprint.reports.insert(wanted.report)
        let result: ReportResult
        do {
            result = try await workspace.report(wanted.report, filter: wanted.filter, invocation)
        } catch let error as ServiceError {
            throw ScenarioFailure(
                step.range, expected: "the report \(wanted.report)\(wanted.actor.eyes)", found: [error.sentence])
        }
        let places = try places(of: wanted, in: result, step)
        var faults: [(expected: String, found: String)] = []
        var left = Array(result.rows)
        for row in wanted.rows {
            guard let index = left.firstIndex(where: { matches($0, row.groups) }) else {
                faults.append((line(row, wanted), "no such group"))
                continue
            }
            let found = left.remove(at: index)
            let values = places.map { found.figures[$0] }
            if !agree(row.figures, values) { faults.append((line(row, wanted), line(found, values, wanted))) }
        }
        if !wanted.isPartial {
            faults += left.map { row in
                ("no such group", line(row, places.map { row.figures[$0] }, wanted))
            }
        }
        for subtotal in wanted.subtotals {
            guard let found = result.subtotals.first(where: { matches($0, subtotal.groups) }) else {
                faults.append((line(subtotal, wanted), "no such subtotal"))
                continue
            }
            let values = places.map { found.figures[$0] }
            if !agree(subtotal.figures, values) { faults.append((line(subtotal, wanted), line(found, values, wanted))) }
        }
        if let total = wanted.total {
            let values = places.map { result.total.figures[$0] }
            if !agree(total.figures, values) {
                faults.append(
                    ("total: \(figures(total.figures, wanted))", "total: \(figures(values.map(shownFigure), wanted))"))
            }
        }
        guard !faults.isEmpty else { return }
        throw ScenarioFailure(
            step.range, expected: "the report \(wanted.report)\(wanted.actor.eyes)",
            found: faults.flatMap { ["expected \($0.expected)", "found    \($0.found)"] })
    }

    /// Where the figures that are expected stand in a row; columns of some kinds are known only when the report is there.
    private func places(
        of wanted: ScenarioReport, in result: ReportResult, _ step: ScenarioStep
    ) throws -> [Int] {
        let columns = result.columns.map(\.name)
        let unknown = wanted.measures.filter { !columns.contains($0) }
        guard unknown.isEmpty else {
            throw ScenarioFailure(
                step.range, expected: "the report \(wanted.report) with \(unknown.joined(separator: ", "))",
                found: ["It has \(columns.joined(separator: ", "))."])
        }
        return wanted.measures.compactMap { name in columns.firstIndex { $0 == name } }
    }

    private func matches(_ row: ReportResult.Row, _ groups: [ScenarioReport.Group]) -> Bool {
        guard row.groups.count == groups.count else { return false }
        return zip(zip(row.groups, row.groupLabels), groups).allSatisfy { found, group in
            switch group {
            case .none: found.0.isNull
            case .text(let text): !found.0.isNull && (found.0.canonicalText == text || found.1 == text)
            case .record(let alias): records[alias.name].map { found.0 == .identifier($0.id) } ?? false
            }
        }
    }

    func agree(_ figures: [ScenarioReport.Figure], _ values: [Value]) -> Bool {
        zip(figures, values).allSatisfy { figure, value in
            switch figure {
            case .none: value.isNull
            case .exact(.decimal(let number)): value.decimal == number
            case .exact(let wanted): value == wanted
            case .rounded(let number, let digits): value.decimal?.rescaled(to: digits) == number
            }
        }
    }

    private func line(_ row: ScenarioReport.Row, _ wanted: ScenarioReport) -> String {
        let groups = row.groups.map { group in
            switch group {
            case .none: ""
            case .text(let text): text
            case .record(let alias): "@\(alias.name)"
            }
        }
        return groups.joined(separator: " | ") + ": " + figures(row.figures, wanted)
    }

    private func line(_ row: ReportResult.Row, _ values: [Value], _ wanted: ScenarioReport) -> String {
        let groups = row.groups.map { group in
            if case .identifier = group { shown(group) } else { group.isNull ? "" : group.canonicalText }
        }
        return groups.joined(separator: " | ") + ": " + figures(values.map(shownFigure), wanted)
    }

    private func figures(_ figures: [ScenarioReport.Figure], _ wanted: ScenarioReport) -> String {
        self.figures(figures.map(text), wanted)
    }

    func text(_ figure: ScenarioReport.Figure) -> String {
        switch figure {
        case .none: "–"
        case .exact(let value): value.canonicalText
        case .rounded(let number, _): "~\(number)"
        }
    }

    private func figures(_ texts: [String], _ wanted: ScenarioReport) -> String {
        zip(wanted.measures, texts).map { "\($0) \($1)" }.joined(separator: ", ")
    }

    func shownFigure(_ value: Value) -> String { value.isNull ? "–" : value.canonicalText }
}
