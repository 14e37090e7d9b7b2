// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Expressions
public import Values

/// Which records are asked for, what of each, in which order and how many: checked against the model, still without SQL.
public struct RecordQuery: Sendable {
    /// Whether deleted records are meant.
    public enum Lifecycle: Sendable, Hashable {
        case live
        /// In the recycle bin.
        case deleted
    }

    public let entity: EntityName
    /// What each row holds, in this order.
    public var columns: [QueryColumn]
    public var condition: TypedExpression?
    /// Words to find in the searchable fields; every word must be found.
    public var search: String?
    /// The searchable fields in which the words have to stand; nil for all of them. Fields that the asker sees masked
    /// or not at all must be missing, or the search box would tell their values letter by letter.
    public var searchFields: [FieldName]?
    /// What else has to be found, if more is asked than words.
    public var findings: [SearchExpression] = []
    /// The record's key is always the last term, added by the renderer.
    public var order: [OrderTerm]
    /// The values of the order's terms, then the key, of the last row before the page; nil for the first page.
    public var after: [Value]?
    /// So many rows are passed over first.
    public var skip = 0
    public var limit: Int
    /// Skip and limit count for the records of each parent apart.
    public var partition: Partition?
    public var lifecycle: Lifecycle
    /// Queries for keys: the records have to be among the rows of each.
    public var among: [RecordQuery] = []
    /// What the asker may read.
    public var access: ReadAccess

    public init(
        entity: EntityName, columns: [QueryColumn], condition: TypedExpression? = nil, search: String? = nil,
        order: [OrderTerm] = [], after: [Value]? = nil, limit: Int, lifecycle: Lifecycle = .live, access: ReadAccess
    ) {
        self.entity = entity
        self.columns = columns
        self.condition = condition
        self.search = search
        searchFields = nil
        self.order = order
        self.after = after
        self.limit = limit
        self.lifecycle = lifecycle
        self.access = access
    }
}

extension RecordQuery {
    /// The parents whose members are asked for.
    public struct Partition: Sendable {
        /// The reference to the parent.
        public let field: FieldName
        public let parents: [RecordID]
        /// Each row says, in a column behind the others, how many members its parent has.
        public let wantsCount: Bool

        public init(field: FieldName, parents: [RecordID], wantsCount: Bool) {
            self.field = field
            self.parents = parents
            self.wantsCount = wantsCount
        }
    }
}

/// One value of a row.
public struct QueryColumn: Sendable, Hashable {
    /// A path from the record, or any other expression over it; `$count` of a collection included.
    public let expression: TypedExpression
    /// Covers the middle of the text in the database itself.
    public let mask: Mask?

    public init(_ expression: TypedExpression, mask: Mask? = nil) {
        self.expression = expression
        self.mask = mask
    }
}

/// The rows that an asker may read of each entity; applied to the entity asked for and to every one that a path,
/// collection or search reaches.
public enum ReadAccess: Sendable {
    /// The engine itself: rules of packs, totals kept up to date.
    case unrestricted
    /// Entities that are missing are not readable at all.
    case rows([EntityName: RowRule])

    public subscript(entity: EntityName) -> RowRule {
        switch self {
        case .unrestricted: .all
        case .rows(let rules): rules[entity] ?? .none
        }
    }
}

/// Numbers over groups of records.
public struct AggregateQuery: Sendable {
    public let entity: EntityName
    public var condition: TypedExpression?
    public var search: String?
    public var dimensions: [Dimension]
    /// Only counts and aggregates; ratios are computed from the result.
    public var measures: [Measure]
    /// At most so many groups, in the order of the dimensions (nulls first).
    public var limit: Int
    public var access: ReadAccess

    public init(
        entity: EntityName, condition: TypedExpression? = nil, search: String? = nil, dimensions: [Dimension],
        measures: [Measure], limit: Int = 10_000, access: ReadAccess
    ) {
        self.entity = entity
        self.condition = condition
        self.search = search
        self.dimensions = dimensions
        self.measures = measures
        self.limit = limit
        self.access = access
    }
}

/// How long records stayed in each stage of a pipeline, by groups: the median of the stays that are over.
public struct StayQuery: Sendable {
    /// Which records, and what they are grouped by; its measures do not matter.
    public let records: AggregateQuery
    public let pipeline: PipelineName

    public init(records: AggregateQuery, pipeline: PipelineName) {
        self.records = records
        self.pipeline = pipeline
    }
}

/// Records cut into parts by the order of their values, with the figures of each part.
public struct RankQuery: Sendable {
    /// Which records, and what is measured; it has no dimensions.
    public let records: AggregateQuery
    public let ranking: Ranking

    public init(records: AggregateQuery, ranking: Ranking) {
        self.records = records
        self.ranking = ranking
    }
}

/// What the aliases stand for and what time it is, while a query runs.
///
/// Lives as long as the transaction that it asks.
public struct QueryContext {
    public let calendar: CalendarSettings
    /// `me` and the pack parameters, without `@`.
    public let aliases: [String: AliasValue]
    /// Whom a share may name so that it reaches the asker, as a share names them. Asked for only by conditions that are
    /// about shares: it reads the asker's teams.
    public let receivers: () throws -> [String]

    public init(
        calendar: CalendarSettings, aliases: [String: AliasValue], receivers: @escaping () throws -> [String]
    ) {
        self.calendar = calendar
        self.aliases = aliases
        self.receivers = receivers
    }
}
