// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Services
import Testing
import Values

@Suite("What happens by itself")
struct AutomationTests {
    private func tasks(_ edition: TestEdition) throws -> [String] {
        try edition.workspace.list(ListRequest(entity: "Task", order: "subject asc"), edition.engine).records
            .map { $0["subject"].canonicalText }
    }

    private func order(
        _ edition: TestEdition, _ values: [FieldName: Value], _ invocation: Invocation? = nil
    ) async throws -> RecordID {
        let all = values.merging(["name": .text("A-1")]) { first, _ in first }
        return try await edition.workspace.create("Order", all, invocation ?? edition.engine).id
    }

    private func value(_ field: FieldName, of id: RecordID, _ edition: TestEdition) throws -> Value {
        try edition.workspace.record("Order", id, edition.engine)[field]
    }

    @Test("a record that is added sets off what its condition allows, after it was written")
    func creation() async throws {
        let edition = try await TestEdition.make(repairDesk)
        let clerk = try await edition.user("c1", "clerk")
        let id = try await order(edition, ["amount": .integer(500)])
        #expect(try tasks(edition).isEmpty)
        try await edition.pass()
        #expect(try tasks(edition) == ["Call A-1"])
        #expect(try value("owner", of: id, edition) == clerk.actor.user.map(Value.identifier))
        try await edition.pass(minutes: 5)
        #expect(try tasks(edition) == ["Call A-1"])
    }

    @Test("records go round among those who have the role")
    func turns() async throws {
        let edition = try await TestEdition.make(repairDesk)
        var people: [Value] = []
        for name in ["c1", "c2"] {
            let user = try await edition.user(name, "clerk")
            people += [user.actor.user.map(Value.identifier) ?? .null]
        }
        var owners: [Value] = []
        for _ in 0..<4 {
            let id = try await order(edition, ["amount": .integer(500)])
            try await edition.pass()
            owners.append(try value("owner", of: id, edition))
        }
        #expect(owners == people + people)
    }

    @Test("a change is compared with what was before")
    func previous() async throws {
        let edition = try await TestEdition.make(repairDesk)
        let clerk = try await edition.user("c1", "clerk")
        let owner = try #require(clerk.actor.user)
        let id = try await order(edition, ["amount": .integer(50), "owner": .identifier(owner)])
        for amount: Int64 in [70, 20] {
            _ = try await edition.workspace.update(
                "Order", id, ["amount": .integer(amount)], expectedVersion: nil, edition.engine)
        }
        try await edition.pass()
        // The job of the first change still knows what that change was.
        #expect(try value("log", of: id, edition) == .text("50 to 20"))
        let firings = try edition.workspace.firings(of: id, limit: 10, edition.engine)
        #expect(firings.map(\.outcome) == [.fired, .notMet, .notMet])
        let why = try #require(firings.first { $0.automation == "raised" && $0.outcome == .notMet })
        #expect(why.detail.condition == "amount gt previous(amount)")
        #expect(why.detail.facts.map { "\($0.path)=\($0.value)" } == ["amount=20", "previous(amount)=70"])
        #expect(try edition.workspace.notices(limit: 10, clerk).map(\.text.chinese) == ["已上调"])
    }

