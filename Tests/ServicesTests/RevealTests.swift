// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@Suite("Covered values that are asked for")
struct RevealTests {
    private func log(_ room: MapRoom, _ warden: Invocation) throws -> [AccessEntry] {
        try room.workspace.accessLog(AccessQuestion(), room.now(warden)).entries
    }

    @Test("the value is given, and the log tells who asked for what, when, why and by which way")
    func revealed() async throws {
        let room = try await MapRoom()
        let warden = try await room.edition.user("wanda", "warden")
        let value = try await room.workspace.reveal(
            "phone", of: "Map", room.map, reason: " call  the donor ", room.keeper)
        #expect(value == .text("13812348000"))
        let entry = try #require(try log(room, warden).first)
        #expect(entry.kind == .reveal && entry.name == "kim" && entry.door == "api")
        #expect(entry.entity == "Map" && entry.record == room.map && entry.field == "phone")
        #expect(entry.reason == "call the donor" && entry.at == room.keeper.now)
        #expect(try room.workspace.record("Map", room.map, room.keeper)["phone"] == .text("138****8000"))
    }

    @Test(
        "nothing is given, and nothing logged, where a reason is missing, the role does not reveal, or there is nothing covered",
        arguments: [
            ("kim", "phone", "reveal.reason"), ("kim", "vault", "forbidden"), ("kim", "name", "reveal.plain"),
            ("ole", "donor", "notFound"), ("wanda", "phone", "reveal.plain"), ("vera", "donor", "unknown"),
            ("sten", "donor", "forbidden"),
        ])
    func refused(person: String, field: String, expected: String) async throws {
        let room = try await MapRoom()
        let warden = try await room.edition.user("wanda", "warden")
        let vera = try await room.edition.user("vera", "visitor")
        let sten = try await room.edition.user("sten", "strict")
        for receiver in [vera, sten] { try await room.share(with: receiver) }
        let people = ["kim": room.keeper, "ole": room.other, "wanda": warden, "vera": vera, "sten": sten]
        let asker = room.now(try #require(people[person]))
        var refusal = ""
        do {
            _ = try await room.workspace.reveal(FieldName(field), of: "Map", room.map, reason: "  ", asker)
        } catch ServiceError.invalid(let findings) {
            refusal = findings.map(\.code).joined(separator: " ")
        } catch ServiceError.forbidden {
            refusal = "forbidden"
        } catch ServiceError.notFound {
            refusal = "notFound"
        } catch ServiceError.unknownName {
            refusal = "unknown"
        }
        #expect(refusal == expected)
        #expect(try log(room, warden).isEmpty)
    }

    @Test("a reason may be left out where the pack asks for none")
    func withoutReason() async throws {
        let room = try await MapRoom()
        #expect(try await room.workspace.reveal("donor", of: "Map", room.map, room.keeper) == .text("Jonas"))
    }

    @Test("of two roles the one that covers more and reveals less decides")
    func twoRoles() async throws {
        let room = try await MapRoom()
        let both = try await room.edition.user("kim", "keeper", "strict")
        #expect(try room.workspace.record("Map", room.map, both)["donor"] == .text("J****s"))
        let refusal = try await room.refusal {
            _ = try await room.workspace.reveal("donor", of: "Map", room.map, both)
        }
        #expect(refusal == ["forbidden"])
    }

    @Test("a record that was shared is revealed as the role says")
    func shared() async throws {
        let room = try await MapRoom()
        try await room.share(with: room.other)
        let value = try await room.workspace.reveal("donor", of: "Map", room.map, room.now(room.other))
        #expect(value == .text("Jonas"))
    }
}
