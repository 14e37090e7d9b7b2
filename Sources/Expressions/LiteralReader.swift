// SPDX-License-Identifier: Apache-2.0
import Diagnostics
public import Values

/// Reads literals that begin with a digit or a sign: numbers, dates, times of day, moments.
///
/// - Source: OData 4.01 ABNF, `primitiveLiteral`.
struct LiteralReader {
    let scalars: [Unicode.Scalar]
    private(set) var position: Int
    let hasShortTimes: Bool

    init(scalars: [Unicode.Scalar], position: Int, hasShortTimes: Bool) {
        self.scalars = scalars
        self.position = position
        self.hasShortTimes = hasShortTimes
    }

    mutating func read() throws(ExpressionError) -> Token.Kind {
        if matches("dddd-dd-dd", at: position) { return try dateOrInstant() }
        if matches("dd:dd", at: position), hasShortTimes || matches("dd:dd:dd", at: position) {
            let start = position
            guard let time = clockTime() else { throw invalid(from: start, "There is no such time of day.", "没有这个时刻。") }
            return .literal(.time(time), .time)
        }
        return try number()
    }

    private mutating func dateOrInstant() throws(ExpressionError) -> Token.Kind {
        let start = position
        let text = text(start..<start + 10)
        position += 10
        guard !text.hasPrefix("0000") else { throw unsupportedYear(from: start) }
        guard let date = CalendarDate(text) else { throw invalid(from: start, "There is no such day.", "没有这一天。") }
        guard peek == "T", matches("dd:dd", at: position + 1) else { return .literal(.date(date), .date) }
        position += 1
        guard let time = clockTime() else { throw invalid(from: start, "There is no such time of day.", "没有这个时刻。") }
        let utc = Instant(date, microsecondOfDay: time.microseconds)
        if peek == "Z" {
            position += 1
            return .literal(.instant(utc), .instant)
        }
        // A blank stands for the plus sign that a URL's decoding took away.
        guard let sign = peek, sign == "+" || sign == "-" || sign == " ", matches("dd:dd", at: position + 1) else {
            throw invalid(
                from: start, "A moment needs its offset from UTC.", "时刻必须带有与 UTC 的时差。",
                hint: Wording(
                    "Write “\(text)T\(time)Z” for UTC or “\(text)T\(time)+08:00” for another offset.",
                    "UTC 写作“\(text)T\(time)Z”，其他时差写作“\(text)T\(time)+08:00”。"))
        }
        position += 1
        let hours = digits(2)
        position += 1
        let minutes = digits(2)
        guard hours <= 14, minutes < 60 else {
            throw invalid(from: start, "There is no such offset from UTC.", "没有这样的时差。")
        }
        let offset = Int64(hours * 60 + minutes) * 60_000_000 * (sign == "-" ? -1 : 1)
        let moment = Instant(microseconds: utc.microseconds - offset)
        return offset == 0 ? .literal(.instant(moment), .instant) : .offsetInstant(moment)
    }

    /// `hh:mm[:ss[.fraction]]`, digits beyond microseconds cut off; nil if there is no such time.
    private mutating func clockTime() -> TimeOfDay? {
        let hour = digits(2)
        position += 1
        let minute = digits(2)
        guard peek == ":", matches("dd", at: position + 1) else { return TimeOfDay(hour: hour, minute: minute) }
        position += 1
        let second = digits(2)
        var fraction = 0
        if peek == ".", matches("d", at: position + 1) {
            position += 1
            var unit = 100_000
            while let scalar = peek, isDigit(scalar) {
                fraction += Int(scalar.value - 48) * unit
                unit /= 10
                position += 1
            }
        }
        return TimeOfDay(hour: hour, minute: minute, second: second, microsecond: fraction)
    }