    @Test("a moment that a field tells comes once, also if nobody was there")
    func timer() async throws {
        let edition = try await TestEdition.make(repairDesk)
        let id = try await order(edition, ["due": .date(try #require(CalendarDate("2026-11-20")))])
        try await edition.pass(days: 56)
        #expect(try value("stage", of: id, edition) == .text("open"))
        // Down from the 57th day to the 70th.
        edition.clock.advance(days: 14)
        #expect(try await edition.workspace.runDueJobs(until: edition.workspace.clock.now()) > 0)
        #expect(try value("stage", of: id, edition) == .text("lapsed"))
        let moves = try edition.workspace.timeline("Order", id, limit: 20, edition.engine).filter { entry in
            if case .change("moved", _, _, _) = entry.kind { true } else { false }
        }
        #expect(moves.count == 1)
    }

    @Test("a scenario sees each moment at its own time")
    func virtualTime() async throws {
        let edition = try await TestEdition.make(repairDesk)
        let id = try await order(edition, ["due": .date(try #require(CalendarDate("2026-11-20")))])
        try await edition.pass(days: 90)
        let moved = try #require(
            try edition.workspace.timeline("Order", id, limit: 20, edition.engine)
                .first { if case .change("moved", _, _, _) = $0.kind { true } else { false } })
        #expect(moved.at.description == "2027-01-19T00:00:00Z")
    }

    @Test("a day that is changed is waited for anew, and one that is taken away no more")
    func changedTimer() async throws {
        let edition = try await TestEdition.make(repairDesk)
        let first = try await order(edition, ["due": .date(try #require(CalendarDate("2026-11-20")))])
        let second = try await order(edition, ["due": .date(try #require(CalendarDate("2026-11-20")))])
        _ = try await edition.workspace.update(
            "Order", first, ["due": .date(try #require(CalendarDate("2026-12-20")))], expectedVersion: nil,
            edition.engine)
        _ = try await edition.workspace.update(
            "Order", second, ["due": .null], expectedVersion: nil, edition.engine)
        try await edition.pass(days: 70)
        #expect(try value("stage", of: first, edition) == .text("open"))
        try await edition.pass(days: 30)
        #expect(try value("stage", of: first, edition) == .text("lapsed"))
        #expect(try value("stage", of: second, edition) == .text("open"))
    }

    @Test("a record that is deleted waits for nothing, and for its moments again when it comes back")
    func deletion() async throws {
        let edition = try await TestEdition.make(repairDesk)
        let id = try await order(edition, ["due": .date(try #require(CalendarDate("2026-11-20")))])
        try await edition.workspace.delete("Order", id, expectedVersion: nil, edition.engine)
        try await edition.pass(days: 90)
        try await edition.workspace.restore("Order", id, edition.engine)
        #expect(try value("stage", of: id, edition) == .text("open"))
        try await edition.pass()
        #expect(try value("stage", of: id, edition) == .text("lapsed"))
    }

    @Test("what fails is tried again later and later, then shown, and the record goes on")
    func failure() async throws {
        let edition = try await TestEdition.make(repairDesk)
        let id = try await order(
            edition, ["amount": .integer(5000), "due": .date(try #require(CalendarDate("2026-09-01")))])
        var attempts: [Int64] = []
        for minutes: Int64 in [0, 1, 5, 30, 120, 720] {
            try await edition.pass(minutes: minutes)
            let waiting = try edition.workspace.jobs(.waiting, limit: 10, edition.engine).filter { $0.rule == "lapse" }
            attempts += waiting.map(\.attempts)
        }
        #expect(attempts == [1, 2, 3, 4, 5])
        let failed = try edition.workspace.jobs(.failed, limit: 10, edition.engine).filter { $0.rule == "lapse" }
        #expect(failed.map(\.error?.english) == ["The move from open to lapsed is refused: Large orders do not lapse."])
        #expect(try value("stage", of: id, edition) == .text("open"))
        _ = try await edition.workspace.update(
            "Order", id, ["amount": .integer(5)], expectedVersion: nil, edition.engine)
        let job = try #require(failed.first)
        try await edition.workspace.retryJob(job.id, edition.engine)
        try await edition.pass()
        #expect(try value("stage", of: id, edition) == .text("lapsed"))
    }

    @Test("a schedule comes every day for each record that meets its condition")
    func schedule() async throws {
        let edition = try await TestEdition.make(repairDesk)
        _ = try await order(edition, ["amount": .integer(7)])
        _ = try await order(edition, ["amount": .integer(8)])
        try await edition.pass(days: 3)
        #expect(try tasks(edition) == ["Daily", "Daily", "Daily"])
        // Days on which nobody was there are not made up for.
        edition.clock.advance(days: 10)
        try await edition.pass()
        #expect(try tasks(edition).count == 4)
    }

    @Test("a simulation tells what would happen and changes nothing")
    func simulation() async throws {
        let edition = try await TestEdition.make(repairDesk)
        let id = try await order(
            edition, ["amount": .integer(7), "due": .date(try #require(CalendarDate("2026-09-25")))])
        _ = try await order(edition, ["amount": .integer(7)])
        try await edition.pass()
        let now = edition.workspace.clock.now()
        let end = try #require(now.adding(TimeSpan(microseconds: 3 * TimeSpan.microsecondsPerDay)))
        let firings = try await edition.workspace.simulate("Order", id, until: end, edition.engine)
        #expect(firings.map(\.automation) == ["daily", "lapse", "daily", "daily"])
        #expect(
            firings.filter { $0.automation == "daily" }.map(\.at.description) == [
                "2026-11-23T23:30:00Z", "2026-11-24T23:30:00Z", "2026-11-25T23:30:00Z",
            ])
        #expect(firings.filter { $0.automation == "lapse" }.map(\.detail.effects) == [["moved to lapsed"]])
        #expect(Set(firings.map(\.record)) == [id])
        #expect(try tasks(edition).isEmpty)
        #expect(try value("stage", of: id, edition) == .text("open"))
        let again = try await edition.workspace.simulate("Order", id, until: end, edition.engine)
        #expect(again.count == firings.count)
    }

    @Test("several that run jobs at once do each of them once")
    func concurrency() async throws {
        let edition = try await TestEdition.make(repairDesk)
        _ = try await edition.user("c1", "clerk")
        for _ in 0..<25 { _ = try await order(edition, ["amount": .integer(500)]) }
        let moment = edition.workspace.clock.now()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { try await edition.workspace.runDueJobs(until: moment) } }
            try await group.waitForAll()
        }
        #expect(try tasks(edition).count == 25)
    }
}
