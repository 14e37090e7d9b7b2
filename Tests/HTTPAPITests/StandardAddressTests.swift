// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Testing
import Values

@testable import Expressions  // The options of addresses are read by parts that have no public door,
@testable import HTTPAPI  // and so are addresses.

/// Cases of the standard, in a folder beside the project; our own tables stand for them elsewhere.
struct StandardAPICases: Decodable {
    struct Case: Decodable {
        let id: String
        let entry: String
        let input: String
        let expected: String
        let layer: String
    }

    let cases: [Case]

    static func of(entry: String) throws -> [Case] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("shared/data/expressions/oasis-abnf-cases.json")
        guard let data = try? Data(contentsOf: file) else { return [] }
        return try JSONDecoder().decode(StandardAPICases.self, from: data).cases.filter { $0.entry.hasPrefix(entry) }
    }
}

@Suite("The standard's cases of addresses")
struct StandardAddressTests {
    /// Where we differ, and why.
    private static let differences = [
        "core-0184": "$entity is answered; only that its $id belongs to another service is a matter of the service.",
        "core-0189": "That $entity needs $id is said when the record is looked for.",
        "core-0662": "Options are written by their names; sets of them take no numbers.",
    ]

    @Test("each is read, called unsupported or refused; what differs is known")
    func addresses() throws {
        let all = try StandardAPICases.of(entry: "uri")
        let differing = all.filter { example in
            let verdict = Self.verdict(on: example.input)
            return example.layer == "syntax" && verdict != example.expected
                // Whether a qualified name is an operation or a type is told by a model; we have neither.
                && !(verdict == "qualified" && example.expected != "reject")
        }
        #expect(differing.map(\.id).sorted() == (all.isEmpty ? [] : Self.differences.keys.sorted()))
    }

    /// Where we differ about sets of options, and why.
    private static let optionDifferences = [
        "aggregation-0179":
            "What the steps of $apply name is a matter of a model; it is refused when the entity is known.",
        "core-0489": "The expressions of $compute are read when the entity is known, and refused then.",
        "core-0629": "An option without a value and without $ is one of the client’s own, which is passed over.",
        "core-0730": "A qualified name may be a function of the service; it has none of that name.",
    ]

    @Test("sets of options are read, called unsupported or refused; what differs is known")
    func options() throws {
        let all = try StandardAPICases.of(entry: "options")
        let differing = all.filter { Self.verdict(on: "Tool?" + $0.input) != $0.expected }
        #expect(differing.map(\.id).sorted() == (all.isEmpty ? [] : Self.optionDifferences.keys.sorted()))
    }

    @Test(
        "our own are read, called unsupported or refused",
        arguments: [
            ("Tool", "accept"), ("Tool(1)/shelf/$value", "accept"), ("Tool(a=1,b='x,y')", "accept"),
            ("Tool('a''b')?$top=1", "accept"), ("Tool%28%27a%27%29", "accept"),
            ("Tool?@a=1&$filter=n%20eq%20@a", "accept"),
            ("Tool/crm.merge", "qualified"), ("Tool/17", "refuse"), ("Tool/a%2Fb", "refuse"), ("Tool/O'Neil", "refuse"),
            ("Tool/$filter(n gt 3)", "refuse"), ("$crossjoin(A,B)", "refuse"), ("Tool?@a=[1]", "refuse"),
            ("Tool?@a={}", "refuse"), ("Tool?$expand=crm.Saw/shelf", "refuse"), ("Tool?$filter=$root/A eq 1", "refuse"),
            ("Tool(a=1;b=2)", "reject"), (".Tool(1)", "reject"), ("Tool/$count/x", "reject"), ("Tool(1", "reject"),
            ("Tool(1)/$ref/$count", "reject"), ("Tool('a)", "reject"), ("Tool?$nothing=1", "reject"),
            ("Tool%", "reject"),
        ])
    func own(_ address: String, _ verdict: String) { #expect(Self.verdict(on: address) == verdict) }

    private static func verdict(on address: String) -> String {
        let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        do {
            let path = try ResourcePath(String(parts[0]))
            let options = try QueryOptions(parts.count > 1 ? String(parts[1]) : nil)
            try read(options)
            return path.segments.contains { $0.name.contains(".") } ? "qualified" : "accept"
        } catch let error as APIError {
            return error.status == .notImplemented ? "refuse" : "reject"
        } catch let error as ExpressionError {
            return error.kind == .unsupported ? "refuse" : "reject"
        } catch {
            return "\(error)"
        }
    }

    private static func read(_ options: QueryOptions) throws {
        if let select = options["select"] { _ = try SelectItem.list(select) }
        if let expand = options["expand"] { _ = try ExpandItem.list(expand) }
        _ = (try options.top(), try options.skip(), try options.wantsCount())
        guard let filter = options["filter"] else { return }
        let parsed = try Parser.parse(filter, limits: .request)
        let checker = Checker(entity: "Any", scope: EveryName(), functions: .standard, limits: .request)
        do throws(ExpressionError) {
            _ = try checker.check(parsed)
        } catch {
            // Types are a matter of a model.
            if error.kind == .unsupported { throw error }
        }
    }
}

/// Knows every name, as a collection.
private struct EveryName: TypeScope {
    func type(of property: FieldName, in entity: EntityName) -> ValueType? { .collection(.entity("Any")) }
    func properties(of entity: EntityName) -> [FieldName] { [] }
    func options(of choice: ChoiceName) -> [ChoiceOption]? { nil }
    func type(ofAlias alias: String) -> ValueType? { .collection(.entity("Any")) }
    var aliases: [String] { [] }
}
