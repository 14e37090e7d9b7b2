// SPDX-License-Identifier: Apache-2.0
public import Values

/// Where the evaluator reads records from: a dictionary in tests, the transaction in the record engine.
public protocol RecordSource {
    /// The value of a stored or computed property; references give `.identifier`, a missing record or value `.null`.
    func value(of property: FieldName, in record: RecordReference) throws -> Value
    /// The records of a relationship to many, in the order of their keys.
    func members(of relationship: FieldName, in record: RecordReference) throws -> [RecordReference]
    /// Whether a record was in a stage, named by the field that holds stages and by its option, before it is where it is.
    func wasIn(_ option: String, of field: FieldName, _ record: RecordReference) throws -> Bool
    /// Whether a record of a tree is another one of it or stands below that.
    func isUnder(_ record: RecordReference, _ ancestor: RecordReference) throws -> Bool
    /// Whether a record was shared with the asker for one thing at least.
    func isShared(_ record: RecordReference, for level: ShareLevel) throws -> Bool
    /// What a property was at a time in the past; null if there was nothing yet, or nothing is kept of it.
    func value(of property: FieldName, in record: RecordReference, asOf time: PastTime) throws -> Value
}

extension RecordSource {
    public func wasIn(_ option: String, of field: FieldName, _ record: RecordReference) throws -> Bool { false }
    public func isUnder(_ record: RecordReference, _ ancestor: RecordReference) throws -> Bool { record == ancestor }
    public func isShared(_ record: RecordReference, for level: ShareLevel) throws -> Bool { false }
    public func value(of property: FieldName, in record: RecordReference, asOf time: PastTime) -> Value { .null }
}

/// Until when changes count for a value of the past.
public enum PastTime: Hashable, Sendable {
    /// Up to the end of a local day.
    case day(CalendarDate)
    /// Up to a moment, and with it.
    case moment(Instant)

    /// Nil for what is no time.
    public init?(_ value: Value) {
        switch value {
        case .date(let date): self = .day(date)
        case .instant(let instant): self = .moment(instant)
        default: return nil
        }
    }
}

/// A record of an entity by its key.
public struct RecordReference: Hashable, Sendable {
    public let entity: EntityName
    public let id: RecordID

    public init(entity: EntityName, id: RecordID) {
        self.entity = entity
        self.id = id
    }
}
