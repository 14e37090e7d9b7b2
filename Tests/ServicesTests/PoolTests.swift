// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import Services
import Testing
import Values

@Suite("Pools of records")
struct PoolTests {
    private struct Town {
        let edition: TestEdition
        let master: Invocation
        let ann: Invocation
        let bea: Invocation

        var workspace: Workspace { edition.workspace }

        init() async throws {
            edition = try await TestEdition.make(chimney)
            master = try await edition.user("master1", "master")
            ann = try await edition.user("ann", "sweep")
            bea = try await edition.user("bea", "sweep")
        }

        func house(_ name: String, of sweep: Invocation? = nil) async throws -> RecordID {
            let owner = sweep?.actor.user.map(Value.identifier) ?? .null
            return try await workspace.create(
                "House", ["name": .text(name), "storeys": .integer(2), "sweep": owner], edition.engine
            ).id
        }

        /// The codes and the English sentences of what stands in the way of a claim; empty if it is done.
        func claim(_ house: RecordID, _ sweep: Invocation) async throws -> [Finding] {
            do {
                _ = try await workspace.claim("House", house, now(sweep))
                return []
            } catch ServiceError.invalid(let findings) {
                return findings
            }
        }

        /// The same person at the time that it is now.
        func now(_ person: Invocation) -> Invocation { workspace.invocation(person.actor, .api) }

        func value(_ field: FieldName, of house: RecordID) throws -> Value {
            try workspace.record("House", house, edition.engine)[field]
        }

        func deeds(of house: RecordID) throws -> [String] {
            try workspace.timeline("House", house, limit: 50, edition.engine).compactMap { entry in
                guard case .change(let deed, _, let door, _) = entry.kind else { return nil }
                return "\(deed) \(door)"
            }
        }
    }

    @Test("who claims a record has it, protected for as long as the pool says")
    func claims() async throws {
        let town = try await Town()
        let house = try await town.house("mill")
        #expect(try await town.claim(house, town.ann).isEmpty)
        #expect(try town.value("sweep", of: house) == town.ann.actor.user.map(Value.identifier))
        #expect(try town.value("until", of: house) == .date(try #require(CalendarDate("2026-12-23"))))
        let standing = try #require(try town.workspace.poolStanding("House", house, town.now(town.ann)))
        #expect(standing.isOwn && standing.mayRelease && standing.until == "2026-12-23")
    }

    @Test("the loser is told who protects the record until when, in both languages")
    func refusal() async throws {
        let town = try await Town()
        let house = try await town.house("mill", of: town.ann)
        let findings = try await town.claim(house, town.bea)
        #expect(findings.map(\.code) == ["pool.protected"])
        #expect(findings.first?.message.english == "ann has it, protected until 2026-12-23.")
        #expect(findings.first?.message.chinese == "归ann所有，保护期至2026-12-23。")
        let standing = try #require(try town.workspace.poolStanding("House", house, town.now(town.bea)))
        #expect(standing.owner == "ann" && standing.obstacles.map(\.code) == ["pool.protected"])
        #expect(!standing.mayRelease)
    }

    @Test("of many who claim a record at once, one gets it")
    func concurrency() async throws {
        let town = try await Town()
        let house = try await town.house("mill")
        var sweeps: [Invocation] = []
        for number in 0..<40 { sweeps.append(try await town.edition.user("sweep\(number)", "sweep")) }
        let refusals = try await withThrowingTaskGroup(of: [Finding].self) { group in
            for sweep in sweeps { group.addTask { try await town.claim(house, sweep) } }
            return try await group.reduce(into: [[Finding]]()) { $0.append($1) }
        }
        #expect(refusals.count { $0.isEmpty } == 1)
        #expect(refusals.count { $0.map(\.code) == ["pool.protected"] } == 39)
        #expect(try town.deeds(of: house) == ["claimed api", "created api"])
    }

