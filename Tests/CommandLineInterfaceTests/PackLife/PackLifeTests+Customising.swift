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
    private func name(_ id: String, _ english: String, _ chinese: String) -> Customisation.NewName {
        Customisation.NewName(id: id, label: Label(english: english, chinese: chinese))
    }

    /// What an administrator makes in the pages: a field, its place, an option, a stage, a report, a right.
    private var changes: [Customisation] {
        [
            .addField(
                entity: "Order",
                Customisation.NewField(name: name("note", "Note", "备注"), type: "text", behind: "customer")),
            .placeField(entity: "Order", "phone", behind: "price"),
            .changeField(
                entity: "Order", "price",
                Customisation.FieldChange(label: Label(english: "Amount", chinese: "金额"))),
            .addOption(.field(entity: "Order", "cake"), name("mooncake", "Mooncake", "月饼")),
            .addStage(
                "baking",
                Customisation.NewStage(
                    name: name("boxing", "Boxing", "装盒"), category: .open, behind: "oven", from: ["oven"], to: ["sold"])
            ),
            .addReport(
                Customisation.NewReport(
                    name: name("byStage", "By stage", "按阶段"), entity: "Order", group: "stage",
                    groupLabel: Label(english: "Stage", chinese: "阶段"), sum: "price",
                    measureLabel: Label(english: "Sum", chinese: "合计"), condition: nil, chart: .bar)),
            .setRights(
                "baker", entity: "Order", Customisation.Rights(delete: "price lt 50"), isKnown: true),
        ]
    }

    @Test(
        "customising: what an administrator makes is checked and planned, lands in the customer layer, is exported as a pack and makes the same elsewhere"
    )
    func customise() async throws {
        try desk.write(Bakery.first, to: "bakery/pack.xml")
        await apply("bakery")
        let workspace = try desk.serve()
        for change in changes {
            guard case .planned(let planned) = try workspace.preview(change, workspace.everything) else {
                Issue.record("\(change.subject) is refused")
                continue
            }
            #expect(planned.plan.errors.isEmpty)
            try await workspace.customise(change, seen: workspace.editionNumber, workspace.everything)
        }
        let again = Customisation.addOption(.field(entity: "Order", "cake"), name("sponge", "Sponge", "海绵"))
        guard case .refused(let reasons) = try workspace.preview(again, workspace.everything) else {
            Issue.record("an option may be there twice")
            return
        }
        #expect(reasons.first?.chinese.isEmpty == false)

        let listed = await desk.onSite("customisations", "list").output
        for subject in [
            "field Order.note", "place Order.phone", "option Order.cake.mooncake", "stage baking.boxing",
            "report byStage", "role baker.Order",
        ] { #expect(listed.contains(subject), "\(listed)") }
        let explained = await desk.onSite("explain", "Order.price")
        #expect(explained.output.contains("Amount  customisations  customisations/"), "\(explained.output)")

        #expect(await desk.onSite("customisations", "export", "\(desk.folder)/ours/customisations").code == 0)
        #expect(await desk.trellis("fmt", "ours/customisations", "--check").code == 0)
        let other = "\(desk.folder)/other.db"
        let applied = await desk.trellis("apply", "bakery", "ours/customisations", "--database", other)
        #expect(applied.code == 0, "\(applied.output)\(applied.errors)")
        let model = try desk.serve(other).model.current.model
        let order = try #require(model.entities["Order"])
        #expect(order.page.sections.first?.fields.prefix(3) == ["orderNo", "customer", "note"])
        #expect(order.fields["cake"]?.options.last?.name == "mooncake")
        #expect(model.pipelines["baking"]?.stages.map(\.name).contains("boxing") == true)
        #expect(model.reports["byStage"] != nil)
        #expect(
            await desk.trellis("customisations", "list", "--database", other).output.contains("stage baking.boxing"))
    }
}
