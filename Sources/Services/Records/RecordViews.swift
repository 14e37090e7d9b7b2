// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Expressions
public import Values

/// A record as one person may see it: hidden fields are missing, masked ones are covered text.
public struct RecordView: Sendable {
    public let entity: EntityName
    public let id: RecordID
    public let version: Int64
    public let title: String
    public let values: [FieldName: Value]
    /// What to show for reference fields that have a value: the title of the record, or ``NamelessRecord``'s words.
    public let titles: [FieldName: String]
    /// The references whose records the person may not read, or that are no longer there.
    public let unreachable: Set<FieldName>

    public init(
        entity: EntityName, id: RecordID, version: Int64, title: String, values: [FieldName: Value],
        titles: [FieldName: String], unreachable: Set<FieldName> = []
    ) {
        self.entity = entity
        self.id = id
        self.version = version
        self.title = title
        self.values = values
        self.titles = titles
        self.unreachable = unreachable
    }

    /// The value of a field; null if it has none or the person may not see it.
    public subscript(field: FieldName) -> Value { values[field] ?? .null }
}

/// What a list is asked for.
public struct ListRequest: Sendable {
    public var entity: EntityName
    /// Fields of each record; nil for the columns that the pack lists.
    public var fields: [FieldName]?
    /// Filter text in the expression language; compiled in the asker's scope.
    public var filter: String?
    /// The name of a ready-made filter of the pack.
    public var savedFilter: String?
    public var search: String?
    /// What else to find, if it is more than words.
    public var finding: SearchExpression?
    /// Properties to compute, such as `price mul 12 as yearly`; ``fields``, the filter and the order may name them.
    public var compute: String?
    /// Transformations that choose and cut the records before everything else.
    public var apply: String?
    /// Only the records that refer to another one.
    public var parent: Parent?
    /// So many records are passed over before the first page.
    public var skip = 0
    /// Order text, such as `dueDate desc,name`; nil for the pack's order.
    public var order: String?
    /// The opaque token of a page; nil for the first.
    public var page: String?
    /// At most 1,000.
    public var limit: Int
    /// Count all records that match, up to 10,000 and one more; costs a second query.
    public var wantsCount: Bool
    /// The records of the recycle bin instead.
    public var deleted: Bool

    /// A record, and the reference to it.
    public struct Parent: Sendable, Hashable {
        public let field: FieldName
        public let id: RecordID

        public init(field: FieldName, id: RecordID) {
            self.field = field
            self.id = id
        }
    }

    public init(
        entity: EntityName, fields: [FieldName]? = nil, filter: String? = nil, savedFilter: String? = nil,
        search: String? = nil, order: String? = nil, page: String? = nil, limit: Int = 50, wantsCount: Bool = false,
        deleted: Bool = false
    ) {
        self.entity = entity
        self.fields = fields
        self.filter = filter
        self.savedFilter = savedFilter
        self.search = search
        self.order = order
        self.page = page
        self.limit = limit
        self.wantsCount = wantsCount
        self.deleted = deleted
    }
}

/// One page of a list.
public struct RecordList: Sendable {
    public let entity: EntityName
    /// The fields shown, without those that the person may not see.
    public let fields: [FieldName]
    public let records: [RecordView]
    /// The token of the next page; nil if this is the last.
    public let next: String?
    public let count: Int?

    public init(entity: EntityName, fields: [FieldName], records: [RecordView], next: String?, count: Int?) {
        self.entity = entity
        self.fields = fields
        self.records = records
        self.next = next
        self.count = count
    }
}

/// What became of a write.
public struct WriteOutcome: Sendable, Hashable {
    public let id: RecordID
    public let version: Int64
    /// Rules of severity warning that are not kept.
    public let warnings: [Finding]

    public init(id: RecordID, version: Int64, warnings: [Finding]) {
        self.id = id
        self.version = version
        self.warnings = warnings
    }
}

/// Something that happened to a record or beside it, newest first in a timeline.
public struct TimelineEntry: Sendable {
    public struct Change: Sendable {
        public let field: FieldName
        /// As the person may see them: masked fields stay masked.
        public let old: Value
        public let new: Value

        public init(field: FieldName, old: Value, new: Value) {
            self.field = field
            self.old = old
            self.new = new
        }
    }

    public enum Kind: Sendable {
        /// created, updated, moved, movedBack, deleted, restored, merged, claimed, released, shared, unshared.
        case change(String, [Change], door: String, reason: String?)
        /// A related record that the pack's layout puts into the timeline.
        case related(RecordView)
        /// An automation fired or failed, or a clock warned or ran out: which, and the event of a clock.
        case firing(Label, Firing.Outcome, event: String?)
        /// An approval was asked for, or somebody said something to it: which, what, in whose place, and with which words.
        case approval(Label, ApprovalEvent, insteadOf: String?, comment: String?)
    }

    public let at: Instant
    /// Who did it, by display name; nil for the engine.
    public let who: String?
    public let kind: Kind
    /// The other record of a merge.
    public let other: MergedRecord?

    public init(at: Instant, who: String?, kind: Kind, other: MergedRecord? = nil) {
        self.at = at
        self.who = who
        self.kind = kind
        self.other = other
    }
}

/// A pipeline with its columns.
public struct Board: Sendable {
    public struct Column: Sendable {
        public let stage: Stage
        /// All records of the stage that the person may see.
        public let count: Int64
        /// The sum of the pipeline's total field; nil if it has none or the person may not see it.
        public let total: FixedDecimal?
        public let cards: [RecordView]
        /// The token for more cards; nil if these are all.
        public let next: String?

        public init(stage: Stage, count: Int64, total: FixedDecimal?, cards: [RecordView], next: String?) {
            self.stage = stage
            self.count = count
            self.total = total
            self.cards = cards
            self.next = next
        }
    }

    public let pipeline: Pipeline
    public let columns: [Column]

    public init(pipeline: Pipeline, columns: [Column]) {
        self.pipeline = pipeline
        self.columns = columns
    }
}
