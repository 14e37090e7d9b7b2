// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

// What reading must give: pages without gaps, rows by right, groups, the bin.
extension StoreConformance {
    private func price(_ units: Int64) -> Value { .decimal(FixedDecimal(units: Int128(units), scale: 2)) }

    private var moneyPath: TypedPath { TypedPath(money, of: entity, type: .decimal) }

    /// Pages, each beginning behind the last row of the one before, give every row once in the order, nulls and equal
    /// values included, upwards and downwards.
    public func pagesWithoutGaps() async throws -> Bool {
        let amounts: [Int64?] = [300, nil, 100, 300, 200, nil, 100]
        for (index, amount) in amounts.enumerated() { try await add(UInt64(100 + index), "p\(index)", amount) }
        for direction in [OrderTerm.Direction.ascending, .descending] {
            let pages = try pages(of: 2, OrderTerm(expression: TypedExpression(moneyPath), direction: direction))
            let nulls = direction == .ascending ? pages.prefix(2) : pages.suffix(2)
            let found = pages.compactMap { $0.isNull ? nil : $0 }
            let sorted = [100, 100, 200, 300, 300].map(price)
            guard pages.count == amounts.count, nulls.allSatisfy(\.isNull),
                found == (direction == .ascending ? sorted : sorted.reversed())
            else { return false }
        }
        return true
    }

    private func pages(of size: Int, _ term: OrderTerm) throws -> [Value] {
        let key = QueryColumn(TypedExpression(TypedPath("id", of: entity, type: .identifier)))
        var query = RecordQuery(
            entity: entity, columns: [QueryColumn(term.expression), key], order: [term], limit: size,
            access: .unrestricted)
        var found: [Value] = []
        while found.count < 1000 {
            var last: [Value]?
            try store.read(environment) { transaction in
                try transaction.forEachRow(query, context) { row in
                    found.append(row.value(0))
                    last = [row.value(0), row.value(1)]
                }
            }
            guard let last else { return found }
            query.after = last
        }
        return found
    }

    /// Rows that the asker may not read are missing from lists and groups alike.
    public func keepsRowsApart() async throws -> Bool {
        try await add(120, "mine", 100)
        try await add(121, "theirs", 900)
        let rule = TypedExpression.comparing(moneyPath, .less, price(500))
        var mine = query()
        mine.access = .rows([entity: .matching(rule)])
        var none = query()
        none.access = .rows([:])
        var groups = total()
        groups.access = mine.access
        return try found(mine) == [.text("mine")] && found(none).isEmpty && sums(groups) == [[.integer(1), price(100)]]
    }

    private func total() -> AggregateQuery {
        let label = Label(english: "sum", chinese: "合计")
        return AggregateQuery(
            entity: entity, dimensions: [],
            measures: [
                Measure(name: "count", label: label, kind: .count),
                Measure(name: "sum", label: label, kind: .aggregate(.sum, TypedExpression(moneyPath))),
            ], access: .unrestricted)
    }

    private func sums(_ query: AggregateQuery) throws -> [[Value]] {
        try store.read(environment) { try $0.groups(query, context) }
    }

    /// A read that costs more than it may ends with an error, and leaves the connection fit for the next one.
    public func stopsCostlyReads() async throws -> Bool {
        for number in 0..<100 { try await add(2000 + UInt64(number), "t\(number)", Int64(number)) }
        let path = moneyPath
        let condition = TypedExpression.all((1...400).map { .comparing(path, .greater, price(-$0)) })
        func count(within effort: Effort) throws -> Int {
            try store.read(environment, within: effort) { try $0.count(query(condition), context) }
        }
        do {
            _ = try count(within: Effort(processorTime: 0))
            return false
        } catch StoreError.tooCostly {}
        return try count(within: .question) == 100 && count(within: .unlimited) == 100
    }

    /// Groups add up exactly, and count what has no value.
    public func addsUpExactly() async throws -> Bool {
        try await add(130, "a", 1)
        try await add(131, "b", 9_007_199_254_740_993)
        try await add(132, "c", nil)
        return try sums(total()) == [[.integer(3), price(9_007_199_254_740_994)]]
    }

