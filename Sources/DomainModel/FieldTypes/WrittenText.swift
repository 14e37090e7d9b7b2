// SPDX-License-Identifier: Apache-2.0
import Expressions
import Values

/// What people and old systems write, brought into plain form: full-width characters of East Asian input become ASCII.
///
/// - Source: Unicode block Halfwidth and Fullwidth Forms, U+FF01–U+FF5E.
public func plainWidth(_ text: String) -> String {
    // What has none of the lead bytes of the characters below is plain already.
    guard text.utf8.contains(where: { $0 == 0xEF || $0 == 0xE3 || $0 == 0xC2 }) else { return text }
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0xFF01...0xFF5E: plain.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
        case 0x3000, 0x00A0: plain.append(" ")
        default: plain.append(scalar)
        }
    }
    return String(plain)
}

/// The text without white space at its ends.
public func trimmedText(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return text }
    guard first.properties.isWhitespace || last.properties.isWhitespace else { return text }
    let scalars = text.unicodeScalars.drop { $0.properties.isWhitespace }
    let count = scalars.reversed().drop { $0.properties.isWhitespace }.count
    return String(String.UnicodeScalarView(scalars.prefix(count)))
}

/// The number that a person wrote: `1,200.00`, `￥1,200`, `1200.00元`, `3.5万`; nil for anything else.
func writtenNumber(_ text: String) -> FixedDecimal? {
    var digits = plainWidth(text).filter { $0 != "," && $0 != " " && $0 != "，" }
    for mark in ["￥", "¥", "$", "RMB", "CNY"] where digits.hasPrefix(mark) { digits.removeFirst(mark.count) }
    var factor: Int64 = 1
    for (unit, value) in [("元", 1), ("圆", 1), ("万", 10_000), ("亿", 100_000_000)] as [(String, Int64)]
    where digits.hasSuffix(unit) {
        digits.removeLast()
        factor *= value
    }
    if digits.hasPrefix("("), digits.hasSuffix(")") { digits = "-" + digits.dropFirst().dropLast() }
    return FixedDecimal(digits)?.multiplied(by: FixedDecimal(factor))
}

/// The day that a person or an old system wrote; nil for anything else.
///
/// `2024-02-29`, `2024/2/29`, `2024.2.29`, `2024年2月29日`, `20240229`, and the number of a day in a spreadsheet.
///
/// - Source: spreadsheets count days from 1899-12-30 on (ECMA-376 §18.17.4.1, the 1900 date system behind its
///   missing leap day); numbers of five digits are days between 1927 and 2173.
func writtenDate(_ text: String) -> CalendarDate? {
    let plain = trimmedText(plainWidth(text))
    if plain.utf8.allSatisfy({ (48...57).contains($0) }) { return dateOfDigits(plain) }
    let parts = plain.split(omittingEmptySubsequences: true, whereSeparator: { " -/.年月日".contains($0) })
    // A year of two digits could as well be a day.
    guard parts.count == 3, parts[0].utf8.count == 4, plain.hasPrefix(parts[0]),
        parts.dropFirst().allSatisfy({ $0.utf8.count <= 2 }),
        parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
        let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    return CalendarDate(year: year, month: month, day: day)
}

/// `20240229`, or the number of a day in a spreadsheet.
private func dateOfDigits(_ digits: String) -> CalendarDate? {
    guard digits.utf8.count <= 8, let number = Int(digits) else { return nil }
    switch digits.utf8.count {
    case 8: return CalendarDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    case 5 where number >= 10_000: return CalendarDate(dayNumber: number - 25_569)
    default: return nil
    }
}

/// The time of day that a person or an old system wrote: `9:30`, `09:30:15.5`, `下午3:05`, `3:05 PM`, `9时30分`; nil for
/// anything else.
func writtenTime(_ text: String) -> TimeOfDay? {
    var plain = trimmedText(plainWidth(text)).uppercased()
    var half: Int?
    for (mark, number) in [("上午", 0), ("下午", 1), ("AM", 0), ("PM", 1)] {
        if plain.hasPrefix(mark) {
            plain = String(plain.dropFirst(mark.count))
        } else if plain.hasSuffix(mark) {
            plain = String(plain.dropLast(mark.count))
        } else {
            continue
        }
        half = number
        break
    }
    guard let time = clockTime(trimmedText(plain)) else { return nil }
    guard let half, time.hour <= 12 else { return half == 0 && time.hour > 12 ? nil : time }
    return TimeOfDay(
        hour: time.hour % 12 + 12 * half, minute: time.minute, second: time.second, microsecond: time.fraction)
}

private func clockTime(_ text: String) -> TimeOfDay? {
    let hasWords = text.hasSuffix("分") || text.hasSuffix("秒") || text.hasSuffix("时") || text.hasSuffix("点")
    let parts = text.split(
        omittingEmptySubsequences: hasWords, whereSeparator: { hasWords ? "时点分秒".contains($0) : $0 == ":" })
    guard let first = parts.first, (hasWords ? 1...3 : 2...3).contains(parts.count), first.utf8.count <= 2,
        first.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    let padded = parts.map { $0.prefix { $0 != "." }.utf8.count == 1 ? "0" + $0 : String($0) }
    let written = (padded + (padded.count == 1 ? ["00"] : [])).joined(separator: ":")
    guard case .time(let time) = Value(canonicalText: written, as: .time) else { return nil }
    return time
}

/// The telephone number that a person wrote in the form of E.164, such as `+8613912345678`; nil for anything else.
///
/// Numbers without a country are Chinese: eleven digits from 1 are mobile, an area code begins with 0.
public func writtenPhone(_ text: String) -> String? {
    var digits = plainWidth(text).filter { !" -()./\u{2013}\u{2014}".contains($0) }
    let isInternational = digits.hasPrefix("+") || digits.hasPrefix("00")
    digits =
        digits.hasPrefix("+")
        ? String(digits.dropFirst()) : digits.hasPrefix("00") ? String(digits.dropFirst(2)) : digits
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), !digits.isEmpty else { return nil }
    if isInternational { return (7...15).contains(digits.count) && !digits.hasPrefix("0") ? "+" + digits : nil }
    if digits.count == 11, digits.hasPrefix("1") { return "+86" + digits }
    if digits.count == 13, digits.hasPrefix("861") { return "+" + digits }
    if digits.hasPrefix("0"), (10...12).contains(digits.count) { return "+86" + digits.dropFirst() }
    if digits.hasPrefix("400") || digits.hasPrefix("800"), digits.count == 10 { return "+86" + digits }
    return nil
}
