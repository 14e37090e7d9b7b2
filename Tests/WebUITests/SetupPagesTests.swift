// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import OrderedCollections
import Packs
import Services
import Storage
import Testing
import Values

@testable import WebUI

@Suite("Pages in which administrators change the edition")
struct SetupPagesTests {
    /// A nursery behind its pages, and somebody who is signed in.
    private struct Site {
        let router: Router<PageContext>
        let workspace: Workspace
        let session: String
        let csrf: String

        static func make(_ role: String = "owner") async throws -> Site {
            let workspace = try await makeWorkspace(of: nursery, role: role)
            let (token, session) = try await workspace.signIn(
                userName: "ann", password: "long-enough", language: .english)
            let router = Router(context: PageContext.self)
            try WebUI(workspace: workspace, settings: WebUISettings()).addRoutes(to: router)
            return Site(router: router, workspace: workspace, session: token, csrf: session.csrfToken)
        }

        func get(_ path: String) async throws -> (status: Int, text: String) { try await send(.get, path, nil) }

        /// Sends the form of a change as the page made it for an edition: the one in force, if none is given.
        func post(
            _ path: String, _ fields: KeyValuePairs<String, String>, edition: Int64? = nil
        ) async throws -> (status: Int, text: String) {
            let edition = String(edition ?? workspace.editionNumber)
            let pairs = [("csrf", csrf), ("kind", "any"), ("edition", edition)] + fields.map { ($0.key, $0.value) }
            return try await send(
                .post, path, pairs.map { "\($0.0)=\(encodedForQuery($0.1))" }.joined(separator: "&"))
        }

        private func send(_ method: HTTPRequest.Method, _ path: String, _ form: String?) async throws -> (
            status: Int, text: String
        ) {
            let headers: HTTPFields = [.cookie: "trellis_session=\(session)"]
            return try await Application(router: router).test(.router) { client in
                try await client.execute(
                    uri: path, method: method, headers: headers,
                    body: form.map { ByteBuffer(string: $0) }
                ) { ($0.status.code, String(buffer: $0.body)) }
            }
        }

        var plant: Entity? { workspace.model.current.model.entities["Plant"] }
    }

    private let height: KeyValuePairs = [
        "entity": "Plant", "label": "Height \"tall\" & <b>", "labelChinese": "高度", "id": "height", "type": "integer",
        "behind": "name",
    ]

    @Test("preview a field in its form, with what the plan says, and change nothing")
    func previews() async throws {
        let site = try await Site.make()
        let answer = try await site.post("/setup/change/field/preview", height)
        #expect(answer.status == 200)
        #expect(answer.text.contains("Height &quot;tall&quot; &amp; &lt;b&gt;"))
        #expect(answer.text.contains("Plant · Height &quot;tall&quot; &amp; &lt;b&gt;: new field"))
        #expect(!answer.text.contains("<!doctype"))
        #expect(site.plant?.fields["height"] == nil)
        #expect(site.workspace.editionNumber == 1)
    }

    @Test("say what the plan does in the reader's language")
    func chinesePlan() async throws {
        let site = try await Site.make()
        _ = try await site.post("/language", ["language": "zh-Hans"])
        let preview = try await site.post("/setup/change/field/preview", height).text
        #expect(preview.contains("植物 · 高度：新增字段"))
        #expect(!preview.contains("height in"))
    }

    @Test("add a field to the form of everybody, and tell who did it")
    func adds() async throws {
        let site = try await Site.make()
        #expect(try await site.post("/setup/change/field", height).status == 303)
        #expect(site.plant?.fields["height"]?.label == Label(english: "Height \"tall\" & <b>", chinese: "高度"))
        #expect(site.plant?.page.sections.first?.fields.prefix(2) == ["name", "height"])
        #expect(try await site.get("/new/Plant").text.contains("name=\"f.height\""))
        let overview = try await site.get("/setup").text
        #expect(overview.contains("field Plant.height") && overview.contains(">ann<"))
    }

