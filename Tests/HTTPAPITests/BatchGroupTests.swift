// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPAPI
import HTTPTypes
import Testing

@Suite("Groups and references of batches")
struct BatchGroupTests {
    private let json: HTTPFields = [.contentType: "application/json"]

    private func send(_ requests: String, to edition: ServedEdition, _ more: HTTPFields = [:]) async throws -> [Answer]
    {
        var headers = json
        headers.append(contentsOf: more)
        let answer = try await edition.send(.post, "/api/$batch", "{\"requests\":[\(requests)]}", headers: headers)
        #expect(answer.status == 200, "\(answer.text)")
        return (answer.object["responses"] as? [[String: Any]] ?? []).map { response in
            let body = response["body"].flatMap {
                try? JSONSerialization.data(withJSONObject: $0, options: .fragmentsAllowed)
            }
            return Answer(
                status: response["status"] as? Int ?? 0, headers: [:],
                text: String(decoding: body ?? Data(), as: UTF8.self))
        }
    }

    private func statuses(_ requests: String, to edition: ServedEdition, _ more: HTTPFields = [:]) async throws -> [Int]
    {
        try await send(requests, to: edition, more).map(\.status)
    }

    private func request(_ id: String, _ method: String, _ url: String, _ body: String = "{}", group: Bool = true)
        -> String
    {
        let more = group ? "\"atomicityGroup\":\"g\"," : ""
        return
            #"{"id":"\#(id)",\#(more)"headers":{"If-Match":"*"},"method":"\#(method)","url":"\#(url)","body":\#(body)}"#
    }

