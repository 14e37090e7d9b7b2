// SPDX-License-Identifier: Apache-2.0
import Diagnostics
public import DomainModel
public import Schemas

extension PlanFinding {
    /// What keeps the plan from being applied, or is to be known of it, for people in front of a browser.
    public var label: Label {
        let titles = samples.compactMap(\.title)
        let more = records > titles.count
        return Label(
            english: message.english
                + (titles.isEmpty ? " " : " (\(titles.joined(separator: ", "))\(more ? ", …" : "")) ") + hint.english,
            chinese: message.chinese
                + (titles.isEmpty ? "" : "（\(titles.joined(separator: "、"))\(more ? "……" : "")）") + hint.chinese)
    }
}
