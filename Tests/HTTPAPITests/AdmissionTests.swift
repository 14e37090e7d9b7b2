// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import HTTPAPI
import HTTPTypes
import Services
import Testing
import Values

@Suite("Who may call the API")
struct AdmissionTests {
    @Test("without valid credentials the answer is 401 with a challenge")
    func strangers() async throws {
        let edition = try await ServedEdition.make()
        for token in [String?.none, "wrong"] {
            let answer = try await edition.send(.get, "/api/Tool", token: .some(token))
            #expect(answer.status == 401)
            #expect(answer.headers[.wwwAuthenticate]?.contains("Basic") == true)
            #expect(answer.error["code"] as? String == "unauthenticated")
        }
    }

    @Test("a user name with a token as its password is let in, with another's token it is not")
    func basic() async throws {
        let edition = try await ServedEdition.make()
        for (name, status) in [("keeper1", 200), ("visitor1", 401)] {
            let pair = Data("\(name):\(edition.token)".utf8).base64EncodedString()
            let answer = try await edition.send(
                .get, "/api/", token: .some(nil), headers: [.authorization: "Basic \(pair)"])
            #expect(answer.status == status)
        }
    }

    @Test("names of any script are let in with their tokens, with ended, expired and other users' tokens nobody is")
    func basicTokens() async throws {
        let edition = try await ServedEdition.make()
        let workspace = edition.workspace
        try await workspace.setUser(userName: "王小明1", displayName: "王", password: "long enough", roles: ["keeper"])
        let good = try await workspace.makeToken(forUser: "王小明1", name: "good", expires: nil)
        let ended = try await workspace.makeToken(forUser: "王小明1", name: "ended", expires: nil)
        let expired = try await workspace.makeToken(
            forUser: "王小明1", name: "expired", expires: Instant(microseconds: workspace.clock.now().microseconds - 1))
        func status(_ pair: String, scheme: String = "Basic") async throws -> Int {
            let code = Data(pair.utf8).base64EncodedString()
            return try await edition.send(
                .get, "/api/Tool", token: .some(nil), headers: [.authorization: "\(scheme) \(code)"]
            ).status
        }
        #expect(try await status("王小明1:\(ended)") == 200)
        try await workspace.revokeToken(name: "ended", ofUser: "王小明1")
        #expect(try await status("王小明1:\(good)") == 200)
        #expect(try await status("王小明1:\(good)", scheme: "bAsIc") == 200)
        for pair in [
            "王小明1:\(ended)", "王小明1:\(expired)", "王小明:\(good)", "keeper1:\(good)", ":\(good)", "\(good)", "王小明1:",
            "王小明1:long enough", "",
        ] {
            #expect(try await status(pair) == 401, "\(pair)")
        }
        #expect(try await status("王小明1:\(good)", scheme: "Digest") == 401)
        for header in ["Basic", "Basic !!", "Bearer", "", "Basic \(Data([0xFF, 0x3A, 0x61]).base64EncodedString())"] {
            let answer = try await edition.send(
                .get, "/api/Tool", token: .some(nil), headers: [.authorization: header])
            #expect(answer.status == 401 && answer.error["code"] as? String == "unauthenticated", "\(header)")
        }
    }

    @Test("a browser reads with its session and writes with its CSRF token only")
    func sessions() async throws {
        let edition = try await ServedEdition.make()
        try await edition.workspace.setUser(
            userName: "keeper1", displayName: "K", password: "long enough", roles: ["keeper"])
        let (token, session) = try await edition.workspace.signIn(
            userName: "keeper1", password: "long enough", language: .chinese)
        var headers: HTTPFields = [.cookie: "a=b; trellis_session=\(token)"]
        #expect(try await edition.send(.get, "/api/Tool", token: .some(nil), headers: headers).status == 200)
        let refused = try await edition.send(
            .post, "/api/Tool", "{\"name\":\"x\"}", token: .some(nil), headers: headers)
        #expect(refused.status == 403)
        headers[HTTPField.Name("X-CSRF-Token") ?? .accept] = session.csrfToken
        let made = try await edition.send(.post, "/api/Tool", "{\"name\":\"x\"}", token: .some(nil), headers: headers)
        #expect(made.status == 201)
    }

