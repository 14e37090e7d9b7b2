// SPDX-License-Identifier: Apache-2.0
import DomainModel
public import Expressions
import OrderedCollections
import Queries
import Schemas
public import Storage
public import Values

/// What every store has to do; each check takes a fresh store with the given entity's table and says what it got wrong.
///
/// The entity needs a text field that is unique and searchable, and a money field.
public struct StoreConformance: Sendable {
    public let store: any Store
    public let environment: StoreEnvironment
    public let calendar: CalendarSettings
    public let entity: EntityName
    public let text: FieldName
    public let money: FieldName

    public init(
        store: any Store, environment: StoreEnvironment, calendar: CalendarSettings, entity: EntityName,
        text: FieldName, money: FieldName
    ) {
        self.store = store
        self.environment = environment
        self.calendar = calendar
        self.entity = entity
        self.text = text
        self.money = money
    }

    var context: QueryContext { QueryContext(calendar: calendar, aliases: [:], receivers: { [] }) }

    func id(_ number: UInt64) -> RecordID { RecordID(high: 0x7000, low: 0x8000_0000_0000_0000 | number) }

    func add(_ number: UInt64, _ name: String, _ amount: Int64?) async throws {
        let values = values([
            text: .text(name),
            money: amount.map { .decimal(FixedDecimal(units: Int128($0), scale: 2)) } ?? .null,
        ])
        try await store.write(environment) { try $0.insert(entity, id(number), values) }
    }

    private func values(_ given: [FieldName: Value]) -> FieldValues {
        guard let entity = environment.model.entities[entity] else { preconditionFailure("the model has no \(entity)") }
        return FieldValues(of: entity, given)
    }

    func found(_ query: RecordQuery) throws -> [Value] {
        var values: [Value] = []
        try store.read(environment) { try $0.forEachRow(query, context) { values.append($0.value(0)) } }
        return values
    }

    func query(_ condition: TypedExpression? = nil, search: String? = nil) -> RecordQuery {
        let column = QueryColumn(TypedExpression(TypedPath(text, of: entity, type: .text)))
        return RecordQuery(
            entity: entity, columns: [column], condition: condition, search: search, limit: 100, access: .unrestricted)
    }

    /// What was written is read back to the last digit, Chinese and null included.
    public func readsBackWhatWasWritten() async throws -> Bool {
        try await add(1, "张三丰 & O'Neil", 1_234_567_890_123)
        try await add(2, "第二", nil)
        let records = try store.read(environment) { try ($0.record(entity, id(1)), $0.record(entity, id(2))) }
        return records.0?[text] == .text("张三丰 & O'Neil")
            && records.0?[money] == .decimal(FixedDecimal(units: 1_234_567_890_123, scale: 2))
            && records.1?[money] == .null && records.0?.version == 1
    }

    /// A write whose body throws leaves nothing behind, and does not harm the write beside it.
    public func undoesAFailedWriteAlone() async throws -> Bool {
        struct Refusal: Error {}
        async let good: Void = add(3, "bleibt", 1)
        async let bad: Void = store.write(environment) { transaction in
            try transaction.insert(entity, id(4), values([text: .text("geht")]))
            throw Refusal()
        }
        try await good
        let isRefused: Bool
        do {
            try await bad
            isRefused = false
        } catch is Refusal { isRefused = true }
        let both = try store.read(environment) { try ($0.record(entity, id(3)), $0.record(entity, id(4))) }
        return isRefused && both.0 != nil && both.1 == nil
    }

    /// A second record with a unique value is refused by name, and the value is free again once the first is deleted.
    public func keepsUniqueValues() async throws -> Bool {
        try await add(5, "einmalig", 1)
        do {
            try await add(6, "einmalig", 2)
            return false
        } catch StoreError.notUnique(entity, [text]) {}
        try await store.write(environment) { transaction in
            guard let record = try transaction.record(entity, id(5)) else { return }
            try transaction.setDeleted(record, Instant(microseconds: 1))
        }
        try await add(6, "einmalig", 2)
        return true
    }

    /// Conditions compare exactly: also with a number finer than the field's scale, and with null.
    public func comparesExactly() async throws -> Bool {
        try await add(7, "a", 1000)
        try await add(8, "b", 1001)
        try await add(9, "c", nil)
        let path = TypedPath(money, of: entity, type: .decimal)
        guard let fine = FixedDecimal("10.004") else { return false }
        let more = try found(query(.comparing(path, .greater, .decimal(fine))))
        let other = try found(query(.comparing(path, .notEqual, .decimal(fine))))
        return more == [.text("b")] && other.count == 3
    }

    /// Any two neighbouring Chinese characters are found, after a change the new ones only.
    public func findsChineseWords() async throws -> Bool {
        try await add(10, "中国平安保险", 1)
        let before = try found(query(search: "平安"))
        try await store.write(environment) { transaction in
            guard let record = try transaction.record(entity, id(10)) else { return }
            let places = environment.model.entities[entity]?.places[text]
            try transaction.update(
                record, values([text: .text("太平洋"), money: record[money]]),
                changed: FieldSet([places].compactMap { $0 }),
                version: record.version + 1)
        }
        return try before.count == 1 && found(query(search: "平安")).isEmpty && found(query(search: "太平洋")).count == 1
    }

    /// Counters count without gaps from one on, each period for itself.
    public func counts() async throws -> Bool {
        let numbers = try await store.write(environment) { transaction in
            try (0..<3).map { _ in try transaction.next(counter: "n", period: "2026") }
                + [transaction.next(counter: "n", period: "2027")]
        }
        return numbers == [1, 2, 3, 1]
    }
}
