// SPDX-License-Identifier: Apache-2.0
import Values

@testable import Expressions

/// Random records of the model, with many nulls and values at the ends of their types.
struct RandomRecords: RecordSource {
    private(set) var values: [RecordReference: [FieldName: Value]] = [:]
    private var members: [RecordReference: [FieldName: [RecordReference]]] = [:]
    private(set) var deals: [RecordReference] = []
    /// All records in an order in which references point backwards.
    private(set) var all: [RecordReference] = []

    init(seed: UInt64, deals count: Int) {
        var random = RandomNumbers(seed: seed)
        let customers = (0..<8).map { RecordReference(entity: "customer", id: RecordID(high: 0, low: 100 + $0)) }
        for (index, customer) in customers.enumerated() {
            add(customer, &random, references: ["parent": index == 0 ? nil : customers[random.below(index)]])
        }
        deals = (0..<count).map { RecordReference(entity: "deal", id: RecordID(high: 0, low: 1000 + UInt64($0))) }
        for (index, deal) in deals.enumerated() {
            let customer = index == 0 || random.oneIn(6) ? nil : random.pick(customers)
            add(deal, &random, references: ["customer": customer], isEmpty: index == 0)
            customer.map { members[$0, default: [:]]["deals", default: []].append(deal) }
        }
        for number in 0..<UInt64(count * 3 / 2) {
            let line = RecordReference(entity: "line", id: RecordID(high: 0, low: 5000 + number))
            let deal = random.oneIn(10) ? nil : random.pick(deals)
            add(line, &random, references: ["deal": deal])
            deal.map { members[$0, default: [:]]["lines", default: []].append(line) }
        }
    }

    private mutating func add(
        _ record: RecordReference, _ random: inout RandomNumbers, references: [FieldName: RecordReference?],
        isEmpty: Bool = false
    ) {
        var row: [FieldName: Value] = ["id": .identifier(record.id)]
        for property in AgreementModel.entities[record.entity] ?? [] where property.name != "id" && !isEmpty {
            switch property.type {
            case .entity:
                row[FieldName(property.name)] = (references[FieldName(property.name)] ?? nil).map { .identifier($0.id) }
            case .collection: break
            default: row[FieldName(property.name)] = random.oneIn(5) ? nil : Self.value(property, &random)
            }
        }
        values[record] = row
        all.append(record)
    }

    private static func value(_ property: AgreementModel.Property, _ random: inout RandomNumbers) -> Value {
        switch property.type {
        case .boolean: return .boolean(random.oneIn(2))
        case .integer:
            return .integer(random.pick(property.name == "big" ? largeIntegers : smallIntegers))
        case .decimal:
            let scale = property.attributes?.split(separator: "\"").last.flatMap { Int($0) } ?? 0
            return .decimal(
                FixedDecimal(units: Int128(random.pick(random.oneIn(5) ? largeUnits : smallUnits)), scale: scale))
        case .text: return .text(random.pick(texts))
        case .date: return CalendarDate(random.pick(dates)).map(Value.date) ?? .null
        case .time: return TimeOfDay(microseconds: random.pick(times)).map(Value.time) ?? .null
        case .instant: return .instant(Instant(microseconds: random.pick(moments)))
        case .duration: return .duration(TimeSpan(microseconds: random.pick(spans)))
        case .choice: return .text(random.pick(AgreementModel.stages))
        case .flags: return .flags(UInt64(random.below(8)))
        default: return .null
        }
    }

    func value(of property: FieldName, in record: RecordReference) throws -> Value {
        values[record]?[property] ?? .null
    }

    func members(of relationship: FieldName, in record: RecordReference) throws -> [RecordReference] {
        members[record]?[relationship] ?? []
    }

    static let texts = [
        "", "a", "A", "b", "Acme 续费", "Acme", "中信集团", "华东", "é", "e\u{301}", "straße", "ΑΣ", "𠮷野家", "  x  ",
        "\u{3000}全角\u{3000}", "O'Neil 100%_off", "İstanbul", "0", "7", "won", "😀👨‍👩‍👧", "manager", "\u{10FFFF}z",
    ]
    private static let smallIntegers: [Int64] = [0, 0, 1, -1, 2, 3, 5, 7, -7, 13, 40, 100, 1000, -1000, 123_456_789]
    private static let largeIntegers: [Int64] = [
        .max, .max - 1, -.max, 1 << 62, -(1 << 62), 1 << 53, (1 << 53) + 1, 3_037_000_500, 0, 7, -1,
    ]
    private static let smallUnits: [Int64] = [
        0, 1, -1, 5, -5, 50, 500_000, -500_000, 1_500_000, 2_500_000, -2_500_000, 12_000_500_000, 999_999, 1_000_000,
        7_000_000, 333, 100,
    ]
    private static let largeUnits: [Int64] = [.max, -.max, 9_007_199_254_740_993, -9_007_199_254_740_993]
    private static let dates = [
        "2024-02-29", "2023-02-28", "2024-03-31", "2024-04-01", "2024-05-15", "2024-05-16", "2024-05-13", "0001-01-01",
        "9999-12-31", "1900-02-28", "2000-02-29", "2024-12-31", "2025-01-01", "2024-10-27",
    ]
    private static let times: [Int64] = [0, 1, 32_707_500_000, 34_200_000_000, 86_399_999_999, 43_200_000_000]
    /// Around days, the switch to summer time, leap days, the epoch, and the ends of the calendar.
    private static let moments: [Int64] = [
        0, -1, 1_709_220_645_123_456, 1_715_803_200_000_000, 1_715_788_799_999_999, 1_715_788_800_000_000,
        1_711_846_799_999_999, 1_711_846_800_000_000, 1_711_839_600_000_000, 1_711_836_000_000_000,
        1_729_983_600_000_000, 1_729_980_000_000_000, 1_729_987_200_000_000, 1_709_164_800_000_000,
        -62_135_596_800_000_000, 253_402_300_799_999_999,
    ]
    private static let spans: [Int64] = [
        0, 1, -1, 86_400_000_000, -86_400_000_000, 95_400_000_000, 1_500_000, 31_536_000_000_000_000, 86_399_999_999,
    ]
}
