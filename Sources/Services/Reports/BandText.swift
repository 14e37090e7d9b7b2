// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Values

extension Dimension {
    /// What people read of a band: `0–29 d`, `90 d and more`, `up to 10`; nil if the name is none of the bands.
    func bandLabel(_ name: String, _ settings: DisplaySettings) -> String? {
        guard let bands, let index = bands.names.firstIndex(of: name) else { return nil }
        let isEnglish = settings.language == .english
        let isAge = expression.type == .date || expression.type == .instant
        let unit = isAge ? (isEnglish ? " d" : " 天") : ""
        func text(_ bound: Value) -> String { settings.text(bound) + unit }
        if index == 0 {
            let bound = bands.bounds[0]
            if isAge, bound == .integer(0) { return isEnglish ? "still to come" : "未到期" }
            return isEnglish ? "below \(text(bound))" : "\(text(bound))以下"
        }
        let lower = bands.bounds[index - 1]
        guard index < bands.bounds.count else {
            return isEnglish ? "\(text(lower)) and more" : "\(text(lower))及以上"
        }
        let upper = bands.bounds[index]
        // Whole numbers have a last one in the band; others come close to the next bound.
        if case .integer(let number) = upper { return "\(settings.text(lower))–\(number - 1)\(unit)" }
        return isEnglish ? "\(text(lower)) to below \(text(upper))" : "\(text(lower))至不足\(text(upper))"
    }
}
