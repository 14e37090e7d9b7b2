// SPDX-License-Identifier: Apache-2.0
public import Expressions
public import Values

/// The steps that records come through. A record that reached a step counts as having reached those before it.
public struct Funnel: Sendable, Hashable {
    /// One step.
    public struct Step: Sendable, Hashable {
        public let name: String
        public let label: Label
        /// True of the records that reached it.
        public let condition: TypedExpression
        /// The stage that it is; nil for a step that only the condition describes.
        public let stage: StageName?

        public init(name: String, label: Label, condition: TypedExpression, stage: StageName?) {
            self.name = name
            self.label = label
            self.condition = condition
            self.stage = stage
        }
    }

    public let steps: [Step]
    /// The pipeline whose stages the steps are; nil if none of them is one.
    public let pipeline: PipelineName?

    public init(steps: [Step], pipeline: PipelineName?) {
        self.steps = steps
        self.pipeline = pipeline
    }
}
