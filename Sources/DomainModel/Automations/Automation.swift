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
        /// Somebody wanted to move the record to a stage, into any of the pipeline if none is named, and was refused; by
        /// this guard, by whatever stood in between if none is named.
        case refusal(PipelineName, to: StageName?, by: String?)
        /// What the record held ended by itself.
        case reservation(ReservationName)
        /// An outside system told something.
        case event(Reception)

        /// The word by which packs and traces name it.
        public var word: String {
            switch self {
            case .create: "create"
            case .change: "change"
            case .move: "move"
            case .date: "date"
            case .schedule: "schedule"
            case .clock: "clock"
            case .refusal: "refusal"
            case .reservation: "reservation"
            case .event: "event"
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
            case hour, day, week, month, quarter, year
        }

        /// Which days of a period are meant.
        public enum Days: Sendable, Hashable {
            /// Every day of short periods; Monday, or the first of a month, quarter or year.
            case usual
            /// Days of the week, from 1 for Monday.
            case weekdays(Set<Int>)
            /// A day of a month, the last one of months that are shorter; the month counts from 1 inside of the period.
            case monthly(day: Int, month: Int)
        }

        public let period: Period
        public let days: Days
        /// The local time of the day.
        public let time: TimeOfDay
        /// Days that are not worked in it are left out; nil to leave out none.
        public let calendar: WorkCalendar?

        public init(period: Period, days: Days = .usual, time: TimeOfDay, calendar: WorkCalendar?) {
            self.period = period
            self.days = days
            self.time = time
            self.calendar = calendar
        }

        /// What has to be waited for anew when it changes, such as `every month on 15 at 08:00`.
        public var definition: String {
            let on =
                switch days {
                case .usual: ""
                case .weekdays(let days): " on \(days.sorted().map(String.init).joined(separator: ","))"
                case .monthly(let day, let month): " on \(month)-\(day)"
                }
            return "every \(period.rawValue)\(on) at \(time) \(calendar?.name.rawValue ?? "")"
        }
    }
}
