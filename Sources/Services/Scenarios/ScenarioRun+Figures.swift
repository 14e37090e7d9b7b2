// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Packs
import Values

// What metrics, goals and dashboards are expected to tell.
extension ScenarioRun {
    mutating func meet(_ wanted: ScenarioMetric, _ step: ScenarioStep) async throws {
        let invocation = try invocation(wanted.actor, step)
        footprint.roles.formUnion(invocation.actor.roles)
        footprint.metrics.insert(wanted.metric)
        let owner = try wanted.owner.map { try user($0, step) }
        let answer = try await workspace.metric(
            MetricQuestion(metric: wanted.metric, from: wanted.from, to: wanted.to, owner: owner), invocation)
        let expected = "the metric \(wanted.metric) to be \(text(wanted.figure))\(wanted.actor.eyes)"
        guard let answer else {
            throw ScenarioFailure(
                step.range, expected: expected, found: ["\(wanted.actor.name) does not see what it measures."])
        }
        guard !agree([wanted.figure], [answer.figure]) else { return }
        throw ScenarioFailure(
            step.range, expected: expected,
            found: [shownFigure(answer.figure)]
                + answer.parts.map { "\($0.metric.name) = \(shownFigure($0.figure))" })
    }

    mutating func meet(_ wanted: ScenarioGoal, _ step: ScenarioStep) async throws {
        let record = try reference(wanted.record, step)
        let invocation = try invocation(wanted.actor, step)
        footprint.roles.formUnion(invocation.actor.roles)
        footprint.goals.insert(record.entity)
        let name = wanted.record.name
        let attainment = wanted.attainment.map { ", \(text($0)) of the way" } ?? ""
        let expected = "the goal \(name) to stand at \(text(wanted.figure))\(attainment)\(wanted.actor.eyes)"
        guard let goal = try await workspace.goals(invocation).first(where: { $0.id == record.id }) else {
            throw ScenarioFailure(step.range, expected: expected, found: ["It is over, or not seen."])
        }
        let (figures, values) = ([wanted.figure, wanted.attainment ?? .none], [goal.figure, goal.attainment])
        let isMet = wanted.attainment == nil ? agree([figures[0]], [values[0]]) : agree(figures, values)
        guard !isMet else { return }
        throw ScenarioFailure(
            step.range, expected: expected,
            found: ["\(goal.metric.name) = \(shownFigure(goal.figure)), \(shownFigure(goal.attainment)) of the way"])
    }

    mutating func meet(_ wanted: ScenarioDashboard, _ step: ScenarioStep) async throws {
        let invocation = try invocation(wanted.actor, step)
        let roles = invocation.actor.roles
        footprint.roles.formUnion(roles)
        let expected = "the dashboard \(wanted.dashboard) with figures in every tile\(wanted.actor.eyes)"
        guard let dashboard = model.analysis.dashboards[wanted.dashboard], dashboard.isFor(roles) else {
            throw ScenarioFailure(step.range, expected: expected, found: ["It is for other roles."])
        }
        var contents: [TileContent: [String]] = [:]
        for tile in dashboard.tiles {
            contents[try await content(of: tile, invocation), default: []].append(tile.name)
        }
        footprint.dashboards.append(
            SeenDashboard(dashboard: dashboard.name, roles: roles, tiles: contents[.figures] ?? []))
        let faults = [("empty", wanted.empty, contents[.nothing]), ("hidden", wanted.hidden, contents[.hidden])]
            .filter { $0.1 != ($0.2 ?? []).sorted() }
            .flatMap { word, tiles, found in
                ["\(word): " + (found ?? []).sorted().joined(separator: " ")]
                    + difference(tiles, (found ?? []).sorted()).dropFirst()
            }
        guard !faults.isEmpty else { return }
        throw ScenarioFailure(step.range, expected: expected, found: faults)
    }

    /// What somebody finds in a tile.
    private enum TileContent { case figures, nothing, hidden }

    private func content(of tile: HomePage.Tile, _ invocation: Invocation) async throws -> TileContent {
        do {
            return try await hasFigures(tile, invocation).map { $0 ? .figures : .nothing } ?? .hidden
        } catch ServiceError.unknownName { return .hidden } catch ServiceError.forbidden { return .hidden }
    }

    /// Nil if the person may not see what a metric measures; of reports and boards something has to be other than zero.
    private func hasFigures(_ tile: HomePage.Tile, _ invocation: Invocation) async throws -> Bool? {
        switch tile {
        case .metric(let name):
            return try await workspace.metrics([name], invocation).first.map { !$0.figure.isNull }
        case .goals: return try await !workspace.goals(invocation).isEmpty
        case .report(let name):
            return try await workspace.report(name, invocation).rows.flatMap(\.figures).contains {
                !$0.isNull && $0.decimal != FixedDecimal(0)
            }
        case .board(let name):
            return try workspace.board(name, cards: 1, invocation).columns.contains { $0.count > 0 }
        case .list(let entity, let filter):
            let request = ListRequest(entity: entity, savedFilter: filter, limit: 1)
            return try !workspace.list(request, invocation).records.isEmpty
        }
    }
}
