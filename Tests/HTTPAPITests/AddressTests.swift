// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Testing

@Suite("Addresses and writes")
struct AddressTests {
    private let prefer = HTTPField.Name("Prefer") ?? .expect

    private func shelf(_ edition: ServedEdition) async throws -> String {
        let made = try await edition.send(
            .post, "/api/Shelf", #"{"name":"A","code":"A/1","tools":[{"name":"saw","price":10},{"name":"axe"}]}"#)
        return try #require(made["id"] as? String, "\(made.text)")
    }

    @Test(
        "a path leads to fields, values, relations, counts and addresses",
        arguments: [
            ("name", 200, #""value":"A""#), ("name/$value", 200, "A"), ("room", 204, ""), ("roomRecord", 204, ""),
            ("tools?$select=name&$orderby=name", 200, #""name":"axe"},"#), ("tools/$count", 200, "2"),
            ("tools/$count?$filter=price%20gt%201", 200, "1"), ("tools/$ref?$top=1", 200, "$metadata#Collection($ref)"),
            ("tools/", 200, "saw"), ("tools?$apply=aggregate(price%20with%20sum%20as%20t)", 200, #"[{"t":10}]"#),
            ("nothing", 404, "unknownResource"), ("name/$count", 404, "unknownResource"), ("tools(1)", 400, "badKey"),
            ("name/x", 404, "unknownResource"), ("Model.Cast", 501, "unsupported"), ("$value", 404, "unknownResource"),
            ("tools/$filter(true)", 501, "unsupported"), ("%FF", 400, "badEncoding"),
        ])
    func paths(path: String, status: Int, text: String) async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(.get, "/api/Shelf(\(try await shelf(edition)))/\(path)")
        #expect(answer.status == status, "\(answer.text)")
        #expect(text.isEmpty ? answer.text.isEmpty : answer.text.contains(text), "\(answer.text)")
    }

    @Test("a record is reached by a unique field, through another record, and as $entity")
    func keys() async throws {
        let edition = try await ServedEdition.make()
        let shelf = try await shelf(edition)
        #expect(try await edition.send(.get, "/api/Shelf(code='A%2F1')")["id"] as? String == shelf)
        #expect(try await edition.send(.get, "/api/Shelf(code='none')").status == 404)
        #expect(try await edition.send(.get, "/api/Shelf(name='A')").status == 400)
        #expect(try await edition.send(.get, "/api/$entity?$id=Shelf(\(shelf))")["id"] as? String == shelf)
        let tools = try await edition.send(.get, "/api/Shelf(\(shelf))/tools?$orderby=name").value
        let saw = try #require(tools.last?["id"] as? String)
        #expect(try await edition.send(.get, "/api/Shelf(\(shelf))/tools(\(saw))/shelfRecord/name/$value").text == "A")
        let (stranger, _) = try await edition.addTool("rope")
        #expect(try await edition.send(.get, "/api/Shelf(\(shelf))/tools(\(stranger))").status == 404)
    }

    @Test("a record is reached, added and described by fields that are unique together")
    func keysOfSeveralFields() async throws {
        let edition = try await ServedEdition.make()
        let shelf = try await shelf(edition)
        let url = "/api/Tool(serial='S%2F1',shelf=\(shelf))"
        #expect(try await edition.send(.get, url).status == 404)
        let made = try await edition.send(.patch, url, #"{"name":"saw"}"#)
        #expect(made.status == 201 && made["shelf"] as? String == shelf && made["serial"] as? String == "S/1")
        let found = try await edition.send(.get, "/api/Tool(shelf=\(shelf),serial='S%2F1')")
        #expect(found["id"] as? String == made["id"] as? String, "\(found.text)")
        let entity = try await edition.send(.get, "/api/$entity?$id=Tool(shelf=\(shelf),serial='S%252F1')")
        #expect(entity["name"] as? String == "saw")
        let metadata = try await edition.send(.get, "/api/$metadata").text
        #expect(metadata.contains(#"<PropertyValue Property="Name" PropertyPath="shelf""#))
        let serial = "serial='S%2F1'"
        for wrong in [serial, "shelf=1,\(serial)", "shelf=\(shelf),shelf=\(shelf)", "\(shelf),\(serial)"] {
            let answer = try await edition.send(.get, "/api/Tool(\(wrong))")
            #expect(answer.status == 400 && answer.error["code"] as? String == "badKey", "\(wrong): \(answer.text)")
        }
        let told = try await edition.send(.get, "/api/Tool(\(serial))").text
        #expect(told.contains("“serial” is no key of Tool; there are: shelf, serial; id."))
    }

    @Test("pages of a relation lead to its end")
    func relationPages() async throws {
        let edition = try await ServedEdition.make()
        let shelf = try await shelf(edition)
        let first = try await edition.send(
            .get, "/api/Shelf(\(shelf))/tools?$orderby=name", headers: [prefer: "maxpagesize=1"])
        let next = try #require(first["@odata.nextLink"] as? String)
        #expect(next.hasPrefix("https://crm.test/api/Shelf(\(shelf))/tools?"))
        let second = try await edition.send(.get, next.replacing("https://crm.test", with: ""))
        #expect(second.value.first?["name"] as? String == "saw")
    }

    @Test("a record that the client names is added if it is not there, and changed only with its tag")
    func upserts() async throws {
        let edition = try await ServedEdition.make()
        let url = "/api/Shelf(0196a000-0000-7000-8000-000000000001)"
        #expect(try await edition.send(.patch, url, #"{"name":"A"}"#, headers: [.ifMatch: "*"]).status == 404)
        let made = try await edition.send(.patch, url, #"{"name":"A"}"#)
        #expect(made.status == 201 && made.headers[.location] == "https://crm.test\(url)")
        #expect(try await edition.send(.patch, url, #"{"name":"B"}"#).status == 428)
        #expect(try await edition.send(.patch, url, #"{"name":"B"}"#, headers: [.ifNoneMatch: "*"]).status == 412)
        #expect(try await edition.send(.patch, url, #"{"code":"B"}"#, headers: [.ifMatch: "*"]).status == 204)
        let whole = try await edition.send(
            .put, url, #"{"name":"C"}"#, headers: [.ifMatch: "*", prefer: "return=representation"])
        #expect(whole["name"] as? String == "C" && whole["code"] is NSNull, "\(whole.text)")
        let byCode = try await edition.send(.patch, "/api/Shelf(code='X9')", #"{"name":"X"}"#)
        #expect(byCode.status == 201 && byCode["code"] as? String == "X9")
        #expect(try await edition.send(.put, url + "/name", #"{"value":"D"}"#, headers: [.ifMatch: "*"]).status == 204)
        #expect(try await edition.send(.delete, url + "/name", headers: [.ifMatch: "*"]).status == 422)
        #expect(try await edition.send(.get, url + "/name/$value").text == "D")
    }

    @Test("records that come with another one are added with it, or nothing is; everything wrong is told at once")
    func deepInsert() async throws {
        let edition = try await ServedEdition.make()
        let made = try await edition.send(
            .post, "/api/Tool?$expand=shelfRecord",
            #"{"name":"saw","shelfRecord":{"name":"S","roomRecord":{"name":"R"}},"@odata.type":"crm.Tool"}"#)
        #expect((made["shelfRecord"] as? [String: Any])?["name"] as? String == "S", "\(made.text)")
        let before = try await edition.send(.get, "/api/Tool/$count").text
        let wrong = try await edition.send(
            .post, "/api/Shelf", #"{"tools":[{"name":"ok"},{"price":-1},{"name":"x","bought":"31.12.2026"}]}"#)
        #expect(wrong.status == 422)
        #expect(wrong.details.contains { $0["target"] as? String == "tools[2]/bought" }, "\(wrong.text)")
        let rules = try await edition.send(.post, "/api/Shelf", #"{"tools":[{"name":"ok"},{"price":-1}]}"#)
        #expect(
            Set(rules.details.compactMap { $0["target"] as? String }) == ["name", "tools[1]/name", "tools[1]/price"],
            "\(rules.text)")
        #expect(try await edition.send(.get, "/api/Tool/$count").text == before)
        let deep = #"{"name":"1","shelves":[{"name":"2","shelves":[{"name":"3","shelves":[{"name":"4"}]}]}]}"#
        #expect(try await edition.send(.post, "/api/Shelf", deep).status == 400)
    }

    @Test("records that are there are bound to a new one")
    func binds() async throws {
        let edition = try await ServedEdition.make()
        let (tool, _) = try await edition.addTool("saw")
        let made = try await edition.send(
            .post, "/api/Shelf?$expand=tools",
            "{\"name\":\"A\",\"tools@odata.bind\":[\"https://crm.test/api/Tool(\(tool))\"],\"room@odata.bind\":null}")
        #expect((made["tools"] as? [[String: Any]])?.first?["id"] as? String == tool, "\(made.text)")
        let wrong = try await edition.send(.post, "/api/Shelf", #"{"name":"A","tools@odata.bind":["Shelf(1)"]}"#)
        #expect(wrong.status == 422)
    }

    @Test("a stage is entered by its action, by move and by writing its field, under the same rules")
    func stages() async throws {
        let edition = try await ServedEdition.make()
        let (id, _) = try await edition.addTool("saw")
        for (method, path, body) in [
            (HTTPRequest.Method.post, "/crm.lent", nil), (.post, "/lent", "{}"),
            (.post, "/crm.move", #"{"to":"lent"}"#), (.patch, "", #"{"stage":"lent"}"#),
        ] {
            let refused = try await edition.send(method, "/api/Tool(\(id))\(path)", body, headers: [.ifMatch: "*"])
            #expect(refused.status == 422 && refused.error["code"] as? String == "moveRefused", "\(refused.text)")
            #expect(refused.details.map { $0["code"] as? String } == ["required", "guard.worth"])
        }
        let moved = try await edition.send(
            .patch, "/api/Tool(\(id))", #"{"stage":"lent","serial":"S-1","price":5}"#, headers: [.ifMatch: "*"])
        #expect(moved.status == 204, "\(moved.text)")
        #expect(try await edition.send(.get, "/api/Tool(\(id))/stage/$value").text == "lent")
    }

    @Test(
        "what cannot be read is refused before anything is written",
        arguments: [
            (#"{"name":1}"#, 422), (#"{"name":"x","nothing":1}"#, 422),
            (#"{"name":"x","bought":"2024-01-01T00:00:00"}"#, 422),
            (#"{"name":"x","name":"y"}"#, 400), (#"[]"#, 400), (#"{"name":"x","price":"1e400"}"#, 422),
            (#"{"name":"x","shelfRecord":[]}"#, 422), (#"{"name":"x","shelf@odata.bind":7}"#, 422),
            ("{\"name\":\"\\ud800\"}", 400),
        ])
    func badBodies(body: String, status: Int) async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(.post, "/api/Tool", body)
        #expect(answer.status == status && answer.error["message"] is String, "\(answer.text)")
        #expect(try await edition.send(.get, "/api/Tool/$count").text == "0")
    }

    @Test("full metadata names the stages that a record may enter now")
    func advertisedActions() async throws {
        let edition = try await ServedEdition.make()
        let full: HTTPFields = [.accept: "application/json;odata.metadata=full"]
        let (poor, _) = try await edition.addTool("saw")
        #expect(try await edition.send(.get, "/api/Tool(\(poor))", headers: full)["#crm.lent"] == nil)
        let (ready, _) = try await edition.addTool("axe", ",\"serial\":\"S-1\",\"price\":5")
        let answer = try await edition.send(.get, "/api/Tool(\(ready))", headers: full)
        let action = try #require(answer["#crm.lent"] as? [String: Any], "\(answer.text)")
        #expect(action["target"] as? String == "https://crm.test/api/Tool(\(ready))/crm.lent")
    }
}
