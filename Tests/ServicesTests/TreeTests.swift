// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import GRDB
import Services
import Storage
import Testing
import Values

@Suite("Trees of records")
struct TreeTests {
    /// A vineyard: hill > east > terrace > row, and a valley beside the hill.
    struct Vineyard {
        let edition: TestEdition
        let owner: Invocation
        var slopes: [String: RecordID] = [:]

        var workspace: Workspace { edition.workspace }

        init() async throws {
            edition = try await TestEdition.make(vineyard)
            owner = try await edition.user("owner1", "owner")
            for (name, parent) in [
                ("hill", nil), ("east", "hill"), ("terrace", "east"), ("row", "terrace"), ("valley", nil),
            ] {
                slopes[name] = try await add(name, within: parent)
            }
        }

        func add(_ name: String, within parent: String?) async throws -> RecordID {
            let above = parent.flatMap { slopes[$0] }.map(Value.identifier) ?? .null
            return try await workspace.create("Slope", ["name": .text(name), "within": above], owner).id
        }

        func move(_ name: String, within parent: String?) async throws {
            _ = try await workspace.update(
                "Slope", key(name), ["within": parent.map { .identifier(key($0)) } ?? .null], expectedVersion: nil,
                owner)
        }

        func key(_ name: String) -> RecordID { slopes[name] ?? RecordID(high: 0, low: 0) }

        /// The names of what lies in a slope, itself included.
        func inside(_ name: String, _ invocation: Invocation? = nil) throws -> [String] {
            let filter = "under(value=$it,ancestor=\(key(name)))"
            return try workspace.list(ListRequest(entity: "Slope", filter: filter), invocation ?? owner).records
                .map(\.title).sorted()
        }

        func isRight() throws -> Bool { try workspace.drift().isEmpty }
    }

    @Test(
        "a record stands under itself and under everything above it",
        arguments: [
            ("hill", ["east", "hill", "row", "terrace"]), ("east", ["east", "row", "terrace"]), ("row", ["row"]),
            ("valley", ["valley"]),
        ])
    func under(name: String, expected: [String]) async throws {
        #expect(try await Vineyard().inside(name) == expected)
    }

    @Test("a branch takes along what lies in it, wherever it is put")
    func moves() async throws {
        let vineyard = try await Vineyard()
        try await vineyard.move("terrace", within: "valley")
        #expect(try vineyard.inside("hill") == ["east", "hill"])
        #expect(try vineyard.inside("valley") == ["row", "terrace", "valley"])
        try await vineyard.move("valley", within: "hill")
        #expect(try vineyard.inside("hill") == ["east", "hill", "row", "terrace", "valley"])
        try await vineyard.move("terrace", within: nil)
        #expect(try vineyard.inside("hill") == ["east", "hill", "valley"])
        #expect(try vineyard.isRight())
    }

    @Test(
        "no record stands above itself: the write is refused and says which one is in the way",
        arguments: [
            ("hill", "hill"), ("hill", "east"), ("hill", "row"), ("east", "terrace"),
        ])
    func circles(name: String, parent: String) async throws {
        let vineyard = try await Vineyard()
        do {
            try await vineyard.move(name, within: parent)
            Issue.record("the circle was written")
        } catch ServiceError.invalid(let findings) {
            #expect(findings.map(\.code) == ["circle"])
            #expect(findings.first?.field == "within")
            #expect(findings.first?.message.english.contains("“\(parent)”") == true)
        }
        #expect(try vineyard.inside("hill") == ["east", "hill", "row", "terrace"])
        #expect(try vineyard.isRight())
    }

