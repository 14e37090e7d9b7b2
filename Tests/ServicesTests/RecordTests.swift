// SPDX-License-Identifier: Apache-2.0
import Services
import Testing
import Values

@Suite("Records of a trade that the engine does not know")
struct RecordTests {
    private func rider(_ edition: TestEdition, _ name: String, _ invocation: Invocation) async throws -> RecordID {
        try await edition.workspace.create(
            "Rider", ["name": .text(name), "idNo": .text("ID-\(name)-99"), "mobile": .text("139 1234 5678")], invocation
        ).id
    }

    private func repair(
        _ edition: TestEdition, _ rider: RecordID, labour: Int64?, _ invocation: Invocation
    ) async throws -> RecordID {
        try await edition.workspace.create(
            "Repair", ["rider": .identifier(rider), "labour": labour.map(Value.integer) ?? .null], invocation
        ).id
    }

    @Test("a new record gets its defaults, its number and its computed fields")
    func defaults() async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        let rider = try await rider(edition, "王伟", edition.engine)
        let id = try await repair(edition, rider, labour: 80, edition.engine)
        let record = try edition.workspace.record("Repair", id, edition.engine)
        #expect(record["number"] == .text("R2026-0001"))
        #expect(record["parts"] == .decimal(FixedDecimal(0)))
        #expect(record["price"] == .decimal(FixedDecimal(80)))
        #expect(record["stage"] == .text("received"))
        #expect(record.titles["rider"] == "王伟")
    }

    @Test("everything that is wrong with a record is said at once, and nothing is written")
    func findings() async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        let error = await #expect(throws: ServiceError.self) {
            try await edition.workspace.create(
                "Repair",
                ["labour": .integer(-1), "parts": .integer(-5), "colour": .text("red"), "price": .integer(3)],
                edition.engine)
        }
        guard case .invalid(let findings) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let fields = Set(findings.compactMap(\.field))
        #expect(fields.isSuperset(of: ["labour", "colour", "price", "rider"]))
        let list = try edition.workspace.list(ListRequest(entity: "Repair"), edition.engine)
        #expect(list.records.isEmpty)
    }

    @Test("a roll-up stays right when a child is added, changed, moved to another parent, deleted and restored")
    func rollUps() async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        let engine = edition.engine
        let first = try await rider(edition, "甲", engine)
        let second = try await rider(edition, "乙", engine)
        func spent(_ rider: RecordID) throws -> Value { try edition.workspace.record("Rider", rider, engine)["spent"] }
        let id = try await repair(edition, first, labour: 80, engine)
        #expect(try spent(first) == .decimal(FixedDecimal(80)))
        _ = try await edition.workspace.update(
            "Repair", id, ["isExpress": .boolean(true)], expectedVersion: nil, engine)
        #expect(try spent(first) == .decimal(FixedDecimal(100)))
        _ = try await edition.workspace.update(
            "Repair", id, ["rider": .identifier(second)], expectedVersion: nil, engine)
        #expect(try spent(first) == .null)
        #expect(try spent(second) == .decimal(FixedDecimal(100)))
        try await edition.workspace.delete("Repair", id, expectedVersion: nil, engine)
        #expect(try spent(second) == .null)
        try await edition.workspace.restore("Repair", id, engine)
        #expect(try spent(second) == .decimal(FixedDecimal(100)))
    }

    @Test("a value that depends on today is right on every day, without being written")
    func volatileFields() async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        let rider = try await rider(edition, "甲", edition.engine)
        let due = try #require(CalendarDate("2026-12-03"))
        let id = try await edition.workspace.create(
            "Repair", ["rider": .identifier(rider), "due": .date(due)], edition.engine
        ).id
        #expect(try edition.workspace.record("Repair", id, edition.engine)["daysLeft"] == .integer(10))
        edition.clock.advance(days: 4)
        #expect(try edition.workspace.record("Repair", id, edition.engine)["daysLeft"] == .integer(6))
    }

    @Test("a change made upon an old version is refused with the version that is there")
    func conflict() async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        let id = try await rider(edition, "甲", edition.engine)
        _ = try await edition.workspace.update(
            "Rider", id, ["name": .text("乙")], expectedVersion: 1, edition.engine)
        let error = await #expect(throws: ServiceError.self) {
            try await edition.workspace.update("Rider", id, ["name": .text("丙")], expectedVersion: 1, edition.engine)
        }
        guard case .conflict(current: 2) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try edition.workspace.record("Rider", id, edition.engine)["name"] == .text("乙"))
    }

    @Test("a unique value is refused for a second record, and free again when the first is deleted")
    func unique() async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        let id = try await rider(edition, "甲", edition.engine)
        await #expect(throws: ServiceError.self) { try await rider(edition, "甲", edition.engine) }
        try await edition.workspace.delete("Rider", id, expectedVersion: nil, edition.engine)
        _ = try await rider(edition, "甲", edition.engine)
        let bin = try edition.workspace.list(ListRequest(entity: "Rider", deleted: true), edition.engine)
        #expect(bin.records.map(\.id) == [id])
    }

    @Test("the timeline says who changed what from what to what, through which door")
    func audit() async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        let master = try await edition.user("master1", "master")
        let id = try await rider(edition, "甲", master)
        _ = try await edition.workspace.update("Rider", id, ["name": .text("乙")], expectedVersion: nil, master)
        let entries = try edition.workspace.timeline("Rider", id, limit: 10, master)
        guard case .change("updated", let changes, let door, _)? = entries.first?.kind else {
            Issue.record("no change in the timeline")
            return
        }
        let change = try #require(changes.first { $0.field == "name" })
        #expect((change.old, change.new) == (.text("甲"), .text("乙")))
        #expect(door == "api")
        #expect(entries.first?.who == "master1")
    }

    @Test("Chinese names are found by any two characters next to each other and sorted by their sound")
    func chinese() async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        for name in ["张三丰", "李小龙", "王安石", "欧阳修"] { _ = try await rider(edition, name, edition.engine) }
        func names(_ request: ListRequest) throws -> [String] {
            try edition.workspace.list(request, edition.engine).records.map(\.title)
        }
        #expect(try names(ListRequest(entity: "Rider", search: "三丰")) == ["张三丰"])
        #expect(try names(ListRequest(entity: "Rider", search: "龙")) == ["李小龙"])
        #expect(try names(ListRequest(entity: "Rider", search: "欧阳修")) == ["欧阳修"])
        #expect(try names(ListRequest(entity: "Rider", order: "name")) == ["李小龙", "欧阳修", "王安石", "张三丰"])
    }

    @Test("pages follow each other without a gap or a repetition")
    func paging() async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        for number in 0..<23 { _ = try await rider(edition, "骑手\(number % 5)-\(number)", edition.engine) }
        var seen: [RecordID] = []
        var request = ListRequest(entity: "Rider", order: "name desc", limit: 7)
        repeat {
            let page = try edition.workspace.list(request, edition.engine)
            seen += page.records.map(\.id)
            request.page = page.next
        } while request.page != nil
        #expect(seen.count == 23)
        #expect(Set(seen).count == 23)
    }
}
