// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Packs
import Queries
import Storage
import Values

// What is expected.
extension ScenarioRun {
    mutating func meet(_ expectation: ScenarioExpectation, _ step: ScenarioStep) async throws {
        switch expectation {
        case .record(let alias, let test, let actor): try meet(alias, test, actor, step)
        case .count(let entity, let condition, let count, let actor):
            try meet(entity, condition, count, actor, step)
        case .missing(let way, let stage, let codes): try meet(way, stage, codes, step)
        case .open(let way, let stages): try meet(way, open: stages, step)
        case .notices(let person, let automation, let record, let count):
            try meet(noticesOf: person, automation, record, count, step)
        case .fired(let automation, let record, let count): try meet(automation, record, count, step)
        case .called(let action, let record, let count): try meet(called: action, record, count, step)
        case .clock(let clock): try meet(clock, step)
        case .access(let access): try meet(access, step)
        case .report(let report): try await meet(report, step)
        case .approval(let approval): try meet(approval, step)
        case .waiting(let actor, let names): try meet(waitingFor: actor, names, step)
        case .metric(let metric): try await meet(metric, step)
        case .goal(let goal): try await meet(goal, step)
        case .dashboard(let dashboard): try await meet(dashboard, step)
        }
    }

    private mutating func meet(
        _ alias: ScenarioAlias, _ test: TypedExpression, _ actor: ScenarioActor, _ step: ScenarioStep
    ) throws {
        let record = try reference(alias, step)
        let invocation = try invocation(actor, step)
        footprint.roles.formUnion(invocation.actor.roles)
        let expected = "\(alias.name): \(test.source)\(actor.eyes)"
        try requireSight(of: test, invocation, expected, step)
        let (isSeen, isMet, found) = try read(invocation) { scope, evaluator in
            let access = Request(workspace, invocation).permissions[record.entity]
            let isSeen = try scope.exists(record) && scope.allows(access.read, record)
            return (isSeen, try evaluator.isTrue(test, on: record), try facts(test, on: record, evaluator))
        }
        guard isSeen else {
            throw ScenarioFailure(step.range, expected: expected, found: ["The record is not there, or not seen."])
        }
        guard !isMet else { return }
        throw ScenarioFailure(step.range, expected: expected, found: found)
    }

    /// A condition may name only what somebody sees as it is.
    private func requireSight(
        of condition: TypedExpression, _ invocation: Invocation, _ expected: String, _ step: ScenarioStep
    ) throws {
        let permissions = Request(workspace, invocation).permissions
        // Names of the scenario are its own and nobody's secret.
        let read = condition.paths.filter { if case .alias = $0.root { false } else { true } }.flatMap(\.segments)
        let hidden = read.filter {
            permissions[$0.entity].read == .none || !permissions.isPlain($0.name, of: $0.entity)
        }
        guard !hidden.isEmpty else { return }
        let names = Set(hidden.map { "\($0.entity).\($0.name)" }).sorted()
        throw ScenarioFailure(
            step.range, expected: expected,
            found: ["\(invocation.actor.userName) does not see \(names.joined(separator: ", "))."])
    }

    private mutating func meet(
        _ entity: EntityName, _ condition: TypedExpression?, _ count: Int, _ actor: ScenarioActor,
        _ step: ScenarioStep
    ) throws {
        let invocation = try invocation(actor, step)
        footprint.roles.formUnion(invocation.actor.roles)
        let expected =
            "\(count) of \(entity)" + (condition.map { " where \($0.source)" } ?? "") + actor.eyes
        if let condition { try requireSight(of: condition, invocation, expected, step) }
        let named = condition?.paths.compactMap { path -> String? in
            if case .alias(let name) = path.root { name } else { nil }
        }
        let request = Request(workspace, invocation.naming(records.filter { named?.contains($0.key) ?? false }))
        let all = Measure(name: "count", label: Label(english: "", chinese: ""), kind: .count)
        let query = AggregateQuery(
            entity: entity, condition: condition, dimensions: [], measures: [all], access: request.permissions.read)
        let groups = try workspace.store.read(invocation.environment) { transaction in
            try transaction.groups(query, request.context(transaction))
        }
        let found = if case .integer(let number)? = groups.first?.first { Int(number) } else { 0 }
        guard found != count else { return }
        throw ScenarioFailure(step.range, expected: expected, found: ["\(found)"])
    }

