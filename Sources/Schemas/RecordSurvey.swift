// SPDX-License-Identifier: Apache-2.0
public import Expressions
public import Values

/// What a plan asks of the records that are there; it is asked only about tables and columns that are there.
public protocol RecordSurvey {
    /// The zone of local days, and the moment that counts as now.
    var calendar: CalendarSettings { get }

    /// How many records there are; nil if the database cannot tell (a condition that has no form in it).
    func count(_ records: RecordSet) throws -> Int?

    /// The keys of some of the records, in the order of the keys, each with its title from a column.
    func samples(_ records: RecordSet, title: String?, limit: Int) throws -> [RecordSample]

    /// Calls the body for each value of a column but null, deleted records included.
    func forEachValue(_ column: RecordColumn, _ body: (ColumnValue) throws -> Void) throws
}

/// A value of a column with how often it is there.
public struct ColumnValue: Sendable, Hashable {
    public let value: Value
    public let records: Int
    public let liveRecords: Int

    public init(_ value: Value, records: Int, liveRecords: Int) {
        self.value = value
        self.records = records
        self.liveRecords = liveRecords
    }
}

/// A record by which a plan shows what is wrong: its key, its title, which field it is about, and of a value that does
/// not fit the value; nothing else of it.
public struct RecordSample: Sendable, Codable, Hashable {
    public let id: String
    public let title: String?
    public let field: String?
    /// The value that does not fit, cut to forty characters; nil if the record is shown for another reason.
    public let value: String?

    public init(id: String, title: String?, field: String? = nil, value: String? = nil) {
        self.id = id
        self.title = title
        self.field = field
        self.value = value
    }

    func about(_ field: String?, _ value: Value? = nil) -> RecordSample {
        let text = value?.canonicalText
        return RecordSample(
            id: id, title: title, field: field,
            value: text.map { $0.count > 40 ? String($0.prefix(39)) + "…" : $0 })
    }
}

/// The records of a database that is not there yet.
public struct NoRecords: RecordSurvey {
    public let calendar = CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 0 })

    public init() {}

    public func count(_ records: RecordSet) -> Int? { 0 }
    public func samples(_ records: RecordSet, title: String?, limit: Int) -> [RecordSample] { [] }
    public func forEachValue(_ column: RecordColumn, _ body: (ColumnValue) throws -> Void) {}
}
