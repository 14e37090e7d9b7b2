// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import Services
import Values

/// A report as a table and as what its chart draws; every figure leads to its records.
struct ReportView {
    let content: [String: Any]

    init(_ result: ReportResult, _ visit: Visit, on place: ReportChart.Place = .page) {
        let settings = DisplaySettings(language: visit.language, offset: visit.workspace.clock.offset)
        let list = "/list/\(result.report.entity.rawValue)?filter="
        let columns = result.tellingColumns
        func cells(_ row: ReportResult.Row) -> [[String: Any]] {
            columns.map { index in
                let value = row.figures[index]
                var cell: [String: Any] = ["text": result.columns[index].text(value, in: visit.model, settings)]
                if let filter = row.filters[index], !value.isNull { cell["link"] = list + encodedForQuery(filter) }
                return cell
            }
        }
        let depth = result.headings.count
        var content: [String: Any] = [
            "groups": result.headings.map { ["label": $0.label[visit.language]] },
            "measures": columns.map { ["label": result.columns[$0].label[visit.language]] },
            "rows": result.tellingLines.map { row -> [String: Any] in
                let missing = depth - row.groups.count
                let labels = row.groupLabels.map { $0.isEmpty ? "–" : $0 }
                let rest = missing > 0 ? [visit.word("total")] + Array(repeating: "", count: missing - 1) : []
                return ["labels": labels + rest, "cells": cells(row), "isSubtotal": missing > 0]
            },
            "totals": cells(result.total), "isEmpty": result.rows.isEmpty, "isCut": result.isCut,
            "totalLabels": result.headings.indices.map { $0 == 0 ? visit.word("total") : "" },
        ]
        if let chart = ReportChart(result, visit.language, list, on: place), let data = try? JSONEncoder().encode(chart)
        {
            content["chart"] = String(decoding: data, as: UTF8.self)
        }
        if let grid = ReportGrid(result, visit, settings, list) { content["grid"] = grid.content }
        self.content = content
    }
}

extension ReportResult {
    /// The columns but those that the engine adds and that have no figure here, such as how long nobody stayed.
    fileprivate var tellingColumns: [Int] {
        columns.indices.filter { index in
            columns[index].measure != nil || rows.contains { !$0.figures[index].isNull }
        }
    }

    /// The lines but the totals of groups of one row, which would say it twice.
    fileprivate var tellingLines: [Row] {
        var sizes: [[Value]: Int] = [:]
        for row in rows {
            for depth in row.groups.indices.dropFirst() { sizes[Array(row.groups.prefix(depth)), default: 0] += 1 }
        }
        return lines.filter { isCut || $0.groups.count == headings.count || sizes[$0.groups] != 1 }
    }
}
