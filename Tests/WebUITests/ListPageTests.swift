// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Services
import Testing
import Values

@testable import WebUI

@Suite("Pages of records")
struct ListPageTests {
    /// A library of seeds behind its pages, and somebody who is signed in.
    private struct Site {
        let router: Router<PageContext>
        let workspace: Workspace
        let session: String
        let csrf: String

        static func make(_ role: String = "gardener") async throws -> Site {
            let workspace = try await makeWorkspace(of: seedLibrary, role: role)
            let (token, session) = try await workspace.signIn(
                userName: "ann", password: "long-enough", language: .english)
            let router = Router(context: PageContext.self)
            try WebUI(workspace: workspace, settings: WebUISettings()).addRoutes(to: router)
            return Site(router: router, workspace: workspace, session: token, csrf: session.csrfToken)
        }

        func send(
            _ method: HTTPRequest.Method, _ path: String, form: String? = nil, isSignedIn: Bool = true
        ) async throws -> (status: Int, headers: HTTPFields, text: String) {
            let headers: HTTPFields = isSignedIn ? [.cookie: "trellis_session=\(session)"] : [:]
            return try await Application(router: router).test(.router) { client in
                try await client.execute(
                    uri: path, method: method, headers: headers, body: form.map { ByteBuffer(string: $0) }
                ) { ($0.status.code, $0.headers, String(buffer: $0.body)) }
            }
        }

        func addSeed(_ name: String, _ price: Int64) async throws {
            _ = try await workspace.create(
                "Seed", ["name": .text(name), "price": .decimal(FixedDecimal(price)), "secret": .text("s3")],
                workspace.invocation(.engine, .api))
        }
    }

    @Test("keep a browser from being tricked: policy, type, frames, cache", arguments: ["/", "/list/Seed", "/nowhere"])
    func headers(path: String) async throws {
        let answer = try await Site.make().send(.get, path)
        let policy = try #require(answer.headers[.contentSecurityPolicy])
        #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(answer.headers[.cacheControl]?.contains("no-store") == true)
    }

    @Test("refuse a form without the session's token, and write nothing")
    func forgery() async throws {
        let site = try await Site.make()
        #expect(try await site.send(.post, "/new/Seed", form: "f.name=Bean").status == 403)
        #expect(try await site.send(.post, "/new/Seed", form: "f.name=Bean&csrf=wrong").status == 403)
        #expect(try await !site.send(.get, "/list/Seed").text.contains("Bean"))
        #expect(try await site.send(.post, "/new/Seed", form: "f.name=Bean&csrf=\(site.csrf)").status == 303)
        #expect(try await site.send(.get, "/list/Seed").text.contains("Bean"))
    }

    @Test("send a stranger to the sign-in, with the way back to this site only")
    func strangers() async throws {
        let answer = try await Site.make().send(.get, "/list/Seed?search=a", isSignedIn: false)
        #expect(answer.status == 303)
        #expect(answer.headers[.location] == "/sign-in?next=%2Flist%2FSeed%3Fsearch%3Da")
    }

    @Test("show what a record holds as text, whatever it looks like")
    func escaping() async throws {
        let site = try await Site.make()
        try await site.addSeed("<script>alert('x')</script>\"&", 1)
        let text = try await site.send(.get, "/list/Seed").text
        #expect(!text.contains("<script>alert"))
        #expect(text.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;"))
    }

    @Test("answer an unknown address with a page of their own, also for strangers", arguments: [true, false])
    func unknown(isSignedIn: Bool) async throws {
        let answer = try await Site.make().send(.get, "/no/such/page", isSignedIn: isSignedIn)
        #expect(answer.status == 404)
        #expect(answer.text.contains("There is no page at this address."))
    }

    @Test("turn controls above the columns into the expression that filters the list")
    func controls() async throws {
        let site = try await Site.make()
        try await site.addSeed("Bean", 3)
        try await site.addSeed("Pea", 8)
        let answer = try await site.send(.get, "/filter/Seed?c.price.from=5&c.name=e&search=&order=name")
        let location = try #require(answer.headers[.location])
        #expect(location == "/list/Seed?order=name&filter=contains%28name%2C%27e%27%29%20and%20price%20ge%205")
        let list = try await site.send(.get, location).text
        #expect(list.contains("Pea") && !list.contains(">Bean<"))
        #expect(list.contains("name=\"c.price.from\" type=\"text\" inputmode=\"decimal\" value=\"5\""))
    }

