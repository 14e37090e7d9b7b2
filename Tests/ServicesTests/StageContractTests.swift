// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import Services
import Testing
import Values

@Suite("What a stage asks of a record that leaves it")
struct StageContractTests {
    private let edition: TestEdition
    private let carver: Invocation

    init() async throws {
        edition = try await TestEdition.make(puppetWorkshop)
        carver = try await edition.user("carver1", "carver")
    }

    private func commission(_ values: [FieldName: Value] = [:]) async throws -> RecordID {
        try await edition.workspace.create(
            "Commission", values.merging(["name": .text("Kasper")]) { given, _ in given }, carver
        ).id
    }

    private func sketch(_ commission: RecordID, inColour: Bool = true) async throws {
        _ = try await edition.workspace.create(
            "Sketch", ["commission": .identifier(commission), "inColour": .boolean(inColour)], carver)
    }

    private func move(
        _ id: RecordID, _ stages: StageName..., reason: String? = nil, values: [FieldName: Value] = [:]
    ) async throws {
        for stage in stages {
            _ = try await edition.workspace.move(
                StageMove(
                    entity: "Commission", id: id, pipeline: "making", to: stage, values: values, reason: reason), carver
            )
        }
    }

    /// The codes of what stands in the way; empty if the move was made.
    private func missing(_ id: RecordID, _ stage: StageName, reason: String? = nil) async throws -> Set<String> {
        do {
            try await move(id, stage, reason: reason)
            return []
        } catch ServiceError.moveRefused(let refusal) {
            return Set(refusal.obstacles.map(\.code))
        }
    }

    private func value(_ field: FieldName, _ id: RecordID) throws -> Value {
        try edition.workspace.record("Commission", id, carver)[field]
    }

    /// A commission with all that it needs to be carved.
    private func drawn() async throws -> RecordID {
        let id = try await commission(["wood": .text("lime"), "size": .integer(30)])
        try await sketch(id)
        try await sketch(id)
        try await move(id, "drawn")
        return id
    }

    @Test("a record goes on only with the fields, conditions and related records that its stage asks for")
    func onward() async throws {
        let id = try await commission()
        try await sketch(id)
        try await sketch(id, inColour: false)
        try await move(id, "drawn")
        #expect(try await missing(id, "carved") == ["required", "exit.sized", "needs.colours"])
        try await sketch(id)
        try await move(id, "carved", values: ["wood": .text("lime"), "size": .integer(30)])
        #expect(try value("stage", id) == .text("carved"))
    }

    @Test("what is asked for on going on is not asked of a record that goes back or is given up")
    func otherWays() async throws {
        let id = try await commission()
        try await sketch(id)
        try await move(id, "drawn")
        try await move(id, "asked")
        try await move(id, "drawn")
        #expect(try await missing(id, "dropped", reason: "late") == [])
    }

    @Test("related records that are missing are told with how many there are")
    func needs() async throws {
        let id = try await commission()
        #expect(try await missing(id, "drawn") == ["needs.any"])
        try await sketch(id)
        try await move(id, "drawn")
        let moves = try edition.workspace.availableMoves("Commission", id, "making", carver)
        let sentences = moves.first { $0.stage.name == "carved" }?.obstacles.map { $0.sentence(.english) } ?? []
        #expect(sentences.contains("Colour sketches are missing. (1 of 2)"))
    }

    @Test("no way leads back out of an irreversible stage, and ways onward and away do")
    func irreversible() async throws {
        let id = try await drawn()
        try await move(id, "carved")
        let moves = try edition.workspace.availableMoves("Commission", id, "making", carver)
        #expect(moves.map(\.stage.name) == ["tried", "dropped"])
        #expect(moves.map(\.direction) == [.onward, .away])
    }

    @Test("a move writes what it says it writes, before its conditions are asked")
    func assignments() async throws {
        let id = try await drawn()
        try await move(id, "carved")
        #expect(try value("carvedBy", id) == carver.actor.user.map(Value.identifier))
        try await move(id, "tried")
        try await move(id, "carved", reason: "an arm came off")
        #expect(try value("faults", id) == .integer(1))
    }

    @Test("moves back are counted and marked in the history, those out of the end of the work too")
    func backMoves() async throws {
        let id = try await drawn()
        try await move(id, "carved", "tried")
        try await move(id, "carved", reason: "an arm came off")
        try await move(id, "tried", "sold", "tried")
        #expect(try value("returns", id) == .integer(2))
        let kinds = try edition.workspace.timeline("Commission", id, limit: 20, carver).compactMap { entry in
            if case .change(let kind, _, _, _) = entry.kind { kind } else { nil }
        }
        #expect(kinds.count { $0 == "movedBack" } == 2)
    }

    @Test(
        "a reason of a list is one of its options",
        arguments: [(nil, "reason"), ("because", "reason"), ("old", "reason")]
    )
    func reasons(reason: String?, code: String) async throws {
        let id = try await commission()
        #expect(try await missing(id, "dropped", reason: reason) == [code])
    }

    @Test("the reason is written to its field, and stands in the history by its label")
    func reasonField() async throws {
        let id = try await commission()
        try await move(id, "dropped", reason: "dear")
        #expect(try value("dropped", id) == .text("dear"))
        guard
            case .change("moved", _, _, let reason)? = try edition.workspace.timeline(
                "Commission", id, limit: 5, carver
            ).first?.kind
        else {
            Issue.record("no move in the timeline")
            return
        }
        #expect(reason == "Too dear")
    }

    @Test("a condition that cannot be computed refuses the move and says why")
    func uncomputable() async throws {
        let id = try await drawn()
        try await move(id, "carved", "tried")
        _ = try await edition.workspace.update(
            "Commission", id, ["size": .integer(9_000_000_000_000_000)], expectedVersion: nil, carver)
        #expect(try await missing(id, "sold") == ["guard.solid"])
        let moves = try edition.workspace.availableMoves("Commission", id, "making", carver)
        let obstacle = moves.first { $0.stage.name == "sold" }?.obstacles.first
        #expect(obstacle?.sentence(.english).contains("cannot be computed") == true)
    }

    @Test("a row of an import that breaks a stage contract is rejected with its list of what is missing")
    func imports() async throws {
        let known = try await commission(["name": .text("Gretel")])
        let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
        try Data(
            """
            name,wood,size,stage
            Kasper,lime,30,sold
            Punch,lime,30,carved
            Gretel,lime,30,sold
            """.utf8
        ).write(to: URL(fileURLWithPath: folder + ".csv"))
        let run = try await edition.workspace.runImport(
            "oldBook", file: folder + ".csv", rejects: folder + "-rejects.csv", progress: { _ in },
            edition.workspace.invocation(.engine, .importing))
        #expect((run.summary.created, run.summary.rejected) == (1, 2))
        #expect(run.summary.findings["carvedBy.required"] == 1)
        #expect(run.summary.findings["record.notDefined"] == 1)
        #expect(try value("stage", known) == .text("asked"))
        let rejects = try String(contentsOfFile: folder + "-rejects.csv", encoding: .utf8)
        #expect(rejects.contains("“carvedBy” needs a value."))
    }
}
