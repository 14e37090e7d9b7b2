// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// What is written down about records at the end of each period: a fact for each record, or for each group of them.
///
/// Each period is written once. A period that ended while nobody was there is written when somebody is again, with what
/// is true then.
public struct Snapshot: Sendable {
    /// What a field of a fact is filled with.
    public enum Source: Sendable {
        /// A value of the record; records with the same values are one fact if others are counted or added up.
        case value(TypedExpression)
        case count
        case aggregate(AggregateMethod, TypedExpression)
    }

    public struct Assignment: Sendable {
        public let field: FieldName
        public let source: Source

        public init(field: FieldName, source: Source) {
            self.field = field
            self.source = source
        }

        public var expression: TypedExpression? {
            switch source {
            case .value(let value), .aggregate(_, let value): value
            case .count: nil
            }
        }

        public var isMeasure: Bool { if case .value = source { false } else { true } }
    }

    public let name: SnapshotName
    public let label: Label
    public let entity: EntityName
    /// Which records; nil for all.
    public let condition: TypedExpression?
    public let schedule: Automation.Schedule
    /// The entity of the facts, and their field that tells the day of the period.
    public let facts: EntityName
    public let day: FieldName
    public let assignments: [Assignment]
    public let range: SourceRange

    public init(
        name: SnapshotName, label: Label, entity: EntityName, condition: TypedExpression?,
        schedule: Automation.Schedule, facts: EntityName, day: FieldName, assignments: [Assignment],
        range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.entity = entity
        self.condition = condition
        self.schedule = schedule
        self.facts = facts
        self.day = day
        self.assignments = assignments
        self.range = range
    }

    /// Facts are about groups of records.
    public var isGrouped: Bool { assignments.contains(where: \.isMeasure) }
}
