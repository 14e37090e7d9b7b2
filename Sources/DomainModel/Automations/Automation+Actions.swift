// SPDX-License-Identifier: Apache-2.0
public import Expressions
public import Values

extension Automation {
    /// The actions of plugins that it calls.
    public var calls: [ActionName] { actions.flatMap(Self.calls) }

    private static func calls(_ action: Action) -> [ActionName] {
        switch action {
        case .call(let name, _): [name]
        case .forEach(_, let actions): actions.flatMap(calls)
        case .set, .create, .move, .assign, .notify, .ask: []
        }
    }

    /// One thing that an automation does.
    public enum Action: Sendable, Hashable {
        case set(Assignment)
        /// Adds a record; its values are told by the record that is acted on.
        case create(EntityName, [Assignment], [Allotment])
        case move(PipelineName, to: StageName, reason: String?)
        /// Writes one of several records to a reference.
        case assign(Allotment)
        case notify(Recipient, Label)
        /// Asks for what others have to say yes to before a move; nothing happens if the move needs nobody.
        case ask(PipelineName, to: StageName, reason: String?)
        /// Lets a plugin do something once the record is written.
        case call(ActionName, [Argument])
        /// Acts on other records instead of the one that set the automation off.
        indirect case forEach(Scope, [Action])
    }

    /// A value that is written to a field.
    public struct Assignment: Sendable, Hashable {
        public let field: FieldName
        public let value: TypedExpression

        public init(field: FieldName, value: TypedExpression) {
            self.field = field
            self.value = value
        }
    }

    /// A value that a plugin's action takes.
    public struct Argument: Sendable, Hashable {
        public let name: String
        public let value: TypedExpression

        public init(name: String, value: TypedExpression) {
            self.name = name
            self.value = value
        }
    }

    /// Records that are acted on, one after another.
    public struct Scope: Sendable, Hashable {
        /// So many records at most in one go, so that one automation cannot hold the database for minutes.
        public static let most = 10_000

        public let entity: EntityName
        /// Of those records; `@origin` is the record that set the automation off.
        public let condition: TypedExpression?
        public let order: [OrderTerm]
        /// Only the first so many of that order; nil for all, which fails if there are more than ``most``.
        public let limit: Int?

        public init(entity: EntityName, condition: TypedExpression?, order: [OrderTerm], limit: Int?) {
            self.entity = entity
            self.condition = condition
            self.order = order
            self.limit = limit
        }
    }

    /// Which record a reference is given.
    public struct Allotment: Sendable, Hashable {
        /// The reference, and the entity that it leads to.
        public let field: FieldName
        public let target: EntityName
        public let distribution: Distribution
        /// Only users with this role; nil for everybody.
        public let role: RoleName?
        /// Only records that meet it; `@origin` is the record that set the automation off, `@each` the one acted on.
        public let condition: TypedExpression?
        /// Who comes first; the order of their keys decides otherwise.
        public let order: [OrderTerm]

        public init(
            field: FieldName, target: EntityName, distribution: Distribution, role: RoleName?,
            condition: TypedExpression?, order: [OrderTerm]
        ) {
            self.field = field
            self.target = target
            self.distribution = distribution
            self.role = role
            self.condition = condition
            self.order = order
        }
    }

    /// How records are given to people, or other records to them.
    public enum Distribution: String, Sendable, CaseIterable {
        /// One after another.
        case roundRobin = "round-robin"
        /// The one who has the fewest.
        case load
        /// The first in the order; nothing is written if there is none.
        case first
    }

    /// Who is told.
    public enum Recipient: Sendable, Hashable {
        case role(RoleName)
        /// The user to whom a path from the record leads.
        case path(TypedExpression)
    }
}
