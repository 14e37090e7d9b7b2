// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import Foundation
import Packs
import Schemas
import Services
import Storage
import Testing
import Values

@Suite("Reservations")
struct ReservationTests {
    private func boat(_ edition: TestEdition, _ name: String = "Gull") async throws -> RecordID {
        try await edition.workspace.create("Boat", ["name": .text(name)], edition.engine).id
    }

    private func hire(
        _ edition: TestEdition, _ boat: RecordID?, by skipper: String, _ more: [FieldName: Value] = [:],
        _ invocation: Invocation? = nil
    ) async throws -> RecordID {
        let values: [FieldName: Value] = ["boat": boat.map(Value.identifier) ?? .null, "skipper": .text(skipper)]
        return try await edition.workspace.create(
            "Hire", values.merging(more) { $1 }, invocation ?? edition.engine
        ).id
    }

    private func hold(_ edition: TestEdition, _ id: RecordID, _ invocation: Invocation? = nil) async throws {
        _ = try await edition.workspace.move(
            StageMove(entity: "Hire", id: id, pipeline: "hire", to: "held"), invocation ?? edition.engine)
    }

    /// What a refused move or write says.
    private func refusal(_ body: () async throws -> Void) async throws -> [Finding] {
        do {
            try await body()
            return []
        } catch ServiceError.moveRefused(let refusal) {
            return refusal.obstacles.compactMap { if case .finding(let finding) = $0 { finding } else { nil } }
        } catch ServiceError.invalid(let findings) {
            return findings
        }
    }

    private func later(_ edition: TestEdition, hours: Int64) -> Value {
        .instant(Instant(microseconds: edition.workspace.clock.now().microseconds + hours * 3_600_000_000))
    }

    private func stage(_ edition: TestEdition, _ id: RecordID) throws -> String {
        try edition.workspace.record("Hire", id, edition.engine)["stage"].canonicalText
    }

