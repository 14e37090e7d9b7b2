// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import Diagnostics
import DomainModel
import Expressions
import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Packs
import PluginKit
import SQLiteStorage
import Services
import Synchronization
import Values

/// An edition of one pack, a library of tools to borrow unless another is given, served by the API in this process.
struct ServedEdition: Sendable {
    let workspace: Workspace
    /// Of a user with the first role; in the library one who may do everything.
    let token: String
    /// Of a user with the last role; in the library one from whom serial numbers are covered and prices hidden.
    let visitorToken: String
    private let api: HTTPAPI
    private let path: String

    static func make(
        _ pack: String = toolLibrary, roles: [RoleName] = ["keeper", "visitor"], rateLimit: RateLimit? = .standard
    ) async throws -> ServedEdition {
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let loading = PackLoader(contributions)
            .load(texts: [(path: "pack.xml", text: pack)])
        guard let model = loading.model else { throw TestFault(text: loading.diagnostics.json) }
        let path = FileManager.default.temporaryDirectory.path + "/trellis-\(UUID().uuidString).db"
        let store = try SQLiteStore(
            path: path, functions: contributions.functions,
            calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
        let noon = Instant(microseconds: 1_795_406_400_000_000)
        let workspace = try await Workspace.apply(
            Workspace.plan(model, for: store), model, texts: loading.texts, to: store, contributions: contributions,
            clock: WorkspaceClock(now: { noon }, offset: { _ in 8 * 3600 }))
        var tokens: [String] = []
        for role in roles { tokens.append(try await Self.token("\(role)1", role, workspace)) }
        return ServedEdition(
            workspace: workspace, token: tokens[0], visitorToken: tokens[tokens.count - 1],
            api: HTTPAPI(workspace: workspace, publicURL: "https://crm.test", rateLimit: rateLimit),
            path: path)
    }

    /// Applies the pack with changes as another process does: by a store of its own.
    func applyElsewhere(_ change: (String) -> String) async throws {
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let loading = PackLoader(contributions)
            .load(texts: [(path: "pack.xml", text: change(toolLibrary))])
        guard let model = loading.model else { throw TestFault(text: loading.diagnostics.json) }
        let store = try SQLiteStore(
            path: path, functions: contributions.functions,
            calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
        _ = try await Workspace.apply(
            Workspace.plan(model, for: store), model, texts: loading.texts, to: store, contributions: contributions)
    }

    /// Sends a request; with the token of the keeper unless headers are given that say otherwise.
    func send(
        _ method: HTTPRequest.Method, _ url: String, _ body: String? = nil, token: String?? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        try await send(method, url, bytes: body.map { Array($0.utf8) }, token: token, headers: headers)
    }

    /// Sends a request with a body of any bytes.
    func send(
        _ method: HTTPRequest.Method, _ url: String, bytes: [UInt8]?, token: String?? = nil, headers: HTTPFields = [:]
    ) async throws -> Answer {
        let router = Router()
        api.addRoutes(to: router)
        var headers = headers
        if let token = token ?? self.token { headers[.authorization] = "Bearer \(token)" }
        let fields = headers
        return try await Application(router: router).test(.router) { client in
            try await client.execute(
                uri: url, method: method, headers: fields, body: bytes.map { ByteBuffer(bytes: $0) }
            ) { Answer(status: $0.status.code, headers: $0.headers, text: String(buffer: $0.body)) }
        }
    }

    /// A token of a user who may change cheap tools and delete dear ones.
    func lenderToken() async throws -> String { try await token(of: "lender1", role: "lender") }

    /// A token of one more user.
    func token(of user: String, role: RoleName) async throws -> String { try await Self.token(user, role, workspace) }

    private static func token(_ user: String, _ role: RoleName, _ workspace: Workspace) async throws -> String {
        // Programs need no password, and deriving a key from one takes longer than most tests.
        try await workspace.setUser(userName: user, displayName: user, password: nil, roles: [role])
        return try await workspace.makeToken(forUser: user, name: "t", expires: nil)
    }

    /// Adds a tool and gives back its key and tag.
    func addTool(_ name: String, _ more: String = "") async throws -> (id: String, tag: String) {
        let answer = try await send(.post, "/api/Tool", "{\"name\":\"\(name)\"\(more)}")
        guard answer.status == 201, let id = answer["id"] as? String, let tag = answer.headers[.eTag] else {
            throw TestFault(text: answer.text)
        }
        return (id, tag)
    }
}

struct TestFault: Error {
    let text: String
}

/// What came back.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    var object: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
    }
    subscript(name: String) -> Any? { object[name] }
    var error: [String: Any] { object["error"] as? [String: Any] ?? [:] }
    var details: [[String: Any]] { error["details"] as? [[String: Any]] ?? [] }
    var value: [[String: Any]] { object["value"] as? [[String: Any]] ?? [] }
}

