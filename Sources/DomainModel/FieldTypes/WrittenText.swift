// SPDX-License-Identifier: Apache-2.0
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
    let plain = plainWidth(text)
    var numbers: [Int] = []
    var current = ""
    for character in plain + " " {
        if character.isASCII, character.isNumber {
            current.append(character)
        } else if !current.isEmpty {
            guard let number = Int(current) else { return nil }
            numbers.append(number)
            current = ""
        }
        guard character.isNumber || " -/.年月日".contains(character) else { return nil }
    }
    if numbers.count == 3 { return CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2]) }
    guard numbers.count == 1, let only = numbers.first else { return nil }
    switch trimmedText(plain).count {
    case 8: return CalendarDate(year: only / 10_000, month: only / 100 % 100, day: only % 100)
    case 5 where (10_000...99_999).contains(only): return CalendarDate(dayNumber: only - 25_569)
    default: return nil
    }
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