    private mutating func number() throws(ExpressionError) -> Token.Kind {
        let start = position
        if peek == "-" || peek == "+" { position += 1 }
        guard let first = peek, isDigit(first) else {
            throw invalid(from: start, "A number has to follow the sign.", "正负号后面必须是数字。")
        }
        skipDigits()
        if matches("-dd-dd", at: position), position - start > 4 {
            position += 6
            throw unsupportedYear(from: start)
        }
        var isInteger = true
        if peek == "." {
            position += 1
            isInteger = false
            guard let digit = peek, isDigit(digit) else {
                throw invalid(from: start, "A digit has to follow the point.", "小数点后面必须是数字。")
            }
            skipDigits()
        }
        if peek == "e" || peek == "E" {
            position += 1
            isInteger = false
            if peek == "-" || peek == "+" { position += 1 }
            guard let digit = peek, isDigit(digit) else {
                throw invalid(from: start, "A digit has to follow the exponent's mark.", "指数符号后面必须是数字。")
            }
            skipDigits()
        }
        let text = text(start..<position)
        if isInteger, let integer = Int64(text) { return .literal(.integer(integer), .integer) }
        guard let decimal = FixedDecimal(text) else {
            throw ExpressionError(
                .outOfRange, at: start, length: position - start, "A number has at most 38 digits.",
                "数字最多 38 位。")
        }
        return .literal(.decimal(decimal), .decimal)
    }

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func skipDigits() {
        while let scalar = peek, isDigit(scalar) { position += 1 }
    }

    private mutating func digits(_ count: Int) -> Int {
        var number = 0
        for _ in 0..<count {
            number = number * 10 + Int(scalars[position].value) - 48
            position += 1
        }
        return number
    }

    /// Whether the text goes on with a pattern in which `d` stands for a digit.
    private func matches(_ pattern: String, at start: Int) -> Bool {
        var index = start
        for scalar in pattern.unicodeScalars {
            guard index < scalars.count else { return false }
            guard scalar == "d" ? isDigit(scalars[index]) : scalars[index] == scalar else { return false }
            index += 1
        }
        return true
    }

    private func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    private func unsupportedYear(from start: Int) -> ExpressionError {
        ExpressionError(
            .unsupported, at: start, length: position - start, "Years go from 0001 to 9999.", "年份的范围是 0001 到 9999。")
    }

    private func invalid(
        from start: Int, _ english: String, _ chinese: String, hint: Wording? = nil
    ) -> ExpressionError {
        ExpressionError(.invalidLiteral, at: start, length: max(1, position - start), english, chinese, hint: hint)
    }
}

extension TimeSpan {
    /// Reads the day-time form `P1DT2H30M0.5S`, also with a sign; nil for years, months or other text.
    ///
    /// - Source: XML Schema 1.1 part 2, `dayTimeDuration`.
    public init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        let isNegative = rest.hasPrefix("-")
        if isNegative { rest = rest.dropFirst() }
        guard rest.first == "P" else { return nil }
        rest = rest.dropFirst()
        var total: Int64 = 0
        var isTime = false
        var allowed = Substring("DTHMS")
        var count = 0
        while let first = rest.first {
            if first == "T" {
                guard !isTime, rest.count > 1 else { return nil }
                isTime = true
                allowed = "HMS"
                rest = rest.dropFirst()
                continue
            }
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            guard let unit = rest.first, let place = allowed.firstIndex(of: unit), isTime != (unit == "D"),
                let number = FixedDecimal(digits), number.scale == 0 || unit == "S",
                let amount = number.multiplied(by: FixedDecimal(unitLengths[unit] ?? 0)),
                let microseconds = Int64(exactly: truncated(amount))
            else { return nil }
            allowed = allowed[allowed.index(after: place)...]
            rest = rest.dropFirst()
            let (sum, overflow) = total.addingReportingOverflow(microseconds)
            guard !overflow else { return nil }
            total = sum
            count += 1
        }
        guard count > 0 else { return nil }
        self.init(microseconds: isNegative ? -total : total)
    }
}

private let unitLengths: [Character: Int64] = [
    "D": 86_400_000_000, "H": 3_600_000_000, "M": 60_000_000, "S": 1_000_000,
]

private func truncated(_ number: FixedDecimal) -> Int128 {
    var units = number.units
    for _ in 0..<number.scale { units /= 10 }
    return units
}
