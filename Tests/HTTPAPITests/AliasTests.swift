// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Testing

@Suite("Parameter aliases")
struct AliasTests {
    private func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "$@=&-_."))) ?? ""
    }

    private func names(_ query: String, in edition: ServedEdition) async throws -> [String] {
        let answer = try await edition.send(.get, "/api/Tool?\(encoded(query))")
        #expect(answer.status == 200, "\(answer.text)")
        return answer.value.compactMap { $0["name"] as? String }
    }

    @Test(
        "options take values from names in the URL",
        arguments: [
            ("$filter=name eq @n&@n='saw'", ["saw"]),
            ("@n='saw'&filter=name eq @n", ["saw"]),
            ("$filter=name in @n&$orderby=name&@n=('saw','axe')", ["axe", "saw"]),
            ("$filter=price gt @p&@p=-1&$orderby=@o desc&@o=name", ["saw", "axe", "@n"]),
            ("$filter=not @c&@c=name eq 'saw' or name eq 'axe'", ["@n"]),
            ("$filter=name eq '@n'&@n='saw'", ["@n"]),
            ("$filter=x gt @a&$compute=price mul @f as x&@f=2&@a=5", ["axe"]),
            ("$filter=name eq @客&@客='saw'", ["saw"]),
            ("$filter=@a eq name&@a=tolower('SAW')", ["saw"]),
        ])
    func values(query: String, expected: [String]) async throws {
        let edition = try await ServedEdition.make()
        for (name, price) in [("saw", 1), ("axe", 3), ("@n", 2)] {
            _ = try await edition.addTool(name, ",\"price\":\(price)")
        }
        #expect(try await names(query, in: edition) == expected)
    }

    @Test(
        "a value cannot change what stands around its name, nor can a URL define what expressions know",
        arguments: [
            "$filter=name eq @n&@n='a') or (1 eq 1", "$filter=name eq @n&@n='a' or (true",
            "$filter=name in (@n)&@n='a','b'",
            "$filter=name eq @n&@n='a", "$filter=name eq @n&@n=", "$filter=name eq @n&@n='a'&@n='b'",
            "$filter=name eq 'a'&@me='b'", "$filter=name eq 'a'&@old='b'", "$filter=name eq 'a'&@='b'",
            "$filter=name eq 'a'&@1='b'", "$filter=name eq 'a'&@a.b='b'", "$expand=shelf($filter=@n)&@n=true;$top=1",
        ])
    func refused(query: String) async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(.get, "/api/Tool?\(encoded(query))")
        #expect(answer.status == 400 && answer.error["code"] as? String == "badAlias", "\(answer.text)")
    }

    @Test("a name without a value is an error; values are not looked into for names")
    func undefined() async throws {
        let edition = try await ServedEdition.make()
        for query in ["$filter=name eq @n", "$filter=name eq @n&@n=@m&@m='x'"] {
            let answer = try await edition.send(.get, "/api/Tool?\(encoded(query))")
            #expect(answer.status == 400 && answer.error["target"] as? String == "$filter", "\(answer.text)")
        }
    }

    @Test(
        "errors are marked where the client wrote what is wrong",
        arguments: [
            ("$filter=name eq @n and nothing eq 1&@n='a long text'", 15, 7),
            ("$filter=name eq @n and price gt 1&@n=(nothing)", 8, 2),
            ("$filter=@a eq 1 and @a eq 2 and nothing eq 3&@a=price", 24, 7),
        ])
    func places(query: String, offset: Int, length: Int) async throws {
        let edition = try await ServedEdition.make()
        let error = try await edition.send(.get, "/api/Tool?\(encoded(query))").error
        #expect(error["@crm.offset"] as? Int == offset && error["@crm.length"] as? Int == length, "\(error)")
    }

    @Test("options that values make too long are refused, and the next page has the values in it")
    func limits() async throws {
        let edition = try await ServedEdition.make()
        let long = "'" + String(repeating: "x", count: 4000) + "'"
        let query = "$filter=name in (@n,@n,@n,@n,@n)&@n=\(long)"
        let answer = try await edition.send(.get, "/api/Tool?\(encoded(query))")
        #expect(answer.status == 400 && answer.error["code"] as? String == "tooCostly")
        for name in ["a", "b"] { _ = try await edition.addTool(name) }
        let page = try await edition.send(
            .get, "/api/Tool?$filter=name%20ne%20@n&@n='z'&$orderby=name&$top=2&maxpagesize=1",
            headers: [HTTPField.Name("Prefer") ?? .expect: "maxpagesize=1"])
        let next = try #require((page["@odata.nextLink"] as? String)?.replacing("https://crm.test", with: ""))
        #expect(try await edition.send(.get, next).value.compactMap { $0["name"] as? String } == ["b"])
    }
}
