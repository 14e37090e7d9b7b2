// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Services
import Testing

@Suite("The API follows a model that is applied while it serves")
struct ModelSwitchTests {
    @Test("entity sets, metadata, OpenAPI and answers are those of the new model after the switch")
    func documents() async throws {
        let edition = try await ServedEdition.make()
        let (id, tag) = try await edition.addTool("Saw")
        let before = try await edition.send(.get, "/api/$metadata")
        #expect(!before.text.contains("Name=\"weight\""))
        _ = try await edition.send(.get, "/api/openapi.json")
        #expect(try await edition.send(.get, "/api/Tool(\(id))?$select=weight").status == 400)
        try await edition.applyElsewhere {
            $0.replacing(
                "<field id=\"serial\" type",
                with:
                    "<field id=\"weight\" type=\"integer\"><label>Weight</label><label xml:lang=\"zh-Hans\">重量</label></field><field id=\"serial\" type"
            )
        }
        // A write that comes before the switch is done on the new model, and brings the switch with it.
        let written = try await edition.send(
            .patch, "/api/Tool(\(id))", "{\"name\":\"Band saw\"}", headers: [.ifMatch: tag])
        #expect(written.status == 204)
        let metadata = try await edition.send(.get, "/api/$metadata")
        #expect(metadata.text.contains("Name=\"weight\""))
        #expect(metadata.headers[.eTag] != before.headers[.eTag])
        #expect(try await edition.send(.get, "/api/openapi.json").text.contains("\"weight\""))
        #expect(try await edition.send(.get, "/api/Tool(\(id))?$select=weight").status == 200)
        #expect(try await edition.send(.get, "/api/Tool?$filter=weight%20eq%20null").value.count == 1)
    }
}
