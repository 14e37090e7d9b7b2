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
    /// Two packs that both declare the shelf of an order, and coffee's own cup.
    private func filled() async throws {
        let shelf =
            "<extend entity=\"Order\"><field id=\"shelf\" type=\"text\" shared=\"true\"><label>Shelf</label><label xml:lang=\"zh-Hans\">货架</label></field></extend></pack>"
        try desk.write(Bakery.first, to: "packs/bakery/pack.xml")
        try desk.write(Bakery.coffee.changed(["</pack>": shelf]), to: "packs/coffee/pack.xml")
        try desk.write(Bakery.chain.changed(["</pack>": shelf]), to: "packs/chain/pack.xml")
        await apply("packs/bakery", "packs/coffee", "packs/chain")
        let workspace = try desk.serve()
        _ = try await workspace.create(
            "Order",
            [
                "orderNo": .text("B1"), "customer": .text("Li"), "cup": .text("large"), "shelf": .text("A4"),
                "price": .integer(12),
            ], workspace.everything)
    }

    @Test(
        "detach, attach, purge: a pack goes and its values stay, can be exported, come back; only the pack's typed name destroys them"
    )
    func comesBack() async throws {
        try await filled()
        let plan = await desk.onSite("detach", "coffee", "--plan")
        #expect(plan.output.contains("- detach cup") && plan.output.contains("1 value stays in entity_order.cup"))
        #expect(await desk.onSite("detach", "coffee").output.contains("coffee is detached."))
        #expect(try desk.serve().model.current.model.entities["Order"]?.fields["cup"] == nil)
        let export = await desk.onSite(
            "export", "Order", "--detached", "coffee", "--select", "orderNo,cup")
        #expect(export.output.contains("B1,large"), "\(export.output)\(export.errors)")

        #expect(await desk.onSite("attach", "coffee").output.contains("coffee is attached."))
        #expect(await desk.orders("orderNo,cup") == ["B1,large"])

        _ = await desk.onSite("detach", "coffee")
        let asked = await desk.onSite("purge", "coffee")
        #expect(asked.code == 3)
        #expect(asked.output.contains("Order.cup") && asked.output.contains("1 value"), "\(asked.output)")
        #expect(!asked.output.contains("shelf"))
        #expect(await desk.onSite("purge", "coffee", "--confirm", "cofee").code == 64)
        #expect(await desk.onSite("purge", "coffee", "--confirm", "coffee").output.contains("Purged."))
        #expect(await desk.onSite("attach", "coffee").code == 0)
        #expect(await desk.orders("orderNo,cup") == ["B1,"])
    }

    @Test("detach, attach, purge: a field that two packs declare lives until both are gone")
    func sharedField() async throws {
        try await filled()
        _ = await desk.onSite("detach", "coffee")
        #expect(await desk.orders("orderNo,shelf") == ["B1,A4"])
        _ = await desk.onSite("purge", "coffee", "--confirm", "coffee")
        #expect(await desk.orders("orderNo,shelf") == ["B1,A4"])
        _ = await desk.onSite("detach", "chain")
        #expect(try desk.serve().model.current.model.entities["Order"]?.fields["shelf"] == nil)
        let asked = await desk.onSite("purge", "chain")
        #expect(asked.output.contains("Order.shelf"), "\(asked.output)")
        #expect(await desk.onSite("purge", "chain", "--confirm", "chain").code == 0)
        #expect(await desk.onSite("attach", "chain").code == 0)
        #expect(await desk.orders("orderNo,shelf") == ["B1,"])
    }

    @Test("detach, attach, purge: an option of a pack that is gone is shown as retired where records have it")
    func retiredOption() async throws {
        try await filled()
        try await desk.bring("B2,Wu,bun,1,5,,ordered")
        _ = await desk.onSite("detach", "chain")
        let cake = try desk.serve().model.current.model.entities["Order"]?.fields["cake"]
        #expect(cake?.options.first { $0.name == "bun" }?.isRetired == true)
        #expect(await desk.orders("orderNo,cake").last?.hasPrefix("B2,") == true)
        #expect(await desk.onSite("doctor").output == "The database is as its model says.\n")
    }
}
