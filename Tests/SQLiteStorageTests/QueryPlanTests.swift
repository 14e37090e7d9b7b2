// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import Foundation
import GRDB
import OrderedCollections
import Packs
import PluginKit
import Queries
import SQLRendering
import Schemas
import Services
import Storage
import Testing
import Values

@testable import SQLiteStorage  // Plans are asked for on the store's own connection, which has the functions.

@Suite("Queries find their rows by indexes")
struct QueryPlanTests {
    @Test(
        "a condition is answered by the index made for it",
        arguments: [
            ("code eq 'A1'", "book_code"), ("code in ('A1','B2')", "book_code"), ("startswith(code,'A')", "book_code"),
            ("code eq 'A1' and price gt 5", "book_code"), ("price gt 10 and price le 20", "book_price"),
            ("price eq 10.50", "book_price"), ("bought ge 2026-01-01 and bought lt 2026-02-01", "book_bought"),
            ("within(value=bought,period='this_month')", "book_bought"),
            ("code eq 'A1' or code eq 'B2'", "book_code"), ("isbn eq '978'", "book_isbn"),
            ("shelf eq 01234567-89ab-7def-8123-456789abcdef", "book_shelf"), ("owner eq @me", "book_owner"),
            ("price in (1,10.5)", "book_price"),
            ("startswith(shelf/code,'A')", "shelf_code"),
            ("bought in (2026-01-01,2026-01-02)", "book_bought"), ("bought eq null", "book_bought"),
            ("(price ge 10 and price lt 11) and not (code eq 'A1')", "book_price"),
            ("stage eq 'lent'", "book_stage"), ("shelf/code eq 'A'", "shelf_code"),
            ("shelf/room/code eq 'A'", "room_code"),
            ("loans/any(l:l/until lt 2026-01-01)", "loan_book"), ("loans/$count gt 2", "loan_book"),
        ])
    func conditions(text: String, index: String) async throws {
        let library = try await Library.make()
        let plan = try library.plan { RecordQuery.of("Book", try library.compile(text), $0) }
        #expect(plan.contains { $0.contains("INDEX \(index)") }, "\(text): \(plan)")
        let hasCollection = text.hasPrefix("loans/")
        #expect(hasCollection || !plan.contains { $0.hasPrefix("SCAN") && !$0.contains("INDEX") }, "\(text): \(plan)")
    }

    @Test(
        "numbers beside the ends of what a column holds are compared, not overflowed",
        arguments: [
            "price gt -92233720368547758.084", "price ge -92233720368547758.084", "price lt -92233720368547758.084",
            "price le -92233720368547758.084", "price eq -92233720368547758.084", "price ne 92233720368547758.074",
            "price gt 92233720368547758.074", "price lt 92233720368547758.074", "price gt 1e30", "price lt -1e30",
            "price in (-92233720368547758.084,1e37,-1e37)", "price gt 1e-38",
        ])
    func extremes(text: String) async throws {
        let library = try await Library.make()
        #expect(try !library.plan { RecordQuery.of("Book", try library.compile(text), $0) }.isEmpty)
    }

    @Test(
        "what stands below a record is found by the tree's own table, and the records by their index",
        arguments: ["under(value=owner,ancestor=@me)", "@me/reports/any(r:under(value=owner,ancestor=r/manager))"])
    func trees(text: String) async throws {
        let library = try await Library.make()
        let plan = try library.plan { RecordQuery.of("Book", try library.compile(text), $0) }
        #expect(plan.contains { $0.hasPrefix("SEARCH t1 USING") && $0.contains("INDEX book_owner") }, "\(plan)")
        #expect(plan.contains { $0.hasPrefix("SEARCH trellis_ancestry USING PRIMARY KEY (entity=? AND ancestor=?") })
        #expect(!plan.contains { $0.hasPrefix("SCAN t") }, "\(plan)")
    }

    @Test("a role's condition is answered by an index")
    func rowRules() async throws {
        let library = try await Library.make()
        for text in ["owner eq @me", "shelf/code eq 'A'"] {
            let rule = RowRule.matching(try library.compile(text))
            let plan = try library.plan {
                RecordQuery.of("Book", nil, $0, access: .rows(["Book": rule, "Shelf": .all, "Room": .all]))
            }
            #expect(plan.contains { $0.contains("SEARCH") && $0.contains("INDEX") }, "\(text): \(plan)")
        }
    }