    @Test("nobody gets more than one may have: by a claim, by a write or by adding a record")
    func limit() async throws {
        let town = try await Town()
        for name in ["mill", "inn"] { #expect(try await town.claim(try await town.house(name), town.ann).isEmpty) }
        let third = try await town.house("barn")
        #expect(try await town.claim(third, town.ann).map(\.code) == ["pool.limit"])
        let owner = try #require(town.ann.actor.user.map(Value.identifier))
        await #expect(throws: ServiceError.self) {
            try await town.workspace.update("House", third, ["sweep": owner], expectedVersion: nil, town.master)
        }
        await #expect(throws: ServiceError.self) {
            try await town.workspace.create("House", ["name": .text("shed"), "sweep": owner], town.ann)
        }
        #expect(try await town.claim(third, town.bea).isEmpty)
    }

    @Test("a protected record is not taken by a plain write either, but who may change it gives it to another one")
    func writes() async throws {
        let town = try await Town()
        let house = try await town.house("mill", of: town.ann)
        let master = try #require(town.master.actor.user.map(Value.identifier))
        do {
            _ = try await town.workspace.update("House", house, ["sweep": master], expectedVersion: nil, town.master)
            Issue.record("the record was taken")
        } catch ServiceError.invalid(let findings) {
            #expect(findings.map(\.code) == ["pool.protected"])
        }
        let bea = try #require(town.bea.actor.user.map(Value.identifier))
        _ = try await town.workspace.update("House", house, ["sweep": bea], expectedVersion: nil, town.master)
        #expect(try town.value("sweep", of: house) == bea)
        #expect(try await town.claim(house, town.master).map(\.code) == ["pool.role", "pool.protected"])
    }

    @Test("when the protection is over, the record is released by itself, once, and may be claimed by another one")
    func protectionEnds() async throws {
        let town = try await Town()
        let house = try await town.house("mill")
        _ = try await town.claim(house, town.ann)
        try await town.edition.pass(days: 30)
        #expect(try town.value("sweep", of: house) == town.ann.actor.user.map(Value.identifier))
        try await town.edition.pass(days: 1)
        #expect(try town.value("sweep", of: house) == .null)
        #expect(try town.value("until", of: house) == .null)
        try await town.edition.pass(days: 90)
        #expect(try town.deeds(of: house) == ["released engine", "claimed api", "created api"])
        #expect(try await town.claim(house, town.bea).isEmpty)
    }

    @Test("a record whose protection is over may be claimed although nothing has released it yet")
    func late() async throws {
        let town = try await Town()
        let house = try await town.house("mill", of: town.ann)
        town.edition.clock.advance(days: 40)
        #expect(try await town.claim(house, town.bea).isEmpty)
        try await town.edition.pass(days: 1)
        #expect(try town.value("sweep", of: house) == town.bea.actor.user.map(Value.identifier))
    }

    @Test("an activity lets the protection begin anew, without a conflict for who has the record open")
    func activity() async throws {
        let town = try await Town()
        let house = try await town.house("mill", of: town.ann)
        let version = try town.workspace.record("House", house, town.edition.engine).version
        try await town.edition.pass(days: 20)
        _ = try await town.workspace.create(
            "Visit", ["house": .identifier(house), "day": .date(try #require(CalendarDate("2026-12-13")))],
            town.now(town.ann))
        #expect(try town.value("until", of: house) == .date(try #require(CalendarDate("2027-01-12"))))
        #expect(try town.workspace.record("House", house, town.edition.engine).version == version)
        try await town.edition.pass(days: 20)
        #expect(try town.value("sweep", of: house) == town.ann.actor.user.map(Value.identifier))
        try await town.edition.pass(days: 11)
        #expect(try town.value("sweep", of: house) == .null)
    }

    @Test("its owner releases a record, and who may change it; nobody else, and no record that nobody has")
    func releases() async throws {
        let town = try await Town()
        let house = try await town.house("mill", of: town.ann)
        await #expect(throws: ServiceError.self) { try await town.workspace.release("House", house, town.bea) }
        _ = try await town.workspace.release("House", house, town.ann)
        #expect(try town.value("sweep", of: house) == .null)
        await #expect(throws: ServiceError.self) { try await town.workspace.release("House", house, town.ann) }
        #expect(try await town.claim(house, town.bea).isEmpty)
        _ = try await town.workspace.release("House", house, town.master)
        #expect(try town.value("sweep", of: house) == .null)
    }

    @Test("a record that was deleted and restored is still protected, and released at its time")
    func deletion() async throws {
        let town = try await Town()
        let house = try await town.house("mill", of: town.ann)
        try await town.workspace.delete("House", house, expectedVersion: nil, town.master)
        try await town.edition.pass(days: 10)
        try await town.workspace.restore("House", house, town.now(town.master))
        #expect(try await town.claim(house, town.bea).map(\.code) == ["pool.protected"])
        try await town.edition.pass(days: 21)
        #expect(try town.value("sweep", of: house) == .null)
    }

    @Test("records that had an owner before there was the pool are protected from then on")
    func enrolment() async throws {
        let edition = try LivingEdition()
        let pool = try #require(chimney.range(of: "<pool entity")),
            end = try #require(chimney.range(of: "roles=\"sweep\"/>"))
        let before = try await edition.apply(
            chimney.replacingCharacters(in: pool.lowerBound..<end.upperBound, with: ""))
        try await before.setUser(userName: "ann", displayName: "ann", password: nil, roles: ["sweep"])
        let ann = try #require(try before.actor(userName: "ann")?.user)
        let house = try await before.create(
            "House", ["name": .text("mill"), "sweep": .identifier(ann)], before.engine
        ).id
        let after = try await edition.apply(chimney)
        try await after.runDueJobs(until: edition.clock.workspaceClock.now())
        #expect(
            try after.record("House", house, after.engine)["until"] == .date(try #require(CalendarDate("2026-12-23"))))
        edition.clock.advance(days: 31)
        try await after.runDueJobs(until: edition.clock.workspaceClock.now())
        #expect(try after.record("House", house, after.engine)["sweep"] == .null)
    }
}
