// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import HTTPAPI
import HTTPTypes
import Services
import Testing

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

    @Test("a browser reads with its session and writes with its CSRF token only")
    func sessions() async throws {
        let edition = try await ServedEdition.make()
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
            ("PUT", "/api/Tool", 405), ("DELETE", "/api/reports", 405), ("GET", "/api/Tool?$nothing=1", 400),
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

    @Test("a body of more than a mebibyte is refused")
    func largeBody() async throws {
        let edition = try await ServedEdition.make()
        let body = "{\"name\":\"" + String(repeating: "x", count: 1 << 20) + "\"}"
        #expect(try await edition.send(.post, "/api/Tool", body).status == 413)
    }
}
