// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import Hummingbird
import Services
import Values

extension WebUI {
    func addReportRoutes(to router: Router<PageContext>) {
        router.get(
            "/report/:name",
            use: page { visit in
                let name = ReportName(visit.parameters.get("name") ?? "")
                let result = try await workspace.report(name, filter: visit.query["filter"], visit.invocation)
                var content = ReportView(result, visit).content
                content["title"] = result.report.label[visit.language]
                return visit.page("report", title: result.report.label[visit.language], content)
            })
    }
}

/// A report as a table and as what its chart draws; each row leads to its records.
struct ReportView {
    let content: [String: Any]

    /// What the script draws.
    private struct Chart: Encodable {
        struct Series: Encodable {
            let label: String
            let data: [Double?]
            /// Numbers of records stand on an axis of their own beside amounts.
            let isCount: Bool
        }

        let kind: String
        let labels: [String]
        let links: [String]
        let series: [Series]
    }

    init(_ result: ReportResult, _ visit: Visit) {
        let report = result.report
        let settings = DisplaySettings(language: visit.language, offset: visit.workspace.clock.offset)
        func text(_ value: Value, _ measure: Measure) -> String {
            measure.words(for: value, in: visit.model, settings) ?? Self.text(value, measure)
        }
        let links = result.rows.map { "/list/\(report.entity.rawValue)?filter=" + encodedForQuery($0.filter) }
        var content: [String: Any] = [
            "groups": report.dimensions.map { ["label": $0.label[visit.language]] },
            "measures": report.measures.map { ["label": $0.label[visit.language]] },
            "rows": zip(result.rows, links).map { row, link in
                [
                    "link": link, "labels": row.groupLabels.map { $0.isEmpty ? "–" : $0 },
                    "values": zip(row.measures, report.measures).map(text),
                ] as [String: Any]
            },
            "totals": zip(result.totals, report.measures).map(text), "isEmpty": result.rows.isEmpty,
        ]
        if let kind = report.chart, !result.rows.isEmpty, report.measures.contains(where: \.isNumber) {
            let chart = Chart(
                kind: kind.rawValue, labels: result.rows.map { $0.groupLabels.joined(separator: " · ") }, links: links,
                series: Self.drawn(report.measures).map { index, measure in
                    Chart.Series(
                        label: measure.label[visit.language], data: result.rows.map { Self.number($0.measures[index]) },
                        isCount: Self.isCount(measure))
                })
            if let data = try? JSONEncoder().encode(chart) { content["chart"] = String(decoding: data, as: UTF8.self) }
        }
        self.content = content
    }

    /// The measures that a chart draws: shares would lie flat on the axis of amounts, and days are no amounts.
    private static func drawn(_ measures: [Measure]) -> [(offset: Int, element: Measure)] {
        let all = measures.enumerated().filter(\.element.isNumber)
        let absolute = all.filter { if case .ratio = $0.element.kind { false } else { true } }
        return absolute.isEmpty ? all : absolute
    }

    private static func isCount(_ measure: Measure) -> Bool {
        switch measure.kind {
        case .count: true
        case .aggregate(_, let expression): expression.type == .integer
        case .ratio: false
        }
    }

    private static func number(_ value: Value) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .decimal(let number): Double(number.description)
        case .double(let number): number
        default: nil
        }
    }

    private static func text(_ value: Value, _ measure: Measure) -> String {
        guard let number = number(value) else { return "–" }
        if case .ratio = measure.kind { return (number * 100).formatted(.number.precision(.fractionLength(1))) + " %" }
        if case .integer = value { return number.formatted(.number) }
        return number.formatted(.number.precision(.fractionLength(0...2)))
    }
}
