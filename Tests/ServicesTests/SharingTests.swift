// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import Services
import Testing
import Values

@Suite("Sharing of a record")
struct SharingTests {
    /// What a person finds through each door.
    private func found(_ room: MapRoom, _ person: Invocation) async throws -> [String: Int] {
        let (workspace, person) = (room.workspace, room.now(person))
        let copies = try workspace.list(ListRequest(entity: "Copy", filter: "map/name eq 'Coast of Fur'"), person)
        let report = try await workspace.report("byStage", person).rows.map(\.figures)
        let grouped = ListRequest(entity: "Map", filter: "sheet eq 'Coast of Fur'", wantsCount: true)
        return [
            "list": try workspace.list(ListRequest(entity: "Map"), person).records.count,
            "search": try workspace.list(ListRequest(entity: "Map", search: "Coast"), person).records.count,
            "count": try workspace.list(grouped, person).count ?? -1,
            "path": copies.records.count,
            "collection": try workspace.list(
                ListRequest(entity: "Map", filter: "copies/$count gt 0"), person
            ).records.count,
            "report": report == [[.integer(1)]] ? 1 : report.count,
            "board": Int(try workspace.board("repair", person).columns.first?.count ?? -1),
            "timeline": (try? workspace.timeline("Map", room.map, limit: 10, person)) == nil ? 0 : 1,
            "record": room.sees(person) ? 1 : 0,
        ]
    }

    @Test("a shared record is found through every door, and through none before or afterwards")
    func doors() async throws {
        let room = try await MapRoom()
        _ = try await room.add("Copy", ["name": .text("first"), "map": .identifier(room.map)])
        let doors = try await found(room, room.other)
        #expect(doors.allSatisfy { $0.value == 0 }, "\(doors)")
        try await room.share(with: room.other)
        let open = try await found(room, room.other)
        #expect(open.allSatisfy { $0.value == 1 }, "\(open)")
        _ = try await room.workspace.unshare("Map", room.map, try room.receiver(room.other), room.keeper)
        let closed = try await found(room, room.other)
        #expect(closed.allSatisfy { $0.value == 0 }, "\(closed)")
    }