    @Test("say what the checker finds, keep what was typed, and change nothing")
    func findings() async throws {
        let site = try await Site.make()
        let wrong: KeyValuePairs = [
            "entity": "Plant", "label": "Height", "labelChinese": "高度", "type": "integer", "standard": "1 plus",
            "help": "In <cm>",
        ]
        #expect(try await site.post("/setup/change/field/preview", wrong).text.contains("class=\"problem\""))
        let answer = try await site.post("/setup/change/field", wrong)
        #expect(answer.status == 422)
        #expect(answer.text.contains("value=\"1 plus\"") && answer.text.contains("value=\"In &lt;cm&gt;\""))
        #expect(site.workspace.editionNumber == 1)
    }

    @Test("refuse a form that was made before somebody else's change, and keep what was typed")
    func stale() async throws {
        let site = try await Site.make()
        #expect(try await site.post("/setup/change/field", height, edition: 1).status == 303)
        let answer = try await site.post(
            "/setup/change/option", ["entity": "Plant", "field": "light", "label": "Dusk", "labelChinese": "黄昏"],
            edition: 1)
        #expect(answer.status == 409)
        #expect(answer.text.contains("Somebody else changed the edition meanwhile."))
        #expect(answer.text.contains("value=\"Dusk\"") && answer.text.contains("value=\"黄昏\""))
        #expect(answer.text.contains("name=\"edition\" value=\"2\""))
        #expect(site.plant?.fields["light"]?.options.map(\.name) == ["sun", "shade"])
    }

    @Test("move a field to the top of another section")
    func moves() async throws {
        let site = try await Site.make()
        let form: KeyValuePairs = ["entity": "Plant", "field": "name", "behind": "<light"]
        #expect(try await site.post("/setup/change/place", form).status == 303)
        #expect(site.plant?.page.sections.map(\.fields) == [["price"], ["name", "light", "stage"]])
        let beside: KeyValuePairs = ["entity": "Plant", "field": "name", "behind": "name"]
        #expect(try await site.post("/setup/change/place", beside).status == 422)
    }

    @Test("add an option, a stage with its ways, a report with a chart, and a right under a condition")
    func everyKind() async throws {
        let site = try await Site.make()
        let changes: [(String, KeyValuePairs<String, String>)] = [
            ("option", ["entity": "Plant", "field": "light", "label": "Half shade", "labelChinese": "半阴"]),
            (
                "stage",
                [
                    "pipeline": "growth", "label": "Potted", "labelChinese": "上盆", "category": "open", "behind": "seed",
                    "from": "seed", "to": "sold",
                ]
            ),
            (
                "report",
                [
                    "entity": "Plant", "label": "Worth", "labelChinese": "价值", "field": "light", "sum": "price",
                    "condition": "price gt 1", "chart": "pie",
                ]
            ),
            ("right", ["role": "helper", "entity": "Plant", "update": "matching", "condition": "price lt 9"]),
        ]
        for (kind, form) in changes {
            let preview = try await site.post("/setup/change/\(kind)/preview", form)
            #expect(preview.text.contains("class=\"mock"), "\(kind): \(preview.text)")
            #expect(try await site.post("/setup/change/\(kind)", form).status == 303, "\(kind)")
        }
        let model = site.workspace.model.current.model
        #expect(site.plant?.fields["light"]?.options.map(\.name) == ["sun", "shade", "halfShade"])
        let growth = try #require(model.pipelines["growth"])
        #expect(growth.stages.map(\.name) == ["seed", "potted", "sold"])
        #expect(growth.transitions(from: "potted").map(\.to) == ["sold"])
        #expect(model.reports["worth"]?.chart == .pie)
        #expect(model.reports["worth"]?.condition?.source == "price gt 1")
        #expect(try await site.get("/report/worth").status == 200)
        guard case .matching(let condition) = model.roles["helper"]?.permissions["Plant"]?.update else {
            Issue.record("the right has no condition")
            return
        }
        #expect(condition.source == "price lt 9")
    }

