// SPDX-License-Identifier: Apache-2.0
public import Values

/// One change to records with all that was chosen for it before, keys included, so that a transaction can begin anew.
public enum RecordChange: Sendable {
    case create(NewRecord)
    /// Fields of a record; a value for a stage's field moves the record.
    case update(EntityName, RecordID, [FieldName: Value], expectedVersion: Int64?)
    /// All fields of a record: those without a value get their default.
    case replace(EntityName, RecordID, [FieldName: Value], expectedVersion: Int64?)
    /// Changes or replaces the record if it is there and the condition allows it, else adds it.
    case upsert(NewRecord, isWhole: Bool, Precondition)
    case delete(EntityName, RecordID, expectedVersion: Int64?)
    case move(StageMove)
    case merge(RecordMerge)
    /// Takes a record out of its pool, or puts it back.
    case claim(EntityName, RecordID, expectedVersion: Int64?)
    case release(EntityName, RecordID, expectedVersion: Int64?)
    /// Opens a record to somebody, or takes that back.
    case share(RecordShare)
    case unshare(EntityName, RecordID, ShareReceiver)

    /// What a program says of the record that it wants to write.
    public enum Precondition: Sendable, Hashable {
        /// Nothing: only a record that is not there yet may be written.
        case none
        /// It has to be there, in this version; nil for any.
        case match(Int64?)
        /// It must not be there.
        case noneMatch
    }
}

/// A record to be added, with what it brings along.
public struct NewRecord: Sendable {
    /// A record that is added together with another one.
    public struct Companion: Sendable {
        /// The reference from one to the other.
        public let field: FieldName
        public let record: NewRecord
        /// Where it stands in what was sent, such as `contacts[1]`.
        public let place: String

        public init(field: FieldName, record: NewRecord, place: String) {
            self.field = field
            self.record = record
            self.place = place
        }
    }

    public let entity: EntityName
    public let id: RecordID
    public var values: [FieldName: Value]
    /// Records that this one refers to; added before it.
    public var referenced: [Companion] = []
    /// Records that refer to this one; added behind it.
    public var members: [Companion] = []
    /// Records that are there and that shall refer to this one.
    public var adopted: [(field: FieldName, entity: EntityName, id: RecordID)] = []

    public init(entity: EntityName, id: RecordID, values: [FieldName: Value]) {
        self.entity = entity
        self.id = id
        self.values = values
    }
}

/// What became of a change.
public enum ChangeOutcome: Sendable {
    case created(WriteOutcome)
    case changed(WriteOutcome)
    case deleted
}

/// Which of several changes was refused, so that none was made.
public struct ChangeRefusal: Error {
    public let index: Int
    public let error: any Error
}
