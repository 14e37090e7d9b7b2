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

@Suite("Signing in")
struct SignInTests {
    /// An edition with nothing but people, and a browser in front of it.
    private struct Site {
        let router: Router<PageContext>
        let workspace: Workspace

        struct Answer {
            let status: Int
            let location: String?
            let cookies: [String]
            let text: String

            /// The value of a cookie that the answer sets.
            func cookie(_ name: String) -> String? {
                cookies.first { $0.hasPrefix(name + "=") }
                    .map { String($0.dropFirst(name.count + 1).prefix { $0 != ";" }) }
            }

            /// The token of the sign-in form.
            var token: String? {
                text.firstMatch(of: /name="token" value="([0-9a-f]+)"/).map { String($0.1) }
            }
        }

        func send(
            _ method: HTTPRequest.Method, _ path: String, form: String? = nil, cookies: String = "", from: String? = nil
        ) async throws -> Answer {
            var headers: HTTPFields = [.cookie: cookies]
            if let from, let name = HTTPField.Name("X-Forwarded-For") { headers[name] = from }
            let fields = headers
            return try await Application(router: router).test(.router) { client in
                try await client.execute(
                    uri: path, method: method, headers: fields, body: form.map { ByteBuffer(string: $0) }
                ) { response in
                    Answer(
                        status: response.status.code, location: response.headers[.location],
                        cookies: response.headers[values: .setCookie], text: String(buffer: response.body))
                }
            }
        }

        /// Opens the form and sends it.
        func signIn(
            _ name: String, _ password: String, session: String? = nil, from: String? = nil
        ) async throws -> Answer {
            let page = try await send(.get, "/sign-in")
            let form = try #require(page.cookie("trellis_sign_in"))
            let token = try #require(page.token)
            let cookies = "trellis_sign_in=\(form)" + (session.map { "; trellis_session=\($0)" } ?? "")
            return try await send(
                .post, "/sign-in", form: "token=\(token)&userName=\(name)&password=\(password)", cookies: cookies,
                from: from)
        }
    }

    private func site(
        trustsProxy: Bool = false, limits: SignInLimits = SignInLimits()
    ) async throws -> Site {
        let pack = """
            <pack xmlns="urn:trellis:pack:1" id="people" version="1.0.0">
              <label>People</label><label xml:lang="zh-Hans">人员</label>
              <role id="staff"><label>Staff</label><label xml:lang="zh-Hans">员工</label></role>
            </pack>
            """
        let workspace = try await makeWorkspace(of: pack, role: "staff")
        let router = Router(context: PageContext.self)
        try WebUI(workspace: workspace, settings: WebUISettings(trustsProxy: trustsProxy), signInLimits: limits)
            .addRoutes(to: router)
        return Site(router: router, workspace: workspace)
    }

    @Test("the form works in the browser that it was shown in")
    func signIn() async throws {
        let site = try await site()
        let answer = try await site.signIn("ann", "long-enough")
        #expect(answer.status == 303)
        let session = try #require(answer.cookie("trellis_session"))
        #expect(try await site.send(.get, "/", cookies: "trellis_session=\(session)").status == 200)
        let cookie = try #require(try await site.send(.get, "/sign-in").cookies.first)
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
    }

    @Test("a form from elsewhere is refused: without a token, without the cookie, or with another's token")
    func forgery() async throws {
        let site = try await site()
        let credentials = "userName=ann&password=long-enough"
        let (mine, theirs) = (try await site.send(.get, "/sign-in"), try await site.send(.get, "/sign-in"))
        let cookie = "trellis_sign_in=\(try #require(mine.cookie("trellis_sign_in")))"
        let (own, foreign) = (try #require(mine.token), try #require(theirs.token))
        for (form, cookies) in [
            (credentials, cookie), ("token=\(own)&\(credentials)", ""), ("token=\(foreign)&\(credentials)", cookie),
        ] {
            let answer = try await site.send(.post, "/sign-in", form: form, cookies: cookies)
            #expect(answer.status == 403)
            #expect(answer.cookie("trellis_session") == nil)
        }
        #expect(
            try await site.send(.post, "/sign-in", form: "token=\(own)&\(credentials)", cookies: cookie).status == 303)
    }

