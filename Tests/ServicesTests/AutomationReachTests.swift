// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Services
import Testing
import Values

@Suite("Automations that act on other records")
struct AutomationReachTests {
    private func add(_ entity: EntityName, _ values: [FieldName: Value], _ edition: TestEdition) async throws
        -> RecordID
    {
        try await edition.workspace.create(entity, values, edition.engine).id
    }

    private func update(
        _ entity: EntityName, _ id: RecordID, _ values: [FieldName: Value], _ edition: TestEdition
    ) async throws {
        _ = try await edition.workspace.update(entity, id, values, expectedVersion: nil, edition.engine)
        try await edition.pass()
    }

    /// The values of a field, of all records in the order of their keys.
    private func values(_ field: FieldName, of entity: EntityName, _ edition: TestEdition) throws -> [Value] {
        try edition.workspace.list(ListRequest(entity: entity, order: "id asc"), edition.engine).records
            .map { try edition.workspace.record(entity, $0.id, edition.engine)[field] }
    }

    private func failures(_ edition: TestEdition) throws -> [String?] {
        try edition.workspace.jobs(.waiting, limit: 20, edition.engine).map { $0.error?.english }.filter { $0 != nil }
    }

    @Test("records of any entity are gone through by a condition that names the record that set it off")
    func matching() async throws {
        let edition = try await TestEdition.make(kennel)
        let user = try await edition.user("k1", "keeper")
        let me = try #require(user.actor.user)
        let keeper = try await add("Keeper", ["name": .text("Li"), "user": .identifier(me)], edition)
        let run = try await add(
            "Run", ["name": .text("R1"), "price": .integer(100), "keeper": .identifier(keeper)], edition)
        for (name, budget) in [("Rex", 60), ("Ace", 90), ("Bo", 95)] as [(String, Int64)] {
            _ = try await add("Dog", ["name": .text(name), "budget": .integer(budget)], edition)
        }
        try await update("Run", run, ["price": .integer(120)], edition)
        #expect(try values("subject", of: "Note", edition).isEmpty)
        try await update("Run", run, ["price": .integer(90)], edition)
        #expect(try values("subject", of: "Note", edition) == [.text("Ace may like R1"), .text("Bo may like R1")])
        #expect(try values("owner", of: "Note", edition) == [.identifier(me), .identifier(me)])
        #expect(try failures(edition).isEmpty)
    }

    @Test("what belonged to one goes to others in turns, and each of them is told")
    func reassigned() async throws {
        let edition = try await TestEdition.make(kennel)
        let user = try await edition.user("k1", "keeper")
        let me = try #require(user.actor.user)
        let gone = try await add("Keeper", ["name": .text("Li"), "yard": .text("north")], edition)
        let first = try await add(
            "Keeper", ["name": .text("An"), "yard": .text("north"), "user": .identifier(me)], edition)
        let second = try await add("Keeper", ["name": .text("Bao"), "yard": .text("north")], edition)
        _ = try await add("Keeper", ["name": .text("Chen"), "yard": .text("south")], edition)
        for name in ["R1", "R2", "R3"] {
            _ = try await add("Run", ["name": .text(name), "keeper": .identifier(gone)], edition)
        }
        try await update("Keeper", gone, ["left": .date(try #require(CalendarDate("2026-11-23")))], edition)
        #expect(
            try values("keeper", of: "Run", edition) == [.identifier(first), .identifier(second), .identifier(first)])
        #expect(try edition.workspace.notices(limit: 10, user).count == 2)
        #expect(try failures(edition).isEmpty)
    }

    @Test("the first of an order is given, and nothing if there is none")
    func first() async throws {
        let edition = try await TestEdition.make(kennel)
        var runs: [String: RecordID] = [:]
        for (name, price, size) in [("low", 10, 3), ("fit", 50, 2), ("dear", 90, 2), ("small", 60, 1)]
            as [(String, Int64, Int64)]
        {
            runs[name] = try await add(
                "Run", ["name": .text(name), "price": .integer(price), "size": .integer(size)], edition)
        }
        let rich = try await add("Dog", ["name": .text("Rex"), "budget": .integer(70)], edition)
        let poor = try await add("Dog", ["name": .text("Bo"), "budget": .integer(5)], edition)
        try await edition.pass()
        #expect(try edition.workspace.record("Dog", rich, edition.engine)["run"] == runs["fit"].map(Value.identifier))
        #expect(try edition.workspace.record("Dog", poor, edition.engine)["run"] == .null)
        #expect(try failures(edition).isEmpty)
    }

    @Test("a path leads to one record or to many, of which a limit takes the first")
    func paths() async throws {
        let edition = try await TestEdition.make(kennel)
        let run = try await add("Run", ["name": .text("R1")], edition)
        var dogs: [RecordID] = []
        for name in ["Rex", "Bo", "Ace"] {
            dogs.append(try await add("Dog", ["name": .text(name), "run": .identifier(run)], edition))
        }
        _ = try await add("Note", ["subject": .text("Rex bit me"), "dog": .identifier(dogs[0])], edition)
        try await edition.pass()
        #expect(try values("muzzled", of: "Dog", edition) == [.null, .null, .boolean(true)])
        #expect(try values("mood", of: "Dog", edition) == [.null, .null, .text("sad")])
        #expect(try values("log", of: "Dog", edition) == [.text("Rex bit me"), .null, .null])
    }

    @Test("a refused move sets off what waits for its guard, which can see to it that this happens once")
    func refusal() async throws {
        let edition = try await TestEdition.make(kennel)
        let clerk = try await edition.user("k1", "keeper")
        let dog = try await add("Dog", ["name": .text("Rex")], edition)
        let move = StageMove(entity: "Dog", id: dog, pipeline: "stay", to: "boarding")
        for _ in 0..<2 {
            await #expect(throws: ServiceError.self) { try await edition.workspace.move(move, clerk) }
            try await edition.pass()
        }
        await #expect(throws: ServiceError.self) {
            try await edition.workspace.perform([.move(move)], clerk)
        }
        try await edition.pass()
        #expect(try values("subject", of: "Note", edition) == [.text("vaccinate")])
        #expect(try edition.workspace.record("Dog", dog, edition.engine)["stage"] == .text("waiting"))
    }

    @Test("a refusal for another reason sets off nothing")
    func otherRefusal() async throws {
        let edition = try await TestEdition.make(kennel)
        let dog = try await add("Dog", ["name": .text("Rex"), "log": .text("done")], edition)
        let move = StageMove(entity: "Dog", id: dog, pipeline: "stay", to: "boarding")
        await #expect(throws: ServiceError.self) { try await edition.workspace.move(move, edition.engine) }
        try await edition.pass()
        #expect(try values("subject", of: "Note", edition).isEmpty)
    }

    @Test("a schedule comes on the first day of each quarter")
    func quarter() async throws {
        let edition = try await TestEdition.make(kennel)
        _ = try await add("Run", ["name": .text("R1"), "size": .integer(9)], edition)
        try await edition.pass(days: 38)
        #expect(try values("subject", of: "Note", edition).isEmpty)
        // From the end of December to the second of July.
        try await edition.pass(days: 183)
        #expect(try values("subject", of: "Note", edition) == [.text("review"), .text("review"), .text("review")])
    }
}
