// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Testing
import Values

@testable import Expressions

/// No text may end the process: a trap in here ends the run of the tests.
@Suite("Random texts as expressions")
struct RandomTextTests {
    private static let seeds: [UInt64] = Array(1...10)
    private static let textsPerSeed = 10_000

    @Test("every text gives a value or an error inside the text", arguments: seeds)
    func neverTraps(seed: UInt64) throws {
        var soup = TokenSoup(seed: seed)
        let scope = CaseScope(
            model: ExpressionCases.all.model,
            aliasTypes: ExpressionCases.all.env.aliases.mapValues(\.type))
        let compiler = ExpressionCompiler(functions: .standard, limits: .request)
        let example = try #require(ExpressionCases.all.cases.first)
        let source = CaseSource(example)
        let evaluator = Evaluator(
            functions: .standard, calendar: CaseSource.calendar, aliases: source.aliases, source: source)
        var compiled = 0
        for _ in 0..<Self.textsPerSeed {
            let text = soup.text()
            do throws(ExpressionError) {
                let expression = try compiler.compile(text, on: "deal", in: scope)
                compiled += 1
                _ = try? evaluator.evaluate(expression, on: source.record)
            } catch {
                let count = text.unicodeScalars.count
                let isSound = error.all.allSatisfy { error in
                    error.offset >= 0 && error.length >= 0 && error.offset + error.length <= count
                        && error.message.chinese.unicodeScalars.contains { $0.value >= 0x4E00 }
                }
                if !isSound {
                    Issue.record("\(error) in \(text)")
                }
            }
        }
        // The soup has to reach the evaluator, or it would prove little.
        #expect(compiled > Self.textsPerSeed / 50)
    }

    @Test(
        "values at the ends of their ranges do not trap",
        arguments: [
            "1e-9223372036854775808", "1e9223372036854775807", "-9223372036854775808 div -1",
            "-9223372036854775808 mod -1", "-(-9223372036854775808)", "9223372036854775807 add 1",
            "addmonths(date=2024-01-31,months=-9223372036854775808)",
            "addmonths(date=2024-01-31,months=9223372036854775807)",
            "startof(unit='day',offset=-9223372036854775808)", "startof(unit='year',offset=9223372036854775807)",
            "within(value=closeDate,period='next_n_days',n=9223372036854775807)",
            "within(value=closeDate,period='last_n_weeks',n=9223372036854775807)",
            "within(value=closeDate,period='last_n_days',n=-9223372036854775808)",
            "substring('abc',-9223372036854775808,9223372036854775807)", "substring('abc',9223372036854775807)",
            "time(now() sub duration'P106751991DT4H' sub duration'P20000D')",
            "localdate(value=now() add duration'P106731991D')", "date(now() add duration'P106731991D')",
            "duration'-P106751991DT4H' sub duration'P106751991DT4H'", "9999-12-31 add duration'P1D'",
            "0001-01-01 sub duration'P1D'", "duration'P106751991D' mul 99999999999999999999999999999999999999",
            "99999999999999999999999999999999999999 mul 10", "99999999999999999999999999999999999999 div 1e-38",
            "1e-38 mul 1e-38", "0 div 1e-38", "round(99999999999999999999999999999999999999)",
            "round(-0.99999999999999999999999999999999999999)", "cast(1e38,Edm.Int64)", "cast('1e999',Edm.Double)",
            "'' in ('')", "matchespattern(name,'((((((((((')", "9999-12-31T23:59:59.999999-14:00",
            "0001-01-01T00:00:00+14:00", "year(0001-01-01T00:00:00Z sub duration'PT1S')",
        ])
    func extremes(text: String) throws {
        let scope = CaseScope(
            model: ExpressionCases.all.model,
            aliasTypes: ExpressionCases.all.env.aliases.mapValues(\.type))
        let source = CaseSource(try #require(ExpressionCases.all.cases.first))
        let evaluator = Evaluator(
            functions: .standard, calendar: CaseSource.calendar, aliases: source.aliases, source: source)
        do {
            let compiler = ExpressionCompiler(functions: .standard)
            let expression = try compiler.compile(text, on: "deal", in: scope)
            _ = try evaluator.evaluate(expression, on: source.record)
        } catch let error as ExpressionError {
            #expect((0...text.unicodeScalars.count).contains(error.offset))
        } catch is EvaluationError {}
    }

    @Test("lambdas inside lambdas count towards the depth")
    func lambdas() {
        let chain = String(repeating: " or active", count: 60)
        let text = "lines/any(a:lines/any(b:lines/any(c:active\(chain))\(chain))\(chain))"
        let error = #expect(throws: ExpressionError.self) { try Parser.parse(text, limits: .pack) }
        #expect(error?.kind == .tooDeep)
    }

    @Test("a pattern that nests too deeply is refused before it is read")
    func patterns() {
        let scope = CaseScope(model: ExpressionCases.all.model, aliasTypes: [:])
        let pattern = String(repeating: "(", count: 4000) + String(repeating: ")", count: 4000)
        let error = #expect(throws: ExpressionError.self) {
            try ExpressionCompiler(functions: .standard).compile(
                "matchespattern(name,'\(pattern)')", on: "deal", in: scope)
        }
        #expect(error?.kind == .outOfRange)
    }
}

