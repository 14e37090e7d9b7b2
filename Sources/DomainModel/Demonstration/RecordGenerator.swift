// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// How records of an entity are made up, so that a demonstration can be of any size.
///
/// Only draws are a matter of chance; everything else is told by expressions, which know `@size`, the number of records
/// made so far as `@index`, the record that it is for as `@each`, and the draws before them by their names.
public struct RecordGenerator: Sendable {
    /// One thing after another.
    public enum Step: Sendable {
        /// Known to the steps behind it by its name.
        case draw(name: String, Draw)
        /// Drawn right into a field.
        case fill(FieldName, Draw)
        case set(Automation.Assignment)
    }

    /// A stage that the record goes to after it was added.
    public struct Move: Sendable {
        public let pipeline: PipelineName
        public let stage: StageName
        /// When; the moment of the move before it, or of the record, without it.
        public let moment: TypedExpression?
        /// Whether it goes there; always without it.
        public let condition: TypedExpression?
        public let assignments: [Automation.Assignment]
        public let reason: String?
        public let range: SourceRange

        public init(
            pipeline: PipelineName, stage: StageName, moment: TypedExpression?, condition: TypedExpression?,
            assignments: [Automation.Assignment], reason: String?, range: SourceRange
        ) {
            self.pipeline = pipeline
            self.stage = stage
            self.moment = moment
            self.condition = condition
            self.assignments = assignments
            self.reason = reason
            self.range = range
        }
    }

    public let entity: EntityName
    /// Records are made for each of those of this entity that were made before; nil to make them once.
    public let each: EntityName?
    /// How many, or how many at least.
    public let count: TypedExpression
    /// How many at most; nil for just as many.
    public let most: TypedExpression?
    /// Whether the record is made at all, asked when its values are there.
    public let condition: TypedExpression?
    /// When it was added; now without it.
    public let moment: TypedExpression?
    public let steps: [Step]
    public let moves: [Move]
    public let range: SourceRange

    public init(
        entity: EntityName, each: EntityName?, count: TypedExpression, most: TypedExpression?,
        condition: TypedExpression?, moment: TypedExpression?, steps: [Step], moves: [Move], range: SourceRange
    ) {
        self.entity = entity
        self.each = each
        self.count = count
        self.most = most
        self.condition = condition
        self.moment = moment
        self.steps = steps
        self.moves = moves
        self.range = range
    }
}

/// A value that chance decides.
public struct Draw: Sendable {
    public enum Source: Sendable {
        /// Between two values, both included, in steps from the first one.
        case span(from: TypedExpression, to: TypedExpression, step: TypedExpression?)
        /// One of several, each as often as its weight says.
        case pick([Pick])
        /// The key of a record that is there; of the users, of those with a role.
        case record(EntityName, where: TypedExpression?, role: RoleName?)
        case word([String])
        /// So many decimal digits.
        case digits(Int)
    }

    /// Where in a span, or in a list of records or words, most values lie.
    public enum Shape: String, Sendable, CaseIterable {
        case even
        /// Few are large: amounts, and who has how many.
        case low
        /// Most are near the middle.
        case middle
    }

    public struct Pick: Sendable {
        public let value: TypedExpression
        public let weight: Int

        public init(value: TypedExpression, weight: Int) {
            self.value = value
            self.weight = weight
        }
    }

    public let source: Source
    public let shape: Shape
    /// In so many of a hundred cases there is no value.
    public let missing: Int

    public init(source: Source, shape: Shape, missing: Int) {
        self.source = source
        self.shape = shape
        self.missing = missing
    }
}
