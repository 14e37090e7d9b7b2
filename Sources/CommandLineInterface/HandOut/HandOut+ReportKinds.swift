// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

extension HandOut {
    /// What is made of the groups, with a blank behind it.
    func kind(of report: Report) -> String {
        switch report.kind {
        case .table: ""
        case .ageing: words("By how long ago it was. ", "按账龄分段。")
        case .trend(let trend):
            words("Over time", "按时间")
                + trend.comparisons.map {
                    $0 == .year
                        ? words(", beside the year before", "，与上年同期比") : words(", beside the period before", "，与上期比")
                }.joined()
                + (trend.moving.map { words(", with the total of \($0) periods", "，并列近 \($0) 期合计") } ?? "")
                + words(". ", "。")
        case .funnel(let funnel):
            words("From step to step: ", "漏斗步骤：") + funnel.steps.map { $0.label[language] }.joined(separator: " → ")
                + words(". ", "。")
        case .cohort(let cohort):
            words("What is left of those that began together", "同期群留存")
                + (cohort.ages.isEmpty
                    ? "" : words(", after months ", "，月龄：") + cohort.ages.map(String.init).joined(separator: ", "))
                + words(". ", "。")
        case .pareto(let pareto):
            words("In the order of ", "按")
                + (report.measures.first { $0.name == pareto.measure }?.label[language] ?? "")
                + words(", with shares. ", "排名并列占比。")
        case .deciles(let ranking):
            words("In \(ranking.parts) parts by a value. ", "按数值分为 \(ranking.parts) 等份。")
        case .rfm: words("By how recent, how often and how much. ", "按最近、频次、金额分级。")
        case .interval(let interval):
            words("By the time of day, every \(interval.minutes) minutes. ", "按时段统计，每 \(interval.minutes) 分钟一段。")
        }
    }
}
