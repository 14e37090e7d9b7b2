// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// What a pack makes happen by itself: when, under which condition, and what.
public struct Automation: Sendable {
    /// So many automations set each other off at most, one after another.
    public static let deepest = 8

    public let name: AutomationName
    public let label: Label
    public let entity: EntityName
    /// Any of these sets it off.
    public let triggers: [Trigger]
    /// Asked of the record as it was changed; `@old` and `previous(field)` are the values before. Nil for always.
    public let condition: TypedExpression?
    /// Done in their order, all of them or none.
    public let actions: [Action]
    public let range: SourceRange

    public init(
        name: AutomationName, label: Label, entity: EntityName, triggers: [Trigger], condition: TypedExpression?,
        actions: [Action], range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.entity = entity
        self.triggers = triggers
        self.condition = condition
        self.actions = actions
        self.range = range
    }
}

extension Automation {
    /// What sets an automation off.
    public enum Trigger: Sendable, Hashable {
        case create
        /// One of the fields was changed; any field if none is named.
        case change([FieldName])
        /// The record came into a stage; into any of the pipeline if none is named.
        case move(PipelineName, to: StageName?)
        /// A moment that a field of the record tells.
        case date(DateTimer)
        /// A recurring moment, for every record that meets the condition.
        case schedule(Schedule)
        /// A clock warned or its time was used up.
        case clock(ClockName, event: String)

        /// The word by which packs and traces name it.
        public var word: String {
            switch self {
            case .create: "create"
            case .change: "change"
            case .move: "move"
            case .date: "date"
            case .schedule: "schedule"
            case .clock: "clock"
            }
        }
    }

    /// A moment before or after what a field of a record says.
    public struct DateTimer: Sendable, Hashable {
        public let field: FieldName
        /// Negative for before.
        public let offset: TimeSpan
        /// The local time of that day; the moment itself, or midnight of a day, without it.
        public let time: TimeOfDay?

        public init(field: FieldName, offset: TimeSpan, time: TimeOfDay?) {
            self.field = field
            self.offset = offset
            self.time = time
        }
    }

    /// A recurring moment.
    public struct Schedule: Sendable, Hashable {
        public enum Period: String, Sendable, CaseIterable {
            case hour, day, week, month
        }

        public let period: Period
        /// The local time of the day, on Mondays or the first of a month for longer periods.
        public let time: TimeOfDay
        /// Days that are not worked in it are left out; nil to leave out none.
        public let calendar: WorkCalendar?

        public init(period: Period, time: TimeOfDay, calendar: WorkCalendar?) {
            self.period = period
            self.time = time
            self.calendar = calendar
        }
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

    /// One thing that an automation does.
    public enum Action: Sendable, Hashable {
        case set(Assignment)
        /// Adds a record; its values are told by the record that set the automation off.
        case create(EntityName, [Assignment])
        /// Moves the record; the reason is an option where the way has a list of them.
        case move(PipelineName, to: StageName, reason: String?)
        /// Writes a user with a role to a field.
        case assign(FieldName, by: Distribution, among: RoleName)
        case notify(Recipient, Label)
    }

    /// How records are given to people.
    public enum Distribution: String, Sendable, CaseIterable {
        /// One after another.
        case roundRobin = "round-robin"
        /// The one who has the fewest.
        case load
    }

    /// Who is told.
    public enum Recipient: Sendable, Hashable {
        case role(RoleName)
        /// The user whom a field of the record names.
        case field(FieldName)
    }
}
