// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Services
import Testing
import Values

@testable import WebUI

@Suite("Pages of sharing, covered values and the access log")
struct AccessPageTests {
    private static let archive = """
        <pack xmlns="urn:trellis:pack:1" id="archive" version="1.0.0">
          <label>Archive</label><label xml:lang="zh-Hans">档案馆</label>
          <entity id="Letter" title="name" sharing="true">
            <label>Letter</label><label xml:lang="zh-Hans">信件</label><plural>Letters</plural><plural xml:lang="zh-Hans">信件</plural>
            <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
            <field id="sender" type="text"><label>Sender</label><label xml:lang="zh-Hans">寄信人</label></field>
            <list columns="name sender"/>
          </entity>
          <report id="letters" entity="Letter"><label>Letters</label><label xml:lang="zh-Hans">信件</label>
            <group id="name" by="name"><label>Name</label><label xml:lang="zh-Hans">名称</label></group>
            <measure id="n" count="true"><label>Letters</label><label xml:lang="zh-Hans">信件</label></measure></report>
          <role id="clerk" capabilities="export audit"><label>Clerk</label><label xml:lang="zh-Hans">职员</label>
            <allow entity="Letter" read="all" update="all" share="all"><field id="sender" rule="masked" first="1" reveal="reason"/></allow></role>
          <role id="guest"><label>Guest</label><label xml:lang="zh-Hans">访客</label>
            <allow entity="Letter" read="name eq 'open'"/></role>
        </pack>
        """

    private struct Site {
        let workspace: Workspace
        let router: Router<PageContext>
        let token: String
        let session: Session
        let letter: RecordID

        func send(_ method: HTTPRequest.Method, _ path: String, form: String? = nil, csrf: String? = nil) async throws
            -> (status: Int, text: String)
        {
            let headers: HTTPFields = [.cookie: "trellis_session=\(token)"]
            let body = form.map { ByteBuffer(string: $0 + "&csrf=\(csrf ?? session.csrfToken)") }
            return try await Application(router: router).test(.router) { client in
                try await client.execute(uri: path, method: method, headers: headers, body: body) {
                    ($0.status.code, String(buffer: $0.body))
                }
            }
        }
    }

    private func site(_ role: String = "clerk", _ language: Language = .english) async throws -> Site {
        let workspace = try await makeWorkspace(of: Self.archive, role: role)
        try await workspace.setUser(userName: "ben", displayName: "Ben <b>", password: nil, roles: ["guest"])
        let letter = try await workspace.create(
            "Letter", ["name": .text("To Lena"), "sender": .text("Ole <i>")], workspace.invocation(.engine, .api)
        ).id
        let (token, session) = try await workspace.signIn(userName: "ann", password: "long-enough", language: language)
        let router = Router(context: PageContext.self)
        try WebUI(workspace: workspace, settings: WebUISettings()).addRoutes(to: router)
        return Site(workspace: workspace, router: router, token: token, session: session, letter: letter)
    }