    /// A deleted record is in the bin and nowhere else, can come back, and is gone when it is erased.
    public func keepsTheBin() async throws -> Bool {
        try await add(140, "weg", 1)
        func change(_ body: @escaping @Sendable (any WriteTransaction, StoredRecord) throws -> Void) async throws {
            let (entity, id) = (entity, id(140))
            try await store.write(environment) { transaction in
                guard let record = try transaction.record(entity, id) else { return }
                try body(transaction, record)
            }
        }
        var bin = query()
        bin.lifecycle = .deleted
        try await change { try $0.setDeleted($1, Instant(microseconds: 1)) }
        guard try found(query()).isEmpty, try found(query(search: "weg")).isEmpty, try found(bin) == [.text("weg")],
            try store.read(environment, { try !$0.exists(entity, id(140)) })
        else { return false }
        try await change { try $0.setDeleted($1, nil) }
        guard try found(query()) == [.text("weg")] else { return false }
        try await change { try $0.erase($1) }
        return try found(query()).isEmpty && found(query(search: "weg")).isEmpty
            && store.read(environment, { try $0.record(entity, id(140)) }) == nil
    }

    /// A prepared query gives the record asked for, again and again, and what is written in between.
    public func preparesQueries() async throws -> Bool {
        try await add(150, "eins", 1)
        try await add(151, "zwei", 2)
        let prepared = PreparedQuery(query(), isByKey: true)
        func value(_ number: UInt64) throws -> [Value] {
            var values: [Value] = []
            try store.read(environment) { transaction in
                try transaction.forEachRow(prepared, of: id(number), { context }) { values.append($0.value(0)) }
            }
            return values
        }
        guard try value(150) == [.text("eins")], try value(151) == [.text("zwei")], try value(199).isEmpty else {
            return false
        }
        try await add(199, "drei", 3)
        return try value(199) == [.text("drei")]
    }

    /// Of many writes at once each is there or refused for itself, and none is lost.
    public func groupsConcurrentWrites() async throws -> Bool {
        let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    do {
                        // Every fourth has the name of the one before it.
                        try await add(UInt64(1000 + number), "n\(number % 4 == 3 ? number - 1 : number)", 1)
                        return false
                    } catch StoreError.notUnique { return true }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        return try refused == 50 && sums(total())[0][0] == .integer(150)
    }

    /// A record is found by all of its values, and neither by a part of them with another value nor from the bin.
    public func findsBySeveralValues() async throws -> Bool {
        try await add(30, "north", 100)
        try await add(31, "south", 100)
        func found(_ name: String, _ units: Int128) throws -> [RecordID] {
            try store.read(environment) { transaction in
                try transaction.keys(
                    entity, having: [text: .text(name), money: .decimal(FixedDecimal(units: units, scale: 2))],
                    limit: 5)
            }
        }
        guard try found("north", 100) == [id(30)], try found("north", 200).isEmpty else { return false }
        try await store.write(environment) { transaction in
            guard let record = try transaction.record(entity, id(30)) else { return }
            try transaction.setDeleted(record, Instant(microseconds: 1))
        }
        return try found("north", 100).isEmpty
    }

    /// Standing totals take differences, and a group without records is gone.
    public func keepsStandingTotals() async throws -> Bool {
        try await store.write(environment) { transaction in
            try transaction.add(toStanding: "t", groups: "[\"a\"]", records: 2, measures: [5])
            try transaction.add(toStanding: "t", groups: "[\"b\"]", records: 1, measures: [7])
            try transaction.add(toStanding: "t", groups: "[\"a\"]", records: 1, measures: [-2])
            try transaction.add(toStanding: "t", groups: "[\"b\"]", records: -1, measures: [-7])
        }
        let rows = try store.read(environment) { transaction in
            try transaction.engineRows(EngineSelection(.standingTotals, where: [.equals("aggregate", .text("t"))]))
        }
        return rows.count == 1 && rows[0].prefix(4) == [.text("t"), .text("[\"a\"]"), .integer(3), .integer(3)]
    }
}
