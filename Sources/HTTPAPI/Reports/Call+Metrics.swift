// SPDX-License-Identifier: Apache-2.0
import DomainModel
import NIOCore
import OrderedCollections
import Services
import Values

// Metrics and goals: what they are now.
extension Call {
    /// `GET /metrics`
    func metrics() async throws -> APIAnswer {
        let figures = try await workspace.metrics(nil, invocation)
        var body = ByteBuffer()
        body.writeStaticString("{\"value\":")
        body.writeJSONArray(figures) { body, figure in write(figure, to: &body) }
        body.writeStaticString("}")
        return .json(body)
    }

    /// `GET /metrics/name`
    func metric(_ name: MetricName) async throws -> APIAnswer {
        var body = ByteBuffer()
        write(try await workspace.metric(name, invocation), to: &body)
        return .json(body)
    }

    /// `GET /goals`
    func goals() async throws -> APIAnswer {
        let goals = try await workspace.goals(invocation)
        var body = ByteBuffer()
        body.writeStaticString("{\"value\":")
        body.writeJSONArray(goals) { body, goal in write(goal, to: &body) }
        body.writeStaticString("}")
        return .json(body)
    }

    private func write(_ figure: MetricFigure, to body: inout ByteBuffer) {
        body.writeStaticString("{")
        write(
            [
                ("name", .text(figure.metric.name.rawValue)),
                ("label", .text(figure.metric.label[invocation.language])),
                ("unit", figure.metric.format.unit.map { .text($0.rawValue) } ?? .null), ("figure", figure.figure),
                ("entity", figure.entity.map { .text($0.rawValue) } ?? .null),
                ("@crm.filter", figure.filter.map(Value.text) ?? .null),
            ], to: &body)
        body.writeName("parts")
        body.writeJSONArray(figure.parts) { body, part in write(part, to: &body) }
        body.writeStaticString("}")
    }

    private func write(_ goal: GoalProgress, to body: inout ByteBuffer) {
        body.writeStaticString("{")
        write(
            [
                ("entity", .text(goal.entity.rawValue)), ("id", .identifier(goal.id)), ("title", .text(goal.title)),
                ("metric", .text(goal.metric.name.rawValue)), ("baseline", goal.baseline), ("target", goal.target),
                ("due", goal.due.map(Value.date) ?? .null), ("owner", goal.owner.map(Value.text) ?? .null),
                ("figure", goal.figure), ("attainment", goal.attainment),
                ("@crm.filter", goal.records.map { .text($0.filter) } ?? .null),
            ], to: &body)
        body.writeStaticString("}")
    }

    private func write(_ members: [(name: String, value: Value)], to body: inout ByteBuffer) {
        for (index, member) in members.enumerated() {
            body.writeName(member.name, isFirst: index == 0)
            body.writeJSON(member.value)
        }
    }
}
