// SPDX-License-Identifier: Apache-2.0
public import Values

/// Time as a tenant sees it: the moment that counts as now, the zone's offset, and where weeks and years begin.
public struct CalendarSettings: Sendable {
    /// The one value of `now()` for a whole request or transaction.
    public let now: Instant
    /// The offset of local time from UTC in seconds at a moment, such as 28,800 for Shanghai.
    public let offset: @Sendable (Instant) -> Int
    /// 1 for Monday … 7 for Sunday.
    public let firstWeekday: Int
    /// The month, 1 … 12, in which the fiscal year begins.
    public let fiscalYearStart: Int

    public init(
        now: Instant, offset: @escaping @Sendable (Instant) -> Int, firstWeekday: Int = 1, fiscalYearStart: Int = 1
    ) {
        self.now = now
        self.offset = offset
        self.firstWeekday = firstWeekday
        self.fiscalYearStart = fiscalYearStart
    }
}

/// What an alias stands for while an expression is evaluated.
public enum AliasValue: Sendable {
    case value(Value)
    /// A record that the source can read; nil if there is none (`@old` of a new record).
    case record(RecordReference?)
    /// Values by property, for what is no stored record (`@me` with its roles).
    case properties([FieldName: Value])
}
