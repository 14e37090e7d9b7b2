// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import OrderedCollections
import Packs
import Schemas
import Services
import Storage
import Testing
import Values

extension PackLifeTests {
    @Test(
        "apply: people read and write on while it happens, the server takes the new model without a restart, and a request begun before ends on its own"
    )
    func online() async throws {
        try desk.write(Bakery.first, to: "v1/bakery/pack.xml")
        try desk.write(Bakery.adding(Bakery.allergy), to: "v2/bakery/pack.xml")
        await apply("v1/bakery")
        let server = try desk.serve()
        let early = server.everything
        let first = try await server.create("Order", ["customer": .text("Li")], early).id
        await withTaskGroup(of: Int.self) { group in
            for person in 0..<3 {
                group.addTask {
                    var done = 0
                    for number in 0..<20 {
                        let values: [FieldName: Value] = ["customer": .text("Guest \(person) \(number)")]
                        guard (try? await server.create("Order", values, server.everything)) != nil,
                            (try? server.list(ListRequest(entity: "Order", limit: 5), server.everything)) != nil
                        else { continue }
                        done += 1
                    }
                    return done
                }
            }
            group.addTask {
                await desk.onSite("apply", "v2/bakery").code == 0 ? 20 : 0
            }
            for await done in group { #expect(done == 20) }
        }
        #expect(early.environment.model.entities["Order"]?.fields["allergy"] == nil)
        #expect(try server.record("Order", first, early)["customer"] == .text("Li"))
        try server.follow()
        #expect(server.model.current.model.entities["Order"]?.fields["allergy"] != nil)
        let all = try server.list(ListRequest(entity: "Order", limit: 100), server.everything)
        #expect(all.records.count == 61)
        #expect(FileManager.default.fileExists(atPath: desk.database + ".edition-1.backup"))
    }

    @Test(
        "rollback: goes back with the renames and types of the version before, keeps what was written since, tells what it sets aside and what stays for good, and brings it back"
    )
    func rollback() async throws {
        try desk.write(Bakery.first, to: "v1/bakery/pack.xml")
        try desk.write(Bakery.adding(Bakery.allergy, to: Bakery.second), to: "v2/bakery/pack.xml")
        await apply("v1/bakery")
        try await desk.bring("B1,Li,sponge,12,25.50,13800000001,ordered", "B2,Han,fruit,a dozen,88,,ordered")
        #expect(await desk.onSite("apply", "v2/bakery", "--discard-unfit").code == 0)
        let workspace = try desk.serve()
        _ = try await workspace.create(
            "Order",
            [
                "orderNo": .text("B3"), "customer": .text("Wu"), "mobile": .text("13800000003"),
                "pieces": .integer(7), "allergy": .text("nuts"),
            ], workspace.everything)

        let shown = await desk.onSite("rollback", "--plan").output
        for part in [
            "values     Order.allergy  1 value", "~ mobile becomes phone",
            "1 record: the option fruit of Order.cake is gone; its records become sponge",
        ] { #expect(shown.contains(part), "\(part)\n\(shown)") }
        #expect(!shown.contains("P004"))
        let done = await desk.onSite("rollback")
        #expect(done.output.contains("The database is back at edition 1."), "\(done.output)\(done.errors)")
        #expect(
            await desk.orders("orderNo,phone,pieces") == [
                "B1,13800000001,12", "B2,,a dozen", "B3,13800000003,7",
            ])
        #expect(await desk.onSite("rollback", "--list").output.contains("site.db.edition-2.backup"))

        #expect(await desk.onSite("apply", "v2/bakery", "--discard-unfit").code == 0)
        #expect(await desk.orders("orderNo,mobile,allergy").last == "B3,13800000003,nuts")
        #expect(await desk.onSite("doctor").output == "The database is as its model says.\n")
    }
}
