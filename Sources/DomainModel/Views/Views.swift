// SPDX-License-Identifier: Apache-2.0
public import Expressions
public import Values

/// The columns, order and ready-made filters of an entity's list.
public struct ListView: Sendable {
    public let columns: [FieldName]
    public let order: [OrderTerm]
    public let filters: [SavedFilter]

    public init(columns: [FieldName], order: [OrderTerm], filters: [SavedFilter]) {
        self.columns = columns
        self.order = order
        self.filters = filters
    }
}

/// A filter with a name.
public struct SavedFilter: Sendable, Hashable {
    public let name: String
    public let label: Label
    public let condition: TypedExpression

    public init(name: String, label: Label, condition: TypedExpression) {
        self.name = name
        self.label = label
        self.condition = condition
    }
}

extension SavedFilter {
    /// The name of the filter that every entity has whose records can be shared, unless a pack uses it otherwise.
    public static let sharedName = "sharedWithMe"

    /// The records that were shared with the asker.
    public static func shared(_ entity: EntityName) -> SavedFilter {
        SavedFilter(
            name: sharedName, label: Label(english: "Shared with me", chinese: "与我共享"),
            condition: .shared(entity, for: .read))
    }
}

/// The layout of a record's page: sections of fields, then lists of related records.
public struct RecordPage: Sendable, Hashable {
    public struct Section: Sendable, Hashable {
        public let label: Label
        public let fields: [FieldName]

        public init(label: Label, fields: [FieldName]) {
            self.label = label
            self.fields = fields
        }
    }

    public struct RelatedList: Sendable, Hashable {
        public let relationship: FieldName
        public let columns: [FieldName]

        public init(relationship: FieldName, columns: [FieldName]) {
            self.relationship = relationship
            self.columns = columns
        }
    }

    public let sections: [Section]
    public let related: [RelatedList]
    /// The relationship whose records stand in the timeline beside the changes, and their field that says when.
    public let timeline: TimelineSource?

    public init(sections: [Section], related: [RelatedList], timeline: TimelineSource?) {
        self.sections = sections
        self.related = related
        self.timeline = timeline
    }
}

/// Related records that happened at a moment.
public struct TimelineSource: Sendable, Hashable {
    public let relationship: FieldName
    /// A field of the related entity of type instant.
    public let at: FieldName

    public init(relationship: FieldName, at: FieldName) {
        self.relationship = relationship
        self.at = at
    }
}

/// What a role sees first.
public struct HomePage: Sendable, Hashable {
    public enum Tile: Sendable, Hashable {
        case report(ReportName)
        case board(PipelineName)
        /// A list, narrowed by one of its ready-made filters.
        case list(EntityName, filter: String?)
        /// One figure.
        case metric(MetricName)
        /// The goals that are not over.
        case goals

        /// What it shows, as packs name it, such as `premiumsDue`, `Contact.mine` or `goals`.
        public var name: String {
            switch self {
            case .report(let name): name.rawValue
            case .board(let name): name.rawValue
            case .list(let entity, let filter): ([entity.rawValue] + [filter].compactMap(\.self)).joined(separator: ".")
            case .metric(let name): name.rawValue
            case .goals: "goals"
            }
        }
    }

    public let tiles: [Tile]

    public init(tiles: [Tile]) { self.tiles = tiles }
}
