// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import GRDB
import Testing

extension PackLifeTests {
    @Test("language: an integrator who chose Chinese reads it in check, plan, apply, test, diff, explain and fmt")
    func chinese() async throws {
        try desk.write(Bakery.first, to: "v1/bakery/pack.xml")
        await apply("v1/bakery")
        try await desk.bring(
            "B1,Li,sponge,12,25.50,13800000001,ordered", "B2,Han,cheese,6,88,,mixing",
            "B3,Wang,fruit,a dozen,120,13800000003,oven", "B4,Zhao,sponge,,15,,sold")
        try desk.write(Bakery.careless, to: "v2/bakery/pack.xml")
        try desk.write(Bakery.second, to: "v3/bakery/pack.xml")
        try desk.write(
            Bakery.first.changed(["type=\"text\"": "type=\"txt\"", "<list columns": "<lsit columns"]),
            to: "broken/bakery/pack.xml")
        let chinese = ["--language", "zh-Hans"]
        let answers = [
            await desk.trellis(["check", "broken/bakery"] + chinese),
            await desk.trellis(["test", "broken/bakery"] + chinese),
            await desk.onSite("plan", "broken/bakery", "--language", "zh-Hans"),
            await desk.onSite("plan", "v2/bakery", "--language", "zh-Hans"),
            await desk.onSite("apply", "v2/bakery", "--language", "zh-Hans"),
            await desk.onSite("apply", "v3/bakery", "--discard-unfit", "--language", "zh-Hans"),
            await desk.trellis(["diff", "v1/bakery", "v3/bakery"] + chinese),
            await desk.trellis(["explain", "Order.price", "v1/bakery"] + chinese),
            await desk.trellis(["explain", "Order.prise", "v1/bakery"] + chinese),
            await desk.trellis(["fmt", "--check", "v1/bakery"] + chinese),
            await desk.onSite("doctor", "--language", "zh-Hans"),
        ]
        for answer in answers {
            let text = answer.output + answer.errors
            #expect(text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(text)")
            #expect(text.englishSentences == [], "\(text)")
        }
        for part in [
            "Order.cake：有 1 条记录的 Order.cake 是选项“fruit”，它已移除，而没有说明这些记录如何处理。[plan.P002]",
            "Order.price 应不小于 20，有 1 条记录不符合。[plan.P001]", "“Wang”：a dozen", "错误解决之前，计划不能应用。",
        ] { #expect(answers[3].output.contains(part), "\(part)\n\(answers[3].output)") }
        #expect(answers[5].output.hasSuffix("已应用。\n"))
        #expect(answers[10].output == "数据库与模型一致。\n")
    }

    @Test("language: what somebody changed in the database by hand is told in Chinese, too")
    func chineseDoctor() async throws {
        try desk.write(Bakery.first, to: "bakery/pack.xml")
        await apply("bakery")
        let queue = try DatabaseQueue(path: desk.database)
        try await queue.write {
            try $0.execute(
                sql: """
                    DROP INDEX entity_order_order_no_unique; ALTER TABLE entity_order DROP COLUMN pieces;
                    CREATE TABLE notes (text TEXT)
                    """)
        }
        let found = await desk.onSite("doctor", "--language", "zh-Hans")
        #expect(found.output.contains("Order.pieces：列 entity_order.pieces 及其值已丢失。[doctor.D002]"), "\(found.output)")
        #expect(found.output.hasSuffix("3 个问题\n"))
        #expect(found.output.englishSentences == [])
        let repaired = await desk.onSite("doctor", "--repair", "--language", "zh-Hans")
        #expect(repaired.output.contains("已修复。") && repaired.output.englishSentences == [], "\(repaired.output)")
    }
}
