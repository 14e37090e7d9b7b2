// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Foundation
import GRDB
import Packs
import SQLiteStorage
import Schemas
import Services
import Storage
import Testing
import Values

/// Cinemas: a seat is known by its hall, row and number, and a programme gives a film one place a day.
private let cinema = """
    <pack xmlns="urn:trellis:pack:1" id="cinema" version="1.0.0">
      \(labels("Cinema", "影院"))
      <entity id="Hall" title="name">
        \(labels("Hall", "影厅"))<plural>Halls</plural><plural xml:lang="zh-Hans">影厅</plural>
        \(part("name", "text"))
      </entity>
      <entity id="Seat" title="number">
        \(labels("Seat", "座位"))<plural>Seats</plural><plural xml:lang="zh-Hans">座位</plural>
        <field id="hall" type="reference" to="Hall" inverse="seats">\(labels("Hall", "影厅"))
          <inverse>\(labels("Seats", "座位"))</inverse></field>
        <field id="number" type="text">\(labels("Number", "编号"))</field>
        <field id="price" type="decimal" scale="2">\(labels("Price", "票价"))</field>
        <field id="wish" type="text">\(labels("Wish", "愿望"))</field>
        <unique id="place" fields="hall number"/>
        <unique id="offer" fields="wish price">\(labels("Nobody wishes the same for the same.", "同价不可同愿。"))</unique>
      </entity>
      <automation id="renumber" entity="Seat" on="change" field="wish" when="wish eq 'A1'">
        \(labels("Renumber", "重新编号"))<set field="number" value="wish"/>
      </automation>
      <import id="seats" entity="Seat" key="wish">\(labels("Seats", "座位"))
        <column heading="wish" field="wish"/><column heading="number" field="number"/>
        <column heading="hall" field="hall" lookup="name"/></import>
      <role id="usher">\(labels("Usher", "引座员"))
        <allow entity="Hall" read="all" create="all"/>
        <allow entity="Seat" read="all" create="all" update="all" delete="all"/>
      </role>
    </pack>
    """

@Suite("Fields that are unique together")
struct UniqueCombinationTests {
    private struct House {
        let edition: TestEdition
        let blue: RecordID
        let red: RecordID

        var workspace: Workspace { edition.workspace }

        init() async throws {
            edition = try await TestEdition.make(cinema)
            blue = try await edition.workspace.create("Hall", ["name": .text("Blue")], edition.engine).id
            red = try await edition.workspace.create("Hall", ["name": .text("Red")], edition.engine).id
        }

        @discardableResult
        func seat(_ hall: RecordID?, _ number: String?, _ more: [FieldName: Value] = [:]) async throws -> RecordID {
            var values = more
            values["hall"] = hall.map(Value.identifier) ?? .null
            values["number"] = number.map(Value.text) ?? .null
            return try await workspace.create("Seat", values, edition.engine).id
        }

        func findings(_ body: () async throws -> Void) async throws -> [Finding] {
            do {
                try await body()
                return []
            } catch ServiceError.invalid(let findings) { return findings }
        }
    }

    @Test("two records may share a part of the combination, and not all of it")
    func parts() async throws {
        let house = try await House()
        try await house.seat(house.blue, "A1")
        try await house.seat(house.blue, "A2")
        try await house.seat(house.red, "A1")
        let findings = try await house.findings { try await house.seat(house.blue, "A1") }
        #expect(findings.map(\.code) == ["unique.place"] && findings.first?.field == "number")
        #expect(findings.first?.message.english == "Another record has the same “Hall” and “Number”.")
        #expect(findings.first?.message.chinese == "已有其他记录的“影厅”和“编号”与此相同。")
    }