    @Test("take one change back, and refuse to take back what another one stands on")
    func undo() async throws {
        let site = try await Site.make()
        _ = try await site.post("/setup/change/field", height)
        _ = try await site.post("/setup/change/label", ["entity": "Plant", "field": "height", "label": "Tallness"])
        let parts = try site.workspace.customisations(site.workspace.invocation(.engine, .api)).map(\.path)
        #expect(parts.count == 2)
        let ask = try await site.get("/setup/undo?part=" + encodedForQuery(parts[0]))
        #expect(ask.text.contains("class=\"problem\"") && !ask.text.contains("class=\"main\""))
        #expect(try await site.post("/setup/undo", ["part": parts[0]]).status == 422)
        for part in parts.reversed() { #expect(try await site.post("/setup/undo", ["part": part]).status == 303) }
        #expect(site.plant?.fields["height"] == nil)
        #expect(try await site.post("/setup/undo", ["part": parts[0]]).status == 404)
    }

    @Test(
        "open for nobody but administrators",
        arguments: ["/setup", "/setup/change/field", "/setup/change/right", "/setup/undo?part=x"])
    func doors(path: String) async throws {
        let site = try await Site.make("helper")
        #expect(try await site.get(path).status == 403)
        #expect(try await !site.get("/").text.contains("href=\"/setup\""))
        #expect(try await Site.make().get("/").text.contains("href=\"/setup\""))
    }

    @Test(
        "take nothing from others than administrators, and tell them nothing",
        arguments: ["/setup/change/field", "/setup/change/field/preview", "/setup/change/option", "/setup/undo"])
    func postingDoors(path: String) async throws {
        let site = try await Site.make("helper")
        let forms: [KeyValuePairs<String, String>] = [height, [:], ["part": "customisations/0001.xml"]]
        for form in forms { #expect(try await site.post(path, form).status == 403) }
        #expect(site.workspace.editionNumber == 1)
    }
}

private let nursery = """
    <pack xmlns="urn:trellis:pack:1" id="nursery" version="1.0.0">
      <label>Nursery</label><label xml:lang="zh-Hans">苗圃</label>
      <entity id="Plant" title="name">
        <label>Plant</label><label xml:lang="zh-Hans">植物</label>
        <plural>Plants</plural><plural xml:lang="zh-Hans">植物</plural>
        <field id="name" type="text" required="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="price" type="money"><label>Price</label><label xml:lang="zh-Hans">价格</label></field>
        <field id="light" type="choice"><label>Light</label><label xml:lang="zh-Hans">光照</label>
          <option id="sun"><label>Sun</label><label xml:lang="zh-Hans">全日照</label></option>
          <option id="shade"><label>Shade</label><label xml:lang="zh-Hans">阴</label></option>
        </field>
        <list columns="name price"/>
        <page>
          <section id="goods" fields="name price"><label>Goods</label><label xml:lang="zh-Hans">商品</label></section>
          <section id="care" fields="light stage"><label>Care</label><label xml:lang="zh-Hans">养护</label></section>
        </page>
      </entity>
      <pipeline id="growth" entity="Plant" field="stage"><label>Growth</label><label xml:lang="zh-Hans">生长</label>
        <stage id="seed"><label>Seed</label><label xml:lang="zh-Hans">种子</label></stage>
        <stage id="sold" category="won"><label>Sold</label><label xml:lang="zh-Hans">售出</label></stage>
        <transition from="seed" to="sold"/>
      </pipeline>
      <role id="owner" capabilities="customise"><label>Owner</label><label xml:lang="zh-Hans">业主</label>
        <allow entity="Plant" read="all" create="all" update="all" delete="all"/></role>
      <role id="helper"><label>Helper</label><label xml:lang="zh-Hans">帮工</label>
        <allow entity="Plant" read="all" update="all"/></role>
    </pack>
    """
