// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Testing

@Suite("Annotations of the schema that a client prefers")
struct AnnotationTests {
    private static let prefer = HTTPField.Name("Prefer") ?? .accept
    private static let applied = HTTPField.Name("Preference-Applied") ?? .accept

    /// The terms in a schema, as XML and as JSON write them.
    private func terms(_ preference: String?, _ format: String) async throws -> (Set<String>, HTTPFields) {
        let edition = try await ServedEdition.make()
        var headers: HTTPFields = [:]
        headers[Self.prefer] = preference
        let answer = try await edition.send(.get, "/api/$metadata?$format=\(format)", headers: headers)
        let pattern = format == "json" ? /@([A-Z][A-Za-z.]+)"/ : /Annotation Term="([A-Za-z.]+)"/
        return (Set(answer.text.matches(of: pattern).map { String($0.1) }), answer.headers)
    }

    private static let descriptions: Set = ["Core.DefaultNamespace", "Core.Description"]

    @Test(
        "are those that it names; the more exact name decides",
        arguments: [
            ("odata.include-annotations=\"-*\"", ["Core.DefaultNamespace"]),
            ("include-annotations=\"-*\"", ["Core.DefaultNamespace"]),
            ("include-annotations=\"Core.Description\"", descriptions),
            ("include-annotations=\"Org.OData.Core.V1.Description\"", descriptions),
            ("include-annotations=\"-*,Core.D*\"", descriptions),
            (
                "include-annotations=\"Core.*,-Core.Des*,Core.Description,-Core.I*,-Core.O*,-Core.A*,-Core.C*\"",
                descriptions
            ),
            ("include-annotations=\"Core.Description#short\"", ["Core.DefaultNamespace"]),
            ("include-annotations=\"display.*\"", ["Core.DefaultNamespace"]),
        ] as [(String, Set<String>)], ["json", "xml"])
    func filtered(expected: (String, Set<String>), format: String) async throws {
        let (terms, headers) = try await terms(expected.0, format)
        #expect(terms == expected.1)
        #expect(headers[Self.applied]?.hasPrefix("odata.include-annotations=") == true)
        #expect(headers[.vary]?.contains("Prefer") == true)
    }

    @Test(
        "are all without the preference, and with a star", arguments: [nil, "include-annotations=\"*\""],
        ["json", "xml"])
    func all(preference: String?, format: String) async throws {
        let (terms, _) = try await terms(preference, format)
        #expect(
            terms.isSuperset(of: [
                "Core.Description", "Core.Computed", "Capabilities.DeleteRestrictions",
                "Aggregation.ApplySupportedDefaults",
            ]))
    }

    @Test("leave the schema as it is: types, fields and relations stay")
    func rest() async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(
            .get, "/api/$metadata?$format=json", headers: [Self.prefer: "include-annotations=\"-*\""])
        let tool = (answer["crm"] as? [String: Any])?["Tool"] as? [String: Any]
        #expect((tool?["price"] as? [String: Any])?["$Type"] as? String == "Edm.Decimal")
        let kinds = tool?.values.compactMap { ($0 as? [String: Any])?["$Kind"] as? String }
        #expect(kinds?.contains("NavigationProperty") == true)
    }
}