    @Test("keep a filter that controls cannot state beside what they state")
    func rest() async throws {
        let answer = try await Site.make().send(
            .get, "/filter/Seed?c.name=e&rest=price%20gt%202%20or%20price%20eq%20null")
        #expect(
            answer.headers[.location]
                == "/list/Seed?filter=%28price%20gt%202%20or%20price%20eq%20null%29%20and%20contains%28name%2C%27e%27%29"
        )
    }

    @Test(
        "say at the control what cannot be understood",
        arguments: [("c.price.from=abc", 422), ("c.sown.to=31.2.", 422)])
    func wrongControls(query: String, status: Int) async throws {
        let answer = try await Site.make().send(.get, "/filter/Seed?" + query)
        #expect(answer.status == status)
        #expect(answer.text.contains("class=\"note error\""))
    }

    @Test("offer no field that the person may not see, neither as control nor in an expression")
    func hidden() async throws {
        let site = try await Site.make("visitor")
        let offered = try await site.send(.get, "/complete/Seed?text=").text
        #expect(offered.contains("data-text=\"name\"") && !offered.contains("secret"))
        #expect(try await !site.send(.get, "/list/Seed?column=name&column=secret").text.contains("c.secret"))
    }

    @Test("mark what is wrong with a typed filter and say how to write it")
    func fault() async throws {
        let site = try await Site.make()
        let page = try await site.send(.get, "/table/Seed?filter=price%20%3E%205%20and%20nmae%20eq%20'x'").text
        #expect(page.contains("price <mark>&gt;</mark> 5"))
        #expect(page.contains("“price gt 5”"))
        #expect(page.contains("<mark>nmae</mark>"))
    }

    @Test("lead to a record by what it is called, but not to one in the bin")
    func titleLinks() async throws {
        let site = try await Site.make()
        try await site.addSeed("Bean", 3)
        let list = try await site.send(.get, "/list/Seed").text
        let link = try #require(list.firstMatch(of: /<a href="(\/record\/Seed\/[^"]+)">Bean<\/a>/)).output.1
        #expect(
            try await site.send(.post, "/delete/Seed/\(link.dropFirst(13))", form: "csrf=\(site.csrf)").status == 303)
        let bin = try await site.send(.get, "/list/Seed?deleted=1").text
        #expect(bin.contains("Bean") && !bin.contains(link))
    }

    @Test("put numbers and their headings on one side")
    func numbers() async throws {
        let site = try await Site.make()
        try await site.addSeed("Bean", 3)
        let list = try await site.send(.get, "/list/Seed").text
        #expect(list.contains("<th aria-sort=\"none\" class=\"number\"><a href=\"/list/Seed?order=price\">"))
        #expect(list.contains("<th aria-sort=\"none\"><a href=\"/list/Seed?order=sown\">"))
    }

    @Test(
        "say under its title what a list says first of a record, without what is empty or hidden",
        arguments: [("gardener", true), ("visitor", true), ("clerk", false)])
    func facts(role: String, showsPrice: Bool) async throws {
        let site = try await Site.make(role)
        try await site.addSeed("Bean", 1234)
        let list = try await site.send(.get, "/list/Seed").text
        let link = try #require(list.firstMatch(of: /\/record\/Seed\/[0-9a-f-]+/)).output
        let page = try await site.send(.get, String(link)).text
        let facts = page.firstMatch(of: /(?s)<p class="facts">.*?<\/p>/).map { String($0.output) } ?? ""
        #expect(facts.contains("1,234") == showsPrice)
        #expect(!facts.contains("Sown") && !facts.contains("Bean") && !facts.contains("s3"))
    }

    @Test("export every page of a list, in its order, with its filter")
    func export() async throws {
        let site = try await Site.make()
        for number in 0..<620 { try await site.addSeed("S\(1000 + number)", Int64(number)) }
        let lines = try await site.send(.get, "/export/Seed?filter=price%20ge%2010&order=name&column=name").text
            .split(separator: "\r\n")
        #expect(lines.count == 611)
        #expect(lines[1] == "S1010" && lines[610] == "S1619")
        #expect(try await Site.make("visitor").send(.get, "/export/Seed").status == 403)
    }
}

private let seedLibrary = """
    <pack xmlns="urn:trellis:pack:1" id="seeds" version="1.0.0">
      <label>Seeds</label><label xml:lang="zh-Hans">种子</label>
      <entity id="Seed" title="name">
        <label>Seed</label><label xml:lang="zh-Hans">种子</label>
        <plural>Seeds</plural><plural xml:lang="zh-Hans">种子</plural>
        <field id="name" type="text" required="true" search="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="price" type="money"><label>Price</label><label xml:lang="zh-Hans">价格</label></field>
        <field id="sown" type="date"><label>Sown</label><label xml:lang="zh-Hans">播种</label></field>
        <field id="secret" type="text"><label>Secret</label><label xml:lang="zh-Hans">秘密</label></field>
        <list columns="name price sown" order="name"/>
      </entity>
      <role id="gardener" capabilities="export"><label>Gardener</label><label xml:lang="zh-Hans">园丁</label>
        <allow entity="Seed" read="all" create="all" update="all" delete="all"/></role>
      <role id="visitor"><label>Visitor</label><label xml:lang="zh-Hans">访客</label>
        <allow entity="Seed" read="all"><field id="secret" rule="hidden"/></allow></role>
      <role id="clerk"><label>Clerk</label><label xml:lang="zh-Hans">文员</label>
        <allow entity="Seed" read="all"><field id="price" rule="hidden"/><field id="secret" rule="hidden"/></allow></role>
    </pack>
    """
