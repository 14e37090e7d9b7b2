// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Services
import Testing
import Values

@Suite("Sharing and revealing by programs")
struct SharingActionTests {
    private static let lamps = """
        <pack xmlns="urn:trellis:pack:1" id="lamps" version="1.0.0">
          <label>Lamps</label><label xml:lang="zh-Hans">灯具</label>
          <entity id="Lamp" title="name" sharing="true">
            <label>Lamp</label><label xml:lang="zh-Hans">灯</label><plural>Lamps</plural><plural xml:lang="zh-Hans">灯</plural>
            <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
            <field id="owner" type="reference" to="User" default="@me"><label>Owner</label><label xml:lang="zh-Hans">所有者</label></field>
            <field id="key" type="text"><label>Key</label><label xml:lang="zh-Hans">钥匙</label></field>
          </entity>
          <entity id="Bulb" title="name">
            <label>Bulb</label><label xml:lang="zh-Hans">灯泡</label><plural>Bulbs</plural><plural xml:lang="zh-Hans">灯泡</plural>
            <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
            <field id="lamp" type="reference" to="Lamp" inverse="bulbs"><label>Lamp</label><label xml:lang="zh-Hans">灯</label></field>
          </entity>
          <role id="keeper" capabilities="audit"><label>Keeper</label><label xml:lang="zh-Hans">保管员</label>
            <allow entity="Lamp" read="all" create="all" update="all" delete="all" share="all"/>
            <allow entity="Bulb" read="all" create="all" update="all"/></role>
          <role id="visitor"><label>Visitor</label><label xml:lang="zh-Hans">访客</label>
            <allow entity="Lamp" read="owner eq @me" update="owner eq @me"><field id="key" rule="masked" last="2" reveal="reason"/></allow>
            <allow entity="Bulb" read="all" update="all"/></role>
        </pack>
        """

    private struct Shop {
        let edition: ServedEdition
        let lamp: String
        let visitor: String

        func visit(_ method: HTTPRequest.Method, _ url: String, _ body: String? = nil) async throws -> Answer {
            try await edition.send(method, url, body, token: edition.visitorToken)
        }

        func share(_ more: String = "") async throws -> Answer {
            try await edition.send(.post, "/api/Lamp(\(lamp))/crm.share", "{\"user\":\"\(visitor)\"\(more)}")
        }
    }

    private func shop() async throws -> Shop {
        let edition = try await ServedEdition.make(Self.lamps)
        let lamp = try await edition.send(.post, "/api/Lamp", "{\"name\":\"Reef\",\"key\":\"K-4711\"}")
        let id = try #require(lamp["id"] as? String)
        _ = try await edition.send(.post, "/api/Bulb", "{\"name\":\"big\",\"lamp\":\"\(id)\"}")
        let user = try #require(try edition.workspace.actor(userName: "visitor1")?.user)
        return Shop(edition: edition, lamp: id, visitor: user.description)
    }

    @Test("crm.share opens a record in lists, by its key, behind references and in groups; crm.unshare closes it again")
    func sharing() async throws {
        let shop = try await shop()
        func seen() async throws -> [Int] {
            let list = try await shop.visit(.get, "/api/Lamp")
            let one = try await shop.visit(.get, "/api/Lamp(\(shop.lamp))")
            let bulbs = try await shop.visit(.get, "/api/Bulb?$expand=lampRecord")
            let groups = try await shop.visit(.get, "/api/Lamp?$apply=aggregate($count%20as%20lamps)")
            return [
                list.value.count, one.status, bulbs.value.first?["lampRecord"] is [String: Any] ? 1 : 0,
                groups.value.first?["lamps"] as? Int ?? -1,
            ]
        }
        #expect(try await seen() == [0, 404, 0, 0])
        #expect(try await shop.share(",\"level\":\"change\",\"note\":\"see\"").status == 204)
        let open = try await seen()
        #expect(open == [1, 200, 1, 1], "\(open)")
        let shares = try await shop.visit(.get, "/api/Lamp(\(shop.lamp))/crm.shares")
        #expect(shares.value.first?["user"] as? String == shop.visitor)
        #expect(shares.value.first?["level"] as? String == "change" && shares.value.first?["note"] as? String == "see")
        let body = "{\"user\":\"\(shop.visitor)\"}"
        #expect(try await shop.edition.send(.post, "/api/Lamp(\(shop.lamp))/crm.unshare", body).status == 204)
        #expect(try await seen() == [0, 404, 0, 0])
    }

    @Test("a share ends at the moment that is given")
    func until() async throws {
        let shop = try await shop()
        #expect(try await shop.share(",\"until\":\"2026-11-24T00:00:00Z\"").status == 204)
        #expect(try await shop.visit(.get, "/api/Lamp").value.count == 1)
        let past = try await shop.share(",\"until\":\"2026-11-22T00:00:00Z\"")
        #expect(past.status == 422 && past.details.first?["code"] as? String == "share.past")
    }

