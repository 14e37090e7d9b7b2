// SPDX-License-Identifier: Apache-2.0

/// A moment in time: microseconds since 1970-01-01T00:00Z, always UTC.
public struct Instant: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// The first moment of a day plus microseconds into it, both in UTC.
    public init(_ date: CalendarDate, microsecondOfDay: Int64 = 0) {
        microseconds = Int64(date.dayNumber) * TimeSpan.microsecondsPerDay + microsecondOfDay
    }

    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    /// The UTC day; nil outside year 1 … 9999.
    public var date: CalendarDate? {
        CalendarDate(dayNumber: Int(microseconds.quotientRoundingDown(by: TimeSpan.microsecondsPerDay)))
    }

    /// Microseconds since midnight UTC.
    public var timeOfDay: TimeOfDay {
        let day = microseconds.quotientRoundingDown(by: TimeSpan.microsecondsPerDay)
        // The first day of all begins before what 64 bits hold; the difference fits again.
        return TimeOfDay(uncheckedMicroseconds: microseconds &- day &* TimeSpan.microsecondsPerDay)
    }

    /// Nil on overflow.
    public func adding(_ span: TimeSpan) -> Instant? {
        let (sum, overflow) = microseconds.addingReportingOverflow(span.microseconds)
        return overflow ? nil : Instant(microseconds: sum)
    }

    /// `2024-02-29T15:30:45.123456Z`, without fraction if it is zero.
    public var description: String {
        guard let date else { return "out of range" }
        return "\(date)T\(timeOfDay)Z"
    }
}

/// A time of day in microseconds since midnight, below 24 hours.
public struct TimeOfDay: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let microseconds: Int64

    init(uncheckedMicroseconds: Int64) { microseconds = uncheckedMicroseconds }

    /// Nil outside 0 ..< 24 hours.
    public init?(microseconds: Int64) {
        guard (0..<TimeSpan.microsecondsPerDay).contains(microseconds) else { return nil }
        self.microseconds = microseconds
    }

    public init?(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
            (0..<1_000_000).contains(microsecond)
        else { return nil }
        microseconds = Int64((hour * 60 + minute) * 60 + second) * 1_000_000 + Int64(microsecond)
    }

    public var hour: Int { Int(microseconds / 3_600_000_000) }
    public var minute: Int { Int(microseconds / 60_000_000 % 60) }
    public var second: Int { Int(microseconds / 1_000_000 % 60) }
    /// Microseconds below a second.
    public var fraction: Int { Int(microseconds % 1_000_000) }

    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    /// `HH:MM:SS`, followed by six digits of fraction if it is not zero.
    public var description: String {
        let whole = "\(padded(hour, to: 2)):\(padded(minute, to: 2)):\(padded(second, to: 2))"
        return fraction == 0 ? whole : "\(whole).\(padded(fraction, to: 6))"
    }
}

/// A length of time in microseconds; days are exactly 24 hours.
public struct TimeSpan: Hashable, Sendable, Comparable, CustomStringConvertible {
    public static let microsecondsPerDay: Int64 = 86_400_000_000

    public let microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    /// The day-time form of XML Schema: `P1DT2H30M`, `-PT0.5S`, `PT0S`.
    public var description: String {
        guard microseconds != 0 else { return "PT0S" }
        let total = microseconds.magnitude
        let days = total / 86_400_000_000
        let hours = total / 3_600_000_000 % 24
        let minutes = total / 60_000_000 % 60
        let seconds = total / 1_000_000 % 60
        let fraction = total % 1_000_000
        var text = microseconds < 0 ? "-P" : "P"
        if days > 0 { text += "\(days)D" }
        guard total % 86_400_000_000 != 0 else { return text }
        text += "T"
        if hours > 0 { text += "\(hours)H" }
        if minutes > 0 { text += "\(minutes)M" }
        if seconds > 0 || fraction > 0 {
            text += "\(seconds)"
            if fraction > 0 {
                var digits = padded(Int(fraction), to: 6)
                while digits.hasSuffix("0") { digits.removeLast() }
                text += ".\(digits)"
            }
            text += "S"
        }
        return text
    }
}
