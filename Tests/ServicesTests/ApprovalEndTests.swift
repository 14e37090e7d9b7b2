// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Testing
import Values

@testable import Services

@Suite("What becomes of what was approved")
struct ApprovalEndTests {
    private let edition: TestEdition
    private let harbour: Invocation

    init() async throws {
        edition = try await TestEdition.make(ferry)
        harbour = try await edition.user("h1", "harbour")
    }

    private func ticket(_ number: String, _ stages: StageName...) async throws -> RecordID {
        let id = try await edition.workspace.create(
            "Ticket", ["number": .text(number), "fare": .integer(20)], edition.engine
        ).id
        for stage in stages { _ = try await edition.workspace.move(way(id, stage), edition.engine) }
        return id
    }

    private func way(_ id: RecordID, _ stage: StageName) -> StageMove {
        StageMove(entity: "Ticket", id: id, pipeline: "sale", to: stage)
    }

    private func ask(_ id: RecordID) async throws -> RecordID {
        try #require(try await edition.workspace.askApproval(way(id, "refunded"), edition.engine).first)
    }

    private func stage(_ id: RecordID) throws -> Value {
        try edition.workspace.record("Ticket", id, edition.engine)["stage"]
    }

    /// The codes of what refuses something; empty if it is done.
    private func codes(_ body: () async throws -> Void) async throws -> [String] {
        do {
            try await body()
            return []
        } catch ServiceError.invalid(let findings) {
            return findings.map(\.code)
        }
    }

    private func delete(_ id: RecordID) async throws -> [String] {
        try await codes { try await edition.workspace.delete("Ticket", id, expectedVersion: nil, harbour) }
    }

    private func merge(_ survivor: RecordID, _ loser: RecordID, taken: [FieldName] = []) async throws -> [String] {
        try await codes {
            _ = try await edition.workspace.merge(
                RecordMerge(
                    entity: "Ticket", survivor: survivor, loser: loser, taken: taken, survivorVersion: nil,
                    loserVersion: nil), harbour)
        }
    }

    /// Says the last yes and nothing more, as a process that dies behind it.
    private func sayYes(_ request: RecordID) async throws {
        let status = try await edition.workspace.write(harbour) { request0, transaction in
            try RecordWriter(request0, transaction).vote(.approved, on: request, nil)
        }
        #expect(status == .granted)
    }

    @Test("a process that dies behind the last yes leaves the move to the next one, which makes it once")
    func crash() async throws {
        let id = try await ticket("T1", "paid")
        try await sayYes(try await ask(id))
        #expect(try stage(id) == .text("paid"))
        try await edition.pass()
        #expect(try stage(id) == .text("refunded"))
        try await edition.pass(days: 1)
        #expect(try edition.workspace.jobs(.waiting, limit: 10, edition.engine).isEmpty)
        #expect(try edition.workspace.approvals(of: "Ticket", id, edition.engine).map(\.status) == [.moved])
    }

    @Test("what stands in the way of such a move by then is told, and not tried again")
    func crashInTheWay() async throws {
        let id = try await ticket("T1", "paid")
        let asker = try await edition.user("h2", "harbour")
        let request = try #require(try await edition.workspace.askApproval(way(id, "refunded"), asker).first)
        try await sayYes(request)
        try await edition.workspace.setUser(userName: "h2", displayName: "h2", password: nil, roles: ["bank"])
        try await edition.pass()
        #expect(try stage(id) == .text("paid"))
        #expect(try edition.workspace.jobs(.waiting, limit: 10, edition.engine).isEmpty)
        #expect(try edition.workspace.jobs(.failed, limit: 10, edition.engine).isEmpty)
        let asked = try #require(try edition.workspace.approvals(of: "Ticket", id, edition.engine).first)
        #expect(asked.status == .granted && asked.obstacles != nil)
    }

    @Test("what is granted is moved at once, and nothing is left to be done")
    func atOnce() async throws {
        let id = try await ticket("T1", "paid")
        #expect(try await edition.workspace.approve(try await ask(id), harbour) == .moved)
        #expect(try edition.workspace.jobs(.waiting, limit: 10, edition.engine).isEmpty)
    }

    @Test("what is being approved is not deleted, nor what stays as it was approved")
    func deletion() async throws {
        let id = try await ticket("T1", "paid")
        let request = try await ask(id)
        #expect(try await delete(id) == ["frozen"])
        _ = try await edition.workspace.approve(request, harbour)
        #expect(try await delete(id) == ["frozen"])
        let free = try await ticket("T2", "paid")
        try await edition.workspace.reject(try await ask(free), reason: "no", harbour)
        #expect(try await delete(free).isEmpty)
    }

    @Test("a merge neither takes away what is being approved nor changes what is frozen of it")
    func merging() async throws {
        let (asked, other) = (try await ticket("T1", "paid"), try await ticket("T2", "paid"))
        _ = try await edition.workspace.update(
            "Ticket", other, ["fare": .integer(30)], expectedVersion: nil, edition.engine)
        _ = try await ask(asked)
        #expect(try await merge(other, asked) == ["frozen"])
        #expect(try await merge(asked, other, taken: ["fare"]) == ["frozen"])
        #expect(try await merge(asked, other, taken: ["how"]).isEmpty)
    }
}
