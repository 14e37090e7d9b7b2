// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import Services
import Testing
import Values

@Suite("A rider who is there twice")
struct MergeTests {
    private struct Twice {
        let edition: TestEdition
        let master: Invocation
        let kept: RecordID
        let gone: RecordID

        func create(_ entity: EntityName, _ values: [FieldName: Value]) async throws -> RecordID {
            try await edition.workspace.create(entity, values, edition.engine).id
        }

        func record(_ entity: EntityName, _ id: RecordID) throws -> RecordView {
            try edition.workspace.record(entity, id, edition.engine)
        }

        func merge(
            _ taken: [FieldName] = [], versions: (Int64?, Int64?) = (nil, nil), _ invocation: Invocation
        ) async throws -> WriteOutcome {
            try await edition.workspace.merge(
                RecordMerge(
                    entity: "Rider", survivor: kept, loser: gone, taken: taken, survivorVersion: versions.0,
                    loserVersion: versions.1), invocation)
        }
    }

    private func twice() async throws -> Twice {
        let edition = try await TestEdition.make(bicycleShop)
        let kept = try await edition.workspace.create("Rider", ["name": .text("王伟")], edition.engine).id
        let gone = try await edition.workspace.create(
            "Rider", ["name": .text("王伟先生"), "idNo": .text("ID-2-99"), "mobile": .text("139 1234 5678")],
            edition.engine
        ).id
        return Twice(
            edition: edition, master: try await edition.user("master1", "master"), kept: kept, gone: gone)
    }

    private func findings(of error: (any Error)?) -> [Finding] {
        if case .invalid(let findings)? = error as? ServiceError { findings } else { [] }
    }

    @Test("what referred to one record refers to the other, in the recycle bin as well, and all sums are right")
    func references() async throws {
        let riders = try await twice()
        let workspace = riders.edition.workspace
        let first = try await riders.create("Repair", ["rider": .identifier(riders.kept), "labour": .integer(30)])
        let second = try await riders.create("Repair", ["rider": .identifier(riders.gone), "labour": .integer(50)])
        let binned = try await riders.create("Repair", ["rider": .identifier(riders.gone), "labour": .integer(9)])
        try await workspace.delete("Repair", binned, expectedVersion: nil, riders.edition.engine)
        let note = try await riders.create(
            "Note", ["text": .text("T"), "rider": .identifier(riders.gone), "witness": .identifier(riders.gone)])
        let outcome = try await riders.merge(["idNo", "mobile"], riders.edition.engine)
        let rider = try riders.record("Rider", riders.kept)
        #expect(rider["name"] == .text("王伟"))
        #expect(rider["idNo"] == .text("ID-2-99"))
        #expect(rider["spent"] == .decimal(FixedDecimal(80)))
        #expect(rider["open"] == .integer(2))
        #expect(rider.version == outcome.version)
        #expect(try riders.record("Repair", first)["rider"] == .identifier(riders.kept))
        #expect(try riders.record("Repair", second)["rider"] == .identifier(riders.kept))
        #expect(try riders.record("Note", note)["rider"] == .identifier(riders.kept))
        #expect(try riders.record("Note", note)["witness"] == .identifier(riders.kept))
        #expect(throws: ServiceError.self) { try riders.record("Rider", riders.gone) }
        try await workspace.restore("Repair", binned, riders.edition.engine)
        #expect(try riders.record("Repair", binned)["rider"] == .identifier(riders.kept))
        #expect(try riders.record("Rider", riders.kept)["spent"] == .decimal(FixedDecimal(89)))
        let report = try await workspace.report("byStage", riders.edition.engine)
        #expect(report.rows.map(\.figures) == [[.integer(3), .decimal(FixedDecimal(89))]])
    }

    @Test("the record that was merged away owes nothing when it is restored")
    func restored() async throws {
        let riders = try await twice()
        _ = try await riders.create("Repair", ["rider": .identifier(riders.gone), "labour": .integer(50)])
        _ = try await riders.merge(["mobile"], riders.edition.engine)
        try await riders.edition.workspace.restore("Rider", riders.gone, riders.edition.engine)
        #expect(try riders.record("Rider", riders.gone)["spent"] == .null)
        #expect(try riders.record("Rider", riders.kept)["spent"] == .decimal(FixedDecimal(50)))
    }

