// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import GRDB
import OrderedCollections
import Packs
import Schemas
import Services
import Storage
import Testing
import Values

@Suite("The database holds the packs it was made from")
struct EditionKeepingTests {
    @Test("an edition opens when the folders it was applied from are gone")
    func foldersAreGone() async throws {
        let edition = try LivingEdition()
        let pack = edition.folder + "/bicycles"
        try FileManager.default.createDirectory(atPath: pack, withIntermediateDirectories: true)
        let demo = "<demo entity=\"Rider\" file=\"riders.csv\"/></pack>"
        try bicycleRepair.replacing("</pack>", with: demo).write(
            toFile: pack + "/pack.xml", atomically: true, encoding: .utf8)
        try "name\nLi\n".write(toFile: pack + "/riders.csv", atomically: true, encoding: .utf8)
        let loading = PackLoader(edition.contributions).load(folders: [pack])
        let applied = try await edition.apply(loading)
        let id = try await applied.create("Rider", ["name": .text("王伟")], applied.engine).id
        try FileManager.default.removeItem(atPath: pack)
        let opened = try edition.open()
        #expect(opened.model.current.model.fingerprint == loading.model?.fingerprint)
        #expect(try opened.record("Rider", id, opened.engine)["name"] == .text("王伟"))
    }

    @Test("each apply is an edition of its own, and applying the same once more is none")
    func numbers() async throws {
        let edition = try LivingEdition()
        try await edition.apply(bicycleRepair)
        try await edition.apply(bicycleRepair)
        try await edition.apply(bicycleRepair2)
        let editions = try EditionBook(edition.store(), edition.contributions).all
        #expect(editions.map(\.number) == [2, 1])
        #expect(editions.map { $0.texts.packs[0].files[0].text } == [bicycleRepair2, bicycleRepair])
    }

    @Test("a database of an earlier version wants its packs to be applied once, and then keeps them")
    func earlierVersion() async throws {
        let edition = try LivingEdition()
        let first = try await edition.apply(bicycleRepair)
        let id = try await first.create("Rider", ["name": .text("Li")], first.engine).id
        let queue = try DatabaseQueue(path: edition.database)
        try await queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE trellis_applied_plan (id TEXT PRIMARY KEY, at INTEGER, fingerprint TEXT, model TEXT,
                      packs TEXT, plan TEXT) STRICT;
                    INSERT INTO trellis_applied_plan SELECT number, at, '', model, '', plan FROM trellis_edition;
                    DROP TABLE trellis_edition;
                    """)
        }
        let error = #expect(throws: ServiceError.self) { try edition.open() }
        guard case .badRequest(_, let sentence) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(sentence.contains("‘trellis apply’"))
        try await edition.apply(bicycleRepair)
        let opened = try edition.open()
        #expect(try opened.record("Rider", id, opened.engine)["name"] == .text("Li"))
    }

    @Test("an apply that is refused halfway leaves neither structure nor edition")
    func wholeOrNotAtAll() async throws {
        let edition = try LivingEdition()
        try await edition.apply(bicycleRepair)
        let store = try edition.store()
        let loading = try edition.load([bicycleRepair2])
        let model = try #require(loading.model)
        let plan = try Workspace.plan(model, for: store)
        try await edition.apply(bicycleRepair2)
        let error = await #expect(throws: StoreError.self) {
            try await Workspace.apply(
                plan, model, texts: loading.texts, to: store, contributions: edition.contributions)
        }
        #expect(error == .stalePlan(.database))
        #expect(try EditionBook(store, edition.contributions).all.count == 2)
    }

    @Test("copies of the database lie beside it, the last three, each an edition that opens")
    func backups() async throws {
        let edition = try LivingEdition()
        let first = try await edition.apply(bicycleRepair, backup: .kept(3))
        let id = try await first.create("Rider", ["name": .text("Li")], first.engine).id
        for round in 0..<4 {
            try await edition.apply(round % 2 == 0 ? bicycleRepair2 : bicycleRepair, backup: .kept(3))
        }
        #expect(try edition.files.filter { $0.contains("edition") } == (2...4).map { "life.db.edition-\($0).backup" })
        #expect(try EditionBook(edition.store(), edition.contributions).latest?.backup == "life.db.edition-4.backup")
        let copy = try LivingEdition()
        try FileManager.default.copyItem(
            atPath: edition.folder + "/life.db.edition-3.backup", toPath: copy.database)
        let opened = try copy.open()
        #expect(opened.model.current.edition == 3)
        #expect(try opened.record("Rider", id, opened.engine)["name"] == .text("Li"))
    }
}

@Suite("A model is switched while requests run")
struct ModelSwitchTests {
    @Test("a workspace takes over what another process applied, and requests begun before finish on their model")
    func switches() async throws {
        let edition = try LivingEdition()
        let server = try await edition.apply(bicycleRepair)
        let before = server.engine
        let id = try await server.create("Rider", ["name": .text("Li")], before).id
        try await edition.apply(bicycleRepair2)
        #expect(server.model.current.model.entities["Rider"]?.fields["colour"] == nil)
        try server.follow()
        #expect(server.model.current.model.entities["Rider"]?.fields["colour"] != nil)
        #expect(try server.record("Rider", id, before)["name"] == .text("Li"))
        let list = try server.list(ListRequest(entity: "Rider", filter: "colour eq null"), server.engine)
        #expect(list.records.map(\.id) == [id])
    }

    @Test("a write begun on the model before is done on the new one")
    func writesAreRetried() async throws {
        let edition = try LivingEdition()
        let server = try await edition.apply(bicycleRepair)
        let before = server.engine
        // The field's values are elsewhere from now on: whoever wrote into the old column would be heard by nobody.
        try await edition.apply(
            bicycleRepair2.replacing(
                "<field id=\"due\" type=\"date\">", with: "<field id=\"due\" type=\"text\">"
            ).replacing(
                "compute=\"cast(totalseconds(due sub today()) divby 86400,Edm.Int64)\"", with: ""))
        let rider = try await server.create("Rider", ["name": .text("Li"), "colour": .text("red")], before).id
        #expect(server.model.current.edition == 2)
        let written = try await server.create(
            "Repair", ["rider": .identifier(rider), "due": .text("soon")], before
        ).id
        let other = try edition.open()
        #expect(try other.record("Rider", rider, other.engine)["colour"] == .text("red"))
        #expect(try other.record("Repair", written, other.engine)["due"] == .text("soon"))
        try await server.setUser(userName: "u1", displayName: "U", password: nil, roles: ["master"])
        #expect(try other.users().map(\.userName) == ["u1"])
    }

    @Test("readers and writers go on while packs are applied, and none of them fails")
    func goesOn() async throws {
        let edition = try LivingEdition()
        let server = try await edition.apply(bicycleRepair)
        let last = bicycleRepair2
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<40 {
                        let name = Value.text("\(writer).\(number)")
                        _ = try await server.create("Rider", ["name": name], server.engine)
                        _ = try server.list(ListRequest(entity: "Rider", filter: "open eq 0"), server.engine)
                    }
                }
            }
            group.addTask {
                for round in 0..<5 { try await edition.apply(round % 2 == 0 ? last : bicycleRepair) }
            }
            try await group.waitForAll()
        }
        try server.follow()
        #expect(server.model.current.edition == 6)
        let riders = try server.list(ListRequest(entity: "Rider", limit: 1000), server.engine)
        #expect(riders.records.count == 160)
    }
}
