// SPDX-License-Identifier: Apache-2.0
public import OrderedCollections
public import Values

/// What a model says about figures beside its reports: metrics, dashboards, and where goals are kept.
public struct Analysis: Sendable {
    public let metrics: OrderedDictionary<MetricName, Metric>
    public let dashboards: OrderedDictionary<DashboardName, Dashboard>
    public let goals: [GoalBook]

    public init(
        metrics: OrderedDictionary<MetricName, Metric> = [:],
        dashboards: OrderedDictionary<DashboardName, Dashboard> = [:], goals: [GoalBook] = []
    ) {
        self.metrics = metrics
        self.dashboards = dashboards
        self.goals = goals
    }
}
