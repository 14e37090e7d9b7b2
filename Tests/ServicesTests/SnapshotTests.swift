// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Services
import Testing
import Values

@Suite("Snapshots")
struct SnapshotTests {
    private func money(_ units: Int) -> Value { .decimal(FixedDecimal(units: Int128(units), scale: 2)) }

    private func hive(_ edition: TestEdition, _ honey: Int, strong: Bool = false) async throws -> RecordID {
        let id = try await edition.workspace.create("Hive", ["honey": money(honey)], edition.engine).id
        if strong {
            _ = try await edition.workspace.move(
                StageMove(entity: "Hive", id: id, pipeline: "life", to: "strong"), edition.engine)
        }
        return id
    }

    private func facts(_ edition: TestEdition) throws -> [String] {
        var request = ListRequest(entity: "DayFact", order: "day asc,state asc")
        request.fields = ["day", "state", "hives", "honey"]
        return try edition.workspace.list(request, edition.engine).records
            .map { fact in
                ["day", "state", "hives", "honey"].map { fact[$0].canonicalText }.joined(separator: " ")
            }
    }

    @Test("what was true at the end of each day is written down once, group by group")
    func groups() async throws {
        let edition = try await TestEdition.make(apiary)
        _ = try await hive(edition, 100)
        let second = try await hive(edition, 250)
        _ = try await hive(edition, 300, strong: true)
        try await edition.pass(minutes: 12 * 60)
        let first = try facts(edition)
        #expect(first == ["2026-11-23 strong 1 3", "2026-11-23 weak 2 3.5"])
        _ = try await edition.workspace.update(
            "Hive", second, ["honey": money(400)], expectedVersion: nil, edition.engine)
        try await edition.pass(days: 1)
        try await edition.workspace.runDueJobs(until: edition.workspace.clock.now())
        #expect(
            try facts(edition) == [
                "2026-11-23 strong 1 3", "2026-11-23 weak 2 3.5", "2026-11-24 strong 1 3", "2026-11-24 weak 2 5",
            ])
    }

    @Test("days that ended while nobody was there are made up for")
    func catchingUp() async throws {
        let edition = try await TestEdition.make(apiary)
        try await edition.pass()
        _ = try await hive(edition, 100)
        edition.clock.advance(days: 3)
        try await edition.workspace.runDueJobs(until: edition.workspace.clock.now())
        let found = try facts(edition)
        #expect(found == ["2026-11-23 weak 1 1", "2026-11-24 weak 1 1", "2026-11-25 weak 1 1"])
    }

    @Test("a fact is written for each record where nothing is added up, however many there are")
    func records() async throws {
        let edition = try await TestEdition.make(apiary)
        try await edition.pass()
        for number in 0..<205 { _ = try await hive(edition, number, strong: number % 41 != 0) }
        try await edition.pass(days: 10)
        let request = ListRequest(entity: "HiveFact", fields: ["day", "hive", "honey"], limit: 1000)
        let facts = try edition.workspace.list(request, edition.engine).records
        #expect(facts.count == 200)
        #expect(Set(facts.map { $0["day"].canonicalText }) == ["2026-12-01"])
        #expect(Set(facts.map { $0["hive"] }).count == 200)
    }
}
