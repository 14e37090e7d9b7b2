// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// An approval that a person of the demonstration asks for once its records are there, and what others say to it.
public struct DemoRequest: Sendable {
    public struct Answer: Sendable {
        public enum Kind: Sendable { case approved, rejected }

        public let kind: Kind
        /// The sign-in name.
        public let person: String
        /// When; the moment of what was before without it.
        public let moment: TypedExpression?
        public let note: String?

        public init(kind: Kind, person: String, moment: TypedExpression?, note: String?) {
            self.kind = kind
            self.person = person
            self.moment = moment
            self.note = note
        }
    }

    public let entity: EntityName
    /// True for the record that is to be moved, and for no other.
    public let condition: TypedExpression
    public let pipeline: PipelineName
    public let stage: StageName
    /// The sign-in name of who asks.
    public let person: String
    /// When; now without it.
    public let moment: TypedExpression?
    /// What is filled in with the request.
    public let assignments: [Automation.Assignment]
    public let reason: String?
    /// In their order.
    public let answers: [Answer]
    public let range: SourceRange

    public init(
        entity: EntityName, condition: TypedExpression, pipeline: PipelineName, stage: StageName, person: String,
        moment: TypedExpression?, assignments: [Automation.Assignment], reason: String?, answers: [Answer],
        range: SourceRange
    ) {
        self.entity = entity
        self.condition = condition
        self.pipeline = pipeline
        self.stage = stage
        self.person = person
        self.moment = moment
        self.assignments = assignments
        self.reason = reason
        self.answers = answers
        self.range = range
    }
}
