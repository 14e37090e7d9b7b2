// SPDX-License-Identifier: Apache-2.0

/// A day of the proleptic Gregorian calendar between year 1 and year 9999, without a time zone.
///
/// - Source: the day count follows the "civil from days" arithmetic for the Gregorian calendar of ISO 8601.
public struct CalendarDate: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01; negative before.
    public let dayNumber: Int32

    public static let earliest = CalendarDate(uncheckedDayNumber: -719_162)
    public static let latest = CalendarDate(uncheckedDayNumber: 2_932_896)

    private init(uncheckedDayNumber: Int32) { dayNumber = uncheckedDayNumber }

    /// Nil outside year 1 … 9999.
    public init?(dayNumber: Int) {
        guard (Int(Self.earliest.dayNumber)...Int(Self.latest.dayNumber)).contains(dayNumber) else { return nil }
        self.dayNumber = Int32(dayNumber)
    }

    /// Nil if there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysInMonth(month, of: year)
        else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        dayNumber = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// Reads `YYYY-MM-DD`, ten ASCII characters; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = decimalNumber(bytes[0..<4]), let month = decimalNumber(bytes[5..<7]),
            let day = decimalNumber(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Year, month 1–12 and day 1–31.
    public var components: (year: Int, month: Int, day: Int) {
        let shifted = Int(dayNumber) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1
        )
    }

    public var year: Int { components.year }
    public var month: Int { components.month }
    public var day: Int { components.day }

    /// 1 for Monday … 7 for Sunday, as in ISO 8601.
    public var weekday: Int { ((Int(dayNumber) + 3) % 7 + 7) % 7 + 1 }

    public static func < (left: Self, right: Self) -> Bool { left.dayNumber < right.dayNumber }

    /// The day that many days later; nil outside year 1 … 9999.
    public func adding(days: Int) -> CalendarDate? {
        let (sum, overflow) = Int(dayNumber).addingReportingOverflow(days)
        return overflow ? nil : CalendarDate(dayNumber: sum)
    }

    /// The same day that many months later, or that month's last day if it is shorter; nil outside year 1 … 9999.
    public func adding(months: Int) -> CalendarDate? {
        let (year, month, day) = components
        guard (-12 * 9999...12 * 9999).contains(months) else { return nil }
        let index = year * 12 + month - 1 + months
        guard index >= 12 else { return nil }
        let newYear = index / 12
        let newMonth = index % 12 + 1
        return CalendarDate(
            year: newYear, month: newMonth, day: min(day, Self.daysInMonth(newMonth, of: newYear)))
    }

    public static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    public static func daysInMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = components
        return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }
}

/// The number that ASCII digits spell; nil if there is another character or none.
func decimalNumber(_ bytes: some Collection<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 18 else { return nil }
    var number = 0
    for byte in bytes {
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return number
}

/// The decimal digits of a number that is not negative, with zeros in front up to a width.
func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
