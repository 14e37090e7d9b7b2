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
        var printed = plan.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
            .joined(separator: "\n") + "\n"
        if plan.errors.isEmpty {
            try await bench.apply(plan, now, previous: before)
            printed += "\n" + (try bench.rows(fixture.query))
            #expect(try Workspace.plan(now, previous: now, for: bench.store).isEmpty)
            #expect(try Workspace.plan(now, previous: nil, for: bench.store).isEmpty)
        } else {
            await #expect(throws: StoreError.self) { try await bench.apply(plan, now, previous: before) }
            #expect(try bench.store.introspect().model != now.fingerprint)
        }
        if ProcessInfo.processInfo.environment["TRELLIS_RECORD"] == "1" { try fixture.record(printed) }
        #expect(printed == fixture.printed)
        let copy = try JSONDecoder().decode(MigrationPlan.self, from: Data(plan.json.utf8))
        #expect(copy == plan)
    }
}
