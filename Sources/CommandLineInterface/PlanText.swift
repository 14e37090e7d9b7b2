// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Schemas
import Services

/// A plan as it is printed: in English with every table and column, in Chinese in the words of the pages.
struct PlanText {
    let plan: MigrationPlan
    let language: Language
    /// What tells the labels of the plan's names: the model that is wanted, and that in force.
    let models: [Model]

    var text: String {
        switch language {
        case .english: plan.text
        case .chinese: plan.isEmpty && plan.findings.isEmpty ? "无需变更：数据库与模型一致。\n" : chinese
        }
    }

    private var chinese: String {
        var parts = [plan.lines(models).map(said).joined(separator: "\n")].filter { !$0.isEmpty }
        if !plan.warnings.isEmpty { parts.append("警告\n" + plan.warnings.map(said).joined(separator: "\n")) }
        if !plan.errors.isEmpty { parts.append("错误\n" + plan.errors.map(said).joined(separator: "\n")) }
        return parts.joined(separator: "\n\n") + "\n\n\(summary)\n计划 \(plan.fingerprint)\n"
    }

    private func said(_ line: PlanLine) -> String {
        let wait = line.lockMilliseconds > 0 ? "，其他人约等待 \(seconds(line.lockMilliseconds))" : ""
        let work = line.touchedRecords > 0 ? "（涉及 \(line.touchedRecords) 条记录\(wait)）" : ""
        return "\(line.isDestructive ? "!" : " ") \(line.label.chinese)\(work)"
    }

    private func said(_ finding: PlanFinding) -> String {
        var lines = ["  \(finding.subject)：\(finding.message.chinese)[\(finding.kind.rawValue)]"]
        lines += finding.samples.map { sample in
            "      \(sample.id)\(sample.title.map { "“\($0)”" } ?? "")\(sample.value.map { "：\($0)" } ?? "")"
        }
        let more = finding.records - finding.samples.count
        if more > 0, !finding.samples.isEmpty { lines.append("      …… 另有 \(more) 条") }
        lines.append("    处理：\(finding.hint.chinese)")
        if let place = finding.place { lines.append("    位置：\(place)") }
        return lines.joined(separator: "\n")
    }

    private var summary: String {
        let touched = plan.steps.reduce(0) { $0 + $1.touchedRecords }
        let destructive = plan.steps.count { $0.isDestructive }
        var facts = ["\(plan.steps.count) 个步骤", "涉及 \(touched) 条记录", "其他人约等待 \(seconds(plan.lockMilliseconds))"]
        if destructive > 0 { facts.append("\(destructive) 个步骤不可恢复（!）") }
        if !plan.warnings.isEmpty { facts.append("\(plan.warnings.count) 个警告") }
        if !plan.errors.isEmpty { facts.append("\(plan.errors.count) 个错误") }
        return facts.joined(separator: "，") + (plan.errors.isEmpty ? "" : "\n错误解决之前，计划不能应用。")
    }

    private func seconds(_ milliseconds: Int) -> String {
        milliseconds < 1000
            ? "\(milliseconds) 毫秒" : "\(milliseconds / 1000).\(milliseconds % 1000 / 100) 秒"
    }
}