let toolLibrary = """
    <pack xmlns="urn:trellis:pack:1" id="tools" version="1.0.0">
      <label>Tool library</label><label xml:lang="zh-Hans">工具借用</label>
      <entity id="Shelf" title="name">
        <label>Shelf</label><label xml:lang="zh-Hans">架</label>
        <plural>Shelves</plural><plural xml:lang="zh-Hans">架</plural>
        <field id="name" type="text" required="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="code" type="text" unique="true"><label>Code</label><label xml:lang="zh-Hans">编号</label></field>
        <field id="room" type="reference" to="Shelf" inverse="shelves"><label>Room</label><label xml:lang="zh-Hans">房间</label></field>
      </entity>
      <entity id="Tool" title="name">
        <label>Tool</label><label xml:lang="zh-Hans">工具</label>
        <plural>Tools</plural><plural xml:lang="zh-Hans">工具</plural>
        <field id="name" type="text" required="true" search="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="serial" type="text"><label>Serial</label><label xml:lang="zh-Hans">序列号</label></field>
        <field id="price" type="money" min="0"><label>Price</label><label xml:lang="zh-Hans">价格</label></field>
        <field id="bought" type="date"><label>Bought</label><label xml:lang="zh-Hans">购买</label></field>
        <field id="shelf" type="reference" to="Shelf" inverse="tools"><label>Shelf</label><label xml:lang="zh-Hans">架</label></field>
        <unique id="marked" fields="shelf serial"/>
      </entity>
      <pipeline id="lending" entity="Tool" field="stage" card="price" total="price">
        <label>Lending</label><label xml:lang="zh-Hans">借用</label>
        <stage id="home"><label>Home</label><label xml:lang="zh-Hans">在库</label></stage>
        <stage id="lent" requires="serial"><label>Lent</label><label xml:lang="zh-Hans">借出</label>
          <guard id="worth" test="price gt 0"><label>The tool is worth nothing.</label><label xml:lang="zh-Hans">工具没有价值。</label></guard>
        </stage>
        <transition from="home" to="lent"/>
      </pipeline>
      <event id="priced" roles="keeper">
        <label>Priced</label><label xml:lang="zh-Hans">定价</label>
        <value id="serial" type="text" required="true"><label>Serial</label><label xml:lang="zh-Hans">序列号</label></value>
        <value id="price" type="money" min="0"><label>Price</label><label xml:lang="zh-Hans">价格</label></value>
      </event>
      <automation id="priced" entity="Tool" on="event" event="priced" find="serial eq @event/serial">
        <label>Priced</label><label xml:lang="zh-Hans">定价</label><set field="price" value="@event/price"/>
      </automation>
      <role id="keeper"><label>Keeper</label><label xml:lang="zh-Hans">管理员</label>
        <allow entity="Shelf" read="all" create="all" update="all" delete="all"/>
        <allow entity="Tool" read="all" create="all" update="all" delete="all"/>
      </role>
      <role id="visitor"><label>Visitor</label><label xml:lang="zh-Hans">访客</label>
        <allow entity="Tool" read="all">
          <field id="serial" rule="masked" first="2" last="2"/>
          <field id="price" rule="hidden"/>
        </allow>
      </role>
      <role id="lender"><label>Lender</label><label xml:lang="zh-Hans">出借人</label>
        <allow entity="Tool" read="all" update="price lt 100" delete="price ge 100"/>
      </role>
      <report id="byStage" entity="Tool" standing="true">
        <label>By stage</label><label xml:lang="zh-Hans">按阶段</label>
        <group id="stage" by="stage"><label>Stage</label><label xml:lang="zh-Hans">阶段</label></group>
        <measure id="count" count="true"><label>Count</label><label xml:lang="zh-Hans">数量</label></measure>
      </report>
    </pack>
    """
