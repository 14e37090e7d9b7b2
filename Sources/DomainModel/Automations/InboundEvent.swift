// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import OrderedCollections
public import Values

/// Something that an outside system tells, such as a payment that a bank received.
public struct InboundEvent: Sendable {
    public let name: EventName
    public let label: Label
    /// Who may tell it; any of them.
    public let roles: [RoleName]
    /// What it tells, by name.
    public let values: OrderedDictionary<FieldName, Field>
    public let range: SourceRange

    public init(
        name: EventName, label: Label, roles: [RoleName], values: OrderedDictionary<FieldName, Field>,
        range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.roles = roles
        self.values = values
        self.range = range
    }

    /// The name under which expressions of automations know what was told.
    public static let alias = "event"

    /// What expressions know its values as, in the place of an entity.
    public var owner: EntityName { Self.owner(of: name) }

    /// No entity has a blank in its name.
    public static func owner(of event: EventName) -> EntityName { EntityName("event \(event)") }
}

extension Automation {
    /// The records that an event is about.
    public struct Reception: Sendable, Hashable {
        /// What becomes of an event that is about no record.
        public enum Missing: String, Sendable, CaseIterable {
            /// Whoever tells it is told so.
            case refuse
            /// A record is added, with the values that the automation sets first.
            case create
            case ignore
        }

        public let event: EventName
        /// A condition of the entity's records, in which `@event` is what was told.
        public let condition: TypedExpression
        public let missing: Missing

        public init(event: EventName, condition: TypedExpression, missing: Missing) {
            self.event = event
            self.condition = condition
            self.missing = missing
        }
    }

    /// The records that the event is about which sets the automation off; nil if none does.
    public var reception: Reception? {
        triggers.lazy.compactMap { if case .event(let reception) = $0 { reception } else { nil } }.first
    }
}
