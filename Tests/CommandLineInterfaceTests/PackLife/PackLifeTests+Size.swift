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
    /// Many fields and many ways of handling an order; how long they take is measured by `make bench-sizes`.
    private func wide(fields: Int, pipelines: Int) -> String {
        let columns = (1...fields).map {
            "<field id=\"part\($0)\" type=\"text\"><label>Part \($0)</label><label xml:lang=\"zh-Hans\">部件\($0)</label></field>"
        }
        let ways = (1...pipelines).map {
            """
            <pipeline id="way\($0)" entity="Order" field="way\($0)"><label>Way \($0)</label><label xml:lang="zh-Hans">流程\($0)</label>
              <stage id="begun" category="open"><label>Begun</label><label xml:lang="zh-Hans">开始</label></stage>
              <stage id="ended" category="won"><label>Ended</label><label xml:lang="zh-Hans">结束</label></stage>
              <transition from="begun" to="ended"/></pipeline>
            """
        }
        return Bakery.first.changed([
            "<list columns": columns.joined() + "<list columns", "</pack>": ways.joined() + "</pack>",
        ])
    }

    @Test(
        "size: an entity with 600 fields and 40 pipelines is planned, applied, written and upgraded as a small one is")
    func wideEntity() async throws {
        try desk.write(wide(fields: 600, pipelines: 40), to: "v1/bakery/pack.xml")
        await apply("v1/bakery")
        let workspace = try desk.serve()
        var values: [FieldName: Value] = ["customer": .text("Li")]
        for number in 1...600 { values[FieldName("part\(number)")] = .text("value \(number)") }
        let order = try await workspace.create("Order", values, workspace.everything).id
        _ = try await workspace.move(
            StageMove(entity: "Order", id: order, pipeline: "way40", to: "ended"), workspace.everything)
        let record = try workspace.record("Order", order, workspace.everything)
        #expect(record["part600"] == .text("value 600") && record["way40"] == .text("ended"))

        try desk.write(
            Bakery.adding(Bakery.allergy, to: wide(fields: 600, pipelines: 40)), to: "v2/bakery/pack.xml")
        let plan = await desk.onSite("plan", "v2/bakery").output
        #expect(plan.contains("1 step, 0 records touched"), "\(plan)")
        #expect(await desk.onSite("apply", "v2/bakery").code == 0)
        let upgraded = try desk.serve()
        #expect(try upgraded.record("Order", order, upgraded.everything)["part1"] == .text("value 1"))
    }
}