    @Test("no other record comes with it, and what the role covers or hides stays covered and hidden")
    func fields() async throws {
        let room = try await MapRoom()
        _ = try await room.add("Coast of Blekinge", of: room.keeper)
        let visitor = try await room.edition.user("vera", "visitor")
        try await room.share(with: room.other)
        try await room.share(with: visitor)
        #expect(
            try room.workspace.list(ListRequest(entity: "Map"), room.now(room.other)).records.map(\.id) == [room.map])
        #expect(try room.workspace.record("Map", room.map, room.now(room.other))["phone"] == .text("138****8000"))
        #expect(try room.workspace.record("Map", room.map, room.now(visitor)).values["donor"] == nil)
    }

    @Test(
        "who has it to read changes nothing, who has it to change does; neither deletes it or shares it on, whatever the role",
        arguments: [
            ("keeper", ShareLevel.read, ["forbidden"]), ("keeper", .change, []), ("binder", .read, ["forbidden"]),
            ("binder", .change, []),
        ] as [(RoleName, ShareLevel, [String])])
    func levels(role: RoleName, level: ShareLevel, expected: [String]) async throws {
        let room = try await MapRoom()
        let person = try await room.edition.user("pia", role)
        let third = try await room.edition.user("tom", "visitor")
        try await room.share(with: person, level)
        let refusal = try await room.refusal {
            _ = try await room.workspace.update(
                "Map", room.map, ["value": .integer(7)], expectedVersion: nil, room.now(person))
        }
        #expect(refusal == expected)
        let rights = try room.workspace.rights(in: "Map", of: room.map, room.now(person))
        #expect(rights.mayUpdate == expected.isEmpty && !rights.mayDelete)
        let deletion = try await room.refusal {
            try await room.workspace.delete("Map", room.map, expectedVersion: nil, room.now(person))
        }
        #expect(deletion == ["forbidden"])
        let passing = try await room.refusal {
            try await room.share(try room.receiver(third), by: person)
        }
        #expect(passing == ["forbidden"])
    }

    @Test("a move of a shared record needs the right to change it, and an import changes it by the same right")
    func otherWrites() async throws {
        for (level, isDone) in [(ShareLevel.read, false), (.change, true)] {
            let room = try await MapRoom()
            try await room.share(with: room.other, level)
            let move = StageMove(entity: "Map", id: room.map, pipeline: "repair", to: "repaired")
            let refusal = try await room.refusal { _ = try await room.workspace.move(move, room.now(room.other)) }
            #expect(refusal.isEmpty == isDone)
            let path = FileManager.default.temporaryDirectory.path + "/maps-\(UUID().uuidString).csv"
            try "Sheet,Name\nCoast of Fur,Coast of Mors\n".write(toFile: path, atomically: true, encoding: .utf8)
            _ = try? await room.workspace.runImport(
                "sheets", file: path, rejects: path + ".rejects", progress: { _ in }, room.now(room.other))
            let name = try room.workspace.record("Map", room.map, room.edition.engine)["name"]
            #expect(name == .text(isDone ? "Coast of Mors" : "Coast of Fur"))
        }
    }

    @Test("a team has it, the teams below it, and who is a member of it today")
    func teams() async throws {
        let room = try await MapRoom()
        let north = try await room.add("Team", ["name": .text("North")])
        let islands = try await room.add("Team", ["name": .text("Islands"), "parent": .identifier(north)])
        let south = try await room.add("Team", ["name": .text("South")])
        let fia = try await room.edition.user("fia", "visitor")
        let user = try #require(fia.actor.user)
        try await room.share(.team(north))
        #expect(!room.sees(fia))
        for (team, isSeen) in [(north, true), (islands, true), (south, false)] {
            _ = try await room.workspace.update(
                "User", user, ["team": .identifier(team)], expectedVersion: nil, room.edition.engine)
            #expect(room.sees(fia) == isSeen)
        }
        let today = try #require(CalendarDate("2026-11-23"))
        let member = try await room.add(
            "TeamMember", ["team": .identifier(islands), "user": .identifier(user), "until": .date(today)])
        #expect(room.sees(fia))
        room.edition.clock.advance(days: 1)
        #expect(!room.sees(fia))
        try await room.workspace.delete("TeamMember", member, expectedVersion: nil, room.edition.engine)
    }

    @Test("everybody of a role has it who has the role")
    func roles() async throws {
        let room = try await MapRoom()
        let vera = try await room.edition.user("vera", "visitor")
        try await room.share(.role("visitor"))
        #expect(room.sees(vera))
        #expect(!room.sees(room.other))
    }

    @Test(
        "a share that is over counts no more from that very moment on, and is taken out of the list with its history kept"
    )
    func expiry() async throws {
        let room = try await MapRoom()
        try await room.share(with: room.other, .change, until: room.moment(inDays: 2))
        room.edition.clock.advance(days: 1)
        #expect(room.sees(room.other))
        room.edition.clock.advance(days: 1)
        #expect(!room.sees(room.other))
        #expect(try room.workspace.sharing("Map", room.map, room.now(room.keeper))?.shares.isEmpty == true)
        try await room.workspace.runDueJobs(until: room.workspace.clock.now())
        #expect(try deeds(room) == ["unshared engine", "shared api", "created api"])
    }

    @Test("a share that was prolonged does not end at its first end")
    func prolonging() async throws {
        let room = try await MapRoom()
        try await room.share(with: room.other, until: room.moment(inDays: 2))
        try await room.share(with: room.other, until: room.moment(inDays: 9))
        try await room.edition.pass(days: 5)
        #expect(room.sees(room.other))
        try await room.edition.pass(days: 5)
        #expect(!room.sees(room.other))
    }

    private func deeds(_ room: MapRoom) throws -> [String] {
        try room.workspace.timeline("Map", room.map, limit: 20, room.edition.engine).compactMap { entry in
            guard case .change(let deed, _, let door, _) = entry.kind else { return nil }
            return "\(deed) \(door)"
        }
    }

    @Test("the receiver is told, and the history says who shared what with whom")
    func told() async throws {
        let room = try await MapRoom()
        try await room.share(
            try room.receiver(room.other), .change, until: room.moment(inDays: 2), note: " for  the exhibition ")
        let notices = try room.workspace.notices(limit: 5, room.now(room.other))
        #expect(notices.map(\.text.english) == ["kim shared this with you to change – for the exhibition"])
        #expect(notices.map(\.text.chinese) == ["kim向您共享了此记录（可修改） – for the exhibition"])
        #expect(notices.first?.record == room.map)
        let entry = try #require(try room.workspace.timeline("Map", room.map, limit: 1, room.now(room.keeper)).first)
        #expect(entry.who == "kim")
        guard case .change("shared", _, _, let reason) = entry.kind else {
            Issue.record("no entry of the share")
            return
        }
        #expect(reason == "ole, to change, until 2026-11-25 12:00 – for the exhibition")
    }

    @Test("the page tells with whom it is shared, and who may take it back")
    func listed() async throws {
        let room = try await MapRoom()
        try await room.share(.role("visitor"), note: "open day")
        try await room.share(with: room.other)
        let sharing = try #require(try room.workspace.sharing("Map", room.map, room.now(room.keeper)))
        #expect(sharing.mayShare)
        #expect(sharing.shares.map(\.name) == ["Visitor", "ole"])
        #expect(sharing.shares.map(\.giver) == ["kim", "kim"])
        #expect(sharing.shares.map(\.note) == ["open day", nil])
        let received = try #require(try room.workspace.sharing("Map", room.map, room.now(room.other)))
        #expect(!received.mayShare)
        #expect(received.shares.map(\.mayEnd) == [false, true])
        #expect(try room.workspace.sharing("Copy", room.map, room.now(room.keeper)) == nil)
    }

    @Test("who shared it, who may share it and who got it take it back; nobody else")
    func taking() async throws {
        let room = try await MapRoom()
        let vera = try await room.edition.user("vera", "visitor")
        let warden = try await room.edition.user("wanda", "warden")
        try await room.share(.role("visitor"))
        func take(_ receiver: ShareReceiver, _ person: Invocation) async throws -> [String] {
            try await room.refusal {
                _ = try await room.workspace.unshare("Map", room.map, receiver, room.now(person))
            }
        }
        #expect(try await take(.role("visitor"), vera) == ["forbidden"])
        #expect(try await take(.role("visitor"), warden) == [])
        #expect(try await take(.role("visitor"), warden) == ["share.none"])
        try await room.share(with: vera)
        #expect(try await take(try room.receiver(vera), room.other) == ["notFound"])
        #expect(try await take(try room.receiver(vera), vera) == [])
        #expect(!room.sees(vera))
    }

    @Test("a share that would give nothing is refused with everything that is wrong")
    func refusals() async throws {
        let room = try await MapRoom()
        let vera = try await room.edition.user("vera", "visitor")
        let porter = try await room.edition.user("paul", "porter")
        let past = try room.moment(inDays: -1)
        let nobody = ShareReceiver.user(RecordID(high: 9, low: 9))
        let cases: [(ShareReceiver, ShareLevel, Instant?, [String])] = [
            (try room.receiver(room.keeper), .read, nil, ["share.own"]), (nobody, .read, nil, ["share.receiver"]),
            (.role("nobody"), .read, past, ["share.receiver", "share.past"]),
            (.team(RecordID(high: 9, low: 9)), .read, nil, ["share.receiver"]),
            (try room.receiver(porter), .read, nil, ["share.blind"]), (.role("porter"), .read, nil, ["share.blind"]),
            (try room.receiver(vera), .change, nil, ["share.idle"]),
            (try room.receiver(vera), .read, past, ["share.past"]),
        ]
        for (receiver, level, until, codes) in cases {
            let refusal = try await room.refusal { try await room.share(receiver, level, until: until) }
            #expect(refusal == codes, "\(receiver)")
        }
        let stranger = try await room.refusal { try await room.share(try room.receiver(vera), by: room.other) }
        #expect(stranger == ["notFound"])
        let long = try await room.refusal {
            try await room.share(try room.receiver(vera), note: String(repeating: "x", count: 501))
        }
        #expect(long == ["share.note"])
    }

    @Test("a merged record passes its shares on, the one that gives more of two, and a restored one has its own again")
    func lives() async throws {
        let room = try await MapRoom()
        let warden = try await room.edition.user("wanda", "warden")
        let vera = try await room.edition.user("vera", "visitor")
        let kept = try await room.add("Coast of Fur, again", of: room.keeper)
        try await room.share(with: room.other, .change)
        try await room.share(with: vera)
        _ = try await room.workspace.share(
            RecordShare(entity: "Map", id: kept, receiver: try room.receiver(room.other), level: .read), room.keeper)
        _ = try await room.workspace.merge(
            RecordMerge(
                entity: "Map", survivor: kept, loser: room.map, taken: [], survivorVersion: nil, loserVersion: nil),
            room.now(warden))
        #expect(try room.workspace.rights(in: "Map", of: kept, room.now(room.other)).mayUpdate)
        #expect((try? room.workspace.record("Map", kept, room.now(vera))) != nil)
        #expect(!room.sees(vera))
        try await room.workspace.restore("Map", room.map, room.now(warden))
        #expect(room.sees(vera))
    }

    @Test("the ready-made filter shows what was shared, and no more")
    func filter() async throws {
        let room = try await MapRoom()
        _ = try await room.add("Coast of Thy", of: room.other)
        try await room.share(with: room.other)
        let list = ListRequest(entity: "Map", savedFilter: "sharedWithMe")
        #expect(try room.workspace.list(list, room.now(room.other)).records.map(\.id) == [room.map])
        #expect(try room.workspace.list(list, room.now(room.keeper)).records.isEmpty)
    }

    @Test(
        "where no pack lets records be shared any more, shares count for nothing; they are there again with the attribute"
    )
    func optingOut() async throws {
        let life = try LivingEdition()
        let closed = mapRoom.replacing(" sharing=\"true\"", with: "").replacing(" share=\"all\"", with: "")
        var workspace = try await life.apply(mapRoom)
        try await workspace.setUser(userName: "vera", displayName: "vera", password: nil, roles: ["visitor"])
        let vera = try #require(try workspace.actor(userName: "vera"))
        let map = try await workspace.create("Map", ["name": .text("Fur")], workspace.invocation(.engine, .api)).id
        let share = RecordShare(entity: "Map", id: map, receiver: .role("visitor"), level: .read)
        _ = try await workspace.share(share, workspace.invocation(.engine, .api))
        for (pack, isSeen) in [(mapRoom, true), (closed, false), (mapRoom, true)] {
            workspace = try await life.apply(pack)
            let view = try? workspace.record("Map", map, fields: [], workspace.invocation(vera, .api))
            #expect((view != nil) == isSeen)
        }
    }

    @Test("the doctor tells of shares with a role that is not there any more")
    func lostRole() async throws {
        let life = try LivingEdition()
        let workspace = try await life.apply(mapRoom)
        let map = try await workspace.create("Map", ["name": .text("Fur")], workspace.invocation(.engine, .api)).id
        let share = RecordShare(entity: "Map", id: map, receiver: .role("visitor"), level: .read)
        _ = try await workspace.share(share, workspace.invocation(.engine, .api))
        #expect(try life.open().drift().isEmpty)
        let later = try await life.apply(mapRoom.replacing("role id=\"visitor\"", with: "role id=\"guest\""))
        #expect(try later.drift().map { "\($0.kind.rawValue) \($0.subject)" } == ["doctor.D015 Map"])
        let sharing = try later.sharing("Map", map, later.invocation(.engine, .api))
        #expect(sharing?.shares.map(\.name) == ["visitor"])
    }

    @Test("an entity that is called otherwise keeps its shares")
    func renaming() async throws {
        let life = try LivingEdition()
        let renamed = mapRoom.replacing("\"Map\"", with: "\"Chart\"").replacing(
            "id=\"Chart\" title", with: "id=\"Chart\" was=\"Map\" title")
        var workspace = try await life.apply(mapRoom)
        try await workspace.setUser(userName: "vera", displayName: "vera", password: nil, roles: ["visitor"])
        let vera = try #require(try workspace.actor(userName: "vera"))
        let map = try await workspace.create("Map", ["name": .text("Fur")], workspace.invocation(.engine, .api)).id
        let share = RecordShare(entity: "Map", id: map, receiver: .role("visitor"), level: .read)
        _ = try await workspace.share(share, workspace.invocation(.engine, .api))
        workspace = try await life.apply(renamed)
        #expect((try? workspace.record("Chart", map, fields: [], workspace.invocation(vera, .api))) != nil)
    }
}
