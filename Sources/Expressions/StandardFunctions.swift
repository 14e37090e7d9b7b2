// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

extension FunctionDefinition {
    /// The functions of the language itself.
    ///
    /// - Source: expression language §4.3 and §4.4.
    public static let standard: [FunctionDefinition] =
        textFunctions + numberFunctions + timeFunctions + relativeTimeFunctions + [under]
}

private let textFunctions: [FunctionDefinition] = [
    text2("concat") { .text($0 + $1) },
    FunctionDefinition("contains", [.init([.text, .text], gives: .boolean)]) { values, _ in
        texts(values) { .boolean(firstOffset(of: $0[1], in: $0[0]) != nil) }
    },
    FunctionDefinition("startswith", [.init([.text, .text], gives: .boolean)]) { values, _ in
        texts(values) { .boolean($0[0].unicodeScalars.starts(with: $0[1].unicodeScalars)) }
    },
    FunctionDefinition("endswith", [.init([.text, .text], gives: .boolean)]) { values, _ in
        texts(values) { .boolean($0[0].unicodeScalars.reversed().starts(with: $0[1].unicodeScalars.reversed())) }
    },
    FunctionDefinition("indexof", [.init([.text, .text], gives: .integer)]) { values, _ in
        texts(values) { .integer(Int64(firstOffset(of: $0[1], in: $0[0]) ?? -1)) }
    },
    FunctionDefinition("length", [.init([.text], gives: .integer)]) { values, _ in
        texts(values) { .integer(Int64($0[0].unicodeScalars.count)) }
    },
    FunctionDefinition("substring", [.init([.text, .integer, .integer], optional: 1, gives: .text)]) { values, _ in
        guard case .text(let text) = values[0], case .integer(let start) = values[1] else { return .null }
        guard values.count > 2 else { return .text(substring(text, from: start, length: nil)) }
        guard case .integer(let length) = values[2], length >= 0 else { return .null }
        return .text(substring(text, from: start, length: length))
    },
    FunctionDefinition("tolower", [.init([.text], gives: .text)]) { values, _ in
        texts(values) { .text($0[0].lowercased()) }
    },
    FunctionDefinition("toupper", [.init([.text], gives: .text)]) { values, _ in
        texts(values) { .text($0[0].uppercased()) }
    },
    FunctionDefinition("trim", [.init([.text], gives: .text)]) { values, _ in
        texts(values) { .text(trimmed($0[0])) }
    },
    FunctionDefinition(
        "matchespattern", [.init([.text, .text], gives: .boolean)],
        refusal: { literals in
            guard literals.count == 2, case .text(let pattern)? = literals[1] else {
                return Wording("The pattern has to be a literal.", "模式必须是字面值。")
            }
            do throws(TextPattern.Refusal) {
                _ = try TextPattern(pattern)
                return nil
            } catch {
                return error.wording
            }
        }
    ) { values, _ in
        texts(values) { texts in
            guard let pattern = try? TextPattern(texts[1]) else { return .null }
            return .boolean(pattern.matches(in: texts[0]))
        }
    },
]

private func text2(_ name: FunctionName, _ body: @escaping @Sendable (String, String) -> Value) -> FunctionDefinition {
    FunctionDefinition(name, [.init([.text, .text], gives: .text)]) { values, _ in
        texts(values) { body($0[0], $0[1]) }
    }
}

/// The result over texts; null if one of the values is.
private func texts(_ values: [Value], _ body: ([String]) -> Value) -> Value {
    var texts: [String] = []
    for value in values {
        guard case .text(let text) = value else { return .null }
        texts.append(text)
    }
    return body(texts)
}

/// Where a text stands in another for the first time.
///
/// After each mismatch the search goes on with what the part has in common with itself, so that no text is read twice.
///
/// - Complexity: Linear in both lengths. Source: Knuth, Morris, Pratt, “Fast pattern matching in strings” (1977).
private func firstOffset(of part: String, in text: String) -> Int? {
    let wanted = Array(part.unicodeScalars)
    guard !wanted.isEmpty else { return 0 }
    var overlaps = [0]
    for index in wanted.indices.dropFirst() {
        var length = overlaps[index - 1]
        while length > 0, wanted[length] != wanted[index] { length = overlaps[length - 1] }
        overlaps.append(wanted[length] == wanted[index] ? length + 1 : 0)
    }
    var matched = 0
    for (offset, scalar) in text.unicodeScalars.enumerated() {
        while matched > 0, wanted[matched] != scalar { matched = overlaps[matched - 1] }
        if wanted[matched] == scalar { matched += 1 }
        if matched == wanted.count { return offset + 1 - matched }
    }
    return nil
}

