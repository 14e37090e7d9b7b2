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
    /// The vendor's 1.1 and 2.0 as far as the chain has a word in them: the label of the price, and the telephone.
    private func vendorGoesOn() throws {
        try desk.write(Bakery.first, to: "v10/bakery/pack.xml")
        let next = Bakery.adding(Bakery.allergy).changed([">Price<": ">Net price<"])
        try desk.write(next, to: "v11/bakery/pack.xml")
        try desk.write(
            next.changed([
                "version=\"1.1.0\"": "version=\"2.0.0\"", ">Order number<": ">Number<",
                "<field id=\"phone\" type=\"text\"><label>Phone</label><label xml:lang=\"zh-Hans\">电话</label></field>":
                    "",
                "fields=\"phone\"": "fields=\"allergy\"", "<column heading=\"phone\" field=\"phone\"/>": "",
            ]), to: "v20/bakery/pack.xml")
        try desk.write(Bakery.chain, to: "chain/pack.xml")
    }

    @Test(
        "upgrade: from 1.0 over 1.1 to 2.0 under a chain's layer, what both sides changed is shown with both values and decided once, by file or by flag"
    )
    func stepByStep() async throws {
        try vendorGoesOn()
        await apply("v10/bakery", "chain")
        let refused = await desk.onSite("plan", "v11/bakery", "chain")
        #expect(refused.code == 1)
        let sentence =
            "bakery changes the label of entity Order, field price from “Price” to “Net price”, and chain says “Amount”."
        #expect(
            refused.errors.contains(sentence) || refused.output.contains(sentence), "\(refused.output)\(refused.errors)"
        )

        let conflicts = await desk.onSite("conflicts", "v11/bakery", "chain")
        #expect(conflicts.code == 1)
        for part in ["bakery before: Price", "bakery now: Net price", "chain: Amount", "to decide: layer or vendor"] {
            #expect(conflicts.output.contains(part), "\(conflicts.output)")
        }
        let open = await desk.onSite("conflicts", "v11/bakery", "chain", "--format", "json").output
        try desk.write(open.replacing("\"take\" : null", with: "\"take\" : \"layer\""), to: "decisions.json")
        #expect(await desk.onSite("apply", "v11/bakery", "chain", "--decisions", "decisions.json").code == 0)
        #expect(try desk.serve().model.current.model.entities["Order"]?.fields["price"]?.label.english == "Amount")
        #expect(await desk.onSite("plan", "v11/bakery", "chain").output.contains("Nothing to do"))

        // Nobody asks again about the price; what 2.0 changes in it, nobody contradicts.
        #expect(await desk.onSite("conflicts", "v20/bakery", "chain").output.contains("was decided before: layer"))
        #expect(await desk.onSite("apply", "v20/bakery", "chain").code == 0)
        let order = try desk.serve().model.current.model.entities["Order"]
        #expect(order?.fields["price"]?.label.english == "Amount")
        #expect(order?.fields["orderNo"]?.label.english == "Number")
        #expect(order?.fields["regular"] != nil && order?.fields["phone"] == nil)
    }

    @Test("upgrade: straight from 1.0 to 2.0 and back again, the vendor's word taken by a flag")
    func straight() async throws {
        try vendorGoesOn()
        await apply("v10/bakery", "chain")
        try await desk.bring("B1,Li,sponge,12,25.50,13800000001,ordered")
        #expect(await desk.onSite("apply", "v20/bakery", "chain", "--take", "vendor").code == 0)
        #expect(try desk.serve().model.current.model.entities["Order"]?.fields["price"]?.label.english == "Net price")
        #expect(await desk.onSite("apply", "v10/bakery", "chain", "--take", "layer").code == 0)
        #expect(await desk.orders("orderNo,phone") == ["B1,13800000001"])
    }

    @Test("upgrade: a field of the vendor's that the chain's report reads does not go unnoticed")
    func usedByTheLayer() async throws {
        try vendorGoesOn()
        let byPhone = """
            <report id="byPhone" entity="Order"><label>By phone</label><label xml:lang="zh-Hans">按电话</label>
              <group id="phone" by="phone"><label>Phone</label><label xml:lang="zh-Hans">电话</label></group>
              <measure id="n" count="true"><label>Orders</label><label xml:lang="zh-Hans">订单</label></measure>
            </report></pack>
            """
        try desk.write(Bakery.chain.changed(["</pack>": byPhone]), to: "chain/pack.xml")
        await apply("v10/bakery", "chain")
        let plan = await desk.onSite("plan", "v20/bakery", "chain", "--take", "layer")
        #expect(plan.code == 1)
        #expect((plan.output + plan.errors).contains("Order has no field “phone”."), "\(plan.output)\(plan.errors)")
        #expect((plan.output + plan.errors).contains("chain/pack.xml:13:"), "\(plan.output)\(plan.errors)")
    }

    @Test("upgrade: records that the vendor delivers know where they came from, and what people changed stays")
    func seeds() async throws {
        let seed = "<seed entity=\"Order\" key=\"orderNo\" file=\"seeds/starters.csv\"/></pack>"
        for (version, sponge, cheese) in [("1.0.0", "Sponge set", "Cheese set"), ("1.1.0", "Sponge box", "Cheese box")]
        {
            let folder = "v\(version)/bakery"
            try desk.write(
                Bakery.first.changed(["version=\"1.0.0\"": "version=\"\(version)\"", "</pack>": seed]),
                to: folder + "/pack.xml")
            try desk.write("orderNo,customer\nS1,\(sponge)\nS2,\(cheese)\n", to: folder + "/seeds/starters.csv")
        }
        await apply("v1.0.0/bakery")
        let workspace = try desk.serve()
        let found = try workspace.list(
            ListRequest(entity: "Order", filter: "orderNo eq 'S1'"), workspace.everything)
        let sponge = try #require(found.records.first)
        _ = try await workspace.update(
            "Order", sponge.id, ["customer": .text("Our own set")], expectedVersion: nil, workspace.everything)
        let upgraded = await desk.onSite("apply", "v1.1.0/bakery")
        #expect(upgraded.output.contains("S1: people changed customer, which stays."), "\(upgraded.output)")
        #expect(await desk.orders("orderNo,customer") == ["S1,Our own set", "S2,Cheese box"])
    }
}
