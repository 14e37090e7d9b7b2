// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import OrderedCollections
import Packs
import SQLiteStorage
import Schemas
import Services
import Storage
import Testing
import Values

/// Bicycle repair as its maker goes on: a colour, a new stage, tools.
private let later =
    bicycleRepair2
    .replacing(
        "<stage id=\"done\"",
        with: "<stage id=\"waiting\"><label>Waiting &amp; resting</label><label xml:lang=\"zh-Hans\">等待</label></stage>"
            + "<stage id=\"done\""
    )
    .replacing(
        "<transition from=\"received\"",
        with: "<transition from=\"received\" to=\"waiting\"/><transition from=\"received\""
    )
    .replacing(
        "<pipeline",
        with: """
            <entity id="Tool" title="name">
              <label>Tool</label><label xml:lang="zh-Hans">工具</label>
              <plural>Tools</plural><plural xml:lang="zh-Hans">工具</plural>
              <field id="name" type="text" required="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
            </entity>
            <pipeline
            """)

@Suite("Going back to an earlier edition")
struct RollbackTests {
    private func goBack(_ edition: LivingEdition, to number: Int64? = nil) async throws -> Workspace {
        let store = try edition.store()
        return try await Workspace.apply(
            Rollback(to: number, on: store, edition.contributions).planned, to: store,
            contributions: edition.contributions, clock: edition.clock.workspaceClock, backup: .none)
    }

    @Test(
        "keeps what was written since, sets aside and reports what the earlier model has no place for, and comes back")
    func story() async throws {
        let edition = try LivingEdition()
        try await edition.apply(bicycleRepair)
        var workspace = try await edition.apply(later)
        let rider = try await workspace.create(
            "Rider", ["name": .text("Li"), "colour": .text("red")], workspace.engine
        ).id
        let repair = try await workspace.create("Repair", ["rider": .identifier(rider)], workspace.engine).id
        _ = try await workspace.move(
            StageMove(entity: "Repair", id: repair, pipeline: "workshop", to: "waiting"), workspace.engine)
        let tool = try await workspace.create("Tool", ["name": .text("Pump")], workspace.engine).id

        let rollback = try Rollback(to: nil, on: edition.store(), edition.contributions)
        #expect(rollback.target == 1)
        #expect(
            rollback.setAside.map { "\($0.kind) \($0.entity) \($0.field ?? "") \($0.option ?? "") \($0.count)" } == [
                "records Tool   1", "values Rider colour  1", "option Repair stage waiting 1",
            ])

        workspace = try await goBack(edition)
        let model = workspace.model.current.model
        #expect(model.entities["Tool"] == nil)
        #expect(model.packs.map(\.version).contains("1.0.0"))
        #expect(model.pipelines["workshop"]?.stages.first { $0.name == "waiting" }?.isRetired == true)
        #expect(try workspace.record("Repair", repair, workspace.engine)["stage"] == .text("waiting"))
        #expect(try workspace.record("Rider", rider, workspace.engine)["name"] == .text("Li"))
        let written = try await workspace.create("Rider", ["name": .text("Wu")], workspace.engine).id
        #expect(try EditionBook(edition.store(), edition.contributions).latest?.restores == 1)

        workspace = try await edition.apply(later)
        #expect(try workspace.record("Rider", rider, workspace.engine)["colour"] == .text("red"))
        #expect(try workspace.record("Rider", written, workspace.engine)["colour"] == .null)
        #expect(try workspace.record("Tool", tool, workspace.engine)["name"] == .text("Pump"))
        #expect(try workspace.drift() == [])
    }

    @Test("turns values back into their earlier type, reports those that do not fit, and accepts what became optional")
    func types() async throws {
        let edition = try LivingEdition()
        try await edition.apply(bicycleRepair)
        var workspace = try await edition.apply(
            bicycleRepair.replacing("<field id=\"due\" type=\"date\">", with: "<field id=\"due\" type=\"text\">")
                .replacing("compute=\"cast(totalseconds(due sub today()) divby 86400,Edm.Int64)\"", with: "")
                .replacing("inverse=\"repairs\" required=\"true\"", with: "inverse=\"repairs\""))
        var repairs: [RecordID] = []
        for due in ["2026-12-01", "soon"] {
            repairs.append(try await workspace.create("Repair", ["due": .text(due)], workspace.engine).id)
        }
        let rollback = try Rollback(to: nil, on: edition.store(), edition.contributions)
        let parts = rollback.setAside.map { "\($0.kind) \($0.entity) \($0.field ?? "") \($0.count)" }
        #expect(parts == ["values Repair due 1"])
        workspace = try await goBack(edition)
        let day = try #require(CalendarDate("2026-12-01"))
        #expect(try workspace.record("Repair", repairs[0], workspace.engine)["due"] == .date(day))
        #expect(try workspace.record("Repair", repairs[1], workspace.engine)["due"] == .null)
    }

    @Test("goes further back step by step, or to a number, and not before the first")
    func steps() async throws {
        let edition = try LivingEdition()
        try await edition.apply(bicycleRepair)
        try await edition.apply(bicycleRepair2)
        try await edition.apply(later)
        #expect(try await goBack(edition).model.current.model.entities["Tool"] == nil)
        #expect(try await goBack(edition).model.current.model.entities["Rider"]?.fields["colour"] == nil)
        #expect(throws: ServiceError.self) { try Rollback(to: nil, on: edition.store(), edition.contributions) }
        #expect(throws: ServiceError.self) { try Rollback(to: 9, on: edition.store(), edition.contributions) }
        #expect(try await goBack(edition, to: 3).model.current.model.entities["Tool"] != nil)
    }
}