    @Test("who asks too often is told when to come back")
    func rate() async throws {
        let edition = try await ServedEdition.make(rateLimit: RateLimit(burst: 2, perSecond: 1))
        #expect(try await edition.send(.get, "/api/").status == 200)
        #expect(try await edition.send(.get, "/api/").status == 200)
        let answer = try await edition.send(.get, "/api/")
        #expect(answer.status == 429)
        #expect(answer.headers[.retryAfter] == "1")
        #expect(try await edition.send(.get, "/api/", token: edition.visitorToken).status == 200)
    }

    @Test(
        "what cannot be answered is refused as OData's error object",
        arguments: [
            ("GET", "/api/Nothing", 404), ("GET", "/api/Tool(1)", 400), ("GET", "/api/a/b/c", 404),
            ("PUT", "/api/Tool", 405), ("TRACE", "/api/Tool", 405), ("MERGE", "/api", 405), ("PURGE", "/api/a/b", 404),
            ("DELETE", "/api/reports", 405), ("GET", "/api/Tool?$nothing=1", 400),
            ("GET", "/api/Tool?$deltatoken=5", 501), ("GET", "/api/Tool?$top=-1", 400),
            ("GET", "/api/Tool?$skiptoken=x", 400),
            ("GET", "/api/Tool?$select=nothing", 400), ("GET", "/api/Tool?$filter=%FF", 400),
            ("POST", "/api/Tool", 400),
        ])
    func refusals(method: String, url: String, status: Int) async throws {
        let edition = try await ServedEdition.make()
        let verb = try #require(HTTPRequest.Method(rawValue: method))
        let answer = try await edition.send(verb, url, method == "POST" ? "{\"name\":" : nil)
        #expect(answer.status == status)
        #expect(answer.error["code"] is String && answer.error["message"] is String)
    }

    @Test(
        "OPTIONS tells the methods of what a path names",
        arguments: [
            ("/api/Tool", "GET, HEAD, POST, OPTIONS"), ("/api/$batch", "POST, OPTIONS"),
            ("/api/$metadata", "GET, HEAD, OPTIONS"),
        ])
    func methods(url: String, allowed: String) async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(.options, url)
        #expect(answer.status == 204 && answer.text.isEmpty && answer.headers[.allow] == allowed)
        #expect(try await edition.send(.options, "/api/Nothing").status == 404)
    }

    @Test("headers without end are refused")
    func largeHeaders() async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(
            .get, "/api/Tool", headers: [.cookie: String(repeating: "x", count: 40_000)])
        #expect(answer.status == 431 && answer.error["code"] as? String == "headersTooLarge")
    }

    @Test(
        "errors are told in the language that is preferred most",
        arguments: [
            ("zh-CN,zh;q=0.9,en;q=0.8", true), ("en;q=0.5, zh-TW;q=0.6", true), ("zh;q=0.1,en", false),
            ("fr, zh;q=0", false),
            ("zh;q=x", false), ("", false), ("ZH", true),
        ])
    func languages(header: String, isChinese: Bool) async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(.get, "/api/Nothing/1/2", headers: [.acceptLanguage: header])
        let message = answer.error["message"] as? String ?? ""
        #expect(message.unicodeScalars.contains { $0.value > 0x3000 } == isChinese, "\(message)")
    }

    @Test("a body of more than a mebibyte is refused")
    func largeBody() async throws {
        let edition = try await ServedEdition.make()
        let body = "{\"name\":\"" + String(repeating: "x", count: 1 << 20) + "\"}"
        #expect(try await edition.send(.post, "/api/Tool", body).status == 413)
    }
}
