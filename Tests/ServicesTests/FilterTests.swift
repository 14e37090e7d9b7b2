// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@Suite("Filters made by controls")
struct FilterTests {
    @Test(
        "A filter that controls can state is read back into the same terms and the same text",
        arguments: [
            "contains(diagnosis,'it''s flat')", "stage eq 'received'", "isExpress eq true", "labour ge 12.5",
            "labour ge 10 and labour le 20", "due ge 2026-01-31 and due le 2026-02-28",
            "rider eq 01900000-0000-7000-8000-000000000001", "createdAt ge 2026-11-22T16:00:00Z",
            "createdAt lt 2026-11-23T16:00:00Z and contains(diagnosis,'轮胎')",
        ])
    func roundTrip(filter: String) async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        let terms = try #require(try edition.workspace.filterTerms(filter, of: "Repair", edition.engine))
        #expect(edition.workspace.filterText(terms, of: "Repair", edition.engine) == filter)
    }

    @Test(
        "A filter that says more is left as it is",
        arguments: [
            "labour gt 5", "stage eq 'received' or isExpress", "rider/name eq 'A'", "not isExpress",
            "createdAt ge 2026-11-22T16:00:01Z", "diagnosis eq null",
        ])
    func more(filter: String) async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        #expect(try edition.workspace.filterTerms(filter, of: "Repair", edition.engine) == nil)
    }

    @Test(
        "What may follow fits the place",
        arguments: [
            ("", ["labour", "stage", "rider", "@me", "contains("]), ("lab", ["labour"]),
            ("rider/", ["rider/name", "rider/mobile"]),
            ("rider/na", ["rider/name"]), ("stage ", ["eq", "ne", "in"]),
            ("stage eq ", ["'received'", "'done'", "null"]),
            ("stage in ('done', ", ["'received'"]), ("isExpress eq ", ["true", "false"]), ("due ge ", ["today()"]),
            ("labour ge 5 ", ["and", "or"]), ("rider/owner eq ", ["@me"]), ("not (lab", ["labour"]), ("工时", ["labour"]),
            ("rider/repairs/", ["rider/repairs/$count", "rider/repairs/any("]),
            ("rider/repairs/any(", ["r:"]), ("rider/repairs/any(x", ["x:"]),
            ("rider/repairs/any(r:", ["r/", "labour", "contains("]),
            ("rider/repairs/any(r:r/", ["r/labour", "r/stage"]),
            ("rider/repairs/any(r:r/lab", ["r/labour"]), ("rider/repairs/any(r:r/stage eq ", ["'received'", "null"]),
            ("rider/repairs/any(r:r/labour ge 5 ", ["and", "or"]),
            ("not rider/repairs/all(r: not r/isEx", ["r/isExpress"]),
            ("rider/repairs/any(r:r/rider/repairs/any(", ["r2:"]),
            ("rider/repairs/any(r:r/rider/repairs/any(q:q/labour gt r/l", ["r/labour"]),
            ("createdAt ge 2026-11-22T16:00:01Z ", ["and"]),
        ])
    func follows(text: String, expected: [String]) async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        let found = try edition.workspace.completions(of: text, on: "Repair", edition.engine).items.map(\.text)
        for item in expected { #expect(found.contains(item), "after “\(text)”: \(found)") }
    }

    @Test(
        "A variable is known as long as its parentheses are open, and its letter is not taken by a moment",
        arguments: [
            "rider/repairs/any(r:r/labour gt 1) and ", "contains(", "rider/repairs/any(",
            "(createdAt ge 2026-11-22T16:",
        ])
    func scopes(text: String) async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        let found = try edition.workspace.completions(of: text, on: "Repair", edition.engine).items.map(\.text)
        #expect(!found.contains("r/"))
    }

    @Test(
        "Functions are offered with what they take and what they give, in both languages",
        arguments: [
            ("contains(", "contains(text, text) → condition", "contains(文本, 文本) → 条件"),
            ("today(", "today() → date", "today() → 日期"),
            ("substring(", "substring(text, integer[, integer]) → text", "substring(文本, 整数[, 整数]) → 文本"),
            ("addmonths(", "addmonths(date=date, months=integer) → date", "addmonths(date=日期, months=整数) → 日期"),
        ])
    func signatures(function: String, english: String, chinese: String) async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        let begun = String(function.dropLast())
        let items = try edition.workspace.completions(of: begun, on: "Repair", edition.engine).items
        let label = try #require(items.first { $0.text == function }?.label)
        #expect(label == Label(english: english, chinese: chinese))
    }

    @Test("Fields that are hidden or covered are not offered")
    func hidden() async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        let apprentice = try await edition.user("tom", "apprentice")
        let found = try edition.workspace.completions(of: "", on: "Rider", apprentice).items.map(\.text)
        #expect(found.contains("name"))
        #expect(!found.contains("idNo") && !found.contains("spent"))
        #expect(throws: (any Error).self) {
            try edition.workspace.completions(of: "", on: "Unknown", apprentice)
        }
    }
}
