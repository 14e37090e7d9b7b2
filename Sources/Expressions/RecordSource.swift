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
}

extension RecordSource {
    public func wasIn(_ option: String, of field: FieldName, _ record: RecordReference) throws -> Bool { false }
    public func isUnder(_ record: RecordReference, _ ancestor: RecordReference) throws -> Bool { record == ancestor }
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
