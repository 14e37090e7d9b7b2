// SPDX-License-Identifier: Apache-2.0
public import Values

/// How far a goal is expected to be reached.
public struct ScenarioGoal: Sendable {
    public let record: ScenarioAlias
    public let actor: ScenarioActor
    public let figure: ScenarioReport.Figure
    /// Nil if it does not matter.
    public let attainment: ScenarioReport.Figure?

    public init(
        record: ScenarioAlias, actor: ScenarioActor, figure: ScenarioReport.Figure,
        attainment: ScenarioReport.Figure?
    ) {
        self.record = record
        self.actor = actor
        self.figure = figure
        self.attainment = attainment
    }
}

/// A dashboard that somebody opens.
public struct ScenarioDashboard: Sendable {
    public let dashboard: DashboardName
    public let actor: ScenarioActor
    /// Exactly the tiles that have nothing in them, by name, sorted.
    public let empty: [String]
    /// Exactly the tiles that the person is not shown, by name, sorted.
    public let hidden: [String]

    public init(dashboard: DashboardName, actor: ScenarioActor, empty: [String], hidden: [String]) {
        self.dashboard = dashboard
        self.actor = actor
        self.empty = empty
        self.hidden = hidden
    }
}
