// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import Services
import Values

/// A report as a table and as what its chart draws; every figure leads to its records.
struct ReportView {
    let content: [String: Any]

    init(_ result: ReportResult, _ visit: Visit) {
        let settings = DisplaySettings(language: visit.language, offset: visit.workspace.clock.offset)
        let list = "/list/\(result.report.entity.rawValue)?filter="
        func cells(_ row: ReportResult.Row) -> [[String: Any]] {
            zip(zip(result.columns, row.figures), row.filters).map { figure, filter in
                let (column, value) = figure
                var cell: [String: Any] = ["text": column.text(value, in: visit.model, settings)]
                if let filter, !value.isNull { cell["link"] = list + encodedForQuery(filter) }
                return cell
            }
        }
        let depth = result.headings.count
        var content: [String: Any] = [
            "groups": result.headings.map { ["label": $0.label[visit.language]] },
            "measures": result.columns.map { ["label": $0.label[visit.language]] },
            "rows": result.lines.map { row -> [String: Any] in
                let missing = depth - row.groups.count
                let labels = row.groupLabels.map { $0.isEmpty ? "–" : $0 }
                let rest = missing > 0 ? [visit.word("total")] + Array(repeating: "", count: missing - 1) : []
                return ["labels": labels + rest, "cells": cells(row), "isSubtotal": missing > 0]
            },
            "totals": cells(result.total), "isEmpty": result.rows.isEmpty, "isCut": result.isCut,
            "totalLabels": result.headings.indices.map { $0 == 0 ? visit.word("total") : "" },
        ]
        if let chart = ReportChart(result, visit.language, list), let data = try? JSONEncoder().encode(chart) {
            content["chart"] = String(decoding: data, as: UTF8.self)
        }
        self.content = content
    }
}

/// What the script draws of a report.
struct ReportChart: Encodable {
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

    /// Nil if the report has no chart, or nothing that one could draw.
    init?(_ result: ReportResult, _ language: Language, _ list: String) {
        guard let chart = result.report.chart, !result.rows.isEmpty else { return nil }
        let columns = Self.drawn(result.columns)
        guard !columns.isEmpty else { return nil }
        kind = chart.rawValue
        labels = result.rows.map { $0.groupLabels.map { $0.isEmpty ? "–" : $0 }.joined(separator: " · ") }
        links = result.rows.map { $0.filter.map { list + encodedForQuery($0) } ?? "" }
        series = columns.map { index, column in
            Series(
                label: column.label[language],
                data: result.rows.map { column.format.number($0.figures[index])?.doubleValue },
                isCount: column.style == .count)
        }
    }

    /// The columns that a chart draws: shares would lie flat on the axis of amounts, and days are no amounts.
    private static func drawn(_ columns: [ReportColumn]) -> [(offset: Int, element: ReportColumn)] {
        let all = columns.enumerated().filter { $0.element.style != .text }
        let absolute = all.filter { $0.element.style != .share }
        return absolute.isEmpty ? all : absolute
    }
}