/// From an offset in Unicode scalars; an offset before the start counts as the start.
private func substring(_ text: String, from start: Int64, length: Int64?) -> String {
    let scalars = text.unicodeScalars
    let first = Int(max(0, min(start, Int64(scalars.count))))
    let count = length.map { Int(min($0, Int64(scalars.count))) } ?? scalars.count
    return String(String.UnicodeScalarView(scalars.dropFirst(first).prefix(count)))
}

/// Without the characters of Unicode's property White_Space at both ends.
private func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars.drop { $0.properties.isWhitespace }
    let count = scalars.reversed().drop { $0.properties.isWhitespace }.count
    return String(String.UnicodeScalarView(scalars.prefix(count)))
}

private let numberFunctions: [FunctionDefinition] = [
    rounding("round") {
        $0.rescaled(to: 0)
    } double: {
        $0.rounded(.toNearestOrAwayFromZero)
    },
    rounding("floor") {
        floored($0)
    } double: {
        $0.rounded(.down)
    },
    rounding("ceiling") {
        floored(-$0).map { -$0 }
    } double: {
        $0.rounded(.up)
    },
]

private func rounding(
    _ name: FunctionName, _ decimal: @escaping @Sendable (FixedDecimal) -> FixedDecimal?,
    double: @escaping @Sendable (Double) -> Double
) -> FunctionDefinition {
    FunctionDefinition(
        name,
        [
            .init([.integer], gives: .integer), .init([.decimal], gives: .decimal), .init([.double], gives: .double),
        ]
    ) { values, _ in
        switch values[0] {
        case .integer: values[0]
        case .decimal(let number): decimal(number).map(Value.decimal) ?? .null
        case .double(let number): .double(double(number))
        default: .null
        }
    }
}

private func floored(_ number: FixedDecimal) -> FixedDecimal? {
    guard let rounded = number.rescaled(to: 0) else { return nil }
    return number < rounded ? rounded.adding(FixedDecimal(-1)) : rounded
}

private let timeFunctions: [FunctionDefinition] = [
    datePart("year") { $0.year }, datePart("month") { $0.month }, datePart("day") { $0.day },
    timePart("hour") { Int64($0.hour) }, timePart("minute") { Int64($0.minute) },
    timePart("second") { Int64($0.second) },
    FunctionDefinition(
        "fractionalseconds", [.init([.instant], gives: .decimal), .init([.time], gives: .decimal)]
    ) { values, _ in
        timeOfDay(values[0]).map { .decimal(FixedDecimal(units: Int128($0.fraction), scale: 6)) } ?? .null
    },
    FunctionDefinition("date", [.init([.instant], gives: .date)]) { values, _ in
        guard case .instant(let instant) = values[0] else { return .null }
        return instant.date.map(Value.date) ?? .null
    },
    FunctionDefinition("time", [.init([.instant], gives: .time)]) { values, _ in
        guard case .instant(let instant) = values[0] else { return .null }
        return .time(instant.timeOfDay)
    },
    FunctionDefinition("totaloffsetminutes", [.init([.instant], gives: .integer)]) { values, _ in
        values[0].isNull ? .null : .integer(0)
    },
    FunctionDefinition("totalseconds", [.init([.duration], gives: .decimal)]) { values, _ in
        guard case .duration(let span) = values[0] else { return .null }
        return .decimal(FixedDecimal(units: Int128(span.microseconds), scale: 6))
    },
    FunctionDefinition("mindatetime", [.init([], gives: .instant)]) { _, _ in .instant(Instant(.earliest)) },
    FunctionDefinition("maxdatetime", [.init([], gives: .instant)]) { _, _ in
        .instant(Instant(.latest, microsecondOfDay: TimeSpan.microsecondsPerDay - 1))
    },
]

private func datePart(
    _ name: FunctionName, _ part: @escaping @Sendable (CalendarDate) -> Int
) -> FunctionDefinition {
    FunctionDefinition(name, [.init([.date], gives: .integer), .init([.instant], gives: .integer)]) { values, _ in
        switch values[0] {
        case .date(let date): .integer(Int64(part(date)))
        case .instant(let instant): instant.date.map { .integer(Int64(part($0))) } ?? .null
        default: .null
        }
    }
}

private func timePart(
    _ name: FunctionName, _ part: @escaping @Sendable (TimeOfDay) -> Int64
) -> FunctionDefinition {
    FunctionDefinition(name, [.init([.instant], gives: .integer), .init([.time], gives: .integer)]) { values, _ in
        timeOfDay(values[0]).map { .integer(part($0)) } ?? .null
    }
}

private func timeOfDay(_ value: Value) -> TimeOfDay? {
    switch value {
    case .instant(let instant): instant.timeOfDay
    case .time(let time): time
    default: nil
    }
}

extension FunctionTable {
    /// The functions of the language itself, without those of plugins.
    public static let standard = FunctionTable(FunctionDefinition.standard)
}