    @Test("the pack’s own sentence stands in front of what is the same")
    func sentence() async throws {
        let house = try await House()
        let offer: [FieldName: Value] = ["wish": .text("aisle"), "price": .integer(9)]
        try await house.seat(nil, nil, offer)
        let findings = try await house.findings { try await house.seat(nil, nil, offer) }
        #expect(
            findings.map(\.message.english) == [
                "Nobody wishes the same for the same. Another record has the same “Wish” and “Price”."
            ])
        #expect(findings.map(\.message.chinese) == ["同价不可同愿。已有其他记录的“愿望”和“票价”与此相同。"])
    }

    @Test("records that lack one of the values have no such combination")
    func empty() async throws {
        let house = try await House()
        for _ in 0..<2 {
            try await house.seat(house.blue, nil)
            try await house.seat(nil, "A1")
        }
        #expect(try house.workspace.list(ListRequest(entity: "Seat"), house.edition.engine).records.count == 4)
    }

    @Test("a change of one field and a return from the bin are refused by the same finding")
    func changes() async throws {
        let house = try await House()
        let first = try await house.seat(house.blue, "A1")
        let second = try await house.seat(house.red, "A1")
        let engine = house.edition.engine
        let moved = try await house.findings {
            _ = try await house.workspace.update(
                "Seat", second, ["hall": .identifier(house.blue)], expectedVersion: nil, engine)
        }
        #expect(moved.map(\.code) == ["unique.place"])
        try await house.workspace.delete("Seat", first, expectedVersion: nil, engine)
        let third = try await house.seat(house.blue, "A1")
        let restored = try await house.findings { try await house.workspace.restore("Seat", first, engine) }
        #expect(restored == moved)
        // What a record keeps is no second one.
        _ = try await house.workspace.update("Seat", third, ["price": .integer(7)], expectedVersion: nil, engine)
    }

    @Test("it is listed together with everything else that is wrong")
    func together() async throws {
        let house = try await House()
        try await house.seat(house.blue, "A1")
        let findings = try await house.findings {
            try await house.seat(house.blue, "A1", ["nothing": .text("x")])
        }
        #expect(findings.map(\.code).sorted() == ["unique.place", "unknownField"])
    }

    @Test("an import rejects the row with it, and an automation fails with it")
    func doors() async throws {
        let house = try await House()
        try await house.seat(house.blue, "A1")
        let folder = FileManager.default.temporaryDirectory.path + "/seats-\(UUID().uuidString)"
        try "wish,number,hall\nfront,A1,Blue\nback,A9,Blue\n".write(
            toFile: folder + ".csv", atomically: true, encoding: .utf8)
        let summary = try await house.workspace.runImport(
            "seats", file: folder + ".csv", rejects: folder + "-rejects.csv", progress: { _ in },
            house.workspace.invocation(.engine, .importing)
        ).summary
        #expect(summary.created == 1 && summary.rejected == 1)
        #expect(Array(summary.findings.keys).map { $0.hasPrefix("unique.place") } == [true])

        let seat = try await house.seat(house.blue, "B1")
        _ = try await house.workspace.update(
            "Seat", seat, ["wish": .text("A1")], expectedVersion: nil, house.edition.engine)
        try await house.edition.pass()
        let failed = try house.workspace.firings(of: seat, limit: 5, house.edition.engine).first
        #expect(failed?.outcome == .failed)
        #expect(failed?.detail.error?.contains("“Hall” and “Number”") == true, "\(String(describing: failed))")
    }
}

/// Halls of a theatre, and what a later pack says of them.
private let theatre = """
    <pack xmlns="urn:trellis:pack:1" id="theatre" version="1.0.0">
      \(labels("Theatre", "剧院"))
      <entity id="Box" title="name">
        \(labels("Box", "包厢"))<plural>Boxes</plural><plural xml:lang="zh-Hans">包厢</plural>
        \(part("name", "text")) \(part("tier", "integer")) \(part("side", "text"))
      </entity>
    </pack>
    """

private func order(_ parts: String) -> String {
    """
    <pack xmlns="urn:trellis:pack:1" id="order" version="1.0.0" requires="theatre ^1.0">
      \(labels("Order", "秩序"))<extend entity="Box">\(parts)</extend>
    </pack>
    """
}

