// SPDX-License-Identifier: Apache-2.0
import Services
import Testing
import Values

@Suite("What a role may see and do")
struct AccessTests {
    private struct Shop {
        let edition: TestEdition
        let master: Invocation
        let apprentice: Invocation
        let own: RecordID
        let foreign: RecordID
    }

    private func shop() async throws -> Shop {
        let edition = try await TestEdition.make(bicycleRepair)
        let master = try await edition.user("master1", "master")
        let apprentice = try await edition.user("apprentice1", "apprentice")
        func rider(_ name: String, _ owner: Invocation) async throws -> RecordID {
            let key = try #require(owner.actor.user)
            return try await edition.workspace.create(
                "Rider", ["name": .text(name), "idNo": .text("ID-\(name)-99"), "owner": .identifier(key)], master
            ).id
        }
        return Shop(
            edition: edition, master: master, apprentice: apprentice, own: try await rider("甲", apprentice),
            foreign: try await rider("乙", master))
    }

    @Test("a list, a record, a search and a report hold only what the row condition lets through")
    func rows() async throws {
        let shop = try await shop()
        let workspace = shop.edition.workspace
        for rider in [shop.own, shop.foreign] {
            _ = try await workspace.create(
                "Repair", ["rider": .identifier(rider), "labour": .integer(50)], shop.master)
        }
        #expect(try workspace.list(ListRequest(entity: "Rider"), shop.apprentice).records.map(\.id) == [shop.own])
        #expect(try workspace.list(ListRequest(entity: "Rider", search: "乙"), shop.apprentice).records.isEmpty)
        #expect(throws: ServiceError.self) { try workspace.record("Rider", shop.foreign, shop.apprentice) }
        let report = try await workspace.report("byStage", shop.apprentice)
        #expect(report.rows.map(\.figures) == [[.integer(1), .decimal(FixedDecimal(50))]])
        let all = try await workspace.report("byStage", shop.master)
        #expect(all.rows.map(\.figures) == [[.integer(2), .decimal(FixedDecimal(100))]])
        #expect(try workspace.board("workshop", shop.apprentice).columns.first?.count == 1)
        #expect(try workspace.board("workshop", shop.master).columns.first?.count == 2)
    }

    @Test(
        "a masked field is masked in the record, the list and the timeline, and cannot be probed by filter, order or search"
    )
    func masks() async throws {
        let shop = try await shop()
        let workspace = shop.edition.workspace
        #expect(try workspace.record("Rider", shop.own, shop.apprentice)["idNo"] == .text("ID****99"))
        let list = try workspace.list(
            ListRequest(entity: "Rider", fields: ["name", "idNo"]), shop.apprentice)
        #expect(list.records.first?["idNo"] == .text("ID****99"))
        for request in [
            ListRequest(entity: "Rider", filter: "startswith(idNo,'ID-')"), ListRequest(entity: "Rider", order: "idNo"),
        ] {
            #expect(throws: ServiceError.self) { try workspace.list(request, shop.apprentice) }
        }
        #expect(try workspace.list(ListRequest(entity: "Rider", search: "99"), shop.apprentice).records.isEmpty)
        #expect(try workspace.list(ListRequest(entity: "Rider", search: "99"), shop.master).records.count == 2)
        for entry in try workspace.timeline("Rider", shop.own, limit: 10, shop.apprentice) {
            guard case .change(_, let changes, _, _) = entry.kind else { continue }
            for change in changes where change.field == "idNo" { #expect(change.new == .text("ID****99")) }
            #expect(!changes.contains { $0.field == "spent" })
        }
    }

    @Test("a hidden field is not there: not in a record, a list or a filter")
    func hidden() async throws {
        let shop = try await shop()
        let workspace = shop.edition.workspace
        #expect(try workspace.record("Rider", shop.own, shop.apprentice).values["spent"] == nil)
        #expect(throws: ServiceError.self) {
            try workspace.list(ListRequest(entity: "Rider", filter: "spent gt 1"), shop.apprentice)
        }
    }

    @Test("a record can be neither changed nor given away beyond the row condition")
    func updates() async throws {
        let shop = try await shop()
        let workspace = shop.edition.workspace
        await #expect(throws: ServiceError.self) {
            try await workspace.update(
                "Rider", shop.foreign, ["name": .text("丙")], expectedVersion: nil, shop.apprentice)
        }
        let other = try #require(shop.master.actor.user)
        await #expect(throws: ServiceError.self) {
            try await workspace.update(
                "Rider", shop.own, ["owner": .identifier(other)], expectedVersion: nil, shop.apprentice)
        }
        await #expect(throws: ServiceError.self) {
            try await workspace.delete("Rider", shop.own, expectedVersion: nil, shop.apprentice)
        }
        #expect(try workspace.record("Rider", shop.own, shop.apprentice)["name"] == .text("甲"))
    }

    @Test("exporting needs a role that may export")
    func exports() async throws {
        let shop = try await shop()
        await #expect(throws: ServiceError.self) {
            try await shop.edition.workspace.exportCSV(ListRequest(entity: "Rider"), shop.apprentice) { _ in }
        }
    }
}
