// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@Suite("The access log")
struct AccessLogTests {
    private struct BrokenLine: Error {}

    private func room() async throws -> (MapRoom, Invocation) {
        let room = try await MapRoom()
        for name in ["Coast of Mors", "Coast of Thy"] { _ = try await room.add(name, of: room.keeper) }
        return (room, try await room.edition.user("wanda", "warden"))
    }

    private func log(
        _ room: MapRoom, _ warden: Invocation, _ change: (inout AccessQuestion) -> Void = { _ in }
    ) throws -> [AccessEntry] {
        var question = AccessQuestion()
        change(&question)
        return try room.workspace.accessLog(question, room.now(warden)).entries
    }

    @Test("a list that is taken out stands in the log before its first row leaves, and with their number at the end")
    func lists() async throws {
        let (room, warden) = try await room()
        var list = ListRequest(entity: "Map", fields: ["name", "value"], filter: "value gt 3", order: "name")
        list.search = "Coast"
        var isOpen = true
        try await room.workspace.exportCSV(list, room.keeper) { _ in
            let entry = try log(room, warden).first
            isOpen = isOpen && entry?.kind == .export && entry?.end == nil
        }
        #expect(isOpen)
        let entry = try #require(try log(room, warden).first)
        #expect(entry.name == "kim" && entry.entity == "Map" && entry.report == nil && entry.door == "api")
        #expect(entry.wish?.form == "csv" && entry.wish?.columns == ["name", "value"])
        #expect(entry.wish?.filter == "value gt 3" && entry.wish?.order == "name" && entry.wish?.search == "Coast")
        #expect(entry.end?.records == 3 && entry.end?.outcome == .finished)
    }

    @Test("an export that is broken off says so, with the rows that had left")
    func brokenOff() async throws {
        let (room, warden) = try await room()
        await #expect(throws: BrokenLine.self) {
            try await room.workspace.exportCSV(ListRequest(entity: "Map"), room.keeper) { text in
                if text.contains("Coast") { throw BrokenLine() }
            }
        }
        #expect(try log(room, warden).map(\.end?.outcome) == [.brokenOff])
        #expect(try log(room, warden).map(\.end?.records) == [0])
        await #expect(throws: ServiceError.self) {
            try await room.workspace.exportCSV(ListRequest(entity: "Map", filter: "nme eq 1"), room.keeper) { _ in }
        }
        #expect(try log(room, warden).map(\.end?.outcome) == [.brokenOff, .brokenOff])
    }

    @Test("a report as a file is logged as well", arguments: ReportFileFormat.allCases)
    func reports(format: ReportFileFormat) async throws {
        let (room, warden) = try await room()
        _ = try await room.workspace.reportFile("byStage", format, filter: "value gt 3", room.now(room.keeper))
        let entry = try #require(try log(room, warden).first)
        #expect(entry.report == "byStage" && entry.entity == "Map" && entry.wish?.form == format.rawValue)
        #expect(entry.wish?.columns == ["stage", "maps"] && entry.wish?.filter == "value gt 3")
        #expect(entry.end?.records == 1 && entry.end?.outcome == .finished)
    }

    @Test("who may not export leaves no entry, and takes nothing out")
    func forbidden() async throws {
        let (room, warden) = try await room()
        let vera = try await room.edition.user("vera", "visitor")
        let refusal = try await room.refusal {
            try await room.workspace.exportCSV(ListRequest(entity: "Map"), vera) { _ in Issue.record("a line left") }
        }
        #expect(refusal == ["forbidden"])
        #expect(try log(room, warden).isEmpty)
    }

    @Test("only those read it who watch over it")
    func readers() async throws {
        let (room, warden) = try await room()
        #expect(throws: ServiceError.self) { try log(room, room.keeper) }
        #expect(try log(room, warden).isEmpty)
    }

    @Test("it is asked by person, kind, entity, record and time, and comes in pages, the newest first")
    func questions() async throws {
        let (room, warden) = try await room()
        _ = try await room.workspace.reveal("donor", of: "Map", room.map, room.keeper)
        room.edition.clock.advance(days: 1)
        try await room.workspace.exportCSV(ListRequest(entity: "Map"), room.now(room.keeper)) { _ in }
        room.edition.clock.advance(days: 1)
        try await room.workspace.exportCSV(ListRequest(entity: "Copy"), room.now(room.other)) { _ in }
        let all = try log(room, warden)
        #expect(all.map(\.entity) == ["Copy", "Map", "Map"])
        #expect(try log(room, warden) { $0.kind = .reveal }.map(\.id) == [all[2].id])
        #expect(try log(room, warden) { $0.entity = "Map" }.map(\.id) == [all[1].id, all[2].id])
        #expect(try log(room, warden) { $0.actor = room.other.actor.user }.map(\.id) == [all[0].id])
        #expect(try log(room, warden) { $0.record = room.map }.map(\.id) == [all[2].id])
        #expect(try log(room, warden) { $0.since = all[1].at }.map(\.id) == [all[0].id, all[1].id])
        #expect(try log(room, warden) { $0.until = all[1].at }.map(\.id) == [all[2].id])
        var question = AccessQuestion()
        question.limit = 2
        let first = try room.workspace.accessLog(question, room.now(warden))
        #expect(first.entries.map(\.id) == [all[0].id, all[1].id])
        question.after = try #require(first.next)
        let second = try room.workspace.accessLog(question, room.now(warden))
        #expect(second.entries.map(\.id) == [all[2].id] && second.next == nil)
    }
}