    @Test(
        "what was shared is found by the shares' own key, beside the index of the role's condition",
        arguments: ShareLevel.allCases)
    func sharing(level: ShareLevel) async throws {
        let library = try await Library.make()
        let shared = TypedExpression.shared("Book", for: level)
        let rule = RowRule.matching(try #require(.any([try library.compile("owner eq @me"), shared])))
        let plan = try library.plan { RecordQuery.of("Book", nil, $0, access: .rows(["Book": rule])) }
        #expect(plan.contains { $0.contains("INDEX book_owner_members (owner=?)") }, "\(plan)")
        #expect(plan.contains { $0.hasPrefix("SEARCH s USING PRIMARY KEY (receiver=? AND entity=?") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
        let behind = try library.plan { key in
            var query = RecordQuery.of("Loan", nil, key, access: .rows(["Book": rule, "Loan": .all]))
            query.columns = [QueryColumn(try library.compile("book/code eq 'A'", on: "Loan"))]
            return query
        }
        #expect(behind.contains { $0.hasPrefix("SEARCH s USING PRIMARY KEY") }, "\(behind)")
        #expect(!behind.contains { $0.hasPrefix("SCAN") && !$0.hasPrefix("SCAN t1") }, "\(behind)")
    }

    @Test("whom a share may name so that it reaches the asker is asked for by conditions about shares, and by no other")
    func receivers() async throws {
        let library = try await Library.make()
        let context = QueryContext(
            calendar: library.context.calendar, aliases: library.context.aliases, receivers: { throw Asked() })
        func books(_ rule: TypedExpression) throws -> [String] {
            let key = QueryColumn(TypedExpression(TypedPath("id", of: "Book", type: .identifier)))
            let query = RecordQuery.of("Book", nil, key, access: .rows(["Book": .matching(rule)]))
            return try library.plan(of: "query") { try $0.forEachRow(query, context) { _ in } }
        }
        #expect(try !books(library.compile("owner eq @me")).isEmpty)
        #expect(throws: Asked.self) { try books(.shared("Book", for: .read)) }
    }

    private struct Asked: Error {}

    @Test(
        "pages of an indexed order are read from their first row on", arguments: ["price", "price desc", "title", ""])
    func pages(order: String) async throws {
        let library = try await Library.make()
        let terms = order.isEmpty ? [] : try library.compileOrder(order)
        for after in [nil, [order.hasPrefix("price") ? Value.decimal(FixedDecimal(3)) : .text("x"), Library.id]] {
            let plan = try library.plan { key in
                var query = RecordQuery.of("Book", nil, key)
                query.order = terms
                query.after = after.map { order.isEmpty ? [Library.id] : $0 }
                return query
            }
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(order) \(after == nil): \(plan)")
            if after != nil, !order.hasSuffix("desc") {
                #expect(plan.first?.hasPrefix("SEARCH") == true, "\(order): \(plan)")
            }
        }
    }

    @Test(
        "what a field was is found by the record, the field and the moment",
        arguments: ["2026-01-31", "2026-01-31T12:00:00Z", "bought"])
    func formerValues(date: String) async throws {
        let library = try await Library.make()
        let plan = try library.plan {
            RecordQuery.of("Book", try library.compile("asof(value=price,date=\(date)) gt 5"), $0)
        }
        #expect(
            plan.contains { $0.hasPrefix("SEARCH h USING ") && $0.contains("record=?") && $0.contains("field=?") },
            "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test("what no index narrows is read from the table itself, once the table is large")
    func wholeTables() async throws {
        let library = try await Library.make()
        func counting() throws -> [String] {
            let condition = try library.compile("pages gt 5")
            return try library.plan(of: "count") {
                _ = try $0.count(
                    RecordQuery(
                        entity: "Book", columns: [], condition: condition, limit: RecordQuery.unlimited,
                        access: .unrestricted),
                    library.context)
            }
        }
        try await library.fill(books: TableStatistics.smallest)
        let small = try counting()
        #expect(small.count == 1 && small[0].hasPrefix("SCAN t1 USING INDEX"), "as SQLite guesses: \(small)")
        try await library.fill(books: TableStatistics.smallest)
        #expect(try counting() == ["SCAN t1"])
    }

    @Test(
        "an index that narrows is used in a large table as well",
        arguments: [
            ("code eq 'C7'", "book_code"), ("startswith(code,'C77')", "book_code"),
            ("price gt 10 and price le 20", "book_price"), ("owner eq @me", "book_owner"),
            ("within(value=bought,period='this_month')", "book_bought"), ("stage eq 'lent'", "book_stage"),
        ])
    func largeTables(text: String, index: String) async throws {
        let library = try await Library.make()
        for _ in 1...2 { try await library.fill(books: TableStatistics.smallest) }
        let plan = try library.plan { RecordQuery.of("Book", try library.compile(text), $0) }
        #expect(plan.contains { $0.contains("INDEX \(index)") }, "\(text): \(plan)")
    }

    @Test("a board column, a search, referrers and a timeline read no more than they show")
    func others() async throws {
        let library = try await Library.make()
        let column = try library.plan { RecordQuery.of("Book", try library.compile("stage eq 'lent'"), $0) }
        #expect(column == ["SEARCH t1 USING INDEX book_stage_board (stage=?)"], "\(column)")
        let found = try library.plan { key in
            var query = RecordQuery.of("Book", nil, key)
            query.search = "红楼"
            return query
        }
        #expect(found.contains { $0.contains("VIRTUAL TABLE INDEX") }, "\(found)")
        #expect(found.contains { $0.hasPrefix("SEARCH t1 USING INTEGER PRIMARY KEY") }, "\(found)")
        let referrers = try library.plan(of: "referrers") {
            _ = try $0.referrers("Book", by: "shelf", to: RecordID(high: 1, low: 1))
        }
        #expect(referrers.count == 1 && referrers[0].contains("INDEX book_shelf"), "\(referrers)")
        let timeline = try library.plan(of: "timeline") {
            _ = try $0.engineRows(
                EngineSelection(
                    .changes, where: [.equals("record", Library.id)], order: "id", isDescending: true, limit: 50))
        }
        #expect(timeline.count == 1 && timeline[0].contains("INDEX trellis_change_record_id (record=?)"), "\(timeline)")
    }
}

extension RecordQuery {
    fileprivate static func of(
        _ entity: EntityName, _ condition: TypedExpression?, _ key: QueryColumn, access: ReadAccess = .unrestricted
    ) -> RecordQuery {
        RecordQuery(entity: entity, columns: [key], condition: condition, limit: 50, access: access)
    }
}
