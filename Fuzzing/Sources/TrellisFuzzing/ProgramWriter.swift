// SPDX-License-Identifier: Apache-2.0
import Expressions
import Values

/// Writes texts: of bytes and words, as mutations of others, and after the grammar; the same for the same seed.
struct ProgramWriter {
    private var state: UInt64
    private let seeds: [String]
    private let names: [ValueType: [String]]

    /// The longest text that a request may have, and a little more.
    static let longest = 8300

    init(seed: UInt64, table: CaseTable) {
        // Seeds beside one another have to begin far apart, or workers would write the same texts.
        state = Self.mixed(seed &* 0x9E37_79B9_7F4A_7C15)
        seeds = table.texts + Self.options
        names = Dictionary(grouping: table.entities["deal"]?.keys.sorted() ?? []) { name in
            table.entities["deal"]?[name] ?? .null
        }
    }

    mutating func text() -> String {
        if below(1000) == 0 { return repeated() }
        if below(500) == 0 { return wrapped() }
        if below(20) == 0 { return transformations() }
        switch below(9) {
        case 0: return bytes()
        case 1, 2: return words()
        case 3, 4, 5: return mutated()
        default: return below(3) == 0 ? boolean(depth: 4) : value(depth: 4)
        }
    }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Int(Self.mixed(state) % UInt64(bound))
    }

    private static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func one(of choices: [String]) -> String { choices[below(choices.count)] }

    private mutating func bytes() -> String {
        let bytes = (0..<below(40)).map { _ in UInt8(below(3) == 0 ? below(256) : 32 + below(95)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func words() -> String {
        var text = ""
        for _ in 0...below(14) { text += one(of: Self.words) + (below(5) == 0 ? "" : " ") }
        return text
    }

    /// A case with parts cut out, doubled, swapped, or taken from elsewhere.
    private mutating func mutated() -> String {
        var scalars = Array(one(of: seeds).unicodeScalars)
        for _ in 0...below(3) {
            let place = below(scalars.count + 1)
            let end = min(scalars.count, place + below(6))
            switch below(6) {
            case 0: scalars.removeSubrange(place..<end)
            case 1: scalars.insert(contentsOf: Array(scalars[place..<end]), at: place)
            case 2: scalars.insert(contentsOf: " \(one(of: Self.words)) ".unicodeScalars, at: place)
            case 3: scalars.replaceSubrange(place..<end, with: one(of: Self.words).unicodeScalars)
            case 4 where !scalars.isEmpty: scalars.swapAt(below(scalars.count), below(scalars.count))
            default:
                let other = Array(one(of: seeds).unicodeScalars)
                scalars.replaceSubrange(place..<scalars.count, with: other[min(place, other.count)...])
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// A part again and again, up to the longest text, whose cost has to grow with its length only.
    private mutating func repeated() -> String {
        let part = below(2) == 0 ? words() : one(of: Self.words) + one(of: ["", " "]) + one(of: Self.words)
        let length = Self.longest >> below(4)
        let count = max(1, length / max(1, part.unicodeScalars.count))
        let opening = one(of: ["", "", "qty in (", "not (", "name eq '", "contains(name,", "qty gt 1 and "])
        return opening + String(repeating: part, count: count)
    }
}

// Expressions around one another, as deep as they may be and a little deeper.
extension ProgramWriter {
    private static let booleanLayers = [
        ("not (", ")"), ("(", ") and active"), ("active or (", ")"), ("(", ") eq (name eq null)"),
        ("(", ") in (true,null)"), ("case(", ":true,true:active)"), ("(", ") ge null"),
        ("lines/any(x:", ")"), ("lines/$count($filter=", ") gt 1"),
    ]
    private static let numberLayers = [
        ("-(", ")"), ("(", ") add 1.5"), ("2 mul (", ")"), ("(", ") div amount"), ("round(", ")"),
        ("case(active:1.5,true:", ")"), ("length(cast(", ",Edm.String))"), ("(", ") mod 7"),
    ]

    private mutating func wrapped() -> String {
        let isBoolean = below(2) == 0
        let layers = isBoolean ? Self.booleanLayers : Self.numberLayers
        let kinds = below(3) == 0 ? layers : [layers[below(layers.count)]]
        var (before, after) = ("", "")
        for _ in 0..<below(110) {
            let layer = kinds[below(kinds.count)]
            before += layer.0
            after = layer.1 + after
        }
        return before + (isBoolean ? boolean(depth: 2) : number(depth: 2)) + after
    }
}

// Programs after the grammar, whose types agree more often than not.
extension ProgramWriter {
    private mutating func name(_ type: ValueType) -> String {
        guard below(40) > 0, let known = names[type] else { return one(of: ["nmae", "qtty", "@me/name", "x", "NULL"]) }
        return one(of: known)
    }

    mutating func boolean(depth: Int) -> String {
        guard depth > 0 else { return one(of: ["active", "true", "false", "null", "active eq null"]) }
        let inner = depth - 1
        switch below(15) {
        case 0, 1: return "\(boolean(depth: inner)) \(one(of: ["and", "or"])) \(boolean(depth: inner))"
        case 2: return "not (\(boolean(depth: inner)))"
        case 3: return "(\(boolean(depth: inner)))"
        case 4, 5: return "\(number(depth: inner)) \(comparison()) \(number(depth: inner))"
        case 6: return "\(text(depth: inner)) \(comparison()) \(text(depth: inner))"
        case 7: return "\(date(depth: inner)) \(comparison()) \(date(depth: inner))"
        case 8: return "\(one(of: ["contains", "startswith", "endswith"]))(\(text(depth: inner)),\(text(depth: inner)))"
        case 9: return "\(number(depth: inner)) in (\(literals()))"
        case 10: return "stage \(one(of: ["eq", "ne"])) '\(one(of: ["open", "won", "lost", "wonn"]))'"
        case 11: return "lines/\(one(of: ["any", "all"]))(l\(depth):l\(depth)/qty gt 1 or \(boolean(depth: inner)))"
        case 12:
            return "within(value=\(date(depth: inner)),period='\(one(of: Self.periods))',n=\(one(of: Self.numbers)))"
        case 13: return "matchespattern(\(text(depth: inner)),'\(pattern(depth: 3))')"
        default: return "tags has '\(one(of: ["vip", "hot", "vip,hot"]))'"
        }
    }

    private mutating func pattern(depth: Int) -> String {
        guard depth > 0 else {
            return one(of: ["a", "续", ".", "\\d", "\\w", "[a-z]", "[^x]", "^", "$", "(", ")", "\\1", ""])
        }
        switch below(5) {
        case 0: return pattern(depth: depth - 1) + pattern(depth: depth - 1)
        case 1: return "(\(pattern(depth: depth - 1)))" + one(of: ["*", "+", "?", "{2,}", "{1,100}", "{2", ""])
        case 2: return pattern(depth: depth - 1) + "|" + pattern(depth: depth - 1)
        default: return pattern(depth: depth - 1) + one(of: ["*", "+", "?", "{2,}", "{0,3}", ""])
        }
    }

    private mutating func comparison() -> String {
        below(50) == 0 ? one(of: [">", "==", "!=", "<=", "＝", "is"]) : one(of: ["eq", "ne", "gt", "ge", "lt", "le"])
    }

    private mutating func value(depth: Int) -> String {
        switch below(4) {
        case 0: number(depth: depth)
        case 1: text(depth: depth)
        case 2: date(depth: depth)
        default: "case(\(boolean(depth: depth - 1)):\(number(depth: depth - 1)),true:\(number(depth: depth - 1)))"
        }
    }

    mutating func number(depth: Int) -> String {
        guard depth > 0 else {
            return below(2) == 0 ? one(of: Self.numbers) : name(below(2) == 0 ? .integer : .decimal)
        }
        let inner = depth - 1
        switch below(12) {
        case 0, 1, 2:
            let operation = one(of: ["add", "sub", "mul", "div", "divby", "mod"])
            return "\(number(depth: inner)) \(operation) \(number(depth: inner))"
        case 3: return "(\(number(depth: inner)))"
        case 4: return "-\(number(depth: inner))"
        case 5: return "length(\(text(depth: inner)))"
        case 6: return "\(one(of: ["round", "floor", "ceiling"]))(\(number(depth: inner)))"
        case 7: return "\(one(of: ["year", "month", "day"]))(\(date(depth: inner)))"
        case 8: return "lines/$count"
        case 9: return "lines/aggregate(\(one(of: ["qty", "price", "qty mul price"])) with \(one(of: Self.methods)))"
        case 10: return "cast(\(number(depth: inner)),\(one(of: ["Edm.Int64", "Edm.Decimal", "Edm.Double"])))"
        default: return "indexof(\(text(depth: inner)),\(text(depth: inner)))"
        }
    }

    private mutating func text(depth: Int) -> String {
        guard depth > 0 else { return below(2) == 0 ? one(of: Self.texts) : name(.text) }
        let inner = depth - 1
        switch below(7) {
        case 0: return "concat(\(text(depth: inner)),\(text(depth: inner)))"
        case 1: return "\(one(of: ["tolower", "toupper", "trim"]))(\(text(depth: inner)))"
        case 2: return "substring(\(text(depth: inner)),\(one(of: Self.numbers)),\(one(of: Self.numbers)))"
        case 3: return "cast(\(value(depth: inner)),Edm.String)"
        case 4: return "customer/\(one(of: ["name", "region", "parent/name", "parent/parent/name"]))"
        default: return text(depth: 0)
        }
    }

    private mutating func date(depth: Int) -> String {
        guard depth > 0 else { return below(2) == 0 ? one(of: Self.dates) : name(.date) }
        switch below(5) {
        case 0: return "\(date(depth: depth - 1)) \(one(of: ["add", "sub"])) duration'\(one(of: Self.spans))'"
        case 1: return "addmonths(date=\(date(depth: depth - 1)),months=\(one(of: Self.numbers)))"
        case 2:
            return
                "startof(unit='\(one(of: ["day", "week", "month", "quarter", "year"]))',offset=\(one(of: Self.numbers)))"
        case 3: return "localdate(value=createdAt)"
        default: return date(depth: 0)
        }
    }

    private mutating func literals() -> String {
        (0...below(5)).map { _ in below(10) == 0 ? "null" : one(of: Self.numbers) }.joined(separator: ",")
    }

    /// Values of the other options of a request.
    private static let options = [
        "groupby((stage,customer/region),aggregate(amount with sum as total,$count as n))/filter(total gt 5)",
        "filter(qty gt 1)/compute(qty mul 2 as twice)/aggregate(twice with max as most)/orderby(most desc)/top(5)",
        "groupby((stage),compute(amount mul 2 as double)/aggregate(double with average as mean))/skip(1)/identity",
        "lines($filter=qty gt 1;$orderby=qty desc;$top=3;$expand=deal($select=name;$levels=2)),customer/$ref",
        "customer($expand=parent($expand=deals($count=true;$search=a OR \"b c\")))", "name,customer($select=name),*",
        "\"two words\" AND NOT (x OR y) z", "qty mul 2 as twice,amount add twice as both",
    ]

    private static let numbers = [
        "0", "1", "2", "-1", "7", "12", "1.5", "-0.125", "1e3", "9223372036854775807", "-9223372036854775808",
        "99999999999999999999999999999999999999", "1e-38", "365", "31",
    ]
    private static let texts = ["''", "'x'", "'Acme 续费'", "'O''Neil'", "'%_'", "'𝒳😀'", "' \u{3000}'", "'ΑΣ'", "'ﬁ'"]
    private static let dates = ["2024-02-29", "0001-01-01", "9999-12-31", "2023-12-31", "today()", "date(createdAt)"]
    private static let spans = ["P1D", "-P1DT2H", "PT0.000001S", "P106751991DT4H", "P366D"]
    static let methods = ["sum", "min", "max", "average", "countdistinct"]
    private static let periods = ["today", "this_week", "last_month", "this_quarter", "next_n_days", "last_n_weeks"]

    private static let words = [
        "qty", "name", "amount", "active", "closeDate", "createdAt", "stage", "tags", "customer", "customer/name",
        "lines", "lines/any(x:x/qty gt 1)", "lines/$count", "lines/aggregate(qty with sum)", "$it", "$this", "@me",
        "@me/id", "@old/stage", "@x", "phones", "eq", "ne", "gt", "ge", "lt", "le", "and", "or", "not", "in", "has",
        "add", "sub", "mul", "div", "divby", "mod", "(", ")", "(", ")", ",", ":", "/", "-", "+", "=", "null", "true",
        "INF", "1", "0", "-1", "9223372036854775807", "1.5", "1e38", "99999999999999999999999999999999999999", "'text'",
        "''", "'won'", "'vip,hot'", "'", "''''", "2024-02-29", "9999-12-31", "09:30", "23:59:59.9999999", "10:20",
        "2024-02-29T08:00:00Z", "2024-02-29T08:00:00+08:00", "2024-02-29T08:00:00", "duration'P1DT2H'",
        "crm.Stage'won'", "01234567-89ab-7def-8123-456789abcdef", "length(", "concat(", "contains(name,", "substring(",
        "within(value=closeDate,period=", "'last_n_days'", "n=", "case(", "cast(", "Edm.String)", "any(x:", "all(x:",
        "$count", "$filter=", "with sum", "[", "{", "\"", "\"text\"", ">", ">=", "==", "!=", "&&", "||", "!", "*", "%",
        "，", "（", "）", "＝", "“", "”", "‘", "’", "\u{3000}", "ｑｔｙ", "≥", "客户", "😀", "\u{0}", "\u{301}", "\n", "%27",
        "is", "is not null", "like '%x%'", "between 1 and 2", "not in (1,2)", "NULL", "True", "me()", "iif(", "len(",
        "coalesce(", "left(name,", "a.b", "`x`", "year(2024-02-29T08:00:00+08:00)", "?", ";", "#", "\u{FEFF}",
        "\u{202E}",
    ]
}