    @Test("the timelines of both name the other")
    func timeline() async throws {
        let riders = try await twice()
        _ = try await riders.merge(["mobile"], riders.master)
        let workspace = riders.edition.workspace
        let merged = try #require(
            workspace.timeline("Rider", riders.kept, limit: 10, riders.master).first { $0.other != nil })
        #expect(merged.other?.id == riders.gone)
        #expect(merged.other?.title == "王伟先生")
        #expect(merged.other?.isSurvivor == false && merged.other?.isDeleted == true)
        #expect(merged.who == "master1")
        guard case .change("merged", let changes, _, nil) = merged.kind else {
            Issue.record("not told as a merge")
            return
        }
        #expect(changes.map(\.field) == ["mobile"])
        try await workspace.restore("Rider", riders.gone, riders.edition.engine)
        let other = try workspace.timeline("Rider", riders.gone, limit: 10, riders.master).compactMap(\.other)
        #expect(other.map(\.id) == [riders.kept])
        #expect(other.map(\.isSurvivor) == [true])
    }

    @Test("everything that stands in the way is said at once, by its record, and nothing is half done")
    func findings() async throws {
        let riders = try await twice()
        for text in ["甲", "乙"] {
            _ = try await riders.create("Note", ["text": .text(text), "rider": .identifier(riders.gone)])
        }
        let error = await #expect(throws: ServiceError.self) {
            try await riders.merge(["spent", "colour"], riders.edition.engine)
        }
        let codes = findings(of: error).map(\.code)
        #expect(codes.sorted() == ["readOnly", "rule.reachable", "rule.reachable", "unknownField"])
        #expect(findings(of: error).contains { $0.message.chinese.contains("“甲”") })
        #expect(try riders.record("Rider", riders.gone)["idNo"] == .text("ID-2-99"))
        #expect(try riders.record("Rider", riders.kept).version == 1)
        _ = try await riders.merge(["mobile"], riders.edition.engine)
    }

    @Test("every right that is missing is named")
    func rights() async throws {
        let riders = try await twice()
        let clerk = try await riders.edition.user("clerk1", "clerk")
        for text in ["甲", "乙"] {
            _ = try await riders.create("Note", ["text": .text(text), "rider": .identifier(riders.gone)])
        }
        _ = try await riders.create("Repair", ["rider": .identifier(riders.gone)])
        let error = await #expect(throws: ServiceError.self) { try await riders.merge(["mobile"], clerk) }
        #expect(findings(of: error).map(\.code) == ["missingRight", "missingRight"])
        let sentences = findings(of: error).map(\.message.english)
        #expect(sentences.contains { $0.hasPrefix("2 × Note") } && sentences.contains { $0.hasPrefix("1 × Repair") })
        let apprentice = try await riders.edition.user("apprentice1", "apprentice")
        await #expect(throws: ServiceError.self) { try await riders.merge([], apprentice) }
    }

    @Test("a masked value is compared masked and cannot be taken")
    func masked() async throws {
        let riders = try await twice()
        let clerk = try await riders.edition.user("clerk1", "clerk")
        let comparison = try riders.edition.workspace.compare("Rider", riders.kept, riders.gone, clerk)
        let line = try #require(comparison.lines.first { $0.field == "idNo" })
        #expect(line.differs && !line.isChoosable)
        #expect(comparison.second["idNo"] == .text("ID****99"))
        #expect(comparison.lines.first { $0.field == "mobile" }?.isChoosable == true)
        #expect(comparison.firstMayStay && comparison.secondMayStay)
        let error = await #expect(throws: ServiceError.self) { try await riders.merge(["idNo"], clerk) }
        #expect(findings(of: error).map(\.code) == ["readOnly"])
    }

    @Test("a record that was changed since it was read is not merged", arguments: [true, false])
    func conflict(survivorChanges: Bool) async throws {
        let riders = try await twice()
        _ = try await riders.edition.workspace.update(
            "Rider", survivorChanges ? riders.kept : riders.gone, ["name": .text("王维")], expectedVersion: 1,
            riders.master)
        let error = await #expect(throws: ServiceError.self) {
            try await riders.merge(["mobile"], versions: (1, 1), riders.master)
        }
        guard case .conflict(current: 2) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// Imports riders from lines of text.
    private func take(_ lines: String..., into edition: TestEdition) async throws -> ImportRun {
        let file = FileManager.default.temporaryDirectory.path + "/riders-\(UUID().uuidString).csv"
        try Data((["name,idNo,mobile"] + lines).joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: file))
        return try await edition.workspace.runImport(
            "oldRiders", file: file, rejects: file + ".rejects", progress: { _ in },
            edition.workspace.invocation(.engine, .importing))
    }

    @Test("a pair that was refused is not proposed again, not even by another import of the same rider")
    func refusal() async throws {
        let edition = try await TestEdition.make(bicycleShop)
        let workspace = edition.workspace
        let master = try await edition.user("master1", "master")
        _ = try await take("王伟,ID-1-99,139 1234 5678", into: edition)
        let run = try await take("王伟先生,,139 1234 5678", into: edition)
        #expect(run.summary.proposed == 1)
        let proposal = try #require(workspace.mergeProposals(of: "Rider", master).proposals.first)
        #expect(proposal.record.title == "王伟" && proposal.duplicate.title == "王伟先生")
        #expect(proposal.resemblance?.same == "mobile")
        #expect(try workspace.hasMergeProposals(master))
        try await workspace.refuseMerge("Rider", proposal.record.id, proposal.duplicate.id, master)
        #expect(try workspace.mergeProposals(of: nil, master).proposals.isEmpty)
        #expect(try !workspace.hasMergeProposals(master))
        _ = try await workspace.undoImport(run.batch, edition.engine)
        #expect(try await take("王伟先生,,139 1234 5678", into: edition).summary.proposed == 0)
        #expect(try workspace.mergeProposals(of: nil, master).proposals.isEmpty)
    }

    @Test("proposals come in pages, only to those who may read both records, and follow a merge")
    func proposals() async throws {
        let edition = try await TestEdition.make(bicycleShop)
        let workspace = edition.workspace
        let master = try await edition.user("master1", "master")
        _ = try await take("王伟,ID-1-99,139 1234 5678", "王伟先生,,139 1234 5678", "王伟总,,139 1234 5678", into: edition)
        let first = try workspace.mergeProposals(of: "Rider", limit: 1, master)
        let second = try workspace.mergeProposals(of: "Rider", page: try #require(first.next), limit: 1, master)
        #expect(first.proposals.count == 1 && second.proposals.count == 1 && second.next == nil)
        #expect(first.proposals[0].id != second.proposals[0].id)
        let apprentice = try await edition.user("apprentice1", "apprentice")
        #expect(try workspace.mergeProposals(of: "Rider", apprentice).proposals.isEmpty)
        #expect(try !workspace.hasMergeProposals(apprentice))
        let (gone, kept) = (first.proposals[0].record.id, first.proposals[0].duplicate.id)
        _ = try await workspace.merge(
            RecordMerge(
                entity: "Rider", survivor: kept, loser: gone, taken: ["idNo"], survivorVersion: nil, loserVersion: nil),
            master)
        let rest = try workspace.mergeProposals(of: "Rider", master).proposals
        #expect(rest.map(\.record.id) == [kept])
        #expect(rest.map(\.duplicate.id) == [second.proposals[0].duplicate.id])
    }

    @Test("a deletion changes nothing that the asker may not change, and takes along what is the record's own")
    func deletion() async throws {
        let riders = try await twice()
        let clerk = try await riders.edition.user("clerk1", "clerk")
        let workspace = riders.edition.workspace
        let bicycle = try await riders.create("Bicycle", ["name": .text("B"), "rider": .identifier(riders.kept)])
        let note = try await riders.create(
            "Note",
            ["text": .text("T"), "rider": .identifier(riders.gone), "witness": .identifier(riders.gone)])
        let error = await #expect(throws: ServiceError.self) {
            try await workspace.delete("Rider", riders.gone, expectedVersion: nil, clerk)
        }
        #expect(findings(of: error).map(\.code) == ["missingRight"])
        #expect(findings(of: error).first?.message.english.hasPrefix("1 × Note") == true)
        #expect(try riders.record("Note", note)["rider"] == .identifier(riders.gone))
        try await workspace.delete("Rider", riders.kept, expectedVersion: nil, clerk)
        #expect(throws: ServiceError.self) { try riders.record("Bicycle", bicycle) }
        try await workspace.delete("Rider", riders.gone, expectedVersion: nil, riders.edition.engine)
        #expect(try riders.record("Note", note)["rider"] == .null)
    }

    @Test("a record never comes to refer to itself", arguments: [[], ["parent"]] as [[FieldName]])
    func selfReference(taken: [FieldName]) async throws {
        let edition = try await TestEdition.make(bicycleShop)
        let engine = edition.engine
        func branch(_ name: String, _ parent: RecordID?) async throws -> RecordID {
            try await edition.workspace.create(
                "Branch", ["name": .text(name), "parent": parent.map(Value.identifier) ?? .null], engine
            ).id
        }
        let gone = try await branch("A", nil)
        let kept = try await branch("B", gone)
        let third = try await branch("C", gone)
        _ = try await edition.workspace.update(
            "Branch", gone, ["parent": .identifier(kept)], expectedVersion: nil, engine)
        _ = try await edition.workspace.merge(
            RecordMerge(
                entity: "Branch", survivor: kept, loser: gone, taken: taken, survivorVersion: nil, loserVersion: nil),
            engine)
        let survivor = try edition.workspace.record("Branch", kept, engine)
        #expect(survivor["parent"] == .null)
        #expect(survivor["below"] == .integer(1))
        #expect(try edition.workspace.record("Branch", third, engine)["parent"] == .identifier(kept))
    }
}