    private mutating func meet(
        _ automation: AutomationName, _ alias: ScenarioAlias?, _ count: Int, _ step: ScenarioStep
    )
        throws
    {
        let record = try alias.map { try reference($0, step) }
        let fired = footprint.fired.filter { firing in
            firing.automation == automation.rawValue && (record.map { $0.id == firing.record } ?? true)
        }
        guard fired.count != count else { return }
        let moments = fired.map { "\(workspace.local($0.at)) for \(name(of: $0.reference))" }
        let whyNot = try record.map { try reasons(automation, $0) } ?? []
        throw ScenarioFailure(
            step.range,
            expected: "\(automation) to fire \(times(count))" + (alias.map { " for \($0.name)" } ?? ""),
            found: [times(fired.count)] + moments + whyNot)
    }

    private func meet(
        called action: ActionName, _ alias: ScenarioAlias?, _ count: Int, _ step: ScenarioStep
    ) throws {
        let record = try alias.map { try reference($0, step) }
        let calls = footprint.fired.filter { firing in
            firing.automation == Firing.callPrefix + action.rawValue && (record.map { $0.id == firing.record } ?? true)
        }
        guard calls.count != count else { return }
        throw ScenarioFailure(
            step.range,
            expected: "\(action) to be called \(times(count))" + (alias.map { " for \($0.name)" } ?? ""),
            found: [times(calls.count)]
                + calls.map { "\(workspace.local($0.at)) for \(name(of: $0.reference))" })
    }

    /// Why an automation did nothing for a record the last time that it was asked.
    private func reasons(_ automation: AutomationName, _ record: RecordReference) throws -> [String] {
        let engine = workspace.invocation(.engine, .engine)
        return try workspace.firings(of: record.id, limit: 1000, engine)
            .filter { $0.automation == automation.rawValue && $0.outcome != .fired }.map { firing in
                let facts = firing.detail.facts.map { "\($0.path) = \($0.value)" }.joined(separator: ", ")
                let why =
                    switch firing.outcome {
                    case .fired: ""
                    case .notMet: "its condition was not true: \(firing.detail.condition ?? "") (\(facts))"
                    case .repeated: "it had fired for this change already"
                    case .tooDeep: "too many automations had set each other off"
                    case .failed: "it failed: \(firing.detail.error ?? "")"
                    }
                return "\(workspace.local(firing.at)) \(why)"
            }
    }

    private mutating func meet(
        noticesOf person: String, _ automation: AutomationName?, _ alias: ScenarioAlias?, _ count: Int,
        _ step: ScenarioStep
    ) throws {
        let record = try alias.map { try reference($0, step) }
        let notices = try workspace.notices(limit: 10_000, try invocation(.person(person), step))
        let found = notices.filter { notice in
            (automation.map { $0 == notice.automation } ?? true) && (record.map { $0.id == notice.record } ?? true)
        }
        guard found.count != count else { return }
        throw ScenarioFailure(
            step.range, expected: "\(person) to be told \(times(count))",
            found: [times(found.count)]
                + notices.map { "\(workspace.local($0.at)) by \($0.automation): \($0.text.english)" })
    }

    private func times(_ count: Int) -> String {
        switch count {
        case 0: "never"
        case 1: "once"
        default: "\(count) times"
        }
    }
}

extension Firing {
    /// The record that it was for.
    var reference: RecordReference { RecordReference(entity: entity, id: record) }
}
