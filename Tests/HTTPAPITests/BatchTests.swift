// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Testing

@Suite("Batches")
struct BatchTests {
    private let json: HTTPFields = [.contentType: "application/json"]

    private func responses(_ answer: Answer) -> [[String: Any]] {
        answer.object["responses"] as? [[String: Any]] ?? []
    }

    private func statuses(_ answer: Answer) -> [Int] { responses(answer).compactMap { $0["status"] as? Int } }

    @Test("requests are answered in their order, each with its status")
    func order() async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(
            .post, "/api/$batch",
            #"""
            {"requests":[
              {"id":"1","method":"post","url":"Shelf","body":{"name":"A"}},
              {"id":"2","method":"post","url":"/api/Tool","dependsOn":["1"],"body":{"name":"saw","shelf@odata.bind":"$1"}},
              {"id":"3","method":"GET","url":"$1/tools/$count","dependsOn":["1"]},
              {"id":"4","method":"get","url":"https://crm.test/api/Tool?$select=name"}]}
            """#, headers: json)
        #expect(statuses(answer) == [201, 201, 200, 200], "\(answer.text)")
        #expect(responses(answer)[2]["body"] as? String == "1")
    }

    @Test("a group is carried out wholly or not at all")
    func atomicity() async throws {
        let edition = try await ServedEdition.make()
        let group = #"""
            {"requests":[
              {"id":"1","atomicityGroup":"g","method":"post","url":"Shelf","body":{"name":"A"}},
              {"id":"2","atomicityGroup":"g","method":"post","url":"Tool","body":{"name":"NAME","shelf@odata.bind":"$1"}},
              {"id":"3","atomicityGroup":"g","method":"post","url":"$2/crm.move","body":{"to":"STAGE","values":{"serial":"s","price":1}}}]}
            """#
        func send(_ name: String, _ stage: String) async throws -> Answer {
            try await edition.send(
                .post, "/api/$batch", group.replacing("NAME", with: name).replacing("STAGE", with: stage), headers: json
            )
        }
        #expect(statuses(try await send("saw", "nowhere")) == [424, 424, 400])
        #expect(try await edition.send(.get, "/api/Shelf/$count").text == "0")
        #expect(statuses(try await send("", "lent")) == [424, 422, 424])
        #expect(try await edition.send(.get, "/api/Shelf/$count").text == "0")
        #expect(statuses(try await send("saw", "lent")) == [201, 201, 204])
        #expect(
            try await edition.send(.get, "/api/Tool?$filter=shelf/name%20eq%20'A'%20and%20stage%20eq%20'lent'").value
                .count == 1)
    }

    @Test("what stands behind a failure is carried out only if the client prefers that")
    func failures() async throws {
        let edition = try await ServedEdition.make()
        let body = #"""
            {"requests":[{"id":"a","method":"get","url":"Nothing"},{"id":"b","method":"get","url":"Tool"},
              {"id":"c","dependsOn":["a"],"method":"get","url":"Tool"}]}
            """#
        #expect(statuses(try await edition.send(.post, "/api/$batch", body, headers: json)) == [404])
        var headers = json
        headers[HTTPField.Name("Prefer") ?? .expect] = "odata.continue-on-error"
        #expect(statuses(try await edition.send(.post, "/api/$batch", body, headers: headers)) == [404, 200, 424])
    }

    @Test(
        "a batch that cannot be read is refused whole",
        arguments: [
            "{}", #"{"requests":[1]}"#, #"{"requests":[{"id":"1"}]}"#, #"{"requests":[{"id":"1","method":"get"}]}"#,
            #"{"requests":[{"id":"1","method":"trace","url":"Tool"}]}"#,
            #"{"requests":[{"id":"1","method":"get","url":"Tool"},{"id":"1","method":"get","url":"Tool"}]}"#,
            #"{"requests":[{"id":"1","method":"get","url":"Tool","dependsOn":["2"]}]}"#,
            #"{"requests":[{"id":"1","method":"get","url":"Tool","headers":{"a b":"c"}}]}"#,
        ])
    func unreadable(body: String) async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(.post, "/api/$batch", body, headers: json)
        #expect(answer.status == 400 && answer.error["code"] as? String == "badBatch", "\(answer.text)")
    }

    @Test("a batch within a batch is refused")
    func nested() async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(
            .post, "/api/$batch", #"{"requests":[{"id":"1","method":"post","url":"$batch","body":{"requests":[]}}]}"#,
            headers: json)
        #expect(statuses(answer) == [400])
    }

    @Test(
        "parts between boundaries are answered in parts; a change set that fails is answered once",
        arguments: ["\r\n", "\n"])
    func multipart(lineEnd: String) async throws {
        let edition = try await ServedEdition.make()
        func body(_ stage: String) -> String {
            """
            --b
            Content-Type: multipart/mixed; boundary="c"

            --c
            Content-Type: application/http
            Content-ID: 1

            POST /api/Shelf HTTP/1.1
            Content-Type: application/json

            {"name":"A"}
            --c
            Content-Type: application/http
            Content-ID: 2

            POST $1/tools HTTP/1.1
            Content-Type: application/json

            {"name":"saw","stage":"\(stage)"}
            --c--
            --b
            Content-Type: application/http

            GET Shelf/$count HTTP/1.1


            --b--
            """.replacing("\n", with: lineEnd)
        }
        let headers: HTTPFields = [
            .contentType: "multipart/mixed;boundary=b", HTTPField.Name("Prefer") ?? .expect: "continue-on-error",
        ]
        let failed = try await edition.send(.post, "/api/$batch", body("lent"), headers: headers)
        #expect(failed.status == 200 && failed.text.components(separatedBy: "HTTP/1.1").count == 3, "\(failed.text)")
        #expect(failed.text.contains("HTTP/1.1 422") && failed.text.contains("\r\n\r\n0\r\n"))
        let made = try await edition.send(.post, "/api/$batch", body("home"), headers: headers)
        #expect(made.text.components(separatedBy: "HTTP/1.1 201").count == 3, "\(made.text)")
        #expect(made.headers[.contentType]?.hasPrefix("multipart/mixed; boundary=") == true)
    }

    @Test(
        "parts without an end, a boundary or a request are refused",
        arguments: ["", "--b", "--b\n\n--b--", "--x--", "--b\nContent-Type: application/http\n\n--b--"])
    func brokenParts(body: String) async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(
            .post, "/api/$batch", body, headers: [.contentType: "multipart/mixed;boundary=b"])
        #expect(answer.status == 400, "\(answer.text)")
    }
}
