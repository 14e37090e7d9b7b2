// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import OrderedCollections
import Packs
import Schemas
import Services
import Storage
import Testing
import Values

@Suite("Customising an edition while it is in use")
struct CustomisingTests {
    private static let nickname = Customisation.NewField(
        name: Customisation.NewName(id: "nickname", label: Label(english: "Nick & name", chinese: "昵称")), type: "text",
        behind: "name")

    private func customised(_ change: Customisation, _ workspace: Workspace) async throws {
        try await workspace.customise(change, seen: workspace.editionNumber, workspace.engine)
    }

    @Test("a new field is shown before it is there, then is there for everybody, and survives the vendor's upgrade")
    func story() async throws {
        let edition = try LivingEdition()
        let workspace = try await edition.apply(bicycleRepair)
        let change = Customisation.addField(entity: "Rider", Self.nickname)
        guard case .planned(let planned) = try workspace.preview(change, workspace.engine) else {
            Issue.record("the change was refused")
            return
        }
        #expect(planned.model.entities["Rider"]?.fields["nickname"]?.label.english == "Nick & name")
        #expect(planned.plan.steps.map(\.touchedRecords).max() == 0)
        let line = try #require(planned.lines(before: workspace.model.current.model).first)
        #expect(line.label.english.hasSuffix(" · Nick & name: new field"))
        #expect(line.label.chinese.hasSuffix(" · 昵称：新增字段"))
        #expect(workspace.model.current.model.entities["Rider"]?.fields["nickname"] == nil)

        try await customised(change, workspace)
        let rider = try await workspace.create(
            "Rider", ["name": .text("Li"), "nickname": .text("老李")], workspace.engine
        ).id
        try FileManager.default.createDirectory(
            atPath: edition.folder + "/bicycles", withIntermediateDirectories: true)
        try bicycleRepair2.write(
            toFile: edition.folder + "/bicycles/pack.xml", atomically: true, encoding: .utf8)
        let before = try #require(try EditionBook(edition.store(), edition.contributions).latest).texts
        let upgrade = PackLoader(edition.contributions).load(folders: [edition.folder + "/bicycles"], after: before)
        try await edition.apply(upgrade)
        #expect(try workspace.follow())
        #expect(workspace.model.current.model.entities["Rider"]?.fields["colour"] != nil)
        #expect(try workspace.customisations(workspace.engine).map(\.subject) == ["field Rider.nickname"])
        let opened = try edition.open()
        #expect(try opened.record("Rider", rider, opened.engine)["nickname"] == .text("老李"))
    }

    @Test("the plan of taking a field back names it as people know it, and says that its values stay")
    func takingBack() async throws {
        let edition = try LivingEdition()
        let workspace = try await edition.apply(bicycleRepair)
        try await customised(.addField(entity: "Rider", Self.nickname), workspace)
        let part = try #require(try workspace.customisations(workspace.engine).first)
        guard case .planned(let planned) = try workspace.preview(takingBack: part.path, workspace.engine) else {
            Issue.record("the change was refused")
            return
        }
        let lines = planned.lines(before: workspace.model.current.model)
        let label = try #require(lines.first?.label)
        #expect(label.english.hasSuffix(" · Nick & name: detached; its values stay in the database"))
        #expect(label.chinese.hasSuffix(" · 昵称：停用，值保留在数据库中"))
    }

