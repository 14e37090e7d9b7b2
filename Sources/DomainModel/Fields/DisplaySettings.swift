// SPDX-License-Identifier: Apache-2.0
import Expressions
public import Values

/// How values are written for a person.
public struct DisplaySettings: Sendable {
    public let language: Language
    /// The offset of local time from UTC in seconds at a moment.
    public let offset: @Sendable (Instant) -> Int

    public init(language: Language, offset: @escaping @Sendable (Instant) -> Int) {
        self.language = language
        self.offset = offset
    }

    /// A value that belongs to no field, such as the earliest of some days, by its own type: `2026-02-28`, `3 d`.
    public func text(_ value: Value) -> String {
        switch value {
        case .instant(let instant):
            let shift = TimeSpan(microseconds: Int64(offset(instant)) * 1_000_000)
            guard let local = instant.adding(shift), let date = local.date else { return "" }
            return "\(date) \(local.timeOfDay.description.prefix(5))"
        case .time(let time): return String(time.description.prefix(5))
        case .duration(let span):
            return text(span)
        case .decimal(let number): return number.paddedDescription
        default: return value.canonicalText
        }
    }

    /// A length of time in days, hours and minutes; in seconds where it has fewer than an hour.
    private func text(_ span: TimeSpan) -> String {
        let units: [(length: Int64, english: String, chinese: String)] = [
            (TimeSpan.microsecondsPerDay, "d", "天"), (3_600_000_000, "h", "小时"), (60_000_000, "min", "分钟"),
            (1_000_000, "s", "秒"),
        ]
        guard var rest = span.microseconds == .min ? nil : abs(span.microseconds), rest >= 1_000_000 else {
            return span.microseconds == 0 ? (language == .english ? "0 d" : "0 天") : span.description
        }
        let shown = rest < 3_600_000_000 ? units : Array(units.dropLast())
        var parts: [String] = span.microseconds < 0 ? ["−"] : []
        for unit in shown where rest >= unit.length {
            parts.append("\(rest / unit.length) \(language == .english ? unit.english : unit.chinese)")
            rest %= unit.length
        }
        return parts.joined(separator: " ")
    }
}
