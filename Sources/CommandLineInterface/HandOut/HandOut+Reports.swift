// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

extension HandOut {
    /// What each report groups and measures.
    var reports: Markup {
        guard !model.reports.isEmpty else { return .empty }
        return section(.reports, words("Reports", "报表"), model.reports.values.map(described))
    }

    private func described(_ report: Report) -> Markup {
        let entity = Anchor.entity(report.entity).link(model.entities[report.entity]?.label[language] ?? "")
        var about: [Markup] = [.text(words("Counts over the records of ", "统计记录：")), entity]
        if let condition = report.condition {
            about += [.text(words(" with ", "，条件：")), readable(condition, of: report.entity)]
        }
        about.append(.text(words(". ", "。") + kind(of: report) + shown(report)))
        let groups = report.dimensions.map { dimension -> [Markup] in
            [
                .text(words("group", "分组")), .text(dimension.label[language]),
                .joined([
                    readable(dimension.expression, of: report.entity), .text(said(dimension.period)),
                    .text(dimension.bands.map { words(" in bands ", "，分段：") + $0.names.joined(separator: ", ") } ?? ""),
                ]),
            ]
        }
        let measures = report.measures.map { measure -> [Markup] in
            [.text(words("number", "指标")), .text(measure.label[language]), said(measure, in: report)]
        }
        return .element(
            "div", ["id": Anchor.report(report.name).name],
            [
                .element("h3", [:], [.text(report.label[language] + " "), .element("code", report.name.rawValue)]),
                .element("p", [:], about),
                table(["", words("Name", "名称"), words("Is", "含义")], groups + measures, style: "numbers"),
            ])
    }

    private func shown(_ report: Report) -> String {
        switch report.chart {
        case .bar: words("Shown as bars and a table.", "以柱形图和表格显示。")
        case .line: words("Shown as a line and a table.", "以折线图和表格显示。")
        case .pie: words("Shown as a pie and a table.", "以饼图和表格显示。")
        case nil: words("Shown as a table.", "以表格显示。")
        }
    }

    private func said(_ period: Dimension.Period?) -> String {
        switch period {
        case .day: words(", by day", "（按日）")
        case .month: words(", by month", "（按月）")
        case .quarter: words(", by quarter", "（按季度）")
        case .year: words(", by year", "（按年）")
        case nil: ""
        }
    }

    private func said(_ measure: Measure, in report: Report) -> Markup {
        guard let condition = measure.condition else { return figure(measure, in: report) }
        return .joined([
            figure(measure, in: report), .text(words(", of records with ", "，仅限：")),
            readable(condition, of: report.entity),
        ])
    }

    private func figure(_ measure: Measure, in report: Report) -> Markup {
        func label(_ name: String) -> String {
            report.measures.first { $0.name == name }?.label[language] ?? name
        }
        func of(_ name: String, _ expression: TypedExpression) -> Markup {
            let value = readable(expression, of: report.entity)
            return .joined(language == .english ? [.text("\(name) of "), value] : [value, .text(" 的\(name)")])
        }
        switch measure.kind {
        case .count: return .text(words("number of records", "记录数"))
        case .aggregate(let method, let expression):
            return of(ReadableExpression(model: model, language: language).name(of: method), expression)
        case .percentile(.median, let expression): return of(words("median", "中位数"), expression)
        case .percentile(.percent(let percent), let expression):
            return of(words("\(percent)th percentile", "第 \(percent) 百分位数"), expression)
        case .computed(let expression): return .element("code", expression.source)
        case .ratio(let part, let whole):
            return .text(words("\(label(part)) ÷ \(label(whole)), in percent", "\(label(part)) ÷ \(label(whole))（百分比）"))
        }
    }
}
