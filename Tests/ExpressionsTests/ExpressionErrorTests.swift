// SPDX-License-Identifier: Apache-2.0
import Testing
import Values

@testable import Expressions  // The parsed form has no public door, and precedence shows only there.

@Suite("Precedence and the places of errors")
struct ExpressionErrorTests {
    private let scope = CaseScope(model: ExpressionCases.all.model, aliasTypes: ["me": "entity:user"])
    private let compiler = ExpressionCompiler(functions: .standard, limits: .request)

    @Test(
        "operators bind as the standard says",
        arguments: [
            ("1 add 2 mul 3", "(1 add (2 mul 3))"),
            ("8 div 4 div 2", "((8 div 4) div 2)"),
            ("not a eq b", "((not a) eq b)"),
            ("not a in (1,2)", "(not (a in (1,2)))"),
            ("a or b and c", "(a or (b and c))"),
            ("a gt 1 eq b lt 2", "((a gt 1) eq (b lt 2))"),
            ("qty add 1 in (8,9)", "(qty add (1 in (8,9)))"),
        ])
    func binds(text: String, parenthesised: String) throws {
        #expect(try Parser.parse(text, limits: .request).description == parenthesised)
    }

    @Test(
        "an error stands at the mark",
        arguments: [
            ("qty 1️⃣> 5", ExpressionError.Kind.unexpectedToken), ("name eq 1️⃣'x", .unterminatedString),
            ("1️⃣qtty gt 5", .unknownProperty), ("'续费' eq 1️⃣nmae", .unknownProperty),
            ("qty eq 1️⃣", .unexpectedEnd), ("1️⃣lenght(name) gt 5", .unknownFunction),
        ])
    func marks(marked: String, kind: ExpressionError.Kind) throws {
        let parts = marked.unicodeScalars.split(
            separator: "1\u{FE0F}\u{20E3}".unicodeScalars, omittingEmptySubsequences: false)
        let text = parts.map { String($0) }.joined()
        let error = #expect(throws: ExpressionError.self) { try compiler.compile(text, on: "deal", in: scope) }
        #expect(error?.kind == kind)
        #expect(error?.offset == parts.first?.count)
    }

    @Test(
        "words of other languages and misspelled names get a hint",
        arguments: [
            "qty > 5", "qty == 5", "qty != 5", "active && active", "name eq \"x\"", "qtty gt 5", "@mee/id eq null",
        ])
    func hints(text: String) {
        let error = #expect(throws: ExpressionError.self) { try compiler.compile(text, on: "deal", in: scope) }
        #expect(error?.hint != nil, "\(text): \(String(describing: error))")
    }

    @Test(
        "what is too deep, too long or too much is refused without running out of stack",
        arguments: [
            String(repeating: "(", count: 4000) + "1" + String(repeating: ")", count: 4000),
            String(repeating: "not ", count: 2000) + "active", String(repeating: "-", count: 8000) + "1",
            "qty eq 1" + String(repeating: " or qty eq 1", count: 600), String(repeating: " ", count: 8193),
            "qty in (1" + String(repeating: ",1", count: 200) + ")",
        ])
    func limits(text: String) {
        let error = #expect(throws: ExpressionError.self) { try compiler.compile(text, on: "deal", in: scope) }
        #expect([.tooDeep, .tooLong, .tooCostly].contains(error?.kind), "\(String(describing: error))")
    }

    @Test("one mistake does not hide another")
    func findings() {
        let errors = compiler.findings("qtty gt 5 and (active or nmae eq 'x')", as: .boolean, on: "deal", in: scope)
        #expect(errors.map(\.offset) == [0, 25])
        #expect(compiler.findings("qty gt 5", as: .boolean, on: "deal", in: scope).isEmpty)
        #expect(compiler.findings("qty", as: .boolean, on: "deal", in: scope).map(\.kind) == [.notBoolean])
    }

    @Test("an order is a list of expressions and directions")
    func order() throws {
        let terms = try compiler.compileOrder("closeDate desc,length(name), qty ASC", on: "deal", in: scope)
        #expect(terms.map(\.expression.source) == ["closeDate", "length(name)", "qty"])
        #expect(terms.map(\.direction) == [.descending, .ascending, .ascending])
    }
}
