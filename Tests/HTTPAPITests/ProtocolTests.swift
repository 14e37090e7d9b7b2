// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Testing

@Suite("Formats and versions")
struct ProtocolTests {
    private func name(_ text: String) -> HTTPField.Name { HTTPField.Name(text) ?? .expect }

    @Test(
        "the shape of the answer is the one that the client takes",
        arguments: [
            ("application/json", "minimal", true, false), ("*/*", "minimal", true, false),
            ("application/json;odata.metadata=none", "none", false, false),
            ("application/json;odata.metadata=full", "full", true, true),
            (
                "application/json;odata.metadata=minimal;q=1.0,application/json;odata.metadata=full;q=0.1", "minimal",
                true, false
            ),
            ("text/html, application/json;metadata=none;q=0.5", "none", false, false),
        ])
    func metadata(accept: String, metadata: String, hasContext: Bool, hasLinks: Bool) async throws {
        let edition = try await ServedEdition.make()
        _ = try await edition.addTool("saw")
        let answer = try await edition.send(.get, "/api/Tool?$expand=shelf", headers: [.accept: accept])
        #expect(answer.headers[.contentType] == "application/json;odata.metadata=\(metadata)")
        #expect((answer["@odata.context"] != nil) == hasContext)
        #expect((answer.value.first?["@odata.editLink"] != nil) == hasLinks)
        #expect((answer.value.first?["@odata.etag"] != nil) == hasContext)
        #expect(answer.value.first?["name"] as? String == "saw")
    }

    @Test("numbers come as texts for clients that would round them")
    func exactNumbers() async throws {
        let edition = try await ServedEdition.make()
        _ = try await edition.addTool("saw", ",\"price\":\"90071992547409.93\"")
        let accept: HTTPFields = [.accept: "application/json;IEEE754Compatible=true"]
        let list = try await edition.send(.get, "/api/Tool?$count=true", headers: accept)
        #expect(list["@odata.count"] as? String == "1")
        #expect(list.value.first?["price"] as? String == "90071992547409.93")
        #expect(list.value.first?["version"] as? String == "1")
        let sum = try await edition.send(
            .get, "/api/Tool?$apply=aggregate(price%20with%20sum%20as%20t)", headers: accept)
        #expect(sum.value.first?["t"] as? String == "90071992547409.93")
    }

    @Test(
        "what is not JSON is not to be had",
        arguments: ["text/html", "application/xml", "application/json;odata.metadata=all"])
    func notAcceptable(accept: String) async throws {
        let edition = try await ServedEdition.make()
        #expect(try await edition.send(.get, "/api/Tool", headers: [.accept: accept]).status == 406)
        #expect(try await edition.send(.get, "/api/Tool?$format=atom").status == 406)
        #expect(try await edition.send(.get, "/api/Tool?$format=json", headers: [.accept: accept]).status == 200)
    }

    @Test(
        "the version is the highest that both speak",
        arguments: [
            (nil, nil, "4.0", 200), (nil, "4.0", "4.0", 200), ("4.0", "4.01", "4.01", 200), (nil, "5.0", "4.01", 200),
            ("5.0", nil, "4.0", 400), (nil, "3.0", "4.0", 400), ("x", nil, "4.0", 400),
        ] as [(String?, String?, String, Int)])
    func versions(version: String?, highest: String?, answered: String, status: Int) async throws {
        let edition = try await ServedEdition.make()
        var headers: HTTPFields = [:]
        headers[name("OData-Version")] = version
        headers[name("OData-MaxVersion")] = highest
        let answer = try await edition.send(.get, "/api/Tool", headers: headers)
        #expect(answer.status == status && answer.headers[name("OData-Version")] == answered)
    }