private let rule = "<unique id=\"seat\" fields=\"tier side\"/>"

@Suite("Combinations that a pack brings and takes away")
struct UniqueCombinationPlanTests {
    private func indexes(_ edition: LivingEdition) throws -> [String] {
        try DatabaseQueue(path: edition.database).read { database in
            try String.fetchAll(database, sql: "SELECT sql FROM sqlite_master WHERE name LIKE 'box%unique'")
        }
    }

    private func box(_ name: String, _ tier: Int64, _ side: String, in workspace: Workspace) async throws {
        _ = try await workspace.create(
            "Box", ["name": .text(name), "tier": .integer(tier), "side": .text(side)], workspace.engine)
    }

    @Test("the plan counts the records that share a combination, with samples, and refuses to go on")
    func violations() async throws {
        let edition = try LivingEdition()
        let workspace = try await edition.apply(theatre)
        for (name, tier) in [("a", 1), ("b", 1), ("c", 2)] { try await box(name, Int64(tier), "left", in: workspace) }
        let model = try #require(try edition.load([theatre, order(rule)]).model)
        let plan = try await Workspace.plan(model, for: edition.store())
        let finding = try #require(plan.errors.first)
        #expect(finding.subject == "Box.seat" && finding.records == 2)
        #expect(finding.samples.map(\.title) == ["a", "b"])
        #expect(
            finding.message.english
                == "2 records share the values of tier, side with another Box, which are to be unique together.")
        #expect(
            plan.steps.contains { $0.reason == "tier, side of Box are unique together" && $0.offendingRecords == 2 })
    }

    @Test("the index goes with the pack that asked for it, and comes back with it")
    func detaching() async throws {
        let edition = try LivingEdition()
        try await edition.apply(theatre, order(rule))
        #expect(try indexes(edition).count == 1)
        #expect(try indexes(edition).first?.contains("(\"tier\", \"side\") WHERE deleted_at IS NULL") == true)
        let workspace = try await edition.apply(theatre)
        #expect(try indexes(edition).isEmpty)
        for name in ["a", "b"] { try await box(name, 1, "left", in: workspace) }
        await #expect(throws: StoreError.self) { try await edition.apply(theatre, order(rule)) }
    }

    @Test("another layer may say which fields, and the index follows")
    func layers() async throws {
        let edition = try LivingEdition()
        let above = order("<extend-unique id=\"seat\" fields=\"tier side name\"/>")
        let base = theatre.replacing("</entity>", with: rule + "</entity>")
        let workspace = try await edition.apply(base, above)
        for name in ["a", "b"] { try await box(name, 1, "left", in: workspace) }
        await #expect(throws: ServiceError.self) { try await box("b", 1, "left", in: workspace) }
        #expect(try indexes(edition).first?.contains("(\"tier\", \"side\", \"name\")") == true)
    }

    @Test(
        "what makes no combination is told where it is written",
        arguments: [
            ("<unique id=\"seat\" fields=\"tier\"/>", "A combination has two fields or more."),
            ("<unique id=\"seat\" fields=\"tier tier\"/>", "“tier” is named twice."),
            ("<unique id=\"seat\" fields=\"tier sid\"/>", "Box has no field “sid”."),
            (rule + rule, "The unique combination “Box.seat” is defined twice."),
            (
                "<field id=\"next\" type=\"integer\" compute=\"tier add 1\">\(labels("Next", "下一个"))</field>"
                    + "<unique id=\"seat\" fields=\"next side\"/>", "“next” follows from other values."
            ),
        ])
    func faults(parts: String, sentence: String) throws {
        let fault = #expect(throws: PackFault.self) { try LivingEdition().load([theatre, order(parts)]) }
        #expect(fault?.findings.contains(sentence) == true, "\(fault?.findings ?? "")")
    }
}
