// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Testing

/// Numbers that are the same in each run.
private struct Dice: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) ^ (state << 31)
    }
}

@Suite("Requests of any bytes")
struct RandomRequestTests {
    private let headers = [
        "Accept", "Accept-Encoding", "Accept-Language", "Prefer", "If-Match", "If-None-Match", "OData-Version",
        "OData-MaxVersion", "Content-Type", "Content-Encoding", "Content-Length", "Cookie", "X-CSRF-Token",
    ]
    private let texts = [
        "*", "*/*", "application/json", "json;", "odata.metadata=full", ";;=;", "q=", "nan", "4.0", "4.01", "1e999",
        "-1",
        "W/\"1\"", "\"", "W/\"99999999999999999999\"", ",", "return=minimal", "maxpagesize=", "0",
        "multipart/mixed;boundary=",
        "gzip", "zh-Hans", "identity;q=0", "\u{FF}", "客户", "=", "\t", "continue-on-error",
    ]
    private let requests = [
        #""id":"1""#, #""id":"2""#, #""id":1"#, #""method":"get""#, #""method":"post""#, #""method":"patch""#,
        #""url":"Tool""#,
        #""url":"$1""#, #""url":"$metadata""#, #""url":"Tool(%FF)""#, #""url":"//""#, #""url":"$batch""#, #""url":"""#,
        #""body":{"name":"a"}"#, #""body":[1]"#, #""body":"x""#, #""headers":{"If-Match":"*"}"#, #""headers":{"":""}"#,
        #""headers":{"a\nb":"c"}"#, #""headers":{"Accept":"a\r\nb"}"#, #""atomicityGroup":"g""#,
        #""atomicityGroup":"1""#,
        #""atomicityGroup":"""#, #""dependsOn":["1"]"#, #""dependsOn":["g"]"#, #""dependsOn":[]"#, #""dependsOn":5"#,
    ]
    private let lines = [
        "--b", "--b--", "--c", "--c--", "Content-Type: application/http", "Content-Type: multipart/mixed; boundary=c",
        "Content-Type: multipart/mixed", "Content-ID: 1", "Content-ID:", "", "", "GET Tool HTTP/1.1",
        "POST Shelf HTTP/1.1",
        "PATCH $1 HTTP/1.1", "{\"name\":\"a\"}", "GET", "X", "Content-Type: application/json", ": x", "\u{0}", "客户",
    ]

    private func check(_ answer: Answer, _ what: String) {
        #expect(answer.status < 500 || answer.status == 501, "\(what)\n\(answer.text)")
        if answer.status >= 400, answer.status != 304 { #expect(answer.error["code"] is String, "\(what)") }
    }

    private func pick(_ from: [String], _ count: ClosedRange<Int>, _ dice: inout Dice, _ separator: String) -> String {
        (0..<Int.random(in: count, using: &dice)).map { _ in from.randomElement(using: &dice) ?? "" }
            .joined(separator: separator)
    }

    @Test("headers of any kind", arguments: 0..<6 as Range<UInt64>)
    func anyHeaders(seed: UInt64) async throws {
        let edition = try await ServedEdition.make(rateLimit: nil)
        let (id, _) = try await edition.addTool("saw")
        var dice = Dice(seed)
        let urls = ["/api/Tool", "/api/Tool(\(id))", "/api/$metadata", "/api/$batch", "/api/Tool/$count", "/api/"]
        for _ in 0..<30 {
            var fields: HTTPFields = [:]
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                let name = headers.randomElement(using: &dice).flatMap { HTTPField.Name($0) } ?? .accept
                fields[name] = pick(texts, 0...4, &dice, "")
            }
            let method = [HTTPRequest.Method.get, .post, .patch, .delete, .options, .trace].randomElement(using: &dice)
            let url = urls.randomElement(using: &dice) ?? ""
            check(try await edition.send(method ?? .get, url, "{\"name\":\"x\"}", headers: fields), "\(url) \(fields)")
        }
    }

    @Test("batches of any kind", arguments: 0..<4 as Range<UInt64>)
    func anyBatch(seed: UInt64) async throws {
        let edition = try await ServedEdition.make(rateLimit: nil)
        var dice = Dice(seed)
        for _ in 0..<30 {
            let objects = (0..<Int.random(in: 1...3, using: &dice)).map { index in
                "{\"id\":\"\(index)\"," + pick(requests, 1...5, &dice, ",") + "}"
            }
            let json = "{\"requests\":[\(objects.joined(separator: ","))]}"
            check(try await edition.send(.post, "/api/$batch", json, headers: [.contentType: "application/json"]), json)
            let well = (0..<Int.random(in: 1...3, using: &dice)).map { index -> String in
                let method = ["get", "post", "patch", "put", "delete"].randomElement(using: &dice) ?? ""
                return
                    "{\"id\":\"\(index)\",\"method\":\"\(method)\",\"url\":\"\(pick(["Tool", "$0", "/", "(", "?$top=", "1"], 1...4, &dice, ""))\"}"
            }
            let readable = "{\"requests\":[\(well.joined(separator: ","))]}"
            let answer = try await edition.send(
                .post, "/api/$batch", readable, headers: [.contentType: "application/json"])
            check(answer, readable)
            for response in answer.object["responses"] as? [[String: Any]] ?? [] {
                #expect((response["status"] as? Int).map { $0 < 500 || $0 == 501 } == true, "\(readable)\n\(response)")
            }
            let parts = pick(lines, 1...25, &dice, Bool.random(using: &dice) ? "\n" : "\r\n")
            check(
                try await edition.send(
                    .post, "/api/$batch", parts, headers: [.contentType: "multipart/mixed;boundary=b"]), parts)
        }
    }

    @Test("URLs and bodies of any bytes", arguments: 0..<4 as Range<UInt64>)
    func anyBytes(seed: UInt64) async throws {
        let edition = try await ServedEdition.make(rateLimit: nil)
        var dice = Dice(seed)
        for _ in 0..<30 {
            let bytes = (0..<Int.random(in: 0...40, using: &dice)).map { _ in UInt8.random(in: 0...255, using: &dice) }
            let url = bytes.map { byte -> String in
                byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "#")
                    ? String(Unicode.Scalar(byte)) : "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }.joined()
            let body = String(decoding: bytes, as: UTF8.self)
            check(try await edition.send(.get, "/api/" + url), url)
            check(try await edition.send(.get, "/api/Tool?$filter=" + url), url)
            check(try await edition.send(.get, "/api/Tool?" + url), url)
            check(try await edition.send(.post, "/api/Tool", body), body)
            check(try await edition.send(.post, "/api/$batch", body, headers: [.contentType: "application/json"]), body)
        }
    }
}