    @Test("large answers are compressed for those who take it, small ones never")
    func compression() async throws {
        let edition = try await ServedEdition.make()
        let large = try await edition.send(.get, "/api/$metadata", headers: [.acceptEncoding: "br, gzip;q=0.8"])
        #expect(large.headers[.contentEncoding] == "gzip")
        #expect(
            try await edition.send(.get, "/api/Tool", headers: [.acceptEncoding: "gzip"]).headers[.contentEncoding]
                == nil)
        #expect(
            try await edition.send(.get, "/api/$metadata", headers: [.acceptEncoding: "gzip;q=0"]).headers[
                .contentEncoding] == nil)
        #expect(large.headers[.vary]?.hasSuffix("Accept-Encoding") == true)
        for (header, isPacked) in [
            ("*", true), ("*;q=0.5, gzip;q=0", false), ("gzip;q=0.000, *", false), ("GZIP;Q=1", true),
            ("deflate", false),
            ("identity, gzip ; q=0.1", true), ("gzip;q=x", false), ("", false),
        ] {
            let answer = try await edition.send(.get, "/api/$metadata", headers: [.acceptEncoding: header])
            #expect((answer.headers[.contentEncoding] == "gzip") == isPacked, "\(header)")
        }
    }

    @Test(
        "preferences that are known are heeded and named, others are passed over",
        arguments: [
            ("GET", "maxpagesize=1", "odata.maxpagesize=1"),
            ("GET", "odata.maxpagesize=5, respond-async", "odata.maxpagesize=5"),
            ("GET", "maxpagesize=99999", "odata.maxpagesize=1000"), ("GET", "maxpagesize=0", nil),
            ("GET", "maxpagesize=-1", nil),
            ("GET", "maxpagesize=x, handling=strict", nil), ("GET", "odata.include-annotations=\"*\"", nil),
            ("POST", "return=minimal", "return=minimal"),
            ("POST", "return=\"representation\"", "return=representation"),
            ("POST", "return=nothing", nil), ("POST", "wait=5;x=y", nil),
        ] as [(String, String, String?)])
    func preferences(method: String, preference: String, applied: String?) async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(
            method == "GET" ? .get : .post, "/api/Tool", method == "GET" ? nil : #"{"name":"x"}"#,
            headers: [name("Prefer"): preference])
        #expect(answer.headers[name("Preference-Applied")] == applied)
        #expect(answer.status == (method == "GET" ? 200 : preference == "return=minimal" ? 204 : 201))
    }

    @Test("a record that the client has is not sent again")
    func notModified() async throws {
        let edition = try await ServedEdition.make()
        let (id, tag) = try await edition.addTool("saw")
        let answer = try await edition.send(.get, "/api/Tool(\(id))", headers: [.ifNoneMatch: tag])
        #expect(answer.status == 304 && answer.text.isEmpty && answer.headers[.eTag] == tag)
        #expect(try await edition.send(.get, "/api/Tool(\(id))", headers: [.ifNoneMatch: "W/\"9\""]).status == 200)
    }

    @Test(
        "HEAD is answered as GET without the body",
        arguments: ["/api/", "/api/Tool", "/api/Tool/$count", "/api/$metadata", "/api/Nothing"])
    func heads(url: String) async throws {
        let edition = try await ServedEdition.make()
        let (get, head) = (try await edition.send(.get, url), try await edition.send(.head, url))
        #expect(head.status == get.status && head.text.isEmpty)
        #expect(head.headers[.contentLength] == String(get.text.utf8.count))
    }

    @Test("bodies of other types or codings and URLs without end are refused")
    func refusals() async throws {
        let edition = try await ServedEdition.make()
        #expect(
            try await edition.send(
                .post, "/api/Tool", "name=x", headers: [.contentType: "application/x-www-form-urlencoded"]
            ).status == 415)
        #expect(
            try await edition.send(.post, "/api/Tool", "{}", headers: [.contentType: "application/json;charset=gbk"])
                .status == 415)
        #expect(try await edition.send(.post, "/api/Tool", "{}", headers: [.contentEncoding: "br"]).status == 415)
        #expect(
            try await edition.send(.get, "/api/Tool?$filter=" + String(repeating: "a", count: 20_000)).status == 414)
    }

    @Test("whatever comes, the answer is none of the server's own failures", arguments: 0..<8 as Range<UInt64>)
    func neverFails(seed: UInt64) async throws {
        let edition = try await ServedEdition.make(rateLimit: nil)
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let pieces = [
            "Tool", "Shelf", "(", ")", "'", "code='", "/", "/tools", "/$count", "/$ref", "/$value", "?", "&",
            "$filter=", "$apply=",
            "$expand=", "$select=", "$compute=", "$orderby=", "$top=", "$skip=", "$search=", "groupby((", "aggregate(",
            "name",
            "price", "%20with%20sum%20as%20", "x", ",", ";", "%20eq%20", "1", "null", "%27", "%FF", "%", "*", "$it",
            "@me", "crm.lent",
            "$batch", "$metadata", "00000000-0000-7000-8000-000000000001", "tools(", "$levels=2", "%E5%AE%A2", "\u{7F}",
        ]
        let bodies = [
            "", "{}", "{", "[1]", #"{"name":{}}"#, #"{"requests":[{"id":"1","method":"get","url":"$1"}]}"#,
            #"{"tools":[{}]}"#,
        ]
        for _ in 0..<130 {
            let url = "/api/" + (0..<next(below: 9)).map { _ in pieces[next(below: pieces.count)] }.joined()
            let method: [HTTPRequest.Method] = [.get, .get, .get, .post, .patch, .put, .delete]
            let answer = try await edition.send(
                method[next(below: method.count)], url, bodies[next(below: bodies.count)],
                headers: next(below: 3) == 0 ? [.ifMatch: "*"] : [:])
            #expect(answer.status < 500 || answer.status == 501, "\(url) \(answer.text)")
            if answer.status >= 400 { #expect(answer.error["code"] is String, "\(url)") }
        }
    }
}
