// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Testing

@Suite("Filters as deep and long as they may be")
struct DeepFilterTests {
    /// Each puts an expression around another.
    private static let layers: [(start: String, before: String, after: String, end: String)] = [
        ("price gt 1", "not (", ")", ""), ("price gt 1", "(", ") and name eq 'x'", ""),
        ("price gt 1", "name ne 'x' or (", ")", ""), ("price gt 1", "case(", ":true,true:name eq 'y')", ""),
        ("name", "concat(", ",'x')", " eq 'y'"), ("name", "concat('x',", ")", " eq 'y'"),
        ("name", "tolower(", ")", " eq 'y'"),
        ("name", "substring(", ",1)", " eq 'y'"), ("name", "cast(", ",Edm.String)", " eq 'y'"),
        ("price", "-(", ")", " lt 1"),
        ("price", "(", ") add 1.5", " lt 1"), ("price", "2 mul (", ")", " lt 1"), ("price", "(", ") div 3", " lt 1"),
        ("price", "round(", ")", " lt 1"), ("price", "case(name eq 'x':1.5,true:", ")", " lt 1"),
        ("bought", "addmonths(date=", ",months=1)", " lt today()"),
        ("bought", "(", ") add duration'P1D'", " lt today()"),
        ("price gt 1", "(", ") eq (name eq null)", ""), ("price gt 1", "(", ") in (true,null)", ""),
        ("price gt 1", "contains(name,'x') ne (", ")", ""),
    ]

    @Test("are answered, or refused as too deep, but never fail", arguments: layers.indices, [10, 45, 99])
    func deep(layer: Int, depth: Int) async throws {
        let edition = try await ServedEdition.make()
        let (start, before, after, end) = Self.layers[layer]
        let text = String(repeating: before, count: depth) + start + String(repeating: after, count: depth) + end
        let answer = try await edition.send(.get, "/api/Tool?$filter=" + encoded(text))
        #expect(answer.status == 200 || answer.status == 400, "\(answer.text)")
        if answer.status == 400 { #expect(["expr.tooDeep", "expr.tooLong"].contains(answer.error["code"] as? String)) }
        if depth == 10 { #expect(answer.status == 200, "\(answer.text)") }
    }

    @Test("may join many conditions", arguments: [" and ", " or "])
    func chains(joint: String) async throws {
        let edition = try await ServedEdition.make()
        let text = (0..<95).map { "price ne \($0)" }.joined(separator: joint)
        let answer = try await edition.send(.get, "/api/Tool?$filter=" + encoded(text))
        #expect(answer.status == 200, "\(answer.text)")
    }

    @Test("may be long in breadth")
    func wide() async throws {
        let edition = try await ServedEdition.make()
        let list = (1...200).map(String.init).joined(separator: ",")
        let terms = (0..<9).map { "price in (\(list)) or name eq 'n\($0)'" }.joined(separator: " or ")
        let answer = try await edition.send(.get, "/api/Tool?$filter=" + encoded(terms))
        #expect(answer.status == 200, "\(answer.text)")
    }

    private func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
