// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Schemas

extension PlanFinding {
    /// What keeps the plan from being applied, or is to be known of it, for people in front of a browser.
    public var label: Label {
        let titles = samples.compactMap(\.title)
        let more = records > titles.count
        return Label(
            english: message + (titles.isEmpty ? " " : " (\(titles.joined(separator: ", "))\(more ? ", …" : "")) ")
                + hint,
            chinese: "\(subject)：\(chinese)"
                + (titles.isEmpty ? "" : "（\(titles.joined(separator: "、"))\(more ? "……" : "")）"))
    }

    private var chinese: String {
        switch kind {
        case .brokenRule: "有 \(records) 条记录不符合新规则，请先修改这些记录。"
        case .goneOption: "有 \(records) 条记录仍在使用将被移除的选项或阶段，请先修改这些记录。"
        case .unfitValues: "有 \(records) 条记录的值不符合新类型，请先修改这些值。"
        case .probableRename: "新增内容与被移除的内容相似，可能是改名。"
        case .refusedRename: "原名称所指的内容无法沿用。"
        case .uncounted: "规则涉及本次一并变更的值，应用时才能检查。"
        }
    }
}