    @Test("what lies in a record that is deleted stands on its own, and what is restored comes back to its place")
    func deletion() async throws {
        let vineyard = try await Vineyard()
        try await vineyard.workspace.delete("Slope", vineyard.key("terrace"), expectedVersion: nil, vineyard.owner)
        #expect(try vineyard.inside("hill") == ["east", "hill"])
        #expect(try vineyard.inside("row") == ["row"])
        #expect(try vineyard.isRight())
        try await vineyard.workspace.restore("Slope", vineyard.key("terrace"), vineyard.owner)
        #expect(try vineyard.inside("hill") == ["east", "hill", "terrace"])
        try await vineyard.move("row", within: "terrace")
        #expect(try vineyard.inside("hill") == ["east", "hill", "row", "terrace"])
        #expect(try vineyard.isRight())
    }

    @Test("a tree of a thousand records is moved as a whole and stays right")
    func large() async throws {
        var vineyard = try await Vineyard()
        for hundred in 0..<10 {
            vineyard.slopes["h\(hundred)"] = try await vineyard.add("h\(hundred)", within: "row")
            for ten in 0..<10 {
                let name = "t\(hundred).\(ten)"
                vineyard.slopes[name] = try await vineyard.add(name, within: "h\(hundred)")
                for one in 0..<9 { _ = try await vineyard.add("\(name).\(one)", within: name) }
            }
        }
        let inside = "under(value=$it,ancestor=\(vineyard.key("row")))"
        let list = ListRequest(entity: "Slope", filter: inside)
        #expect(try await vineyard.workspace.count(list, vineyard.owner) == 1011)
        try await vineyard.move("row", within: "valley")
        #expect(try await vineyard.workspace.count(list, vineyard.owner) == 1011)
        #expect(try vineyard.inside("hill") == ["east", "hill", "terrace"])
        #expect(try vineyard.isRight())
    }

    @Test(
        "a null on either side is no answer, and its negation none either",
        arguments: [
            ("under(value=within,ancestor=null)", 0), ("not under(value=within,ancestor=null)", 0),
            ("under(value=within,ancestor=within)", 3), ("not under(value=within,ancestor=within)", 0),
            ("not under(value=$it,ancestor=within)", 0), ("not under(value=within,ancestor=$it)", 3),
            ("parts/any(p:under(value=p,ancestor=$it))", 3),
        ])
    func nulls(filter: String, count: Int) async throws {
        let vineyard = try await Vineyard()
        let list = ListRequest(entity: "Slope", filter: filter)
        #expect(try vineyard.workspace.list(list, vineyard.owner).records.count == count)
    }

