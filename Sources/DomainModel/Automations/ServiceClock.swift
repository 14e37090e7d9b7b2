// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// Measures how long a record may take for something, in working time, and pauses where nobody can be blamed.
public struct ServiceClock: Sendable {
    /// A moment before the time is used up.
    public struct Warning: Sendable, Hashable {
        public enum Moment: Sendable, Hashable {
            /// So much working time before the end.
            case before(TimeSpan)
            /// When so many percent of the time are used.
            case share(Int)
        }

        public let name: String
        public let moment: Moment

        public init(name: String, moment: Moment) {
            self.name = name
            self.moment = moment
        }
    }

    public let name: ClockName
    public let label: Label
    public let entity: EntityName
    /// The clock runs from when this is true …
    public let starts: TypedExpression
    /// … stands still while this is …
    public let pauses: TypedExpression?
    /// … and ends when this is.
    public let stops: TypedExpression?
    /// The moment from which a clock that begins counts, if it is past; the moment of the write without it.
    public let from: TypedExpression?
    /// How long it may take, in working time.
    public let limit: TypedExpression
    public let calendar: WorkCalendar
    /// Holds the moment at which the time is used up; null while the clock stands still.
    public let dueField: FieldName?
    /// Becomes true when the time was used up.
    public let breachedField: FieldName?
    /// By their moment, the earliest of equal clocks first.
    public let warnings: [Warning]
    /// A clock that ended begins anew when it starts again; otherwise it goes on with the time it has left.
    public let restarts: Bool
    public let range: SourceRange

    public init(
        name: ClockName, label: Label, entity: EntityName, starts: TypedExpression, pauses: TypedExpression?,
        stops: TypedExpression?, from: TypedExpression? = nil, limit: TypedExpression, calendar: WorkCalendar,
        dueField: FieldName?,
        breachedField: FieldName?, warnings: [Warning], restarts: Bool, range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.entity = entity
        self.starts = starts
        self.pauses = pauses
        self.stops = stops
        self.from = from
        self.limit = limit
        self.calendar = calendar
        self.dueField = dueField
        self.breachedField = breachedField
        self.warnings = warnings
        self.restarts = restarts
        self.range = range
    }

    /// Whether it measures a stay in a stage; such a clock is named by the pipeline and the stage, with a dot in between.
    public var isOfStage: Bool { name.rawValue.contains(".") }

    /// What happens when the time is used up, as automations name it.
    public static let breach = "breached"
}
