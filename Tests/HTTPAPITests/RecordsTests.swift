// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Testing

@Suite("Records over HTTP")
struct RecordsTests {
    @Test("a record is added, read, changed and deleted, each change with its tag")
    func lifecycle() async throws {
        let edition = try await ServedEdition.make()
        let (id, tag) = try await edition.addTool("Drill", ",\"price\":90071992547409.93,\"bought\":\"2026-02-28\"")
        let url = "/api/Tool(\(id))"
        let read = try await edition.send(.get, url)
        #expect(read.status == 200)
        #expect(read.text.contains("\"price\":90071992547409.93,"))
        #expect(read["bought"] as? String == "2026-02-28")
        #expect(read["@odata.etag"] as? String == tag)
        #expect(read.headers[.contentType] == "application/json;odata.metadata=minimal")
        #expect(try await edition.send(.patch, url, "{\"name\":\"Saw\"}").status == 428)
        let changed = try await edition.send(.patch, url, "{\"name\":\"Saw\"}", headers: [.ifMatch: tag])
        #expect(changed.status == 204)
        let late = try await edition.send(.patch, url, "{\"name\":\"Axe\"}", headers: [.ifMatch: tag])
        #expect(late.status == 412)
        #expect(late.error["code"] as? String == "conflict")
        let newTag = try #require(changed.headers[.eTag])
        #expect(try await edition.send(.delete, url, headers: [.ifMatch: newTag]).status == 204)
        #expect(try await edition.send(.get, url).status == 404)
    }

    @Test("pages lead to the end, and no record comes twice")
    func paging() async throws {
        let edition = try await ServedEdition.make()
        for number in 0..<11 { _ = try await edition.addTool("T\(number % 3)") }
        var url: String? = "/api/Tool?$orderby=name&$count=true&select=id,name"
        var seen: [String] = []
        while let next = url {
            let page = try await edition.send(
                .get, next.replacing("https://crm.test", with: ""),
                headers: [HTTPField.Name("Prefer") ?? .expect: "odata.maxpagesize=4"])
            #expect(page["@odata.count"] as? Int == 11)
            seen += page.value.compactMap { $0["id"] as? String }
            #expect(page.value.allSatisfy { $0.keys.sorted() == ["@odata.etag", "id", "name"] })
            url = page["@odata.nextLink"] as? String
        }
        #expect(seen.count == 11)
        #expect(Set(seen).count == 11)
        let top = try await edition.send(.get, "/api/Tool?$top=5")
        #expect(top.value.count == 5 && top["@odata.nextLink"] == nil)
        #expect(try await edition.send(.get, "/api/Tool/$count").text == "11")
    }

    @Test("references and collections are expanded")
    func expansion() async throws {
        let edition = try await ServedEdition.make()
        let shelf = try await edition.send(.post, "/api/Shelf", "{\"name\":\"A\"}")
        let key = try #require(shelf["id"] as? String)
        _ = try await edition.addTool("Drill", ",\"shelf\":\"\(key)\"")
        _ = try await edition.addTool("Saw", ",\"shelf@odata.bind\":\"Shelf(\(key))\"")
        let tools = try await edition.send(.get, "/api/Tool?$expand=shelf&$filter=name%20eq%20'Drill'")
        let expanded = tools.value.first?["shelfRecord"] as? [String: Any]
        #expect(tools.value.first?["shelf"] as? String == key)
        #expect(expanded?["name"] as? String == "A")
        let shelves = try await edition.send(.get, "/api/Shelf?$expand=tools")
        #expect((shelves.value.first?["tools"] as? [Any])?.count == 2)
    }