/// Texts of words of the language in any order, with bytes of anything between them; the same for the same seed.
struct TokenSoup {
    private var state: UInt64

    private static let words = [
        "qty", "name", "amount", "active", "closeDate", "stage", "tags", "customer", "customer/name", "lines",
        "lines/any(x:x/qty gt 1)", "lines/all(x:x/qty gt 1)", "lines/$count", "lines/aggregate(qty with sum)", "$it",
        "$this", "@me", "@me/id", "@old/stage", "@x", "eq", "ne", "gt", "ge", "lt", "le", "and", "or", "not", "in",
        "has", "add", "sub", "mul", "div", "divby", "mod", "(", ")", "(", ")", ",", ":", "/", "-", "+", "=", "null",
        "true", "false", "INF", "NaN", "1", "0", "-1", "9223372036854775807", "-9223372036854775808", "1.5", "1e38",
        "1e-80", "99999999999999999999999999999999999999", "'text'", "''", "'O''Neil'", "'won'", "'vip,hot'", "'",
        "2024-02-29", "9999-12-31", "0001-01-01", "2024-02-30", "09:30", "23:59:59.9999999", "10:20",
        "2024-02-29T08:00:00Z", "2024-02-29T08:00:00+08:00", "2024-02-29T08:00", "duration'P1DT2H'",
        "duration'P106751991DT4H'", "crm.Stage'won'", "01234567-89ab-7def-8123-456789abcdef", "length(", "concat(",
        "contains(name,", "startswith(name,", "substring(name,", "indexof(", "tolower(", "trim(", "round(", "floor(",
        "year(", "hour(", "date(", "now()", "today()", "startof(unit='month',offset=", "within(value=closeDate,period=",
        "'last_n_days'", "n=", "localdate(value=", "addmonths(date=", "months=", "case(", "cast(", "Edm.String)",
        "Edm.Int64", "any(", "$count", "$filter", "with sum", "[", "{", "\"", ">", "==", "&&", "，", "（", "客户", "😀",
        "\u{0}", "\u{301}", "\n", "\t", "%27",
    ]

    private static let wholes = [
        "qty gt %", "% eq %", "amount mul % le %", "not (% and %)", "case(%:%,true:%)", "(% add %) sub %",
        "length(%) eq %", "closeDate add % gt %", "-%", "% in (%,%)", "lines/any(x:% or x/qty eq %)", "round(%)",
    ]

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    mutating func text() -> String {
        switch next(below: 6) {
        case 0: bytes()
        case 4, 5: mutation()
        case 1: template()
        default: tokens()
        }
    }

    /// A case of the table with a part replaced.
    private mutating func mutation() -> String {
        let cases = ExpressionCases.all.cases
        var scalars = Array(cases[next(below: cases.count)].expr.unicodeScalars)
        let place = next(below: scalars.count + 1)
        scalars.replaceSubrange(place..<min(scalars.count, place + next(below: 4)), with: Array(word().unicodeScalars))
        return String(String.UnicodeScalarView(scalars))
    }

    private mutating func word() -> String { Self.words[next(below: Self.words.count)] }

    private mutating func tokens() -> String {
        var text = ""
        for _ in 0...next(below: 10) { text += word() + (next(below: 5) == 0 ? "" : " ") }
        return text
    }

    private mutating func template() -> String {
        var text = ""
        for character in Self.wholes[next(below: Self.wholes.count)] {
            if character == "%" { text += word() } else { text.append(character) }
        }
        return text
    }

    private mutating func bytes() -> String {
        let bytes = (0..<next(below: 24)).map { _ in
            UInt8(next(below: 3) == 0 ? next(below: 256) : 32 + next(below: 95))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
