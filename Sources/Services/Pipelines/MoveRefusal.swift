// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Values

/// Everything that stands between a record and a stage, as data.
public struct MoveRefusal: Sendable, Hashable {
    public enum Obstacle: Sendable, Hashable {
        /// The pack declares no way from the present stage to that one.
        case notDefined(from: StageName, to: StageName)
        /// The roles that may take the way; the asker has none of them.
        case roles([RoleName])
        /// The field needs a value.
        case missing(FieldName)
        /// The person must say why.
        case reason
        /// The reason is none of the list.
        case unknownReason([Option])
        /// The condition is not true.
        case condition(Guard)
        /// The condition for going on from the present stage is not true.
        case exit(Guard)
        /// Related records are missing; so many are there.
        case needs(RelatedNeed, present: Int64)
        /// Others have to say yes first.
        case approval(MissingApproval)
        /// A condition, named by its code, could not be computed, and why.
        case failed(code: String, Label)
        /// Anything else that is wrong with the values given.
        case finding(Finding)

        /// What its sentence tells, for programs; no more than the asker may know.
        public var facts: [String: Value] { if case .finding(let finding) = self { finding.facts } else { [:] } }
    }

    public let pipeline: PipelineName
    public let from: StageName
    public let to: StageName
    public let obstacles: [Obstacle]

    public init(pipeline: PipelineName, from: StageName, to: StageName, obstacles: [Obstacle]) {
        self.pipeline = pipeline
        self.from = from
        self.to = to
        self.obstacles = obstacles
    }
}
