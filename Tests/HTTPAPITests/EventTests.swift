// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Services
import Testing

@Suite("Events that other systems post")
struct EventTests {
    private func post(_ edition: ServedEdition, _ body: String, token: String? = nil) async throws -> Answer {
        try await edition.send(.post, "/api/events", body, token: token ?? edition.token)
    }

    @Test("an event is taken once for each key, and its automation writes the record that it is about")
    func taken() async throws {
        let edition = try await ServedEdition.make()
        let tool = try await edition.addTool("Saw", ",\"serial\":\"S1\"")
        let body = "{\"event\":\"priced\",\"key\":\"k1\",\"values\":{\"serial\":\"S1\",\"price\":9.5}}"
        let first = try await post(edition, body)
        #expect(first.status == 200)
        #expect(first["records"] as? Int == 1 && first["isRepeated"] as? Bool == false)
        #expect(try await post(edition, body)["isRepeated"] as? Bool == true)
        try await edition.workspace.runDueJobs(until: edition.workspace.clock.now())
        let answer = try await edition.send(.get, "/api/Tool(\(tool.id))?$select=price")
        #expect(answer.text.contains("9.5"))
    }

    @Test("everything that does not fit is answered at once")
    func refused() async throws {
        let edition = try await ServedEdition.make()
        let answer = try await post(
            edition, "{\"event\":\"priced\",\"key\":\"k1\",\"values\":{\"price\":\"dear\",\"colour\":1}}")
        #expect(answer.status == 422)
        #expect(
            Set(answer.details.compactMap { $0["target"] as? String }) == ["price", "colour", "serial"],
            "\(answer.text)")
        let unknown = try await post(
            edition, "{\"event\":\"priced\",\"key\":\"k1\",\"values\":{\"serial\":\"S9\"}}")
        #expect(unknown.details.compactMap { $0["code"] as? String } == ["event.noRecord"])
        #expect(try await post(edition, "{\"key\":\"k1\"}").status == 400)
        #expect(try await post(edition, "{\"event\":\"sold\",\"key\":\"k1\"}").status == 400)
    }

    @Test("who may tell no event is shown none, and told that there is none")
    func rights() async throws {
        let edition = try await ServedEdition.make()
        let events = try await edition.send(.get, "/api/events").value
        #expect(events.compactMap { $0["name"] as? String } == ["priced"])
        #expect(try await edition.send(.get, "/api/events", token: edition.visitorToken).value.isEmpty)
        let answer = try await post(edition, "{\"event\":\"priced\",\"key\":\"k\"}", token: edition.visitorToken)
        #expect(answer.status == 400 && answer.error["code"] as? String == "unknownEvent")
        let options = try await edition.send(.options, "/api/events", token: edition.visitorToken)
        #expect(options.headers[.allow]?.contains("POST") == false)
    }
}