    @Test("of a hundred who want the same at once, one has it, and ninety-nine are told who and until when")
    func race() async throws {
        let edition = try await TestEdition.make(marina)
        let boat = try await boat(edition)
        var hires: [RecordID] = []
        for number in 0..<100 {
            hires.append(try await hire(edition, boat, by: "S\(number)", ["expires": later(edition, hours: 6)]))
        }
        let outcomes = try await withThrowingTaskGroup(of: (RecordID, [Finding]).self) { group in
            for id in hires {
                group.addTask { (id, try await refusal { try await hold(edition, id) }) }
            }
            return try await group.reduce(into: [RecordID: [Finding]]()) { $0[$1.0] = $1.1 }
        }
        let winners = hires.filter { outcomes[$0]?.isEmpty == true }
        let winner = try #require(winners.first)
        #expect(winners.count == 1)
        let skipper = try edition.workspace.record("Hire", winner, edition.engine)["skipper"].canonicalText
        let refusals = Set(hires.filter { $0 != winner }.map { outcomes[$0] ?? [] })
        #expect(refusals.count == 1)
        let told = try #require(refusals.first?.first)
        #expect(refusals.first?.count == 1 && told.code == "reserved" && told.field == "boat")
        #expect(told.message.english == "“Gull” is reserved by \(skipper) until 2026-11-23 18:00.")
        #expect(told.message.chinese == "“Gull”已由\(skipper)预留，保留至2026-11-23 18:00。")
        #expect(
            told.facts
                == ["reservation": .text("boat"), "holder": .text(skipper), "until": later(edition, hours: 6)])
    }

    @Test("whoever may not read the other record is told until when, and not who")
    func discretion() async throws {
        let edition = try await TestEdition.make(marina)
        let (boat, guest) = (try await boat(edition), try await edition.user("g1", "guest"))
        try await hold(edition, try await hire(edition, boat, by: "Ahab", ["expires": later(edition, hours: 6)]))
        let own = try await hire(edition, boat, by: "Ishmael", [:], guest)
        let findings = try await refusal { try await hold(edition, own, guest) }
        #expect(findings.map(\.message.english) == ["“Gull” is reserved until 2026-11-23 18:00."])
        let notice = try #require(try edition.workspace.reservations(of: "Boat", boat, guest).first)
        #expect(notice.sentence.english == "reserved until 2026-11-23 18:00")
        #expect(notice.record == nil)
        #expect(
            try edition.workspace.reservations(of: "Boat", boat, edition.engine).map(\.sentence.chinese)
                == ["已由Ahab预留，保留至2026-11-23 18:00"])
    }

    @Test("the board says beforehand what a move would be refused for")
    func beforehand() async throws {
        let edition = try await TestEdition.make(marina)
        let boat = try await boat(edition)
        try await hold(edition, try await hire(edition, boat, by: "Ahab"))
        let own = try await hire(edition, boat, by: "Ishmael")
        let moves = try edition.workspace.availableMoves("Hire", own, "hire", edition.engine)
        #expect(moves.map { $0.obstacles.map(\.code) } == [["reserved"]])
    }

    @Test("it ends by itself once, sets off what the pack says, and the next one has it")
    func expiry() async throws {
        let edition = try await TestEdition.make(marina)
        let boat = try await boat(edition)
        let first = try await hire(edition, boat, by: "Ahab", ["expires": later(edition, hours: 6)])
        let second = try await hire(edition, boat, by: "Ishmael")
        try await hold(edition, first)
        try await edition.pass(minutes: 359)
        #expect(try await !refusal { try await hold(edition, second) }.isEmpty)
        try await edition.pass(minutes: 1)
        try await edition.workspace.runDueJobs(until: edition.workspace.clock.now())
        #expect(try stage(edition, first) == "over")
        try await hold(edition, second)
        let firings = try edition.workspace.firings(of: first, limit: 10, edition.engine)
        #expect(firings.map(\.automation).sorted() == ["lapse", "reservation boat"])
        #expect(try edition.workspace.timeline("Hire", first, limit: 20, edition.engine).count == 5)
    }

    @Test("what is over is free also before anybody has noticed, and is ended then, once")
    func unnoticed() async throws {
        let edition = try await TestEdition.make(marina)
        let boat = try await boat(edition)
        let first = try await hire(edition, boat, by: "Ahab", ["expires": later(edition, hours: 6)])
        let second = try await hire(edition, boat, by: "Ishmael")
        try await hold(edition, first)
        edition.clock.advance(days: 1)
        try await hold(edition, second)
        try await edition.workspace.runDueJobs(until: edition.workspace.clock.now())
        #expect(try stage(edition, first) == "over")
        #expect(
            try edition.workspace.firings(of: first, limit: 10, edition.engine).count {
                $0.automation == "reservation boat"
            } == 1)
        #expect(try edition.workspace.reservations(of: "Boat", boat, edition.engine).map(\.record?.id) == [second])
    }

    @Test("it is prolonged, and made for good, by what the record says")
    func prolonged() async throws {
        let edition = try await TestEdition.make(marina)
        let boat = try await boat(edition)
        let first = try await hire(edition, boat, by: "Ahab", ["expires": later(edition, hours: 6)])
        try await hold(edition, first)
        _ = try await edition.workspace.update(
            "Hire", first, ["expires": later(edition, hours: 48)], expectedVersion: nil, edition.engine)
        try await edition.pass(days: 1)
        #expect(try stage(edition, first) == "held")
        _ = try await edition.workspace.move(
            StageMove(entity: "Hire", id: first, pipeline: "hire", to: "hired"), edition.engine)
        try await edition.pass(days: 5)
        #expect(try stage(edition, first) == "hired")
        #expect(
            try edition.workspace.reservations(of: "Boat", boat, edition.engine).map(\.sentence.english)
                == ["reserved by Ahab"])
    }

    @Test("days exclude each other where they overlap, the last one included")
    func periods() async throws {
        let edition = try await TestEdition.make(marina)
        func stay(_ from: String, _ to: String) async throws -> [Finding] {
            try await refusal {
                _ = try await hire(
                    edition, nil, by: "Ahab",
                    [
                        "berth": .text("north"), "arrival": .date(try #require(CalendarDate(from))),
                        "departure": .date(try #require(CalendarDate(to))),
                    ])
            }
        }
        #expect(try await stay("2027-05-03", "2027-05-07").isEmpty)
        #expect(try await stay("2027-05-08", "2027-05-09").isEmpty)
        #expect(try await stay("2027-05-07", "2027-05-07").map(\.code) == ["reserved"])
        #expect(try await stay("2027-05-01", "2027-05-20").map(\.field) == ["berth"])
        #expect(try await stay("2027-06-02", "2027-06-01").map(\.code) == ["reservationPeriod"])
    }

    @Test("the bin gives it free, and whoever comes back from there has to do without")
    func bin() async throws {
        let edition = try await TestEdition.make(marina)
        let boat = try await boat(edition)
        let (first, second) = (
            try await hire(edition, boat, by: "Ahab"), try await hire(edition, boat, by: "Ishmael")
        )
        try await hold(edition, first)
        try await edition.workspace.delete("Hire", first, expectedVersion: nil, edition.engine)
        try await hold(edition, second)
        let findings = try await refusal { try await edition.workspace.restore("Hire", first, edition.engine) }
        #expect(findings.map(\.code) == ["reserved"])
        try await edition.workspace.delete("Hire", second, expectedVersion: nil, edition.engine)
        try await edition.workspace.restore("Hire", first, edition.engine)
        #expect(try edition.workspace.reservations(of: "Boat", boat, edition.engine).map(\.record?.id) == [first])
    }

    @Test("rows of a file that want what is held are rejected with who holds it, and the others are taken")
    func importing() async throws {
        let edition = try await TestEdition.make(marina)
        _ = try await boat(edition)
        let file = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).csv"
        try "No,Boat,Stage,Skipper\nA1,Gull,hired,Ahab\nA2,Gull,hired,Ishmael\nA3,Gull,asked,Queequeg\n"
            .write(toFile: file, atomically: true, encoding: .utf8)
        let run = try await edition.workspace.runImport(
            "hires", file: file, rejects: file + ".rejects", progress: { _ in },
            edition.workspace.invocation(.engine, .importing))
        #expect(run.summary.created == 2)
        #expect(run.summary.findings == ["boat.reserved": 1])
        let rejects = try String(contentsOfFile: file + ".rejects", encoding: .utf8)
        #expect(rejects.contains("“Gull” is reserved by Ahab."))
    }
}

