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
        "layers: a chain changes single attributes of its vendor's pack, everybody can see who said what, and what is used does not go unnoticed"
    )
    func layers() async throws {
        try desk.write(Bakery.first, to: "bakery/pack.xml")
        try desk.write(Bakery.chain, to: "chain/pack.xml")
        #expect(await desk.trellis("check", "chain").output.contains("no errors, no warnings"))

        let price = await desk.trellis("explain", "Order.price", "chain").output
        for part in [
            "field Order.price, of the pack bakery", "Amount  chain   chain/pack.xml:4:",
            "replaced     Price   bakery  bakery/pack.xml:15:", "true    chain   chain/pack.xml:4:",
        ] { #expect(price.contains(part), "\(price)") }
        #expect(await desk.trellis("explain", "baking.oven", "chain").output.contains("price pieces  chain"))
        #expect(await desk.trellis("explain", "baker.Order", "chain").output.contains("replaced  all           bakery"))
        #expect(await desk.trellis("explain", "byCake", "chain").output.contains("Cakes sold  chain"))
        let section = await desk.trellis("explain", "Order.main", "chain").output
        #expect(section.contains("regular in main after customer  chain  chain/pack.xml:7:"), "\(section)")
        #expect(await desk.trellis("explain", "Order.page", "chain").output.contains("regular in main after customer"))

        let users = await desk.trellis("graph", "chain", "--of", "Order.price").output
        for user in ["pipeline baking", "report byCake", "role baker", "import orders"] {
            #expect(users.contains(user), "\(users)")
        }
        #expect(await desk.trellis("graph", "chain", "--of", "price").errors.contains("Did you mean “Order.price”?"))

        try desk.write(
            Bakery.first.changed(["<field id=\"price\"": "<field id=\"cost\""]), to: "bakery/pack.xml")
        let broken = await desk.trellis("check", "chain")
        #expect(broken.code == 1)
        for place in ["bakery/pack.xml:17:", "bakery/pack.xml:38:", "chain/pack.xml:4:", "chain/pack.xml:9:"] {
            #expect(broken.output.contains(place), "\(place) \(broken.output)")
        }
    }

    @Test("layers: a place that is gone is a warning and another place, and the edition starts")
    func goneAnchor() async throws {
        try desk.write(Bakery.first.changed(["id=\"main\"": "id=\"overview\""]), to: "bakery/pack.xml")
        try desk.write(Bakery.chain, to: "chain/pack.xml")
        let check = await desk.trellis("check", "chain")
        #expect(check.code == 0)
        #expect(check.output.contains("There is no section “main” here any more; it goes to the end."))
        await apply("bakery", "chain")
        let page = try desk.serve().model.current.model.entities["Order"]?.page
        #expect(page?.sections.last?.fields.last == "regular")
    }
}