    @Test(
        "wrong arguments are refused by name",
        arguments: [
            ("{}", "user"), ("{\"user\":\"x\"}", "user"), ("{\"role\":\"visitor\",\"user\":\"x\"}", "user"),
            ("{\"role\":\"visitor\",\"level\":\"own\"}", "level"),
            ("{\"role\":\"visitor\",\"until\":\"soon\"}", "until"),
            ("{\"role\":\"visitor\",\"why\":\"so\"}", "why"),
        ])
    func arguments(body: String, target: String) async throws {
        let shop = try await shop()
        let answer = try await shop.edition.send(.post, "/api/Lamp(\(shop.lamp))/crm.share", body)
        #expect(answer.status == 400 && answer.error["target"] as? String == target, "\(answer.text)")
    }

    @Test("crm.reveal gives a covered value once a reason is given, and the log has it")
    func revealing() async throws {
        let shop = try await shop()
        _ = try await shop.share()
        let url = "/api/Lamp(\(shop.lamp))/crm.reveal"
        #expect(try await shop.visit(.get, "/api/Lamp(\(shop.lamp))")["key"] as? String == "****11")
        let refused = try await shop.visit(.post, url, "{\"field\":\"key\"}")
        #expect(refused.status == 422 && refused.details.first?["code"] as? String == "reveal.reason")
        let given = try await shop.visit(.post, url, "{\"field\":\"key\",\"reason\":\"repair\"}")
        #expect(given.status == 200 && given["value"] as? String == "K-4711")
        #expect(given.headers[.cacheControl] == "no-store")
        #expect(try await shop.visit(.post, url, "{\"field\":\"nokey\"}").status == 400)
        let keeper = try #require(try shop.edition.workspace.actor(userName: "keeper1"))
        let log = try shop.edition.workspace.accessLog(
            AccessQuestion(), shop.edition.workspace.invocation(keeper, .api)
        ).entries
        #expect(log.map(\.reason) == ["repair"] && log.map(\.door) == ["api"] && log.map(\.name) == ["visitor1"])
    }

    @Test("the schema declares the actions to those who may use them, with what they take and give")
    func schema() async throws {
        let shop = try await shop()
        let keeper = try await shop.edition.send(.get, "/api/$metadata").text
        let visitor = try await shop.visit(.get, "/api/$metadata").text
        for text in [keeper, visitor] {
            #expect(text.contains("<Action Name=\"share\" IsBound=\"true\">") && text.contains("Name=\"unshare\""))
            #expect(text.contains("<Parameter Name=\"until\" Type=\"Edm.DateTimeOffset\"/>"))
        }
        #expect(!keeper.contains("Name=\"reveal\"") && visitor.contains("<ReturnType Type=\"Edm.String\"/>"))
        let document = try await shop.visit(.get, "/api/openapi.json").object
        let paths = try #require(document["paths"] as? [String: Any])
        for path in ["crm.share", "crm.unshare", "crm.reveal", "crm.shares()"] {
            #expect(paths["/Lamp({id})/\(path)"] != nil, "\(path)")
            #expect(paths["/Bulb({id})/\(path)"] == nil, "\(path)")
        }
    }

    @Test("records of an entity that is not shared take no share, and the header Allow says so")
    func closed() async throws {
        let shop = try await shop()
        let bulb = try #require(try await shop.edition.send(.get, "/api/Bulb").value.first?["id"] as? String)
        let url = "/api/Bulb(\(bulb))/crm.share"
        #expect(try await shop.edition.send(.post, url, "{\"role\":\"visitor\"}").status == 403)
        #expect(try await shop.edition.send(.options, url).headers[.allow] == "OPTIONS")
        let lamp = "/api/Lamp(\(shop.lamp))/crm.share"
        #expect(try await shop.edition.send(.options, lamp).headers[.allow] == "POST, OPTIONS")
    }

    @Test("a batch shares and takes back, all or nothing")
    func batch() async throws {
        let shop = try await shop()
        func request(_ id: Int, _ action: String, _ body: String) -> String {
            "{\"id\":\"\(id)\",\"atomicityGroup\":\"g\",\"method\":\"POST\",\"url\":\"Lamp(\(shop.lamp))/crm.\(action)\","
                + "\"headers\":{\"content-type\":\"application/json\"},\"body\":\(body)}"
        }
        let both =
            "{\"requests\":[" + request(1, "share", "{\"role\":\"visitor\"}") + ","
            + request(2, "unshare", "{\"role\":\"keeper\"}") + "]}"
        _ = try await shop.edition.send(
            .post, "/api/$batch", both, headers: [.contentType: "application/json"])
        #expect(try await shop.visit(.get, "/api/Lamp").value.isEmpty)
    }
}