    @Test("a second window does not end the form of the first")
    func windows() async throws {
        let site = try await site()
        let first = try await site.send(.get, "/sign-in")
        let cookie = "trellis_sign_in=\(try #require(first.cookie("trellis_sign_in")))"
        #expect(try await site.send(.get, "/sign-in", cookies: cookie).token == first.token)
    }

    @Test("an unknown user and a wrong password are refused alike")
    func unknownUser() async throws {
        let site = try await site()
        let (unknown, wrong) = (try await site.signIn("bob", "x"), try await site.signIn("ann", "x"))
        #expect((unknown.status, wrong.status) == (401, 401))
    }

    @Test("a name that was tried too often has to wait, with the right password and from elsewhere too")
    func tooManyForAName() async throws {
        let site = try await site(trustsProxy: true, limits: SignInLimits(perAddress: 100, perName: 2))
        for _ in 0..<2 { #expect(try await site.signIn("ann", "wrong", from: "192.0.2.1").status == 401) }
        #expect(try await site.signIn("Ann", "long-enough", from: "198.51.100.7").status == 429)
    }

    @Test("an address that tried too many names has to wait; others do not")
    func tooManyFromAnAddress() async throws {
        let site = try await site(trustsProxy: true, limits: SignInLimits(perAddress: 2))
        for name in ["bob", "eve"] {
            #expect(try await site.signIn(name, "wrong", from: "10.0.0.1, 2001:db8::1").status == 401)
        }
        // Another address of the same network, and another claim before it.
        #expect(try await site.signIn("ann", "long-enough", from: "10.9.9.9, 2001:db8::2").status == 429)
        #expect(try await site.signIn("ann", "long-enough", from: "2001:db8:0:1::1").status == 303)
    }

    @Test("without a proxy nobody believes what a client says of its address")
    func untrustedHeader() async throws {
        let site = try await site(limits: SignInLimits(perAddress: 1))
        #expect(try await site.signIn("bob", "wrong", from: "192.0.2.1").status == 401)
        #expect(try await site.signIn("ann", "long-enough", from: "192.0.2.2").status == 429)
    }

    @Test("successes do not count, and what is remembered is bounded")
    func memory() {
        let limit = AttemptLimit(attempts: 2, memory: .seconds(60), capacity: 3)
        let start = ContinuousClock.now
        for _ in 0..<5 {
            #expect(limit.take("a", at: start))
            limit.giveBack("a")
        }
        for (offset, key) in ["a", "a", "b", "c", "d"].enumerated() {
            #expect(limit.take(key, at: start.advanced(by: .seconds(offset))))
        }
        #expect(limit.count == 3)
        #expect(limit.take("d", at: start.advanced(by: .seconds(5))))
        #expect(!limit.take("d", at: start.advanced(by: .seconds(6))))
        #expect(limit.take("d", at: start.advanced(by: .seconds(70))))
    }

    @Test("signing in anew and signing out end the session at the server")
    func sessionsEnd() async throws {
        let site = try await site()
        let old = try #require(try await site.signIn("ann", "long-enough").cookie("trellis_session"))
        let new = try #require(
            try await site.signIn("ann", "long-enough", session: old).cookie("trellis_session"))
        #expect(old != new)
        #expect(try await site.send(.get, "/", cookies: "trellis_session=\(old)").status == 303)
        let csrf = try #require(try site.workspace.session(token: new)).csrfToken
        let out = try await site.send(
            .post, "/sign-out", form: "csrf=\(csrf)", cookies: "trellis_session=\(new)")
        #expect(out.location == "/sign-in")
        #expect(try await site.send(.get, "/", cookies: "trellis_session=\(new)").status == 303)
    }
}
