// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Expressions
import Testing
import Values

@Suite("Hints")
struct HintTests {
    private let scope = CaseScope(
        model: ExpressionCases.all.model, aliasTypes: ExpressionCases.all.env.aliases.mapValues(\.type))
    private let compiler = ExpressionCompiler(functions: .standard, limits: .request)

    private static let told =
        HintCase.marks + HintCase.chineseKeyboard + HintCase.words + HintCase.functions + HintCase.types

    @Test("what other languages write is marked, and the hint gives its right form", arguments: told)
    func tells(_ example: HintCase) throws {
        let error = try fault(in: example)
        #expect(error.hint == .write(example.form))
    }

    @Test("what is misspelled is marked, and the hint asks for the name that is like it", arguments: HintCase.questions)
    func asks(_ example: HintCase) throws {
        let error = try fault(in: example)
        #expect(error.hint == .meant(example.form))
    }

    private func fault(in example: HintCase) throws -> ExpressionError {
        let error = try #require(compiler.findings(example.text, on: "deal", in: scope).first)
        let scalars = Array(example.text.unicodeScalars)
        let mark = Array(example.mark.unicodeScalars)
        let place = scalars.indices.first { scalars[$0...].starts(with: mark) }
        #expect(error.kind == example.kind)
        #expect(error.offset == place)
        #expect(error.length == example.mark.unicodeScalars.count)
        #expect(error.message.chinese.unicodeScalars.contains { $0.value >= 0x4E00 && $0.value <= 0x9FFF })
        return error
    }

    /// A form is an operation of the text, or the text itself: either way it has to be right.
    @Test("the right form is right", arguments: told)
    func compiles(_ example: HintCase) {
        guard !example.text.contains("any("), example.form != ":" else { return }
        #expect(compiler.findings(example.form, on: "deal", in: scope) == [])
    }

    @Test("a moment without its offset is shown with one")
    func moments() {
        let error = compiler.findings("createdAt gt 2024-01-01T00:00:00", on: "deal", in: scope).first
        #expect(error?.kind == .invalidLiteral)
        #expect(error?.offset == 13)
        #expect(error?.hint?.english.contains("“2024-01-01T00:00:00Z”") == true)
        #expect(error?.hint?.chinese.contains("“2024-01-01T00:00:00+08:00”") == true)
    }

    @Test("all marks of other languages are told at once, with what is wrong besides")
    func several() {
        let text = "qty > 5 && nmae == \"x\" and region eq 'y'"
        let errors = compiler.findings(text, as: .boolean, on: "deal", in: scope)
        #expect(errors.map(\.offset) == [4, 8, 16, 19, 11, 27])
        #expect(errors.allSatisfy { $0.hint != nil && $0.others.isEmpty })
    }

    @Test("what was encoded once too often is not taken for an operator")
    func encoded() {
        let error = compiler.findings("name eq %27x%27", on: "deal", in: scope).first
        #expect(error?.hint?.english.contains("decoded") == true)
    }

    @Test("mistakes in arguments, branches and both sides of an operator are told together")
    func independent() {
        let errors = compiler.findings(
            "contains(nmae,ntoe) or case(qtty gt 1:aa,true:amout) gt zeroo", as: .boolean, on: "deal", in: scope)
        #expect(errors.map(\.offset) == [9, 14, 28, 38, 46, 56])
    }

    @Test("one text is told ten mistakes at most")
    func many() {
        let text = Array(repeating: "qtty gt 1", count: 60).joined(separator: " or ")
        #expect(compiler.findings(text, as: .boolean, on: "deal", in: scope).count == 10)
        let marks = String(repeating: "qty > 1 && ", count: 60) + "active"
        #expect(compiler.findings(marks, as: .boolean, on: "deal", in: scope).count == 10)
    }

    @Test("conditions about members nest twice in a request, four times in a pack")
    func lambdas() {
        func nested(_ depth: Int) -> String {
            (0..<depth).reversed().reduce("active") { inner, level in "lines/any(v\(level):\(inner))" }
        }
        let pack = ExpressionCompiler(functions: .standard)
        #expect(compiler.findings(nested(2), on: "deal", in: scope).isEmpty)
        #expect(compiler.findings(nested(3), on: "deal", in: scope).map(\.kind) == [.tooCostly])
        #expect(pack.findings(nested(4), on: "deal", in: scope).isEmpty)
        #expect(pack.findings(nested(5), on: "deal", in: scope).map(\.kind) == [.tooCostly])
    }

    @Test("counts and aggregated values inside one another are limited too")
    func memberScopes() {
        let nested =
            String(repeating: "lines/$count($filter=", count: 5) + "active" + String(repeating: " gt 1)", count: 5)
        #expect(compiler.findings(nested, on: "deal", in: scope).map(\.kind) == [.tooCostly])
    }

    @Test(
        "each limit is an error of its own",
        arguments: [
            (String(repeating: "1", count: 8193), ExpressionError.Kind.tooLong),
            (String(repeating: "(", count: 101), .tooDeep),
            ("qty in (1" + String(repeating: ",1", count: 200) + ")", .tooCostly),
            ("customer/parent/parent/parent/name eq 'x'", .tooCostly),
        ])
    func limits(text: String, kind: ExpressionError.Kind) {
        #expect(compiler.findings(text, on: "deal", in: scope).map(\.kind) == [kind])
    }

    @Test("what is too deep where the text ends is marked inside it", arguments: [99, 100, 101])
    func deepEnd(depth: Int) {
        for error in compiler.findings(String(repeating: "(", count: depth), on: "deal", in: scope) {
            #expect(error.offset + error.length <= depth)
        }
        let words = String(repeating: "a ", count: 101)
        #expect(throws: ExpressionError.self) { try SearchExpression(words + "b") }
    }

    @Test("names that are alike are found, others are not")
    func closestNames() {
        #expect(closest(to: "amuont", among: ["name", "amount"]) == "amount")
        #expect(closest(to: "AMOUNT", among: ["count", "amount"]) == "amount")
        #expect(closest(to: "price", among: ["region", "name"]) == nil)
        #expect(closest(to: "", among: ["a"]) == nil)
    }
}