@Suite("Reservations of records that are there already")
struct ReservationDeploymentTests {
    private static let bare = marina.replacing(/<reservation id="boat"(.|\n)*?<\/reservation>/, with: "")
        .replacing(/<automation(.|\n)*?<\/automation>/, with: "")

    private func filled(_ edition: LivingEdition, hires: Int) async throws -> (boat: RecordID, hires: [RecordID]) {
        let workspace = try await edition.apply(Self.bare)
        let engine = workspace.invocation(.engine, .importing)
        let boat = try await workspace.create("Boat", ["name": .text("Gull")], engine).id
        var keys: [RecordID] = []
        for _ in 0..<hires {
            keys.append(
                try await workspace.create("Hire", ["boat": .identifier(boat), "stage": .text("hired")], engine).id)
        }
        return (boat, keys)
    }

    @Test("a reservation that is new is worked out from the records")
    func filling() async throws {
        let edition = try LivingEdition()
        let (boat, hires) = try await filled(edition, hires: 1)
        let workspace = try await edition.apply(marina)
        let engine = workspace.invocation(.engine, .api)
        #expect(try workspace.reservations(of: "Boat", boat, engine).map(\.record?.id) == hires)
        // Taken away and brought back.
        try await edition.apply(Self.bare)
        let again = try await edition.apply(marina)
        #expect(try again.reservations(of: "Boat", boat, again.invocation(.engine, .api)).map(\.record?.id) == hires)
    }

    @Test("records that hold the same are findings of the plan, which can be accepted")
    func contention() async throws {
        let edition = try LivingEdition()
        let (boat, hires) = try await filled(edition, hires: 3)
        let loading = try edition.load([marina])
        let model = try #require(loading.model)
        let plan = try Workspace.plan(model, for: edition.store(), edition.contributions)
        #expect(plan.errors.map(\.subject) == ["reservation boat"])
        #expect(
            plan.errors.map(\.message.english) == [
                "3 records hold what another Hire holds as well (boat, while stage in ('held','hired'))."
            ])
        #expect(Set(plan.errors.flatMap(\.samples).map(\.id)) == Set(hires.map(\.description)))
        await #expect(throws: StoreError.self) { try await edition.apply(loading) }
        let accepted = try Workspace.plan(
            model, for: edition.store(), edition.contributions, deciding: PlanDecisions(brokenRules: .accept))
        let workspace = try await Workspace.apply(
            accepted, model, texts: loading.texts, to: edition.store(), contributions: edition.contributions)
        let engine = workspace.invocation(.engine, .api)
        #expect(try workspace.reservations(of: "Boat", boat, engine).map(\.record?.id) == [hires.min()])
    }
}