    @Test("the line of reporting decides in the query and in memory alike")
    func reporting() async throws {
        let vineyard = try await Vineyard()
        let chief = try await vineyard.edition.user("chief", "foreman")
        let foreman = try await vineyard.edition.user("foreman", "foreman")
        let hand = try await vineyard.edition.user("hand", "foreman")
        for (person, manager) in [(foreman, chief), (hand, foreman)] {
            _ = try await vineyard.workspace.update(
                "User", try #require(person.actor.user), ["manager": .identifier(try #require(manager.actor.user))],
                expectedVersion: nil, vineyard.edition.engine)
        }
        let vine = try await vineyard.workspace.create(
            "Vine", ["name": .text("riesling"), "keeper": .identifier(try #require(foreman.actor.user))],
            vineyard.owner
        ).id
        for (person, mayRead) in [(chief, true), (foreman, true), (hand, false)] {
            let list = try vineyard.workspace.list(ListRequest(entity: "Vine", fields: ["name", "mine"]), person)
            #expect(list.records.map(\.id) == (mayRead ? [vine] : []))
            #expect(try vineyard.workspace.rights(in: "Vine", of: vine, person).mayUpdate == mayRead)
            #expect(list.records.first?["mine"] == (mayRead ? .boolean(true) : nil))
        }
    }

    @Test(
        "who looks after a slope reaches what lies in it, of the kinds that are named",
        arguments: [
            ("hill", nil, ["gamay", "riesling"]), ("hill", "red", ["gamay"]), ("terrace", nil, ["riesling"]),
            ("valley", nil, []),
        ] as [(String, String?, [String])])
    func wardens(slope: String, grape: String?, expected: [String]) async throws {
        let vineyard = try await Vineyard()
        for (name, slope, grape) in [("riesling", "row", "white"), ("gamay", "east", "red")] {
            _ = try await vineyard.workspace.create(
                "Vine",
                ["name": .text(name), "slope": .identifier(vineyard.key(slope)), "grape": .text(grape)],
                vineyard.owner)
        }
        let warden = try await vineyard.edition.user("warden1", "warden")
        _ = try await vineyard.workspace.create(
            "Warden",
            [
                "user": .identifier(try #require(warden.actor.user)), "slope": .identifier(vineyard.key(slope)),
                "grape": grape.map(Value.text) ?? .null,
            ], vineyard.owner)
        let list = try vineyard.workspace.list(ListRequest(entity: "Vine"), warden).records
        #expect(list.map(\.title) == expected)
        for record in try vineyard.workspace.list(ListRequest(entity: "Vine"), vineyard.owner).records {
            let rights = try vineyard.workspace.rights(in: "Vine", of: record.id, warden)
            #expect(rights.mayUpdate == expected.contains(record.title))
        }
    }

    @Test("the question tells nobody of a tree that they may not see")
    func hidden() async throws {
        let vineyard = try await Vineyard()
        let picker = try await vineyard.edition.user("picker1", "picker")
        #expect(throws: ServiceError.self) { try vineyard.inside("hill", picker) }
        let foreman = try await vineyard.edition.user("foreman1", "foreman")
        #expect(try vineyard.inside("east", foreman) == ["east", "row", "terrace"])
        _ = try await vineyard.workspace.update(
            "Slope", vineyard.key("east"), ["name": .text("secret")], expectedVersion: nil, vineyard.owner)
        #expect(try vineyard.inside("east", foreman) == [])
        #expect(try vineyard.inside("terrace", foreman) == ["row", "terrace"])
    }

    @Test("a pack that makes a tree of records that are there builds it, unless they stand above themselves")
    func deployment() async throws {
        let flat = vineyard.replacing(" tree=\"true\"", with: "").replacing(
            part("mine", "boolean", "compute=\"under(value=keeper,ancestor=@me)\""), with: ""
        ).replacing("under(value=slope,ancestor=w/slope)", with: "slope eq w/slope")
        let edition = try LivingEdition()
        let before = try await edition.apply(flat)
        let hill = try await before.create("Slope", ["name": .text("hill")], before.engine).id
        let east = try await before.create(
            "Slope", ["name": .text("east"), "within": .identifier(hill)], before.engine
        ).id
        _ = try await before.update(
            "Slope", hill, ["within": .identifier(east)], expectedVersion: nil, before.engine)
        await #expect(throws: StoreError.self) { try await edition.apply(vineyard) }
        _ = try await before.update("Slope", hill, ["within": .null], expectedVersion: nil, before.engine)
        let after = try await edition.apply(vineyard)
        let list = ListRequest(entity: "Slope", filter: "under(value=$it,ancestor=\(hill))")
        #expect(try after.list(list, after.engine).records.count == 2)
        #expect(try after.drift().isEmpty)
    }

    @Test("the doctor finds a tree that is not that of its records, and builds it anew")
    func doctor() async throws {
        let edition = try LivingEdition()
        let workspace = try await edition.apply(vineyard)
        let hill = try await workspace.create("Slope", ["name": .text("hill")], workspace.engine).id
        _ = try await workspace.create(
            "Slope", ["name": .text("east"), "within": .identifier(hill)], workspace.engine)
        try await DatabaseQueue(path: edition.database).write { try $0.execute(sql: "DELETE FROM trellis_ancestry") }
        #expect(try edition.open().drift().map { "\($0.kind.rawValue) \($0.subject)" } == ["doctor.D014 Slope"])
        _ = try await Workspace.repair(
            edition.store(), contributions: edition.contributions, clock: edition.clock.workspaceClock, backup: .none)
        #expect(try edition.open().drift().isEmpty)
    }
}
