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
        "tools: a new pack has no findings, is written in one way, completes in an editor, and its faults are shown by code hosts"
    )
    func newPack() async throws {
        let made = await desk.trellis("pack", "new", "\(desk.folder)/tea-room")
        #expect(made.code == 0 && made.output.contains("no errors, no warnings"), "\(made.output)")
        #expect(await desk.trellis("fmt", "tea-room", "--check").code == 0)
        #expect(try desk.text(of: "tea-room/pack.xml").contains("xsi:schemaLocation=\"urn:trellis:pack:1 pack.xsd\""))
        #expect(try desk.text(of: "tea-room/pack.xsd").contains("<xs:documentation"))

        let entities = try desk.text(of: "tea-room/entities/requests.xml")
        try desk.write(entities.replacing("type=\"date\"", with: "type=\"dat\""), to: "tea-room/entities/requests.xml")
        let sarif = await desk.trellis("check", "tea-room", "--format", "sarif")
        #expect(sarif.code == 1)
        let log = try #require(JSONSerialization.jsonObject(with: Data(sarif.output.utf8)) as? [String: Any])
        #expect(log["version"] as? String == "2.1.0")
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.allSatisfy { $0["ruleId"] is String && $0["level"] as? String == "error" })
        #expect(sarif.output.contains("tea-room/entities/requests.xml"))
    }

    @Test("tools: two versions differ by what they say, and a hand-out tells the trade's people in both languages")
    func handOut() async throws {
        try desk.write(Bakery.first, to: "v1/bakery/pack.xml")
        try desk.write(Bakery.second, to: "v2/bakery/pack.xml")
        let difference = await desk.trellis("diff", "v1/bakery", "v2/bakery").output
        for part in [
            "bakery 1.0.0 → 1.1.0", "= entity Order, field mobile: was “phone”",
            "~ entity Order, field pieces, type: “text” → “integer”", "v1/bakery/pack.xml:14:",
        ] { #expect(difference.contains(part), "\(difference)") }
        #expect(await desk.trellis("docs", "v1/bakery", "--output", "\(desk.folder)/out").code == 0)
        let english = try desk.text(of: "out/index.html")
        let chinese = try desk.text(of: "out/index.zh-Hans.html")
        #expect(english.contains("In the oven") && english.contains("<svg") && english.contains("Baker"))
        #expect(chinese.contains("烘烤") && chinese.contains("lang=\"zh-Hans\""))
    }
}