    @Test(
        "whatever goes wrong with one of three changes, none is made",
        arguments: [
            ("post", "Tool", #"{"name":""}"#, 422), ("post", "Tool", #"{"nothing":1}"#, 422),
            ("post", "Shelf", #"{"name":"B","code":"one"}"#, 422), ("get", "Tool", "{}", 501),
            ("patch", "Tool(00000000-0000-7000-8000-000000000001)", #"{"name":"x"}"#, 404),
            ("delete", "Tool(00000000-0000-7000-8000-000000000001)", "{}", 404),
            ("post", "Nothing", "{}", 404), ("patch", "Tool(KEY)", #"{"stage":"lent"}"#, 422),
            ("put", "Shelf", "{}", 405), ("post", "Tool", #"{"name":"x","shelf@odata.bind":"$9"}"#, 422),
            ("post", "$batch", #"{"requests":[]}"#, 400),
        ])
    func atomicity(method: String, url: String, body: String, status: Int) async throws {
        let edition = try await ServedEdition.make()
        let (id, tag) = try await edition.addTool("kept")
        for place in 0..<3 {
            var parts = [
                request("a", "post", "Shelf", #"{"name":"A","code":"one"}"#),
                request("b", "patch", "Tool(\(id))", #"{"name":"changed"}"#),
            ]
            // The name that is taken is taken by the first of the group.
            let isBehind = place > 0 || !body.contains("\"one\"")
            parts.insert(request("x", method, url.replacing("KEY", with: id), body), at: isBehind ? place : 2)
            var expected = [424, 424]
            expected.insert(status, at: isBehind ? place : 2)
            let answered = try await send(parts.joined(separator: ","), to: edition)
            #expect(answered.map(\.status) == expected, "\(answered.map(\.text))")
            #expect(try await edition.send(.get, "/api/Shelf/$count").text == "0")
            let tool = try await edition.send(.get, "/api/Tool(\(id))")
            #expect(tool["name"] as? String == "kept" && tool["@odata.etag"] as? String == tag)
        }
        #expect(try await statuses(request("a", "post", "Shelf", #"{"name":"A","code":"one"}"#), to: edition) == [201])
    }

    @Test("a group that is refused leaves nothing behind of the requests around it, which stand for themselves")
    func neighbours() async throws {
        let edition = try await ServedEdition.make()
        let answered = try await statuses(
            [
                request("1", "post", "Shelf", #"{"name":"A"}"#, group: false),
                request("2", "post", "Shelf", #"{"name":"B"}"#),
                request("3", "post", "Shelf", #"{}"#), request("4", "post", "Shelf", #"{"name":"D"}"#, group: false),
                #"{"id":"5","dependsOn":["g"],"method":"get","url":"Shelf"}"#,
                request("6", "get", "$2", group: false),
            ].joined(separator: ","), to: edition, [HTTPField.Name("Prefer") ?? .expect: "continue-on-error"])
        #expect(answered == [201, 424, 422, 201, 424, 424])
        #expect(try await edition.send(.get, "/api/Shelf/$count").text == "2")
    }

    @Test("only links mean other requests; a text that looks like one stays as it is")
    func texts() async throws {
        let edition = try await ServedEdition.make()
        let answered = try await send(
            [
                request("1", "post", "Shelf", #"{"name":"A"}"#),
                request("2", "post", "Tool", #"{"name":"$1","shelf@odata.bind":"$1","price":"90071992547409.93"}"#),
                request("3", "post", "Shelf", #"{"name":"B","tools":[{"@odata.id":"$2"}]}"#),
            ].joined(separator: ","), to: edition)
        try #require(answered.map(\.status) == [201, 201, 201], "\(answered.map(\.text))")
        #expect(answered[1]["name"] as? String == "$1")
        #expect(answered[1]["shelf"] as? String == answered[2]["id"] as? String)
    }

    @Test(
        "URLs may be absolute, begin at the host's root or at the service's",
        arguments: [
            ("Tool", 200), ("/Tool", 200), ("/api/Tool", 200), ("https://crm.test/api/Tool", 200),
            ("http://other:8080/api/Tool?$top=1", 200), ("HTTPS://crm.test/api/Tool", 200),
            ("https://crm.test/Tool", 404),
            ("Tool('a://b')", 400), ("Shelf(code='http://x/api/')", 400), ("ftp://crm.test/api/Tool", 404), ("", 200),
            ("/api", 200), ("/api/", 200), ("?$format=json", 200), ("//", 200), ("https://", 404), ("$1", 404),
        ])
    func addresses(url: String, status: Int) async throws {
        let edition = try await ServedEdition.make()
        #expect(try await statuses(#"{"id":"a","method":"get","url":"\#(url)"}"#, to: edition) == [status])
    }

    @Test("a batch of many requests counts as many, and one of too many is refused")
    func costs() async throws {
        let edition = try await ServedEdition.make(rateLimit: RateLimit(burst: 10, perSecond: 1))
        let reads = (0..<25).map { #"{"id":"\#($0)","method":"get","url":"Tool/$count"}"# }.joined(separator: ",")
        #expect(try await statuses(reads, to: edition) == Array(repeating: 200, count: 25))
        let answer = try await edition.send(.get, "/api/Tool")
        #expect(answer.status == 429 && answer.headers[.retryAfter] == "16", "\(answer.headers)")
        let open = try await ServedEdition.make()
        let many = (0...1000).map { #"{"id":"\#($0)","method":"get","url":"Tool"}"# }.joined(separator: ",")
        let refused = try await open.send(.post, "/api/$batch", "{\"requests\":[\(many)]}", headers: json)
        #expect(refused.status == 400 && refused.error["code"] as? String == "tooCostly")
    }

    @Test("a text in an answer cannot end a part of it")
    func boundaries() async throws {
        let edition = try await ServedEdition.make()
        let (id, _) = try await edition.addTool("a", #","serial":"x\r\n--batch_trellis--\r\ny""#)
        let answer = try await edition.send(
            .post, "/api/$batch",
            "--b\nContent-Type: application/http\n\nGET Tool(\(id))/serial/$value HTTP/1.1\n\n\n--b--",
            headers: [.contentType: "multipart/mixed; boundary=\"b\""])
        let boundary = try #require(answer.headers[.contentType]?.split(separator: "boundary=").last)
        #expect(answer.text.components(separatedBy: "--\(boundary)").count == 3, "\(answer.text)")
    }
}
