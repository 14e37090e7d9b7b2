// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Services
import Testing
import Values

@testable import WebUI

@Suite("Pages of what happens by itself")
struct JobsPageTests {
    private static let kennel = """
        <pack xmlns="urn:trellis:pack:1" id="kennel" version="1.0.0">
          <label>Kennel</label><label xml:lang="zh-Hans">犬舍</label>
          <entity id="Dog" title="name">
            <label>Dog</label><label xml:lang="zh-Hans">狗</label><plural>Dogs</plural><plural xml:lang="zh-Hans">狗</plural>
            <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名字</label></field>
            <field id="weight" type="integer" max="90"><label>Weight</label><label xml:lang="zh-Hans">体重</label></field>
            <field id="keeper" type="reference" to="User" default="@me"><label>Keeper</label><label xml:lang="zh-Hans">饲养员</label></field>
          </entity>
          <automation id="fatten" entity="Dog" on="create">
            <label>Fatten</label><label xml:lang="zh-Hans">增肥</label>
            <set field="weight" value="weight add 50"/>
            <notify field="keeper"><label>Fed</label><label xml:lang="zh-Hans">已喂食</label></notify>
          </automation>
          <role id="head" capabilities="administer"><label>Head</label><label xml:lang="zh-Hans">主管</label>
            <allow entity="Dog" read="all" create="all" update="all"/></role>
          <role id="helper"><label>Helper</label><label xml:lang="zh-Hans">助手</label>
            <allow entity="Dog" read="all" create="all" update="all"/></role>
        </pack>
        """

    private struct Site {
        let workspace: Workspace
        let router: Router<PageContext>
        let token: String
        let session: Session

        func send(_ method: HTTPRequest.Method, _ path: String, form: String? = nil) async throws -> (
            status: Int, text: String
        ) {
            let headers: HTTPFields = [.cookie: "trellis_session=\(token)"]
            let body = form.map { ByteBuffer(string: $0 + "&csrf=\(session.csrfToken)") }
            return try await Application(router: router).test(.router) { client in
                try await client.execute(uri: path, method: method, headers: headers, body: body) {
                    ($0.status.code, String(buffer: $0.body))
                }
            }
        }
    }

    private func site(_ role: String, _ language: Language = .english) async throws -> Site {
        let workspace = try await makeWorkspace(of: Self.kennel, role: role)
        let (token, session) = try await workspace.signIn(userName: "ann", password: "long-enough", language: language)
        let router = Router(context: PageContext.self)
        try WebUI(workspace: workspace, settings: WebUISettings()).addRoutes(to: router)
        return Site(workspace: workspace, router: router, token: token, session: session)
    }

    private func addDog(_ weight: Int64, _ site: Site) async throws -> RecordID {
        let ann = site.workspace.invocation(site.session.actor, .browser)
        return try await site.workspace.create("Dog", ["name": .text("Rex"), "weight": .integer(weight)], ann).id
    }

    /// Past every attempt that a job has.
    private func wait(_ site: Site) async throws {
        let day = TimeSpan(microseconds: 2 * TimeSpan.microsecondsPerDay)
        let moment = try #require(site.workspace.clock.now().adding(day))
        try await site.workspace.runDueJobs(until: moment)
    }

    @Test(
        "an administrator sees what failed and why, in both languages",
        arguments: [(Language.english, "Fatten", "Try again"), (.chinese, "增肥", "重试")])
    func failed(language: Language, label: String, button: String) async throws {
        let site = try await site("head", language)
        _ = try await addDog(80, site)
        try await wait(site)
        let page = try await site.send(.get, "/jobs")
        #expect(page.status == 200)
        #expect(page.text.contains(label) && page.text.contains(button) && page.text.contains("Rex"))
        #expect(page.text.contains("90"))
    }

    @Test("a failed job is tried again, or taken away, by a button")
    func decided() async throws {
        let site = try await site("head")
        let dog = try await addDog(80, site)
        try await wait(site)
        let head = site.workspace.invocation(site.session.actor, .browser)
        let job = try #require(try site.workspace.jobs(.failed, limit: 5, head).first)
        _ = try await site.workspace.update("Dog", dog, ["weight": .integer(5)], expectedVersion: nil, head)
        #expect(try await site.send(.post, "/jobs/\(job.id)", form: "action=retry").status == 303)
        try await wait(site)
        #expect(try site.workspace.record("Dog", dog, head)["weight"] == .integer(55))
        _ = try await addDog(80, site)
        try await wait(site)
        let other = try #require(try site.workspace.jobs(.failed, limit: 5, head).first)
        #expect(try await site.send(.post, "/jobs/\(other.id)", form: "action=discard").status == 303)
        #expect(try site.workspace.jobs(.failed, limit: 5, head).isEmpty)
    }

    @Test("nobody else sees or repeats jobs")
    func others() async throws {
        let site = try await site("helper")
        #expect(try await site.send(.get, "/jobs").status == 403)
        #expect(try await site.send(.get, "/").text.contains("/jobs") == false)
        #expect(
            try await site.send(.post, "/jobs/0199a3c4-0000-7000-8000-000000000000", form: "action=retry").status == 403
        )
    }

    @Test("a person reads what they were told, and says so")
    func notices() async throws {
        let site = try await site("helper")
        let dog = try await addDog(5, site)
        try await wait(site)
        let page = try await site.send(.get, "/notices")
        #expect(page.text.contains("<b>Fed</b>") && page.text.contains("/record/Dog/\(dog)"))
        #expect(page.text.contains("Notices (1)"))
        let helper = site.workspace.invocation(site.session.actor, .browser)
        let last = try #require(try site.workspace.notices(limit: 5, helper).first)
        _ = try await site.send(.post, "/notices", form: "last=\(last.id)")
        #expect(try await site.send(.get, "/notices").text.contains("<b>Fed</b>") == false)
        #expect(try await site.send(.get, "/record/Dog/\(dog)").text.contains("By itself:"))
    }
}
