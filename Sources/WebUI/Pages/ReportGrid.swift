// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Values

/// Two groups against one another, the deeper coloured the greater the figure: days of the week and times, recency and
/// frequency.
struct ReportGrid {
    /// How many shades there are, from 0.
    private static let shades = 9.0
    /// So many columns have room beside one another everywhere.
    private static let abreast = 7

    let content: [String: Any]

    /// A day of the week beside six others: `Mon`, 周一.
    private static func short(_ label: String, _ kind: ReportKind) -> String {
        if case .interval = kind { String(label.prefix(3)) } else { label }
    }

    /// Nil for reports that are no grid.
    init?(_ result: ReportResult, _ visit: Visit, _ settings: DisplaySettings, _ list: String) {
        guard result.headings.count >= 2, let column = result.columns.first, !result.rows.isEmpty else { return nil }
        switch result.report.kind {
        case .interval(let interval): guard interval.hasWeekdays, result.headings.count == 2 else { return nil }
        case .rfm: break
        default: return nil
        }
        var cells: [[Value]: Value] = [:]
        var filters: [[Value]: String] = [:]
        for row in result.rows {
            let key = Array(row.groups.prefix(2))
            // What has more groups than two adds up; only numbers of records and sums come here.
            cells[key] = cells[key].map { $0.adding(row.figures[0]) } ?? row.figures[0]
            filters[key] = result.headings.count == 2 ? row.filters[0] : nil
        }
        func names(_ place: Int) -> [(value: Value, label: String)] {
            var seen: [Value: String] = [:]
            for row in result.rows { seen[row.groups[place]] = row.groupLabels[place] }
            return seen.sorted { $0.key.order < $1.key.order }.map { ($0.key, $0.value) }
        }
        let greatest = cells.values.compactMap { column.format.number($0)?.doubleValue }.max() ?? 0
        // The longer group stands upright: the hours of a day beside one another are wider than a tile or a telephone.
        let groups = [names(0), names(1)]
        let (down, across) = groups[1].count > Self.abreast && groups[1].count > groups[0].count ? (1, 0) : (0, 1)
        let (lines, heads) = (groups[down], groups[across])
        content = [
            "corner": [down, across].map { result.headings[$0].label[visit.language] }.joined(separator: " / "),
            "heads": heads.map { across == 0 ? Self.short($0.label, result.report.kind) : $0.label },
            "lines": lines.map { line -> [String: Any] in
                let boxes = heads.map { head -> [String: Any] in
                    let key = down == 0 ? [line.value, head.value] : [head.value, line.value]
                    let figure = cells[key] ?? .null
                    let size = column.format.number(figure)?.doubleValue ?? 0
                    var box: [String: Any] = [
                        "text": figure.isNull ? "" : column.text(figure, in: visit.model, settings),
                        "shade": String(greatest > 0 ? Int((max(size, 0) / greatest * Self.shades).rounded()) : 0),
                    ]
                    if let filter = filters[key] { box["link"] = list + encodedForQuery(filter) }
                    return box
                }
                return ["label": line.label, "boxes": boxes]
            },
        ]
    }
}

extension Value {
    fileprivate var order: Int64 { if case .integer(let number) = self { number } else { 0 } }

    fileprivate func adding(_ other: Value) -> Value {
        switch (self, other) {
        case (.integer(let left), .integer(let right)): .integer(left &+ right)
        case (.decimal(let left), .decimal(let right)): left.adding(right).map(Value.decimal) ?? .null
        case (.null, _): other
        default: self
        }
    }
}
