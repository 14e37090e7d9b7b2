// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import OrderedCollections
import Values

// Metrics, goals and dashboards that are expected.
extension ScenarioBuilder {
    mutating func metric(_ element: PackElement, _ actor: ScenarioActor?) -> ScenarioExpectation? {
        guard let name = element["metric"], let text = element["value"] else { return nil }
        diagnostics.require(
            .unknownMetric, name, among: model.analysis.metrics.keys.map(\.rawValue), at: element.range(of: "metric"),
            "There is no metric “\(name)”.")
        let figure = figure(text, at: element.range(of: "value"))
        let (from, to) = (date("from", of: element), date("to", of: element))
        let owner = person("owner", of: element)
        guard let metric = model.analysis.metrics[MetricName(name)], let actor, let figure else { return nil }
        return .metric(
            ScenarioMetric(metric: metric.name, actor: actor, figure: figure, from: from, to: to, owner: owner))
    }

    mutating func goal(_ element: PackElement, _ actor: ScenarioActor?) -> ScenarioExpectation? {
        guard let record = record(of: element), let text = element["figure"] else { return nil }
        guard model.analysis.goals.contains(where: { $0.entity == record.entity }) else {
            refuse(
                "Records of \(record.entity) are no goals: no pack says <goals entity=\"\(record.entity)\"/>.",
                at: element.range(of: "record"))
            return nil
        }
        let figure = figure(text, at: element.range(of: "figure"))
        let attainment = element["attainment"].map { self.figure($0, at: element.range(of: "attainment")) }
        guard let actor, let figure else { return nil }
        return .goal(
            ScenarioGoal(record: record, actor: actor, figure: figure, attainment: attainment.flatMap(\.self)))
    }

    mutating func dashboard(_ element: PackElement, _ actor: ScenarioActor?) -> ScenarioExpectation? {
        guard let name = element["dashboard"] else { return nil }
        let known = model.analysis.dashboards
        diagnostics.require(
            .badScenario, name, among: known.keys.map(\.rawValue), at: element.range(of: "dashboard"),
            "There is no dashboard “\(name)”.")
        guard let dashboard = known[DashboardName(name)] else { return nil }
        let names = dashboard.tiles.map(\.name)
        for word in element.words("empty") + element.words("hidden") {
            diagnostics.require(
                .badScenario, word.value, among: names, at: word.range,
                "The dashboard has no tile “\(word.value)”.")
        }
        guard let actor else { return nil }
        return .dashboard(
            ScenarioDashboard(
                dashboard: dashboard.name, actor: actor, empty: codes("empty", of: element) ?? [],
                hidden: codes("hidden", of: element) ?? []))
    }
}
