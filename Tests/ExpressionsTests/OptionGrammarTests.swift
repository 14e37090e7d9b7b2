// SPDX-License-Identifier: Apache-2.0
import Testing
import Values

@testable import Expressions  // The grammar of options has no public door of its own.

@Suite("The grammar of a request's options")
struct OptionGrammarTests {
    enum Verdict: String {
        case accept, refuse, reject
    }

    static let cases: [(String, String, Verdict)] = [
        ("$select", "name,stage", .accept), ("$select", "*", .accept), ("$select", "account/name", .accept),
        ("$select", "name,", .reject), ("$select", "crm.move", .refuse), ("$select", "@Core.Note", .refuse),
        ("$select", "na me", .reject), ("$expand", "lines", .accept), ("$expand", "lines($top=2;$skip=1)", .accept),
        ("$expand", "lines(top=2)", .accept), ("$expand", "lines($top=2,$skip=1)", .reject),
        ("$expand", "lines($top=-1)", .reject), ("$expand", "lines($levels=0)", .reject),
        ("$expand", "lines(", .reject),
        ("$expand", "lines($filter=name eq 'a;b)')", .accept), ("$expand", "lines($filter=name eq 'a)", .reject),
        ("$expand", "lines($top=1;$top=2)", .reject), ("$expand", "lines/$count($filter=qty gt 1)", .accept),
        ("$expand", "lines($count=maybe)", .reject),
        ("$expand", "lines($expand=product($select=name);$count=true)", .accept),
        ("$expand", "*", .refuse), ("$expand", "", .reject), ("$search", "red OR (green AND NOT blue)", .accept),
        ("$search", "\"light blue\"", .accept), ("$search", "(red", .reject), ("$search", "", .reject),
        ("$search", "'red'", .refuse), ("$compute", "price mul 2 as twice,year(bought) as y", .accept),
        ("$compute", "price mul 2", .reject), ("$compute", "price as", .reject),
        ("$compute", "price as crm.x", .refuse),
        ("$apply", "groupby((a,b/c),aggregate(x with sum as y,$count as n))/filter(y gt 1)/top(3)", .accept),
        ("$apply", "groupby(a)", .reject), ("$apply", "groupby((a),b)", .reject),
        ("$apply", "groupby((a add 1))", .reject),
        ("$apply", "aggregate(x with sum as y", .reject), ("$apply", "aggregate(x with as y)", .reject),
        ("$apply", "topcount(2,x)", .refuse), ("$apply", "filter(x gt 1)/", .reject), ("$apply", "top(two)", .reject),
        ("$apply", "nest(identity as x)", .refuse), ("$apply", "crm.own()", .refuse),
    ]

    @Test("an option is read, called unsupported or refused", arguments: cases)
    func reads(option: String, text: String, verdict: Verdict) {
        #expect(Self.verdict(on: option, text) == verdict)
    }

    private static func verdict(on option: String, _ text: String) -> Verdict {
        do throws(ExpressionError) {
            try read(option, text)
            return .accept
        } catch {
            return error.kind == .unsupported ? .refuse : .reject
        }
    }

    private static func read(_ option: String, _ text: String) throws(ExpressionError) {
        switch option {
        case "$select": _ = try SelectItem.list(text)
        case "$expand": _ = try ExpandItem.list(text)
        case "$search": _ = try SearchExpression(text)
        case "$compute": _ = try ParsedComputation.list(try OptionText(text, limits: .request), .request)
        default: _ = try ParsedTransformation.sequence(try OptionText(text, limits: .request), .request)
        }
    }

    /// Where the grammar differs from the standard's, and why.
    private static let differences: [String: String] = [:]

    @Test("the standard's own cases of options are read, called unsupported or refused; what differs is known")
    func standard() throws {
        let known = ["select", "expand", "search", "compute", "apply"]
        let all = try StandardCases.all.filter { example in
            guard example.entry == "option", example.layer == "syntax", let option = example.option else {
                return false
            }
            return known.contains(String(option.lowercased().drop { $0 == "$" }))
        }
        let differing = all.filter { example in
            let option = "$" + (example.option ?? "").lowercased().drop { $0 == "$" }
            let verdict = Self.verdict(on: option, example.text ?? "")
            // What is no OData at all may as well be called unsupported.
            return verdict.rawValue != example.expected && !(example.expected == "reject" && verdict == .refuse)
        }
        #expect(
            differing.map { "\($0.id) \($0.text ?? "")" }.sorted()
                == (all.isEmpty ? [] : Self.differences.keys.sorted()))
    }

    @Test(
        "texts that nest, repeat or end anywhere give a value or an error inside the text",
        arguments: 0..<20 as Range<UInt64>)
    func neverTraps(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let pieces = [
            "groupby((", "aggregate(", "))", ")", "(", ",", ";", "/", "$count", " as ", " with ", "sum", "name", "'",
            "\"", "$expand=",
            "$filter=", "lines(", "=", " ", "客", "\u{0}", "*", "NOT ", " OR ", "top(3)", "identity", "case(",
            "$levels=2",
        ]
        for _ in 0..<2000 {
            let text = (0..<next(below: 14)).map { _ in pieces[next(below: pieces.count)] }.joined()
            for option in ["$select", "$expand", "$search", "$compute", "$apply"] {
                do throws(ExpressionError) {
                    try Self.read(option, text)
                } catch {
                    #expect((0...text.unicodeScalars.count).contains(error.offset), "\(option) \(text)")
                    #expect((0...text.unicodeScalars.count).contains(error.offset + error.length), "\(option) \(text)")
                }
            }
        }
    }

    @Test("deep nesting is refused before it is followed")
    func depth() {
        let expand = String(repeating: "a($expand=", count: 700) + "a" + String(repeating: ")", count: 700)
        #expect(throws: ExpressionError.self) { try ExpandItem.list(expand) }
        let apply = String(repeating: "groupby((a),", count: 600) + "identity" + String(repeating: ")", count: 600)
        #expect(throws: ExpressionError.self) { try Self.read("$apply", apply) }
        #expect(throws: ExpressionError.self) { try SearchExpression(String(repeating: "(", count: 8000)) }
        #expect(throws: ExpressionError.self) { try SearchExpression(String(repeating: "NOT ", count: 2000) + "a") }
    }
}