    @Test("everything that is wrong with the values is told, each at its field")
    func findings() async throws {
        let edition = try await ServedEdition.make()
        let unreadable = try await edition.send(
            .post, "/api/Tool", "{\"nme\":\"x\",\"bought\":\"2026-02-30\",\"price\":true}")
        #expect(unreadable.status == 422)
        #expect(Set(unreadable.details.compactMap { $0["target"] as? String }) == ["nme", "bought", "price"])
        #expect(
            Set(unreadable.details.compactMap { $0["message"] as? String }) == [
                "There is no field “nme”.", "“Bought” needs a day that exists, such as \"2024-02-29\".",
                "“Price” needs a number, such as 12.5.",
            ])
        let refused = try await edition.send(.post, "/api/Tool", "{\"name\":\"\\u0000\"}")
        #expect(refused.details.count == 1, "what is wrong is not missing as well: \(refused.text)")
        let missing = try await edition.send(.post, "/api/Tool", "{\"price\":-1}", headers: [.acceptLanguage: "zh-CN"])
        #expect(missing.status == 422)
        #expect(missing.details.contains { ($0["message"] as? String)?.contains("必须填写") == true })
    }

    @Test("an error in a filter has its place in the text")
    func filterError() async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(.get, "/api/Tool?$filter=nam%20eq%20'x'")
        #expect(answer.status == 400)
        #expect(answer.error["code"] as? String == "expr.unknownProperty")
        #expect(answer.error["target"] as? String == "$filter")
        #expect(answer.error["@crm.offset"] as? Int == 0)
        #expect(answer.error["@crm.length"] as? Int == 3)
    }

    @Test("everything that is wrong with a filter is told in both languages, each at its place")
    func filterErrors() async throws {
        let edition = try await ServedEdition.make()
        let address = "/api/Tool?$filter=name%20==%20'x'%20and%20nam%20eq%20'y'"
        let answer = try await edition.send(.get, address)
        #expect(answer.status == 400)
        #expect(answer.error["code"] as? String == "expr.unexpectedToken")
        #expect(answer.error["message"] as? String == "“==” is no part of this language. Write “name eq 'x'”.")
        #expect(answer.details.map { $0["code"] as? String } == ["expr.unknownProperty"])
        #expect(answer.details.map { $0["@crm.offset"] as? Int } == [16])
        let chinese = try await edition.send(.get, address, headers: [.acceptLanguage: "zh-CN"])
        #expect(chinese.error["message"] as? String == "“==”不是本语言的写法。请写作“name eq 'x'”。")
        let foreign = try await edition.send(.get, "/api/Tool?$filter=geo.length(name)%20gt%201")
        #expect(foreign.status == 501)
        #expect(foreign.error["code"] as? String == "expr.unsupported")
    }

    @Test("masked fields are covered, hidden ones are missing, also from the schema")
    func masks() async throws {
        let edition = try await ServedEdition.make()
        let (id, _) = try await edition.addTool("Drill", ",\"serial\":\"AB123456YZ\",\"price\":5")
        let seen = try await edition.send(.get, "/api/Tool(\(id))", token: edition.visitorToken)
        let serial = try #require(seen["serial"] as? String)
        #expect(serial.hasPrefix("AB") && serial.hasSuffix("YZ") && !serial.contains("123456"))
        #expect(seen["price"] == nil)
        let filtered = try await edition.send(
            .get, "/api/Tool?$filter=serial%20eq%20'AB123456YZ'", token: edition.visitorToken)
        #expect(filtered.status == 400)
        let schema = try await edition.send(.get, "/api/$metadata", token: edition.visitorToken).text
        #expect(schema.contains("EntitySet Name=\"Tool\""))
        #expect(!schema.contains("price") && !schema.contains("EntitySet Name=\"Shelf\""))
        #expect(try await edition.send(.get, "/api/Shelf", token: edition.visitorToken).status == 404)
    }

    @Test("a refused move lists every obstacle; with what was missing it succeeds")
    func move() async throws {
        let edition = try await ServedEdition.make()
        let (id, _) = try await edition.addTool("Drill")
        let url = "/api/Tool(\(id))/crm.move"
        let refused = try await edition.send(.post, url, "{\"pipeline\":\"lending\",\"to\":\"lent\"}")
        #expect(refused.status == 422)
        #expect(Set(refused.details.compactMap { $0["code"] as? String }) == ["required", "guard.worth"])
        #expect(refused.details.contains { $0["target"] as? String == "serial" })
        let moves = try await edition.send(.get, "/api/Tool(\(id))/crm.moves")
        #expect(moves.value.first?["to"] as? String == "lent")
        let moved = try await edition.send(
            .post, url, "{\"to\":\"lent\",\"values\":{\"serial\":\"S1\",\"price\":5.5}}",
            headers: [HTTPField.Name("Prefer") ?? .expect: "return=representation"])
        #expect(moved.status == 200)
        #expect(moved["stage"] as? String == "lent")
        let report = try await edition.send(.get, "/api/reports/byStage")
        #expect(report.value.first?["stage"] as? String == "lent")
        #expect(report.value.first?["count"] as? Int == 1)
    }

    @Test("two records are merged with the tags of both; a pair that was refused is not proposed")
    func merge() async throws {
        let edition = try await ServedEdition.make()
        let (kept, tag) = try await edition.addTool("Drill")
        let (gone, _) = try await edition.addTool("Drill (old)", ",\"serial\":\"S1\"")
        let url = "/api/Tool(\(kept))/crm.merge"
        let body = "{\"loser\":\"\(gone)\",\"take\":[\"serial\"],\"loserTag\":\"W/\\\"1\\\"\"}"
        #expect(try await edition.send(.post, url, body).status == 428)
        let stale = try await edition.send(
            .post, url, body.replacing("\\\"1", with: "\\\"7"), headers: [.ifMatch: tag])
        #expect(stale.status == 412)
        let refused = try await edition.send(
            .post, url, body.replacing("serial", with: "colour"), headers: [.ifMatch: tag])
        #expect(refused.status == 422)
        #expect(refused.details.compactMap { $0["code"] as? String } == ["unknownField"])
        let visitor = try await edition.send(
            .post, url, body, token: edition.visitorToken, headers: [.ifMatch: tag])
        #expect(visitor.details.compactMap { $0["code"] as? String } == ["missingRight", "missingRight"])
        #expect(try await edition.send(.post, url, body, headers: [.ifMatch: tag]).status == 204)
        #expect(try await edition.send(.get, "/api/Tool(\(kept))")["serial"] as? String == "S1")
        #expect(try await edition.send(.get, "/api/Tool(\(gone))").status == 404)
        let (other, _) = try await edition.addTool("Saw")
        let refusal = try await edition.send(
            .post, "/api/Tool(\(kept))/crm.refuseMerge", "{\"other\":\"\(other)\"}")
        #expect(refusal.status == 204)
        let proposals = try await edition.send(.get, "/api/Tool/crm.mergeProposals")
        #expect(proposals.status == 200 && proposals.value.isEmpty)
    }
}
