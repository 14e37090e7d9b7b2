// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import GRDB
import SQLiteStorage
import Services
import Storage
import Testing
import Values

@Suite("The doctor")
struct DoctorTests {
    private func filled() async throws -> (edition: LivingEdition, rider: RecordID) {
        let edition = try LivingEdition()
        let workspace = try await edition.apply(bicycleRepair)
        let rider = try await workspace.create(
            "Rider", ["name": .text("王伟"), "idNo": .text("A1")], workspace.engine
        ).id
        _ = try await workspace.create(
            "Repair", ["rider": .identifier(rider), "labour": .integer(80)], workspace.engine)
        return (edition, rider)
    }

    @Test("finds nothing wrong with a database that nobody touched")
    func healthy() async throws {
        let (edition, _) = try await filled()
        #expect(try edition.open().drift() == [])
    }

    @Test(
        "finds what somebody changed, and its repair leaves nothing to be found",
        arguments: [
            ("DROP INDEX rider_id_no_unique", "doctor.D004 rider_id_no_unique"),
            ("ALTER TABLE repair DROP COLUMN diagnosis", "doctor.D002 Repair.diagnosis"),
            ("ALTER TABLE repair DROP COLUMN price", "doctor.D002 Repair.price"),
            ("DROP TABLE rider_search", "doctor.D005 rider_search"),
            ("DELETE FROM rider_search_docsize", "doctor.D010 Rider"),
            (
                "UPDATE trellis_standing_total SET measure0 = measure0 + 1 WHERE aggregate = 'board.workshop'",
                "doctor.D011 board.workshop"
            ),
            ("DELETE FROM trellis_standing_total WHERE aggregate = 'report.byStage'", "doctor.D011 report.byStage"),
            ("CREATE INDEX by_hand ON rider (mobile)", "doctor.D008 by_hand"),
            ("ALTER TABLE trellis_outbox ADD COLUMN payload TEXT", "doctor.D016 trellis_outbox"),
        ])
    func repairs(statement: String, finding: String) async throws {
        let (edition, rider) = try await filled()
        let queue = try DatabaseQueue(path: edition.database)
        try await queue.write { try $0.execute(sql: statement) }
        let found = try edition.open().drift().map { "\($0.kind.rawValue) \($0.subject)" }
        #expect(found.contains(finding), "\(found)")
        _ = try await Workspace.repair(
            edition.store(), contributions: edition.contributions, clock: edition.clock.workspaceClock, backup: .none)
        let workspace = try edition.open()
        #expect(try workspace.drift() == [])
        #expect(try workspace.record("Rider", rider, workspace.engine)["spent"] == .decimal(FixedDecimal(80)))
        let search = ListRequest(entity: "Rider", search: "A1")
        #expect(try workspace.list(search, workspace.engine).records.map(\.id) == [rider])
    }

    @Test(
        "says what to do about what it cannot make anew",
        arguments: [
            ("ALTER TABLE rider ADD COLUMN shoe_size INTEGER", "doctor.D006 rider.shoe_size"),
            ("CREATE TABLE notes (text TEXT)", "doctor.D007 notes"),
            ("DELETE FROM rider", "doctor.D012 Repair.rider"),
            ("ALTER TABLE repair DROP COLUMN due; ALTER TABLE repair ADD COLUMN due INTEGER", "doctor.D003 repair.due"),
        ])
    func tells(statement: String, finding: String) async throws {
        let (edition, _) = try await filled()
        let queue = try DatabaseQueue(path: edition.database)
        try await queue.write { try $0.execute(sql: statement) }
        let found = try edition.open().drift()
        #expect(found.map { "\($0.kind.rawValue) \($0.subject)" }.contains(finding), "\(found)")
        #expect(found.allSatisfy { !$0.remedy.english.isEmpty && !$0.remedy.chinese.isEmpty })
    }

    @Test("a start finds missing structure without reading records")
    func start() async throws {
        let (edition, _) = try await filled()
        let queue = try DatabaseQueue(path: edition.database)
        try await queue.write { try $0.execute(sql: "DROP TABLE repair") }
        let found = try edition.open().structureDrift()
        #expect(found.map { "\($0.kind.rawValue) \($0.subject)" }.contains("doctor.D001 Repair"))
    }
}
