// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Expressions
public import Values

/// Records that a step touches, or that a new rule would find broken.
public enum RecordSet: Sendable {
    /// All records of a table, deleted ones too; rows, for a table of the engine.
    case all(table: String)
    case live(table: String)
    /// Live records without a value in a column.
    case empty(RecordColumn)
    /// Records with a value in a column, deleted ones too.
    case filled(RecordColumn)
    /// Live records that share their values of columns of one table with another live record; a value that is missing is
    /// shared with nobody.
    case duplicates([RecordColumn])
    /// Records with this value in a column, deleted ones too.
    case holding(RecordColumn, Value)
    /// Records whose set of options has any of these bits, deleted ones too.
    case flagged(RecordColumn, bits: UInt64)
    /// Live records whose value is smaller than a bound.
    case below(RecordColumn, Value)
    /// Live records whose value is larger than a bound.
    case above(RecordColumn, Value)
    /// Live records whose text has more characters.
    case longer(RecordColumn, length: Int)
    /// Live records for which a condition of the model is not true.
    case breaking(RuleQuestion)
    /// Live records that hold what another live record holds as well.
    case contending(ContentionQuestion)
}

/// A column of a table with what its values are.
public struct RecordColumn: Sendable, Hashable {
    public let table: String
    public let column: String
    public let storage: ColumnStorage
    public let type: ValueType

    public init(table: String, column: String, storage: ColumnStorage, type: ValueType) {
        self.table = table
        self.column = column
        self.storage = storage
        self.type = type
    }
}

/// A condition on the records of an entity, with the model that its names are from and where the records are now.
public struct RuleQuestion: Sendable {
    public let entity: EntityName
    public let condition: TypedNode
    public let model: Model
    public let layout: PhysicalLayout

    public init(entity: EntityName, condition: TypedNode, model: Model, layout: PhysicalLayout) {
        self.entity = entity
        self.condition = condition
        self.model = model
        self.layout = layout
    }
}

/// What records of an entity would hold, with the model that its names are from and where the records are now.
public struct ContentionQuestion: Sendable {
    /// From when to when each holds it; nil to exclude each other at any time.
    public struct Period: Sendable {
        public let starts: TypedNode
        public let ends: TypedNode
        /// The end belongs to it, as with days.
        public let isClosed: Bool

        public init(starts: TypedNode, ends: TypedNode, isClosed: Bool) {
            self.starts = starts
            self.ends = ends
            self.isClosed = isClosed
        }
    }

    public let entity: EntityName
    /// Whether a record holds anything.
    public let claim: TypedNode
    /// What together names the thing; a record that lacks one of them holds nothing.
    public let resources: [TypedNode]
    public let period: Period?
    public let model: Model
    public let layout: PhysicalLayout

    public init(
        entity: EntityName, claim: TypedNode, resources: [TypedNode], period: Period?, model: Model,
        layout: PhysicalLayout
    ) {
        self.entity = entity
        self.claim = claim
        self.resources = resources
        self.period = period
        self.model = model
        self.layout = layout
    }
}
