// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Packs
import Schemas
import Services
import Storage
import Testing
import Values

/// Rehearsal rooms: a band has a room on a day and in a slot, and nobody else has it then.
private func rooms(_ resource: String = "room day slot") -> String {
    """
    <pack xmlns="urn:trellis:pack:1" id="rooms" version="1.0.0">
      \(labels("Rooms", "排练室"))
      <entity id="Room" title="name">
        \(labels("Room", "房间"))<plural>Rooms</plural><plural xml:lang="zh-Hans">房间</plural>
        \(part("name", "text"))
      </entity>
      <entity id="Booking" title="band">
        \(labels("Booking", "预订"))<plural>Bookings</plural><plural xml:lang="zh-Hans">预订</plural>
        \(part("band", "text")) \(part("day", "date")) \(part("slot", "text")) \(part("off", "boolean"))
        <field id="room" type="reference" to="Room" inverse="bookings">\(labels("Room", "房间"))
          <inverse>\(labels("Bookings", "预订"))</inverse></field>
      </entity>
      <reservation id="use" entity="Booking" resource="\(resource)" when="off ne true" holder="band">
        \(labels("Use", "占用"))
      </reservation>
    </pack>
    """
}

@Suite("Reservations of what several fields name together")
struct ReservationOfSeveralTests {
    private struct House {
        let workspace: Workspace
        let north: RecordID
        let south: RecordID

        init(_ workspace: Workspace) async throws {
            self.workspace = workspace
            north = try await workspace.create("Room", ["name": .text("North")], workspace.engine).id
            south = try await workspace.create("Room", ["name": .text("South")], workspace.engine).id
        }

        @discardableResult
        func book(_ band: String, _ room: RecordID?, _ day: String, _ slot: String?) async throws -> RecordID {
            try await workspace.create(
                "Booking",
                [
                    "band": .text(band), "room": room.map(Value.identifier) ?? .null,
                    "day": CalendarDate(day).map(Value.date) ?? .null, "slot": slot.map(Value.text) ?? .null,
                ], workspace.engine
            ).id
        }

        func refusal(_ body: () async throws -> Void) async throws -> Finding? {
            do {
                try await body()
                return nil
            } catch ServiceError.invalid(let findings) { return findings.first }
        }
    }

    @Test("records exclude each other only where all of the fields are the same")
    func parts() async throws {
        let house = try await House(try await TestEdition.make(rooms()).workspace)
        let first = try await house.book("Owls", house.north, "2026-12-01", "evening")
        try await house.book("Bats", house.south, "2026-12-01", "evening")
        try await house.book("Bats", house.north, "2026-12-02", "evening")
        try await house.book("Bats", house.north, "2026-12-01", "morning")
        let refusal = try await house.refusal { try await house.book("Rats", house.north, "2026-12-01", "evening") }
        #expect(refusal?.code == "reserved" && refusal?.field == "room")
        #expect(refusal?.message.english == "“North · 2026-12-01 · evening” is reserved by Owls.")
        #expect(refusal?.facts == ["reservation": .text("use"), "holder": .text("Owls")])
        _ = try await house.workspace.update(
            "Booking", first, ["off": .boolean(true)], expectedVersion: nil, house.workspace.engine)
        try await house.book("Rats", house.north, "2026-12-01", "evening")
    }

    @Test("a record that lacks one of the fields holds nothing")
    func lacking() async throws {
        let house = try await House(try await TestEdition.make(rooms()).workspace)
        for band in ["Owls", "Bats"] { try await house.book(band, house.north, "2026-12-01", nil) }
    }

    @Test("the page of what the first field names tells every hold of it, and of nothing else")
    func notices() async throws {
        let house = try await House(try await TestEdition.make(rooms()).workspace)
        try await house.book("Owls", house.north, "2026-12-01", "evening")
        try await house.book("Bats", house.north, "2026-12-02", "morning")
        try await house.book("Rats", house.south, "2026-12-02", "morning")
        let told = try house.workspace.reservations(of: "Room", house.north, house.workspace.engine)
        #expect(told.map(\.sentence.english) == ["reserved by Owls", "reserved by Bats"])
    }

    @Test("a plan counts the records that hold the same by all of the fields")
    func planned() async throws {
        let edition = try LivingEdition()
        let house = try await House(try await edition.apply(rooms("slot").replacing("off ne true", with: "false")))
        try await house.book("Owls", house.north, "2026-12-01", "evening")
        try await house.book("Bats", house.north, "2026-12-01", "evening")
        try await house.book("Rats", house.north, "2026-12-02", "evening")
        let model = try #require(try edition.load([rooms()]).model)
        let plan = try await Workspace.plan(model, for: edition.store())
        let finding = try #require(plan.errors.first)
        #expect(finding.records == 2 && finding.message.english.contains("(room, day, slot, while off ne true)"))
    }

    @Test("a field that is named twice names nothing")
    func twice() throws {
        let fault = #expect(throws: PackFault.self) { try LivingEdition().load([rooms("room room")]) }
        #expect(fault?.findings.contains("“room” is named twice.") == true)
    }
}
