// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

/// A beach: chairs are given to guests, and what a guest is told follows from the chair.
private let beach = """
    <pack xmlns="urn:trellis:pack:1" id="beach" version="1.0.0">
      \(labels("Beach", "海滩"))
      <entity id="Chair" title="name">
        \(labels("Chair", "躺椅"))<plural>Chairs</plural><plural xml:lang="zh-Hans">躺椅</plural>
        \(part("name", "text")) \(part("row", "integer"))
      </entity>
      <entity id="Guest" title="name">
        \(labels("Guest", "客人"))<plural>Guests</plural><plural xml:lang="zh-Hans">客人</plural>
        \(part("name", "text")) \(part("wish", "integer")) \(part("nights", "integer"))
        \(part("twice", "integer", "compute=\"nights mul 2\"")) \(part("note", "text")) \(part("owed", "integer"))
        <field id="chair" type="reference" to="Chair" inverse="guests">\(labels("Chair", "躺椅"))
          <inverse>\(labels("Guests", "客人"))</inverse></field>
      </entity>
      <automation id="arrives" entity="Guest" on="create">
        \(labels("Arrives", "到达"))
        <assign field="chair" by="first" where="row eq @origin/wish" order="name"/>
        <set field="note" value="concat('Your chair is ',chair/name)"/>
        <set field="nights" value="chair/row add 1"/>
        <set field="owed" value="twice add 5"/>
      </automation>
      <automation id="moves" entity="Guest" on="change" field="wish" when="wish lt 1">
        \(labels("Moves", "换位"))
        <set field="wish" value="wish add 1"/>
        <assign field="chair" by="first" where="row eq @origin/wish" order="name"/>
      </automation>
    </pack>
    """

@Suite("Effects of one automation")
struct AutomationSightTests {
    private func beach() async throws -> (edition: TestEdition, guest: RecordID) {
        let edition = try await TestEdition.make(ServicesTests.beach)
        for (name, row) in [("Front", 1), ("Middle", 2), ("Back", 3)] as [(String, Int64)] {
            _ = try await edition.workspace.create(
                "Chair", ["name": .text(name), "row": .integer(row)], edition.engine)
        }
        let guest = try await edition.workspace.create(
            "Guest", ["name": .text("Iris"), "wish": .integer(2)], edition.engine
        ).id
        try await edition.pass()
        return (edition, guest)
    }

    @Test("a value set behind an assignment reads what was assigned, and computed fields follow")
    func afterAssignment() async throws {
        let (edition, guest) = try await beach()
        let record = try edition.workspace.record("Guest", guest, edition.engine)
        #expect(record["note"] == .text("Your chair is Middle"))
        #expect(record["nights"] == .integer(3) && record["owed"] == .integer(11))
    }

    @Test("all of it is one change of the record")
    func oneWrite() async throws {
        let (edition, guest) = try await beach()
        #expect(try edition.workspace.record("Guest", guest, edition.engine).version == 2)
    }

    @Test("an assignment reads what was set before it")
    func beforeAssignment() async throws {
        let (edition, guest) = try await beach()
        _ = try await edition.workspace.update(
            "Guest", guest, ["wish": .integer(0)], expectedVersion: nil, edition.engine)
        try await edition.pass()
        let record = try edition.workspace.record("Guest", guest, edition.engine)
        #expect(record["wish"] == .integer(1))
        #expect(record.titles["chair"] == "Front")
    }
}
