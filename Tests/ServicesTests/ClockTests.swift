// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@Suite("Clocks of service")
struct ClockTests {
    /// An order that came by telephone at noon on a Monday.
    private func start(_ values: [FieldName: Value] = [:]) async throws -> (TestEdition, RecordID) {
        let edition = try await TestEdition.make(repairDesk)
        _ = try await edition.user("c1", "clerk")
        let all = values.merging(["name": .text("A-1"), "channel": .text("phone")]) { first, _ in first }
        return (edition, try await edition.workspace.create("Order", all, edition.engine).id)
    }

    private func move(_ id: RecordID, to stage: StageName, _ edition: TestEdition) async throws {
        _ = try await edition.workspace.move(
            StageMove(entity: "Order", id: id, pipeline: "desk", to: stage), edition.engine)
    }

    private func update(_ id: RecordID, _ values: [FieldName: Value], _ edition: TestEdition) async throws {
        _ = try await edition.workspace.update("Order", id, values, expectedVersion: nil, edition.engine)
    }

    /// When the time is used up, by the clock on the wall in Shanghai.
    private func due(_ id: RecordID, _ edition: TestEdition) throws -> String {
        guard case .instant(let due) = try edition.workspace.record("Order", id, edition.engine)["answerDue"] else {
            return "none"
        }
        let local = Instant(microseconds: due.microseconds + 8 * 3_600_000_000).description
        return String(local.prefix(16))
    }

    private func isBreached(_ id: RecordID, _ edition: TestEdition) throws -> Value {
        try edition.workspace.record("Order", id, edition.engine)["answerBreached"]
    }

    @Test("the time runs in working hours only")
    func working() async throws {
        let (edition, id) = try await start()
        #expect(try due(id, edition) == "2026-11-23T16:00")
        try await edition.pass(minutes: 5 * 60)
        let second = try await edition.workspace.create(
            "Order", ["name": .text("B"), "channel": .text("web")], edition.engine
        ).id
        // From five to six, and three hours of Tuesday.
        #expect(try due(second, edition) == "2026-11-24T12:00")
    }

    @Test("a clock stands still in a stage that pauses it, and goes on with what is left")
    func paused() async throws {
        let (edition, id) = try await start()
        try await edition.pass(minutes: 60)
        try await move(id, to: "waiting", edition)
        #expect(try due(id, edition) == "none")
        try await edition.pass(days: 2)
        #expect(try isBreached(id, edition) == .boolean(false))
        try await move(id, to: "open", edition)
        // Three of four hours are left on Wednesday at one o'clock.
        #expect(try due(id, edition) == "2026-11-25T16:00")
    }

    @Test("another channel or owner does not set a clock back, and another limit counts from the start")
    func notReset() async throws {
        let (edition, id) = try await start()
        try await edition.pass(minutes: 30)
        try await update(id, ["channel": .text("mail")], edition)
        #expect(try due(id, edition) == "2026-11-23T16:00")
        try await update(id, ["urgent": .boolean(true)], edition)
        #expect(try due(id, edition) == "2026-11-23T13:00")
    }

    @Test("a clock warns before its time is used up, and says once that it is")
    func breach() async throws {
        let (edition, id) = try await start()
        let clerk = try await edition.user("c1", "clerk")
        try await edition.pass(minutes: 3 * 60 + 29)
        #expect(try edition.workspace.notices(limit: 10, clerk).isEmpty)
        try await edition.pass(minutes: 1)
        #expect(try edition.workspace.notices(limit: 10, clerk).map(\.text.english) == ["Soon late"])
        #expect(try isBreached(id, edition) == .boolean(false))
        try await edition.pass(days: 3)
        #expect(try isBreached(id, edition) == .boolean(true))
        let tasks = try edition.workspace.list(ListRequest(entity: "Task"), edition.engine).records
        #expect(tasks.map { $0["subject"] } == [.text("Late")])
        #expect(try edition.workspace.notices(limit: 10, clerk).count == 1)
    }

    @Test("an answer that comes after the end counts as late even if no job was run meanwhile")
    func lateAnswer() async throws {
        let (edition, id) = try await start()
        edition.clock.advance(days: 1)
        try await move(id, to: "answered", edition)
        #expect(try isBreached(id, edition) == .boolean(true))
        try await edition.pass()
        let tasks = try edition.workspace.list(ListRequest(entity: "Task"), edition.engine).records
        #expect(tasks.map { $0["subject"] } == [.text("Late")])
    }

    @Test("an answer in time ends the clock for good")
    func inTime() async throws {
        let (edition, id) = try await start()
        try await edition.pass(minutes: 200)
        try await move(id, to: "answered", edition)
        try await edition.pass(days: 1)
        #expect(try isBreached(id, edition) == .boolean(false))
    }

    @Test("a stage that says how long a record may stay measures each stay anew")
    func stage() async throws {
        let (edition, id) = try await start()
        try await move(id, to: "answered", edition)
        try await edition.pass(days: 1)
        try await move(id, to: "open", edition)
        try await move(id, to: "answered", edition)
        try await edition.pass(days: 1, minutes: 60)
        #expect(try edition.workspace.record("Order", id, edition.engine)["log"] == .null)
        try await edition.pass(days: 1)
        #expect(try edition.workspace.record("Order", id, edition.engine)["log"] == .text("stuck"))
    }
}
