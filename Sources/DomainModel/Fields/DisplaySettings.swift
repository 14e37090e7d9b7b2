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
            let (days, rest) = span.microseconds.quotientAndRemainder(dividingBy: TimeSpan.microsecondsPerDay)
            guard rest == 0 else { return span.description }
            return language == .english ? "\(days) d" : "\(days) 天"
        case .decimal(let number): return number.paddedDescription
        default: return value.canonicalText
        }
    }
}
