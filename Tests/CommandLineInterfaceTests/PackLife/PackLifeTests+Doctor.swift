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

extension PackLifeTests {
    @Test(
        "doctor: what somebody changed in the database by hand is found at start and by command, with what to do, and mended where it can be"
    )
    func drift() async throws {
        try desk.write(Bakery.first, to: "bakery/pack.xml")
        await apply("bakery")
        try await desk.bring("B1,Li,sponge,12,25.50,13800000001,ordered")
        #expect(await desk.onSite("doctor").code == 0)
        let queue = try DatabaseQueue(path: desk.database)
        try await queue.write {
            try $0.execute(
                sql: """
                    DROP INDEX entity_order_order_no_unique; ALTER TABLE entity_order DROP COLUMN pieces;
                    CREATE TABLE notes (text TEXT)
                    """)
        }
        #expect(
            try desk.serve().structureDrift().map(\.kind.rawValue).sorted() == [
                "doctor.D002", "doctor.D004", "doctor.D007",
            ])
        let found = await desk.onSite("doctor")
        #expect(found.code == 1)
        for part in [
            "Order.pieces: ", "entity_order_order_no_unique: ", "notes: ", "trellis doctor --repair", "3 findings",
        ] {
            #expect(found.output.contains(part), "\(found.output)")
        }
        let repaired = await desk.onSite("doctor", "--repair")
        #expect(repaired.output.contains("Repaired.") && repaired.output.contains("1 finding"), "\(repaired.output)")
        #expect(await desk.orders("orderNo,customer,pieces") == ["B1,Li,"])
    }

    @Test(
        "doctor: a database of another version of the engine is not opened before its tables are brought up, with all that is in them"
    )
    func otherEngine() async throws {
        try desk.write(Bakery.first, to: "bakery/pack.xml")
        await apply("bakery")
        try await desk.bring("B1,Li,sponge,12,25.50,13800000001,ordered")
        let queue = try DatabaseQueue(path: desk.database)
        let events = "SELECT count(*) FROM trellis_outbox"
        let before = try await queue.read { try Int.fetchOne($0, sql: events) }
        try await queue.write { try $0.execute(sql: "ALTER TABLE trellis_outbox ADD COLUMN payload TEXT") }
        let refused = await desk.onSite("query", "Order")
        #expect(refused.code == 3)
        #expect(refused.errors.contains("Another version of Trellis made trellis_outbox"), "\(refused.errors)")
        #expect(refused.errors.contains("trellis doctor --repair --database "))
        #expect(await desk.onSite("doctor").output.contains("trellis_outbox: "))
        #expect(await desk.onSite("doctor", "--repair").output.contains("Repaired."))
        #expect(await desk.orders("orderNo,customer") == ["B1,Li"])
        #expect(try await queue.read { try Int.fetchOne($0, sql: events) } == before)
    }
}
