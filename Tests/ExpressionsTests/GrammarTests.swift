// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import Values

@testable import Expressions  // What parses is a matter of the parser, which has no public door.

@Suite("The grammar of the language")
struct GrammarTests {
    @Test("what the standard allows and the language has is read", arguments: GrammarCases.accepted)
    func accepts(text: String) throws { _ = try Parser.parseOrder(text, limits: .request) }

    @Test("what the standard allows and the language has not is called unsupported", arguments: GrammarCases.refused)
    func refuses(text: String) {
        let error = #expect(throws: ExpressionError.self) { try read(text) }
        #expect(error?.kind == .unsupported, "\(String(describing: error))")
        #expect((0...text.unicodeScalars.count).contains(error?.offset ?? -1))
    }

    @Test("what the standard does not allow is refused", arguments: GrammarCases.rejected)
    func rejects(text: String) { #expect(throws: ExpressionError.self) { try Parser.parse(text, limits: .request) } }

    /// Where the language differs from the standard, and why.
    private static let differences = [
        "core-0310": "White space before an expression is read over: packs break lines.",
        "core-0269": "Only a model with complex types tells this cast from a name; ours have none.",
        "core-0319": "Only a model with streams tells this from a name; ours have none.",
    ]

    /// The cases of the standard itself, where they lie beside the project; our own tables above stand for them elsewhere.
    @Test("the standard's own cases are read, called unsupported or refused; what differs is known")
    func standard() throws {
        let all = try StandardCases.all.filter(\.isExpression)
        let differing = all.filter { !isAsExpected($0) }
        #expect(differing.map(\.id).sorted() == (all.isEmpty ? [] : Self.differences.keys.sorted()))
    }

    private func isAsExpected(_ example: StandardCases.Case) -> Bool {
        let text = example.text ?? ""
        do throws(ExpressionError) {
            if example.expected == "refuse" {
                try read(text)
            } else {
                _ = try Parser.parseOrder(text, limits: .request)
            }
            return example.expected == "accept"
        } catch {
            return example.expected == "reject" || example.expected == "refuse" && error.kind == .unsupported
        }
    }

    /// Parses and checks: some forms look like something else until the names in them are known.
    private func read(_ text: String) throws(ExpressionError) {
        let checker = Checker(
            entity: "Any", scope: EveryName(), functions: .standard, limits: .request)
        for (parsed, _) in try Parser.parseOrder(text, limits: .request) { _ = try checker.check(parsed) }
    }
}

/// Knows every name, as a collection.
struct EveryName: TypeScope {
    func type(of property: FieldName, in entity: EntityName) -> ValueType? { .collection(.entity("Any")) }
    func properties(of entity: EntityName) -> [FieldName] { [] }
    func options(of choice: ChoiceName) -> [ChoiceOption]? { nil }
    func type(ofAlias alias: String) -> ValueType? { .collection(.entity("Any")) }
    var aliases: [String] { [] }
}

/// Grammar cases that lie in a folder beside the project.
struct StandardCases: Decodable {
    struct Case: Decodable {
        let id: String
        let entry: String
        let text: String?
        let expected: String
        let option: String?
        let layer: String

        var isExpression: Bool {
            entry == "expression" || entry.hasPrefix("literal:")
                || entry == "option" && ["$filter", "filter", "$orderby", "orderby"].contains(option?.lowercased())
        }
    }

    let cases: [Case]

    static var all: [Case] {
        get throws {
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
            let file = root.appendingPathComponent("shared/data/expressions/oasis-abnf-cases.json")
            guard let data = try? Data(contentsOf: file) else { return [] }
            return try JSONDecoder().decode(StandardCases.self, from: data).cases
        }
    }
}
