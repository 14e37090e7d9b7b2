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
    private func filled() async throws {
        try desk.write(Bakery.first, to: "v1/bakery/pack.xml")
        await apply("v1/bakery")
        try await desk.bring(
            "B1,Li,sponge,12,25.50,13800000001,ordered", "B2,Han,cheese,6,88,,mixing",
            "B3,Wang,fruit,a dozen,120,13800000003,oven", "B4,Zhao,sponge,,15,,sold")
    }

    @Test("plan: before the first installation there is a plan and no database")
    func firstPlan() async throws {
        try desk.write(Bakery.first, to: "v1/bakery/pack.xml")
        let plan = await desk.onSite("plan", "v1/bakery")
        #expect(plan.code == 0 && plan.output.contains("+ table entity_order"), "\(plan.output)")
        #expect(!FileManager.default.fileExists(atPath: desk.database))
    }

    @Test(
        "plan: says of every change why, how many records it touches, which of them do not fit, how long writers wait and what undoes it, and refuses what nobody decided"
    )
    func carelessPlan() async throws {
        try await filled()
        try desk.write(Bakery.careless, to: "v2/bakery/pack.xml")
        let plan = await desk.onSite("plan", "v2/bakery")
        #expect(plan.code == 1)
        for part in [
            "why:  the type of Order.pieces changed from text", "work: 1 record, writers wait about 1 ms",
            "undo: give the field its old type again: the values are converted back",
            "1 record has the option “fruit” of Order.cake, which is gone, and nothing says what becomes of them. [plan.P002]",
            "1 record has the stage “mixing” of Order.stage, which is gone", "“Wang”: a dozen",
            "Of 3 records with a value in Order.pieces, 1 does not fit integer exactly. [plan.P003]",
            "1 record has a value in Order.price that is not at least 20. [plan.P001]", "“Zhao”",
            "Is Order.mobile the field that was Order.phone? It is new and empty, while phone is gone, with 2 values.",
            "at: v2/bakery/pack.xml:", "The plan cannot be applied before the errors are mended.",
        ] { #expect(plan.output.contains(part), "\(part)\n\(plan.output)") }
        #expect(await desk.onSite("apply", "v2/bakery").code == 1)
        #expect(await desk.orders("orderNo,phone").first == "B1,13800000001")
    }

    @Test(
        "plan: renames keep their data, what is destroyed is marked, and a plan is refused when the packs or the records are not those it was made for"
    )
    func stalePlan() async throws {
        try await filled()
        try desk.write(Bakery.second, to: "v2/bakery/pack.xml")
        let shown = await desk.onSite("plan", "v2/bakery", "--discard-unfit")
        #expect(shown.output.contains("~ phone becomes mobile"))
        #expect(shown.output.contains("! ~ cake: fruit becomes sponge"))
        #expect(shown.output.contains("3 destructive (!)"), "\(shown.output)")
        try desk.write(
            await desk.onSite("plan", "v2/bakery", "--discard-unfit", "--format", "json").output, to: "plan.json")

        try desk.write(Bakery.second.changed([">Price<": ">Amount<"]), to: "v3/bakery/pack.xml")
        let otherPacks = await desk.onSite("apply", "v3/bakery", "--plan", "plan.json")
        #expect(otherPacks.code == 3)
        #expect(otherPacks.errors.contains("The packs are not those that the plan was made with"))

        try await desk.bring("B5,Qian,fruit,3,30,,ordered")
        let moreRecords = await desk.onSite("apply", "v2/bakery", "--plan", "plan.json")
        #expect(moreRecords.code == 3)
        #expect(moreRecords.errors.contains("It would be 2 records now, and the plan said 1"))

        try desk.write(
            await desk.onSite("plan", "v2/bakery", "--discard-unfit", "--format", "json").output, to: "plan.json")
        #expect(await desk.onSite("apply", "v2/bakery", "--plan", "plan.json").code == 0)
        let again = await desk.onSite("apply", "v2/bakery", "--plan", "plan.json")
        #expect(again.code == 3 && again.errors.contains("The database has changed since the plan was made"))
        #expect(
            await desk.orders("orderNo,mobile,pieces").prefix(3) == ["B1,13800000001,12", "B2,,6", "B3,13800000003,"])
    }
}
