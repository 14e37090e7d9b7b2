// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// One figure with a name, a unit and a formula, which reports, goals and dashboards share.
public struct Metric: Sendable {
    public enum Formula: Sendable {
        /// A figure over the records of an entity.
        case records(RecordFigure)
        /// An expression over metrics before it, which it names; whole numbers count as decimals in it.
        case computed(TypedExpression)
    }

    /// What is measured of which records.
    public struct RecordFigure: Sendable {
        public let entity: EntityName
        /// A count, an aggregate or a percentile.
        public let kind: Measure.Kind
        /// Nil for all records.
        public let condition: TypedExpression?
        /// The day or moment of a record that decides in which time it counts; nil if it counts at any.
        public let at: TypedExpression?
        /// The user to whom a record counts; nil if it counts to nobody.
        public let owner: TypedExpression?

        public init(
            entity: EntityName, kind: Measure.Kind, condition: TypedExpression?, at: TypedExpression?,
            owner: TypedExpression?
        ) {
            self.entity = entity
            self.kind = kind
            self.condition = condition
            self.at = at
            self.owner = owner
        }
    }

    public let name: MetricName
    public let label: Label
    /// What it means, in a sentence.
    public let help: Label?
    public let formula: Formula
    public let format: FigureFormat
    public let range: SourceRange

    public init(
        name: MetricName, label: Label, help: Label?, formula: Formula, format: FigureFormat, range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.help = help
        self.formula = formula
        self.format = format
        self.range = range
    }

    /// The type of its figure.
    public var type: ValueType {
        switch formula {
        case .records(let figure): Measure(name: name.rawValue, label: label, kind: figure.kind).type
        case .computed(let expression): expression.type
        }
    }

    /// The type under which expressions over metrics know it: whole numbers are decimals, so that they divide exactly.
    public var figureType: ValueType { type == .integer ? .decimal : type }

    /// The metrics that its formula names.
    public var parts: [MetricName] {
        guard case .computed(let expression) = formula else { return [] }
        return expression.paths.flatMap(\.segments).map { MetricName($0.name.rawValue) }
    }
}
