// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Storage
import Testing
import Values

@testable import Services

@Suite("What fields were")
struct HistoryTests {
    private func money(_ units: Int) -> Value { .decimal(FixedDecimal(units: Int128(units), scale: 2)) }

    private func move(_ workspace: Workspace, _ hive: RecordID, to stage: StageName) async throws {
        _ = try await workspace.move(
            StageMove(entity: "Hive", id: hive, pipeline: "life", to: stage), workspace.invocation(.engine, .api))
    }

    private func set(_ workspace: Workspace, _ hive: RecordID, _ values: [FieldName: Value]) async throws {
        _ = try await workspace.update(
            "Hive", hive, values, expectedVersion: nil, workspace.invocation(.engine, .api))
    }

    /// A hive that is weak with 1.00 of honey on 2026-11-23, and changes on the 24th and the 26th.
    private func life(_ workspace: Workspace, _ clock: TestClock) async throws -> RecordID {
        let hive = try await workspace.create(
            "Hive", ["name": .text("H1"), "honey": money(100)], workspace.invocation(.engine, .api)
        ).id
        clock.advance(days: 1)
        try await set(workspace, hive, ["honey": money(200), "queen": .boolean(true)])
        clock.advance(minutes: 60)
        try await set(workspace, hive, ["honey": money(250)])
        clock.advance(days: 2)
        try await move(workspace, hive, to: "strong")
        try await set(workspace, hive, ["honey": .null])
        clock.advance(days: 5)
        return hive
    }

    private func matches(_ workspace: Workspace, _ filter: String, _ entity: EntityName = "Hive") throws -> Bool {
        try !workspace.list(ListRequest(entity: entity, filter: filter), workspace.invocation(.engine, .api))
            .records.isEmpty
    }

    static let answers: [(String, Bool)] = [
        ("asof(value=honey,date=2026-11-22) eq null", true), ("asof(value=honey,date=2026-11-23) eq 1", true),
        ("asof(value=honey,date=2026-11-24) eq 2.5", true), ("asof(value=honey,date=2026-11-25) eq 2.5", true),
        ("asof(value=honey,date=2026-11-26) eq null", true), ("asof(value=honey,date=2099-01-01) eq null", true),
        ("asof(value=honey,date=2026-11-24T04:30:00Z) eq 2", true),
        ("asof(value=honey,date=2026-11-24T04:00:00Z) eq 2", true),
        ("asof(value=honey,date=2026-11-24T03:59:59Z) eq 1", true),
        ("asof(value=honey,date=2026-11-24T12:30:00+08:00) eq 2", true),
        ("asof(value=queen,date=2026-11-23) eq null", true), ("asof(value=queen,date=2026-11-24)", true),
        ("asof(value=state,date=2026-11-22) eq null", true), ("asof(value=state,date=2026-11-25) eq 'weak'", true),
        ("asof(value=state,date=2026-11-26) eq 'strong'", true),
        ("asof(value=state,date=checked) eq 'weak'", true), ("asof(value=honey,date=null) eq null", true),
        ("asof(value=honey,date=2026-11-23) eq 2", false),
        ("visited(value=state,option='weak')", true), ("visited(value=state,option='strong')", true),
        ("not visited(value=state,option='weak')", false),
    ]

    @Test("a filter finds what was true at the end of a day, and at a moment", arguments: answers)
    func filters(filter: String, expected: Bool) async throws {
        let edition = try await TestEdition.make(apiary)
        let hive = try await life(edition.workspace, edition.clock)
        try await set(edition.workspace, hive, ["checked": .date(try #require(CalendarDate("2026-11-25")))])
        #expect(try matches(edition.workspace, filter) == expected)
    }

    @Test("the record engine computes what the database finds", arguments: ["22", "23", "24", "25", "26", "27", "30"])
    func agreement(day: String) async throws {
        let edition = try await TestEdition.make(apiary)
        let hive = try await life(edition.workspace, edition.clock)
        let date = try #require(CalendarDate("2026-11-\(day)"))
        try await set(edition.workspace, hive, ["checked": .date(date)])
        var request = ListRequest(entity: "Hive", fields: ["honeyThen", "found"])
        request.compute = "asof(value=honey,date=2026-11-\(day)) as found"
        let record = try #require(try edition.workspace.list(request, edition.engine).records.first)
        #expect(record["honeyThen"] == record["found"])
    }

    @Test("the record engine answers every condition about former times as the database does", arguments: answers)
    func engines(filter: String, expected: Bool) async throws {
        let edition = try await TestEdition.make(apiary)
        let hive = try await life(edition.workspace, edition.clock)
        try await set(edition.workspace, hive, ["checked": .date(try #require(CalendarDate("2026-11-25")))])
        let request = Request(edition.workspace, edition.engine)
        let condition = try #require(try request.condition(filter, on: "Hive"))
        let answer = try edition.workspace.store.read(edition.engine.environment) { transaction in
            try TransactionScope(transaction, request)
                .isTrue(condition, on: RecordReference(entity: "Hive", id: hive))
        }
        #expect(answer == expected)
    }

    @Test("a path leads to what another record was")
    func paths() async throws {
        let edition = try await TestEdition.make(apiary)
        let hive = try await life(edition.workspace, edition.clock)
        _ = try await edition.workspace.create("Visit", ["hive": .identifier(hive)], edition.engine)
        #expect(try matches(edition.workspace, "asof(value=hive/state,date=2026-11-25) eq 'weak'", "Visit"))
        #expect(try !matches(edition.workspace, "asof(value=hive/state,date=2026-11-26) eq 'weak'", "Visit"))
        #expect(
            try matches(edition.workspace, "visits/any(v:asof(value=v/hive/honey,date=2026-11-23) eq 1)"))
    }

    @Test("history that is new is taken from the changes that were written down", arguments: answers)
    func backfill(filter: String, expected: Bool) async throws {
        let edition = try LivingEdition()
        let bare = apiary.replacing(" history=\"true\"", with: "")
            .replacing(" compute=\"asof(value=honey,date=checked)\"", with: "")
        let before = try await edition.apply(bare)
        let hive = try await life(before, edition.clock)
        try await set(before, hive, ["checked": .date(try #require(CalendarDate("2026-11-25")))])
        let after = try await edition.apply(apiary)
        #expect(try matches(after, filter) == expected)
        #expect(try after.record("Hive", hive, after.invocation(.engine, .api))["honeyThen"] == money(250))
    }

    @Test("an option that is called otherwise now is found under its new name in former times too")
    func renaming() async throws {
        let edition = try LivingEdition()
        _ = try await life(try await edition.apply(apiary), edition.clock)
        let after = try await edition.apply(
            apiary.replacing("<stage id=\"weak\">", with: "<stage id=\"poor\" was=\"weak\">")
                .replacing("to=\"weak\"", with: "to=\"poor\"").replacing("eq 'weak'", with: "eq 'poor'"))
        #expect(try matches(after, "asof(value=state,date=2026-11-25) eq 'poor'"))
    }

    @Test("former times of what is not kept cannot be asked for")
    func unkept() async throws {
        let edition = try await TestEdition.make(apiary)
        #expect(throws: ServiceError.self) {
            try matches(edition.workspace, "asof(value=name,date=2026-11-25) eq 'H1'")
        }
    }
}