    @Test("a record is shared by the form of its page, is told in the panel, and is taken back")
    func sharing() async throws {
        let site = try await site()
        let path = "/record/Letter/\(site.letter)"
        #expect(try await site.send(.get, path).text.contains("It is shared with nobody."))
        let ben = try #require(try site.workspace.actor(userName: "ben"))
        let key = try #require(ben.user)
        let form = "person=\(key)&team=&role=&level=read&until=2099-05-04&note=for+the+book"
        #expect(try await site.send(.post, "/share/Letter/\(site.letter)", form: form).status == 303)
        let page = try await site.send(.get, path).text
        #expect(page.contains("<b>Ben &lt;b&gt;</b> to read, until 2099-05-04"))
        #expect(page.contains("for the book") && page.contains("<option value=\"guest\">Guest</option>"))
        #expect(
            (try? site.workspace.record("Letter", site.letter, site.workspace.invocation(ben, .browser))) != nil)
        let receiver = ShareReceiver.user(key).text
        let taken = try await site.send(
            .post, "/unshare/Letter/\(site.letter)", form: "receiver=\(encodedForQuery(receiver))")
        #expect(taken.status == 303)
        #expect(try await site.send(.get, path).text.contains("It is shared with nobody."))
    }

    @Test("whom a record may be shared with is looked up while somebody types, and a user name that is typed will do")
    func lookingUp() async throws {
        let site = try await site()
        let panel = try await site.send(.get, "/record/Letter/\(site.letter)").text
        #expect(panel.contains("data-combo=\"User\"") && panel.contains("data-combo=\"Team\""))
        #expect(!panel.contains("Ben &lt;b&gt;"))
        #expect(try await site.send(.get, "/choices/User?search=Ben").text.contains("Ben &lt;b&gt;</li>"))
        let form = "person=&title.person=ben&team=&title.team=&role=&level=read"
        #expect(try await site.send(.post, "/share/Letter/\(site.letter)", form: form).status == 303)
        #expect(try await site.send(.get, "/record/Letter/\(site.letter)").text.contains("Ben &lt;b&gt;</b> to read"))
    }

    @Test("a role and a team are chosen as well")
    func otherReceivers() async throws {
        let site = try await site()
        let team = try await site.workspace.create(
            "Team", ["name": .text("Readers")], site.workspace.invocation(.engine, .api)
        ).id
        for form in ["person=&team=&role=guest", "person=&team=\(team)&role="] {
            #expect(try await site.send(.post, "/share/Letter/\(site.letter)", form: form).status == 303)
        }
        let page = try await site.send(.get, "/record/Letter/\(site.letter)").text
        #expect(page.contains("<b>Guest</b>") && page.contains("<b>Readers</b>"))
    }

    @Test(
        "a share that names nobody, or a day that is none, is refused",
        arguments: ["person=&team=&role=", "title.person=nobody", "title.person=ben&until=someday"])
    func wrongShares(form: String) async throws {
        let site = try await site()
        #expect(try await site.send(.post, "/share/Letter/\(site.letter)", form: form).status == 400)
    }

    @Test("a covered value is shown once, on the page that answers the form with its reason, and stands in the log")
    func revealing() async throws {
        let site = try await site()
        let (record, reveal) = ("/record/Letter/\(site.letter)", "/reveal/Letter/\(site.letter)/sender")
        let before = try await site.send(.get, record).text
        #expect(
            before.contains("O****") && before.contains("action=\"\(reveal)\"") && !before.contains("Ole &lt;i&gt;"))
        #expect(try await site.send(.post, reveal, form: "reason=why", csrf: "none").status == 403)
        #expect(try await site.send(.post, reveal, form: "reason=").status == 422)
        let shown = try await site.send(.post, reveal, form: "reason=for+a+%3Cquote%3E")
        #expect(shown.status == 200 && shown.text.contains("Ole &lt;i&gt;"))
        #expect(try await !site.send(.get, record).text.contains("Ole &lt;i&gt;"))
        let log = try await site.send(.get, "/access-log").text
        #expect(log.contains("for a &lt;quote&gt;") && log.contains("Letter · Sender") && log.contains("Browser"))
        #expect(log.components(separatedBy: "Covered value</td>").count == 2)
    }

    @Test(
        "the log is filtered by person, kind, entity and day",
        arguments: [
            ("kind=reveal", 0), ("kind=export", 2), ("person=ben", 0), ("person=ann&entity=Letter", 2),
            ("from=2099-01-01", 0), ("to=2099-01-01", 2), ("entity=User", 0),
        ])
    func filters(query: String, rows: Int) async throws {
        let site = try await site()
        #expect(try await site.send(.get, "/export/Letter").status == 200)
        #expect(try await site.send(.get, "/report/letters/csv").status == 200)
        let page = try await site.send(.get, "/access-log?" + query).text
        #expect(page.components(separatedBy: "1 · finished").count - 1 == rows)
    }

    @Test("a day that is none and a person whom nobody knows are refused", arguments: ["from=x", "person=zoe"])
    func wrongFilters(query: String) async throws {
        #expect(try await site().send(.get, "/access-log?" + query).status >= 400)
    }

    @Test("only those who watch over it find the log")
    func readers() async throws {
        let guest = try await site("guest")
        #expect(try await guest.send(.get, "/access-log").status == 403)
        #expect(try await !guest.send(.get, "/").text.contains("/access-log"))
        #expect(try await site().send(.get, "/").text.contains("/access-log"))
    }

    @Test("it all reads in Chinese")
    func chinese() async throws {
        let site = try await site("clerk", .chinese)
        let page = try await site.send(.get, "/record/Letter/\(site.letter)").text
        #expect(page.contains("尚未共享给任何人。") && page.contains("查看一次并记入日志"))
        #expect(try await site.send(.get, "/access-log").text.contains("访问日志"))
        #expect(try await site.send(.get, "/list/Letter").text.contains("与我共享"))
    }
}
