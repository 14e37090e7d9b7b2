// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// What is expected at a point of a scenario.
public enum ScenarioExpectation: Sendable {
    /// A condition is true of a record, in the eyes of somebody.
    case record(ScenarioAlias, TypedExpression, ScenarioActor)
    /// Exactly so many records that somebody sees meet a condition.
    case count(EntityName, TypedExpression?, Int, ScenarioActor)
    /// Exactly this stands in a way; nothing if empty. The codes are sorted.
    case missing(ScenarioWay, to: StageName, [String])
    /// Exactly these stages can be entered at once.
    case open(ScenarioWay, [StageName])
    case notices(person: String, AutomationName?, ScenarioAlias?, Int)
    case fired(AutomationName, ScenarioAlias?, Int)
    /// An action of a plugin was called so often.
    case called(ActionName, ScenarioAlias?, Int)
    case clock(ScenarioClock)
    case access(ScenarioAccess)
    case report(ScenarioReport)
    case approval(ScenarioApprovalState)
    /// Exactly these approvals wait for somebody, sorted.
    case waiting(ScenarioActor, [String])
    case metric(ScenarioMetric)
    case goal(ScenarioGoal)
    case dashboard(ScenarioDashboard)
}

/// A record, a pipeline, and who would move it.
public struct ScenarioWay: Sendable {
    public let record: ScenarioAlias
    public let pipeline: PipelineName
    public let actor: ScenarioActor

    public init(record: ScenarioAlias, pipeline: PipelineName, actor: ScenarioActor) {
        self.record = record
        self.pipeline = pipeline
        self.actor = actor
    }
}

/// Where a clock of a record is expected to stand.
public struct ScenarioClock: Sendable {
    public let clock: ClockName
    public let record: ScenarioAlias
    /// `running`, `paused`, `ended`, or `none` if it has not begun.
    public let state: String
    /// Nil if it does not matter.
    public let due: Instant?
    public let isBreached: Bool?

    public init(clock: ClockName, record: ScenarioAlias, state: String, due: Instant?, isBreached: Bool?) {
        self.clock = clock
        self.record = record
        self.state = state
        self.due = due
        self.isBreached = isBreached
    }
}

/// What somebody is expected to be able to do with a record.
public struct ScenarioAccess: Sendable {
    public let record: ScenarioAlias
    public let actor: ScenarioActor
    /// Exactly these of `read`, `update`, `delete`, sorted; nil if it does not matter.
    public let rights: [String]?
    public let hidden: [FieldName]
    public let masked: [FieldName]
    public let readOnly: [FieldName]

    public init(
        record: ScenarioAlias, actor: ScenarioActor, rights: [String]?, hidden: [FieldName], masked: [FieldName],
        readOnly: [FieldName]
    ) {
        self.record = record
        self.actor = actor
        self.rights = rights
        self.hidden = hidden
        self.masked = masked
        self.readOnly = readOnly
    }
}

/// Figures that a report is expected to have.
public struct ScenarioReport: Sendable {
    /// One figure as it was written.
    public enum Figure: Sendable, Hashable {
        case none
        case exact(Value)
        /// The figure rounded to so many digits behind the point.
        case rounded(FixedDecimal, digits: Int)
    }

    /// What a dimension has in a group, as it was written.
    public enum Group: Sendable, Hashable {
        case none
        case text(String)
        case record(ScenarioAlias)
    }

    public struct Row: Sendable {
        public let groups: [Group]
        public let figures: [Figure]
        public let range: SourceRange

        public init(groups: [Group], figures: [Figure], range: SourceRange) {
            self.groups = groups
            self.figures = figures
            self.range = range
        }
    }

    public let report: ReportName
    public let actor: ScenarioActor
    public let filter: String?
    /// The names of the measures that figures are of.
    public let measures: [String]
    public let rows: [Row]
    /// Of the first dimensions; only these are looked at.
    public let subtotals: [Row]
    public let total: Row?
    /// The report may have other groups as well.
    public let isPartial: Bool

    public init(
        report: ReportName, actor: ScenarioActor, filter: String?, measures: [String], rows: [Row],
        subtotals: [Row], total: Row?, isPartial: Bool
    ) {
        self.report = report
        self.actor = actor
        self.filter = filter
        self.measures = measures
        self.rows = rows
        self.subtotals = subtotals
        self.total = total
        self.isPartial = isPartial
    }
}

/// The figure that a metric is expected to be.
public struct ScenarioMetric: Sendable {
    public let metric: MetricName
    public let actor: ScenarioActor
    public let figure: ScenarioReport.Figure
    /// The days from and to which records count, both included; nil for all.
    public let from: CalendarDate?
    public let to: CalendarDate?
    /// The person to whom records count; nil for everybody.
    public let owner: String?

    public init(
        metric: MetricName, actor: ScenarioActor, figure: ScenarioReport.Figure, from: CalendarDate?,
        to: CalendarDate?, owner: String?
    ) {
        self.metric = metric
        self.actor = actor
        self.figure = figure
        self.from = from
        self.to = to
        self.owner = owner
    }
}
