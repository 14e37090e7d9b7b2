// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Services
import Testing
import Values

@Suite("What a caller may do with a resource, in the header Allow")
struct AllowTests {
    private func allowed(
        _ edition: ServedEdition, _ url: String, _ token: String, _ method: HTTPRequest.Method = .options
    ) async throws -> String? {
        try await edition.send(method, url, token: token).headers[.allow]
    }

    @Test(
        "names every method to those who may use it, and to others only those that they may",
        arguments: [
            ("", "GET, HEAD, POST", "GET, HEAD"), ("(%)", "GET, HEAD, PATCH, PUT, DELETE", "GET, HEAD"),
            ("(%)/name", "GET, HEAD, PUT, DELETE", "GET, HEAD"), ("(%)/version", "GET, HEAD", "GET, HEAD"),
            ("(%)/serial", "GET, HEAD, PUT, DELETE", "GET, HEAD"), ("(%)/crm.move", "POST", nil),
            ("(%)/crm.lent", "POST", nil), ("(%)/crm.merge", "POST", nil), ("(%)/crm.moves", "GET, HEAD", "GET, HEAD"),
            ("/$count", "GET, HEAD", "GET, HEAD"),
        ] as [(String, String, String?)])
    func roles(path: String, keeper: String, visitor: String?) async throws {
        let edition = try await ServedEdition.make()
        let url = "/api/Tool" + path.replacing("%", with: try await edition.addTool("saw").id)
        #expect(try await allowed(edition, url, edition.token) == keeper + ", OPTIONS")
        #expect(
            try await allowed(edition, url, edition.visitorToken)
                == [visitor, "OPTIONS"].compactMap { $0 }.joined(separator: ", "))
    }

    @Test("holds of the very record where a role may write some of them only")
    func rows() async throws {
        let edition = try await ServedEdition.make()
        let token = try await edition.lenderToken()
        let (cheap, dear) = (
            try await edition.addTool("saw", ",\"price\":5").id, try await edition.addTool("mill", ",\"price\":500").id
        )
        #expect(try await allowed(edition, "/api/Tool(\(cheap))", token) == "GET, HEAD, PATCH, PUT, OPTIONS")
        #expect(try await allowed(edition, "/api/Tool(\(dear))", token) == "GET, HEAD, DELETE, OPTIONS")
        // A record that is not there would be added.
        let missing = "00000000-0000-7000-8000-000000000009"
        let keeper = try await allowed(edition, "/api/Tool(\(missing))", edition.token)
        #expect(keeper == "GET, HEAD, PATCH, PUT, DELETE, OPTIONS")
    }

    @Test("is true in the refusal of another method, too")
    func refusal() async throws {
        let edition = try await ServedEdition.make()
        let id = try await edition.addTool("saw").id
        #expect(
            try await allowed(edition, "/api/Tool(\(id))", edition.token, .post) == "GET, HEAD, PATCH, PUT, DELETE")
        #expect(try await allowed(edition, "/api/Tool(\(id))", edition.visitorToken, .post) == "GET, HEAD")
    }
}