    @Test("everything that can be changed becomes a pack that the checker accepts")
    func kinds() async throws {
        let edition = try LivingEdition()
        let workspace = try await edition.apply(bicycleRepair)
        let name = Customisation.NewName(id: "extra", label: Label(english: "\"Extra\" <1>", chinese: "额外"))
        let changes: [Customisation] = [
            .addField(entity: "Rider", Self.nickname),
            .addField(
                entity: "Rider",
                Customisation.NewField(
                    name: name, type: "choice", help: Label(english: "Which", chinese: "哪个"),
                    options: [Customisation.NewName(id: "one", label: Label(english: "One", chinese: "一"))])),
            .addOption(
                .field(entity: "Rider", "extra"),
                Customisation.NewName(id: "two", label: Label(english: "Two", chinese: "二"))),
            .changeField(
                entity: "Rider", "name",
                Customisation.FieldChange(label: Label(english: "Full name", chinese: "全名"))),
            .placeField(entity: "Rider", "extra", behind: "name"),
            .addStage(
                "workshop",
                Customisation.NewStage(
                    name: Customisation.NewName(id: "waiting", label: Label(english: "Waiting", chinese: "等待")),
                    behind: "received", from: ["received"], to: ["done"])),
            .addReport(
                Customisation.NewReport(
                    name: Customisation.NewName(id: "byName", label: Label(english: "By name", chinese: "按名称")),
                    entity: "Rider", group: "name", groupLabel: Label(english: "Name", chinese: "名称"), sum: nil,
                    measureLabel: Label(english: "Number", chinese: "数量"))),
        ]
        for change in changes { try await customised(change, workspace) }
        let model = workspace.model.current.model
        #expect(model.entities["Rider"]?.fields["extra"]?.options.map(\.name) == ["one", "two"])
        #expect(model.entities["Rider"]?.fields["extra"]?.label.english == "\"Extra\" <1>")
        #expect(model.entities["Rider"]?.fields["name"]?.label.chinese == "全名")
        #expect(model.entities["Rider"]?.page.sections.first?.fields.prefix(3) == ["name", "extra", "nickname"])
        #expect(model.pipelines["workshop"]?.stage("waiting") != nil)
        #expect(model.reports["byName"] != nil)
        #expect(try workspace.customisations(workspace.engine).count == changes.count)
    }

    @Test("a change that is taken back leaves the others, and what was entered comes back with it")
    func takenBack() async throws {
        let edition = try LivingEdition()
        let workspace = try await edition.apply(bicycleRepair)
        try await customised(.addField(entity: "Rider", Self.nickname), workspace)
        try await customised(
            .changeField(
                entity: "Rider", "name", Customisation.FieldChange(label: Label(english: "Full name", chinese: "全名"))),
            workspace)
        let rider = try await workspace.create(
            "Rider", ["name": .text("Li"), "nickname": .text("Old Li")], workspace.engine
        ).id
        let part = try #require(try workspace.customisations(workspace.engine).first)
        try await workspace.takeBack(part.path, seen: workspace.editionNumber, workspace.engine)
        #expect(workspace.model.current.model.entities["Rider"]?.fields["nickname"] == nil)
        #expect(workspace.model.current.model.entities["Rider"]?.fields["name"]?.label.english == "Full name")
        try await customised(.addField(entity: "Rider", Self.nickname), workspace)
        #expect(try workspace.record("Rider", rider, workspace.engine)["nickname"] == .text("Old Li"))
    }

    @Test("what the checker finds is told in both languages, and nothing is changed")
    func refused() async throws {
        let edition = try LivingEdition()
        let workspace = try await edition.apply(bicycleRepair)
        let twice = Customisation.addField(
            entity: "Rider",
            Customisation.NewField(
                name: Customisation.NewName(id: "name", label: Label(english: "Name", chinese: "名称")), type: "text"))
        let fault = await #expect(throws: CustomisationFault.self) { try await customised(twice, workspace) }
        guard case .refused(let reasons) = fault else {
            Issue.record("it was not refused")
            return
        }
        #expect(reasons.first?.english.contains("defined twice") == true)
        #expect(workspace.editionNumber == 1)
    }

    @Test("a form that was made for another edition is refused")
    func stale() async throws {
        let edition = try LivingEdition()
        let workspace = try await edition.apply(bicycleRepair)
        let seen = workspace.editionNumber
        try await customised(.addField(entity: "Rider", Self.nickname), workspace)
        let change = Customisation.changeField(
            entity: "Rider", "name", Customisation.FieldChange(label: Label(english: "Full name", chinese: "全名")))
        let fault = await #expect(throws: CustomisationFault.self) {
            try await workspace.customise(change, seen: seen, workspace.engine)
        }
        guard case .editionChanged = fault else {
            Issue.record("it was taken")
            return
        }
    }

    @Test("people without the capability can neither see nor make changes")
    func permission() async throws {
        let edition = try LivingEdition()
        let workspace = try await edition.apply(bicycleShop)
        _ = try await workspace.setUser(
            userName: "clerk", displayName: "Clerk", password: "a-long-password", roles: ["clerk"])
        let actor = try #require(try workspace.actor(userName: "clerk"))
        let clerk = workspace.invocation(actor, .browser)
        #expect(throws: ServiceError.self) { try workspace.customisations(clerk) }
        #expect(throws: ServiceError.self) {
            try workspace.preview(.addField(entity: "Rider", Self.nickname), clerk)
        }
        await #expect(throws: ServiceError.self) {
            try await workspace.customise(.addField(entity: "Rider", Self.nickname), seen: 1, clerk)
        }
    }
}
