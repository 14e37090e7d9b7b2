// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@Suite("Moving a record through the stages of its pipeline")
struct StageMoveTests {
    private func start() async throws -> (TestEdition, RecordID, Invocation) {
        let edition = try await TestEdition.make(bicycleRepair)
        let master = try await edition.user("master1", "master")
        let rider = try await edition.workspace.create("Rider", ["name": .text("甲")], master).id
        let repair = try await edition.workspace.create("Repair", ["rider": .identifier(rider)], master).id
        return (edition, repair, master)
    }

    private func move(_ id: RecordID, to stage: StageName, _ values: [FieldName: Value] = [:], reason: String? = nil)
        -> StageMove
    {
        StageMove(entity: "Repair", id: id, pipeline: "workshop", to: stage, values: values, reason: reason)
    }

    @Test("a way that the pack does not declare cannot be taken")
    func notDefined() async throws {
        let (edition, id, master) = try await start()
        let error = await #expect(throws: ServiceError.self) {
            try await edition.workspace.move(move(id, to: "done"), master)
        }
        guard case .moveRefused(let refusal) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(refusal.obstacles.contains(.notDefined(from: "received", to: "done")))
    }

    @Test("a refused move lists every obstacle at once and changes nothing")
    func obstacles() async throws {
        let (edition, id, master) = try await start()
        _ = try await edition.workspace.move(
            move(id, to: "repairing", ["diagnosis": .text("chain")]), master)
        let apprentice = try await edition.user("apprentice1", "apprentice")
        let owner = try #require(apprentice.actor.user)
        let rider = try #require(try edition.workspace.list(ListRequest(entity: "Rider"), master).records.first)
        _ = try await edition.workspace.update(
            "Rider", rider.id, ["owner": .identifier(owner)], expectedVersion: nil, master)
        let error = await #expect(throws: ServiceError.self) {
            try await edition.workspace.move(move(id, to: "done"), apprentice)
        }
        guard case .moveRefused(let refusal) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(Set(refusal.obstacles.map(\.code)) == ["roles", "required", "guard.priced"])
        #expect(try edition.workspace.record("Repair", id, master)["stage"] == .text("repairing"))
    }

    @Test("values given with a move count for it and are written with it")
    func values() async throws {
        let (edition, id, master) = try await start()
        _ = try await edition.workspace.move(move(id, to: "repairing", ["diagnosis": .text("chain")]), master)
        _ = try await edition.workspace.move(move(id, to: "done", ["labour": .integer(30)]), master)
        let record = try edition.workspace.record("Repair", id, master)
        #expect(record["stage"] == .text("done"))
        #expect(record["price"] == .decimal(FixedDecimal(30)))
    }

    @Test("a move that needs a reason is refused without one and keeps the reason it is given")
    func reason() async throws {
        let (edition, id, master) = try await start()
        await #expect(throws: ServiceError.self) {
            try await edition.workspace.move(move(id, to: "givenUp"), master)
        }
        _ = try await edition.workspace.move(move(id, to: "givenUp", reason: "frame broken"), master)
        guard
            case .change("moved", _, _, let reason)? = try edition.workspace.timeline("Repair", id, limit: 5, master)
                .first?.kind
        else {
            Issue.record("no move in the timeline")
            return
        }
        #expect(reason == "frame broken")
    }

    @Test("a stage cannot be written past its pipeline")
    func directWrite() async throws {
        let (edition, id, master) = try await start()
        await #expect(throws: ServiceError.self) {
            try await edition.workspace.update(
                "Repair", id, ["stage": .text("done")], expectedVersion: nil, master)
        }
    }

    @Test("the available moves say what stands in each before anybody tries")
    func available() async throws {
        let (edition, id, master) = try await start()
        let moves = try edition.workspace.availableMoves("Repair", id, "workshop", master)
        #expect(moves.map(\.stage.name) == ["repairing", "givenUp"])
        #expect(moves.first?.obstacles == [.missing("diagnosis")])
    }

    @Test("the board's totals follow every move")
    func totals() async throws {
        let (edition, id, master) = try await start()
        _ = try await edition.workspace.move(
            move(id, to: "repairing", ["diagnosis": .text("chain"), "labour": .integer(30)]), master)
        let board = try edition.workspace.board("workshop", master)
        #expect(board.columns.map(\.count) == [0, 1, 0, 0])
        #expect(board.columns[1].total == FixedDecimal(30))
        #expect(board.columns[1].cards.map(\.id) == [id])
    }
}
