// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import HTTPTypes
import Services
import Storage
import Testing
import Values

@Suite("Grouping, computing and expanding")
struct GroupingTests {
    /// Three shelves in a room; tools at 10, 20, 30 on A, at 5 on B, one without price and shelf.
    private func library() async throws -> ServedEdition {
        let edition = try await ServedEdition.make()
        func shelf(_ name: String, _ more: String = "") async throws -> String {
            try await edition.send(.post, "/api/Shelf", "{\"name\":\"\(name)\",\"code\":\"\(name)1\"\(more)}")["id"]
                as? String ?? ""
        }
        let room = try await shelf("R")
        let (first, second) = (
            try await shelf("A", ",\"room\":\"\(room)\""), try await shelf("B", ",\"room\":\"\(room)\"")
        )
        for (name, price) in [("saw", 10), ("drill", 20), ("锤子", 30)] {
            _ = try await edition.addTool(
                name, ",\"price\":\(price),\"shelf\":\"\(first)\",\"bought\":\"2026-0\(price / 10)-05\"")
        }
        _ = try await edition.addTool("axe", ",\"price\":5,\"shelf\":\"\(second)\"")
        _ = try await edition.addTool("rope")
        return edition
    }

    private func get(_ edition: ServedEdition, _ path: String, _ options: [(String, String)]) async throws -> Answer {
        let query = options.map { name, value in
            "\(name)=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        }.joined(separator: "&")
        return try await edition.send(.get, "/api/\(path)?\(query)")
    }

    private func text(_ answer: Answer) -> String {
        let rows = answer.object["value"] ?? answer.error
        guard let data = try? JSONSerialization.data(withJSONObject: rows, options: [.sortedKeys]) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }

    @Test(
        "$apply gives the rows that its transformations leave",
        arguments: [
            ("aggregate($count as n,price with sum as total)", #"[{"n":5,"total":65}]"#),
            (
                "aggregate(price with average as mean,price with min as low,price with max as high)",
                #"[{"high":30,"low":5,"mean":16.25}]"#
            ),
            ("aggregate(shelf with countdistinct as shelves,shelf/$count as shelved)", #"[{"shelved":4,"shelves":2}]"#),
            (
                "groupby((shelfRecord/name),aggregate(price with sum as total))",
                #"[{"shelfRecord":{"name":null},"total":null},{"shelfRecord":{"name":"A"},"total":60},{"shelfRecord":{"name":"B"},"total":5}]"#
            ),
            ("groupby((shelf/name))/orderby(shelf/name desc)/top(1)", #"[{"shelfRecord":{"name":"B"}}]"#),
            ("filter(price gt 5)/groupby((stage),aggregate($count as n))", #"[{"n":3,"stage":"home"}]"#),
            ("groupby((shelf/name),aggregate($count as n))/filter(n gt 1)", #"[{"n":3,"shelfRecord":{"name":"A"}}]"#),
            (
                "groupby((shelf),aggregate(price with sum as total))/aggregate(total with max as most)",
                #"[{"most":60}]"#
            ),
            (
                "groupby((stage),aggregate(price with sum as total))/compute(total mul 2 as twice)/filter(twice eq 130)",
                #"[{"stage":"home","total":65,"twice":130}]"#
            ),
            ("compute(year(bought) as y)/groupby((y),aggregate($count as n))", #"[{"n":2,"y":null},{"n":3,"y":2026}]"#),
            ("orderby(price desc)/top(2)/aggregate(price with sum as best)", #"[{"best":50}]"#),
            ("filter(price gt 5)/skip(1)/aggregate($count as n)", #"[{"n":2}]"#),
            (
                "groupby((stage),groupby((shelf/name),aggregate($count as n)))/aggregate($count as groups)",
                #"[{"groups":3}]"#
            ),
            ("search(saw)/aggregate($count as n)", #"[{"n":1}]"#),
            ("filter(price gt 1000)/aggregate($count as n,price with sum as total)", #"[{"n":0,"total":null}]"#),
            ("identity/aggregate($count as n)", #"[{"n":5}]"#),
            // One column ends where the path of another goes on.
            (
                "groupby((shelf,shelfRecord/name),aggregate($count as n))/filter(shelfRecord/name eq 'A' and shelf ne null)/aggregate(n with max as m)",
                #"[{"m":3}]"#
            ),
            ("groupby((shelfRecord/name,shelf))/orderby(shelfRecord/name desc)/aggregate($count as n)", #"[{"n":3}]"#),
        ])
    func applies(apply: String, rows: String) async throws {
        #expect(text(try await get(try await library(), "Tool", [("$apply", apply)])) == rows)
    }

    @Test(
        "what $apply cannot do is refused with the place",
        arguments: [
            ("groupby((stag),aggregate($count as n))", 400, "unknownProperty", 9, 4),
            ("aggregate(price with sum)", 400, "unexpectedEnd", 24, 0),
            ("aggregate(name with sum as x)", 400, "typeMismatch", 10, 4),
            ("aggregate(price with median as x)", 501, "unsupported", 21, 6),
            ("concat(identity,identity)", 501, "unsupported", 0, 6),
            ("groupby((rollup(stage)))", 501, "unsupported", 9, 13),
            ("aggregate(price with sum as stage)/filter(total gt 1)", 400, "unexpectedToken", 28, 5),
            ("groupby((stage))/filter(price gt 1)", 400, "unknownProperty", 24, 5),
            ("groupby((stage)", 400, "unexpectedEnd", 15, 0),
            ("groupby((shelfRecord))", 501, "unsupported", 9, 11),
            ("sort(price)", 400, "unexpectedToken", 0, 4),
        ])
    func refusesApply(apply: String, status: Int, kind: String, offset: Int, length: Int) async throws {
        let answer = try await get(try await ServedEdition.make(), "Tool", [("$apply", apply)])
        #expect(answer.status == status)
        #expect((answer.error["code"] as? String)?.hasSuffix(kind) == true, "\(answer.text)")
        #expect(
            answer.error["@crm.offset"] as? Int == offset && answer.error["@crm.length"] as? Int == length,
            "\(answer.text)")
    }

    @Test("rows of a grouping are filtered, ordered, counted, selected and paged like records")
    func groupOptions() async throws {
        let edition = try await library()
        let apply = ("$apply", "groupby((name),aggregate(price with sum as total))")
        let counted = try await get(
            edition, "Tool",
            [apply, ("$count", "true"), ("$filter", "total ge 10"), ("$orderby", "total desc"), ("$select", "total")])
        #expect(text(counted) == #"[{"total":30},{"total":20},{"total":10}]"#)
        #expect(counted["@odata.count"] as? Int == 3)
        var seen: [String] = []
        var url: String? = "/api/Tool?$apply=groupby((name))&$orderby=name%20desc"
        while let next = url {
            let page = try await edition.send(
                .get, next, headers: [HTTPField.Name("Prefer") ?? .expect: "maxpagesize=2"])
            seen += page.value.compactMap { $0["name"] as? String }
            url = (page["@odata.nextLink"] as? String)?.replacingOccurrences(of: "https://crm.test", with: "")
        }
        #expect(seen == ["锤子", "saw", "rope", "drill", "axe"])
    }

    @Test("a hidden field can neither be grouped by nor added up, a covered one neither")
    func permissions() async throws {
        let edition = try await library()
        for field in ["price", "serial"] {
            for apply in ["groupby((\(field)))", "aggregate(\(field)%20with%20max%20as%20m)"] {
                let answer = try await edition.send(.get, "/api/Tool?$apply=\(apply)", token: edition.visitorToken)
                #expect(answer.status == 400, "\(answer.text)")
            }
        }
    }

    @Test("what is computed can be shown, filtered and sorted by")
    func computes() async throws {
        let answer = try await get(
            try await library(), "Tool",
            [
                ("$compute", "price mul 1.5 as gross,length(name) as letters"), ("$select", "name,gross"),
                ("$filter", "gross gt 10 and letters lt 6"), ("$orderby", "gross desc"),
            ])
        #expect(answer.value.map { $0["name"] as? String } == ["锤子", "drill", "saw"])
        #expect(answer.value.first?["gross"] as? Double == 45)
        #expect(answer.value.first?["letters"] == nil)
    }

    @Test("records are skipped, also before the first of several pages")
    func skips() async throws {
        let edition = try await library()
        var names: [String] = []
        var url: String? = "/api/Tool?$orderby=name&$skip=1&$select=name"
        while let next = url {
            let page = try await edition.send(
                .get, next, headers: [HTTPField.Name("Prefer") ?? .expect: "odata.maxpagesize=2"])
            names += page.value.compactMap { $0["name"] as? String }
            url = (page["@odata.nextLink"] as? String)?.replacingOccurrences(of: "https://crm.test", with: "")
        }
        #expect(names == ["drill", "rope", "saw", "锤子"])
    }

    @Test("expanded records are filtered, sorted, cut, counted and expanded in turn")
    func expands() async throws {
        let edition = try await library()
        let answer = try await get(
            edition, "Shelf",
            [
                ("$filter", "name ne 'R'"), ("$orderby", "name"), ("$select", "name"),
                (
                    "$expand",
                    "tools($select=name;$filter=price gt 5;$orderby=price desc;$top=2;$count=true;$expand=shelfRecord($select=code)),roomRecord($select=name;$expand=shelves/$count)"
                ),
            ])
        let first = try #require(answer.value.first)
        let tools = try #require(first["tools"] as? [[String: Any]])
        #expect(tools.map { $0["name"] as? String } == ["锤子", "drill"])
        #expect(first["tools@odata.count"] as? Int == 3)
        #expect((tools.first?["shelfRecord"] as? [String: Any])?["code"] as? String == "A1")
        #expect((first["roomRecord"] as? [String: Any])?["shelves@odata.count"] as? Int == 2)
        #expect((answer.value.last?["tools"] as? [Any])?.count == 0)
    }

    @Test("no more members are read than an answer may have")
    func expandsNoMore() async throws {
        let edition = try await library()
        let actor = try #require(try edition.workspace.actor(apiToken: edition.token))
        let invocation = edition.workspace.invocation(actor, .api, .english)
        let shelves = try await get(edition, "Shelf", [("$filter", "name eq 'A'")])
        let key = try #require((shelves.value.first?["id"] as? String).flatMap { RecordID($0) })
        let list = ListRequest(entity: "Tool", fields: ["name"], order: "id", limit: 100)
        func members(atMost most: Int) throws -> Int? {
            try edition.workspace.members(of: [key], by: "shelf", list, atMost: most, invocation)[key]?.records.count
        }
        #expect(try members(atMost: 3) == 3)
        #expect(throws: StoreError.tooCostly) { try members(atMost: 2) }
    }

    @Test(
        "what cannot be expanded is refused with the place in $expand",
        arguments: [
            ("tolls", 400, "unknownProperty", 0), ("tools($filter=prise gt 1)", 400, "unknownProperty", 14),
            ("tools($expand=shelfRecord($expand=tools($expand=shelfRecord)))", 400, "tooDeep", 48),
            ("*", 501, "unsupported", 0), ("tools($levels=max)", 501, "unsupported", 14),
            ("tools($top=x)", 400, "unexpectedToken", 11), ("tools/$ref($select=name)", 400, "unexpectedToken", 19),
        ])
    func refusesExpand(expand: String, status: Int, kind: String, offset: Int) async throws {
        let answer = try await get(try await library(), "Shelf", [("$expand", expand)])
        #expect(answer.status == status && answer.error["@crm.offset"] as? Int == offset, "\(answer.text)")
        #expect((answer.error["code"] as? String)?.hasSuffix(kind) == true)
        #expect(answer.error["target"] as? String == "$expand")
    }

    @Test(
        "a search joins words and phrases with AND, OR and NOT",
        arguments: [
            ("saw OR axe", ["axe", "saw"]), ("NOT saw", ["axe", "drill", "rope", "锤子"]), ("\"锤子\"", ["锤子"]),
            ("(saw OR axe) AND NOT saw", ["axe"]), ("saw axe", []),
        ])
    func searches(search: String, names: [String]) async throws {
        let answer = try await get(try await library(), "Tool", [("$search", search), ("$orderby", "name")])
        #expect(answer.value.compactMap { $0["name"] as? String } == names)
    }
}
