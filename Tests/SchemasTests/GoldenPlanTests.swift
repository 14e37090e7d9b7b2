// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import SQLiteStorage
import Schemas
import Services
import Storage
import Testing
import Values

@Suite("Plans of each kind of change")
struct GoldenPlanTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/plans"

    static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".txt") }.sorted()

    /// What a file holds, lines of ten hyphens between: what is decided, the pack before, its records, the pack now, the
    /// query that is asked after the plan was applied, and the plan with the query's rows.
    struct Fixture {
        let decisions: PlanDecisions
        let knowsModelBefore: Bool
        let before: String
        let records: String
        let now: String
        let query: String
        let printed: String
        private let inputs: [String]
        private let path: String
        static let separator = "----------\n"

        init(_ file: String) throws {
            path = GoldenPlanTests.folder + "/" + file
            let parts = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: Self.separator)
            inputs = Array(parts.prefix(5))
            try #require(inputs.count == 5)
            decisions = PlanDecisions(
                unfitValues: parts[0].contains("--discard-unfit") ? .discard : .refuse,
                brokenRules: parts[0].contains("--accept-broken-rules") ? .accept : .refuse)
            knowsModelBefore = !parts[0].contains("model before unknown")
            (before, records, now, query) = (parts[1], parts[2], parts[3], parts[4])
            printed = parts.count > 5 ? parts[5] : ""
        }

        func record(_ text: String) throws {
            try (inputs + [text]).joined(separator: Self.separator)
                .write(toFile: path, atomically: true, encoding: .utf8)
        }
    }

    @Test(
        "say why, how much, what does not fit and what undoes it; and do what they say", arguments: files)
    func plan(_ file: String) async throws {
        let fixture = try Fixture(file)
        let bench = try PlanBench()
        let now = try bench.model(fixture.now, version: "1.1.0")
        var before: Model?
        if !fixture.before.isEmpty {
            let model = try bench.model(fixture.before, version: "1.0.0")
            try await bench.deploy(model)
            try bench.execute(fixture.records)
            before = fixture.knowsModelBefore ? model : nil
        }
        let plan = try Workspace.plan(now, previous: before, for: bench.store, deciding: fixture.decisions)
        // The last line is the fingerprint, which changes with every table of the engine.
        var printed =
            plan.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
            .joined(separator: "\n") + "\n"
        if plan.errors.isEmpty {
            try await bench.apply(plan, now)
            printed += "\n" + (try bench.rows(fixture.query))
            #expect(try Workspace.plan(now, previous: now, for: bench.store).isEmpty)
            #expect(try Workspace.plan(now, previous: nil, for: bench.store).isEmpty)
        } else {
            await #expect(throws: StoreError.self) { try await bench.apply(plan, now) }
            #expect(try bench.store.introspect().model != now.fingerprint)
        }
        if ProcessInfo.processInfo.environment["TRELLIS_RECORD"] == "1" { try fixture.record(printed) }
        #expect(printed == fixture.printed)
        let copy = try JSONDecoder().decode(MigrationPlan.self, from: Data(plan.json.utf8))
        #expect(copy == plan)
    }
}

@Suite("Plans one after another")
struct PlanSequenceTests {
    private func customer(_ fields: String, _ rules: String = "") -> String {
        "<entity id=\"Customer\" title=\"name\">{{Customer|客户}} <plural>Customers</plural>"
            + "<plural xml:lang=\"zh-Hans\">客户</plural><field id=\"name\" type=\"text\">{{Name|名称}}</field>"
            + fields + rules + "</entity>"
    }

    private func size(_ type: String) -> String { "<field id=\"size\" type=\"\(type)\">{{Size|规模}}</field>" }

    private func insert(_ number: Int, _ size: String) -> String {
        "INSERT INTO customer (id, version, name, size) VALUES ('00000000-0000-7000-8000-00000000000\(number)', 1, 'C', \(size));"
    }

    @Test("a type that is changed back has the values written meanwhile, and those that did not fit")
    func changedBack() async throws {
        let bench = try PlanBench()
        let text = try bench.model(customer(size("text")), version: "1")
        let number = try bench.model(customer(size("integer")), version: "2")
        try await bench.deploy(text)
        try bench.execute(insert(1, "'12'") + insert(2, "'many'") + insert(3, "'7'"))
        let forth = try Workspace.plan(
            number, previous: text, for: bench.store, deciding: PlanDecisions(unfitValues: .discard))
        try await bench.apply(forth, number)
        try bench.execute(
            "UPDATE customer SET size_2 = 13 WHERE size = '12'; UPDATE customer SET size_2 = NULL WHERE size = '7'")
        let back = try Workspace.plan(text, previous: number, for: bench.store)
        try await bench.apply(back, text)
        #expect(try bench.rows("SELECT size FROM customer ORDER BY id") == "13\nmany\n–\n")
    }

    @Test("a rule that could not be counted before is counted when the plan is applied, and refuses it")
    func countedLate() async throws {
        let bench = try PlanBench()
        let text = try bench.model(customer(size("text")), version: "1")
        let rule = "<rule id=\"large\" test=\"size gt 10\">{{Too small.|太小。}}</rule>"
        let number = try bench.model(customer(size("integer"), rule), version: "2")
        try await bench.deploy(text)
        try bench.execute(insert(1, "'9'"))
        let plan = try Workspace.plan(number, previous: text, for: bench.store)
        #expect(plan.warnings.map(\.kind) == [.uncounted])
        await #expect(throws: StoreError.refusedPlan("1 record of Customer breaks the new rule large.")) {
            try await bench.apply(plan, number)
        }
        #expect(try bench.store.introspect().model == text.fingerprint)
    }

    @Test("a plan whose records broke a rule since it was made is refused, and so is one that another decided")
    func staleCounts() async throws {
        let bench = try PlanBench()
        let free = try bench.model(customer(size("integer")), version: "1")
        let bound = try bench.model(
            customer(size("integer").replacingOccurrences(of: "\">", with: "\" min=\"0\">")), version: "2")
        try await bench.deploy(free)
        let plan = try Workspace.plan(bound, previous: free, for: bench.store)
        let accepting = try Workspace.plan(
            bound, previous: free, for: bench.store, deciding: PlanDecisions(brokenRules: .accept))
        #expect(plan.errors.isEmpty && plan.fingerprint != accepting.fingerprint)
        try bench.execute(insert(1, "-1"))
        await #expect(throws: StoreError.self) { try await bench.apply(plan, bound) }
        try await bench.apply(accepting, bound)
        #expect(try bench.rows("SELECT size FROM customer") == "-1\n")
    }

    @Test("a plan for no database makes none, and is the plan of an empty one")
    func noDatabase() throws {
        let bench = try PlanBench()
        let model = try bench.model(customer(size("integer")), version: "1")
        #expect(try Workspace.plan(model, for: nil) == Workspace.plan(model, for: bench.store))
    }
}
