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
    private func edition(_ name: String, _ uses: String) throws {
        try desk.write(
            """
            <edition xmlns="urn:trellis:pack:1" id="\(name)">
              <label>\(name)</label><label xml:lang="zh-Hans">分公司</label>
              \(uses)
            </edition>
            """, to: "\(name)/edition.xml")
    }

    @Test(
        "composition: an edition names packs, versions, phases, variants and parameters, a lock pins them, and each pack has its own pipeline on the shared entity"
    )
    func editions() async throws {
        try desk.write(Bakery.first, to: "bakery/pack.xml")
        try desk.write(Bakery.coffee, to: "coffee/pack.xml")
        try edition(
            "east",
            """
            <use pack="bakery" version="^1.0"/><use pack="coffee" version="~1.2" phase="1" variant="terrace"/>
            <extend-parameter id="freeDelivery" value="80"/>
            """)
        let lock = await desk.trellis("lock", "east")
        #expect(lock.code == 0 && lock.output.contains("coffee  1.2.0"), "\(lock.output)\(lock.errors)")
        await apply("east")
        let workspace = try desk.serve()
        let model = workspace.model.current.model
        let fields = try #require(model.entities["Order"]?.fields)
        #expect(fields["cup"] != nil && fields["seat"] != nil && fields["points"] == nil)
        #expect(model.parameters["freeDelivery"]?.value == .integer(80))
        let order = try await workspace.create("Order", ["customer": .text("Li")], workspace.everything).id
        _ = try await workspace.move(
            StageMove(entity: "Order", id: order, pipeline: "baking", to: "mixing"), workspace.everything)
        _ = try await workspace.move(
            StageMove(entity: "Order", id: order, pipeline: "serving", to: "served"), workspace.everything)
        let record = try workspace.record("Order", order, workspace.everything)
        #expect(record["stage"] == .text("mixing") && record["serving"] == .text("served"))

        try desk.write(Bakery.coffee.changed([">Cup<": ">Mug<"]), to: "coffee/pack.xml")
        let changed = await desk.trellis("check", "east")
        #expect(changed.code == 1 && changed.output.contains("coffee 1.2.0 has other files than when"))
        try edition("west", "<use pack=\"bakery\" version=\"^2.0\"/>")
        #expect(await desk.trellis("check", "west").output.contains("bakery ^2.0 is required, and 1.0.0 is there."))
    }

    @Test("composition: a subsidiary lays a pack of its own, in its own folder, on the headquarters' template")
    func subsidiary() async throws {
        try desk.write(Bakery.first, to: "bakery/pack.xml")
        try desk.write(Bakery.chain, to: "south/chain/pack.xml")
        try edition("headquarters", "<use pack=\"bakery\"/>")
        try edition("south", "<use pack=\"bakery\"/><use pack=\"chain\"/>")
        await apply("south")
        #expect(try desk.serve().model.current.model.entities["Order"]?.fields["price"]?.label.english == "Amount")
        let template = await desk.trellis("explain", "Order.price", "headquarters").output
        #expect(template.contains("Price") && !template.contains("Amount"))
        let own = await desk.trellis("explain", "Order.price", "south").output
        #expect(own.contains("Amount  chain   south/chain/pack.xml:4:"), "\(own)")
    }

    @Test("composition: two packs that define the same thing are an error that shows both places")
    func conflict() async throws {
        try desk.write(Bakery.first, to: "bakery/pack.xml")
        try desk.write(Bakery.coffee, to: "coffee/pack.xml")
        try desk.write(
            Bakery.coffee.changed(["id=\"coffee\"": "id=\"tea\"", "id=\"serving\"": "id=\"pouring\""]),
            to: "tea/pack.xml")
        let both = await desk.trellis("check", "coffee", "tea")
        #expect(both.code == 1)
        #expect(both.output.contains("tea/pack.xml:6:16: error"), "\(both.output)")
        #expect(both.output.contains("coffee/pack.xml:6:16: note"), "\(both.output)")
    }

    @Test("composition: in whichever order packs are named, the edition and its plan are the same")
    func order() async throws {
        try desk.write(Bakery.first, to: "bakery/pack.xml")
        try desk.write(Bakery.chain, to: "chain/pack.xml")
        try desk.write(Bakery.coffee, to: "coffee/pack.xml")
        let plan = await desk.onSite("plan", "coffee", "chain", "bakery", "--format", "json").output
        #expect(await desk.onSite("plan", "bakery", "chain", "coffee", "--format", "json").output == plan)
        try desk.write(plan, to: "plan.json")
        #expect(await desk.onSite("apply", "chain", "bakery", "coffee", "--plan", "plan.json").code == 0)
        #expect(await desk.onSite("apply", "coffee", "bakery", "chain").output == "Nothing to do.\n")
    }
}
