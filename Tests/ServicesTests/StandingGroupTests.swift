// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Testing
import Values

@testable import Services

@Suite("Groups of reports")
struct StandingGroupTests {
    @Test(
        "a period is named by its first day and covers its days, the last not included",
        arguments: [
            (Dimension.Period.day, "2024-02-29", "2024-02-29", "2024-03-01"),
            (.month, "2024-02", "2024-02-01", "2024-03-01"),
            (.quarter, "2024-Q4", "2024-10-01", "2025-01-01"),
            (.year, "2024", "2024-01-01", "2025-01-01"),
        ])
    func periods(period: Dimension.Period, name: String, from: String, to: String) throws {
        let days = try #require(period.days(of: name))
        #expect(days.from == CalendarDate(from))
        #expect(days.to == CalendarDate(to))
        #expect(period.name(of: days.from) == name)
    }

    @Test("the key of a standing group keeps nulls apart from texts")
    func keys() {
        let key = standingKey([.text("a\"b"), .null, .integer(3)])
        #expect(standingGroups(key) == ["a\"b", nil, "3"])
    }

    @Test("a page token is refused by another list")
    func tokens() throws {
        let token = PageToken(query: PageToken.digest(["Bicycle", "a"]), after: [.text("x"), .null])
        #expect(try PageToken(token.text, query: PageToken.digest(["Bicycle", "a"])).values == ["x", nil])
        #expect(throws: ServiceError.self) { try PageToken(token.text, query: PageToken.digest(["Bicycle", "b"])) }
    }

    @Test("a text in a drill filter is quoted")
    func literals() { #expect(Value.text("O'Neil").literal == "'O''Neil'") }
}
