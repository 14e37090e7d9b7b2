// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Testing

@Suite("What an answer says of itself")
struct ContextTests {
    @Test(
        "the context names what was selected and expanded",
        arguments: [
            ("Tool", "Tool"), ("Tool?$select=name,price", "Tool(name,price)"), ("Tool?$select=*", "Tool(*)"),
            ("Tool?$select=name,name", "Tool(name)"), ("Tool?$expand=shelfRecord", "Tool(shelfRecord())"),
            ("Tool?$select=name&$expand=shelf($select=code)", "Tool(name,shelfRecord(code))"),
            ("Tool?$select=shelfRecord&$expand=shelfRecord", "Tool(shelfRecord())"),
            (
                "Shelf?$expand=tools($select=name;$expand=shelfRecord($select=name))",
                "Shelf(tools(name,shelfRecord(name)))"
            ),
            ("Shelf?$select=name,tools&$expand=tools/$count", "Shelf(name,tools)"),
            ("Tool?$compute=price%20mul%202%20as%20twice&$select=twice", "Tool(twice)"),
        ])
    func context(url: String, context: String) async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(.get, "/api/" + url)
        #expect(answer["@odata.context"] as? String == "https://crm.test/api/$metadata#" + context)
    }

    @Test("the context of one record ends with its sign")
    func entity() async throws {
        let edition = try await ServedEdition.make()
        let (id, _) = try await edition.addTool("saw")
        for (options, context) in [
            ("", "Tool"), ("?$select=name", "Tool(name)"), ("?$expand=shelf", "Tool(shelfRecord())"),
        ] {
            let answer = try await edition.send(.get, "/api/Tool(\(id))" + options)
            #expect(answer["@odata.context"] as? String == "https://crm.test/api/$metadata#\(context)/$entity")
        }
    }

    @Test("full metadata names the types that JSON does not tell, and the ways on")
    func full() async throws {
        let edition = try await ServedEdition.make()
        let (id, _) = try await edition.addTool("saw", ",\"price\":5")
        let headers: HTTPFields = [.accept: "application/json;odata.metadata=full"]
        let own = "https://crm.test/api/Tool(\(id))"
        for url in ["/api/Tool(\(id))", "/api/Tool"] {
            let answer = try await edition.send(.get, url, headers: headers)
            let record = answer.value.first ?? answer.object
            #expect(record["price@odata.type"] as? String == "#Decimal")
            #expect(record["version@odata.type"] as? String == "#Int64")
            #expect(record["shelf@odata.type"] as? String == "#Guid")
            #expect((record["stage@odata.type"] as? String)?.hasPrefix("#crm.") == true)
            #expect(record["name@odata.type"] == nil)
            #expect(record["shelfRecord@odata.navigationLink"] as? String == own + "/shelfRecord")
            #expect(record["shelfRecord@odata.associationLink"] as? String == own + "/shelfRecord/$ref")
        }
        let chosen = try await edition.send(.get, "/api/Tool(\(id))?$select=name", headers: headers)
        #expect(chosen["shelfRecord@odata.navigationLink"] == nil)
        let covered = try await edition.send(.get, "/api/Tool", token: edition.visitorToken, headers: headers)
        #expect(
            covered.value.first?["price@odata.type"] == nil
                && covered.value.first?["shelfRecord@odata.navigationLink"] == nil)
    }

    @Test(
        "an option without text is refused",
        arguments: ["filter", "select", "orderby", "expand", "search", "apply", "compute"])
    func empty(option: String) async throws {
        let edition = try await ServedEdition.make()
        for text in ["", "%20"] {
            let answer = try await edition.send(.get, "/api/Tool?$\(option)=\(text)")
            #expect(answer.status == 400 && answer.error["code"] as? String == "expr.unexpectedEnd", "\(answer.text)")
            #expect(answer.error["target"] as? String == "$" + option && answer.error["@crm.offset"] as? Int == 0)
            #expect(try await edition.send(.trace, "/api/Tool?$\(option)=\(text)").status == 405)
        }
    }
}
