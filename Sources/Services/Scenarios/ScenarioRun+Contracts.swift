// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Packs
import Storage
import Values

// Expectations about ways, clocks and rights.
extension ScenarioRun {
    mutating func meet(
        _ way: ScenarioWay, _ stage: StageName, _ expected: [String], _ step: ScenarioStep
    ) throws {
        let record = try reference(way.record, step)
        let invocation = try invocation(way.actor, step)
        let found: [String]
        do {
            let moves = try workspace.availableMoves(record.entity, record.id, way.pipeline, invocation)
            if let move = moves.first(where: { $0.stage.name == stage }) {
                let from = try from(way, record)
                footprint.refusals.append(
                    Refusal(
                        codes: move.obstacles.map(\.scenarioCode),
                        move: MoveRefusal(pipeline: way.pipeline, from: from, to: stage, obstacles: move.obstacles)))
                found = move.obstacles.map(\.scenarioCode).sorted()
            } else {
                let rights = try workspace.rights(in: record.entity, of: record.id, invocation)
                found = [rights.mayUpdate ? "notDefined" : "forbidden"]
            }
        } catch ServiceError.notFound {
            found = ["notFound"]
        }
        footprint.roles.formUnion(invocation.actor.roles)
        guard found != expected else { return }
        let missing = expected.isEmpty ? "nothing" : expected.joined(separator: " ")
        throw ScenarioFailure(
            step.range, expected: "\(way.record.name) to lack for \(stage): \(missing)\(way.actor.eyes)",
            found: difference(expected, found))
    }

    private func from(_ way: ScenarioWay, _ record: RecordReference) throws -> StageName {
        guard let pipeline = model.pipelines[way.pipeline] else { return "" }
        return try workspace.store.read(workspace.model.current) { transaction in
            try transaction.record(record.entity, record.id)?.stage(in: pipeline) ?? ""
        }
    }

    mutating func meet(_ way: ScenarioWay, open expected: [StageName], _ step: ScenarioStep) throws {
        let record = try reference(way.record, step)
        let invocation = try invocation(way.actor, step)
        footprint.roles.formUnion(invocation.actor.roles)
        let moves = try workspace.availableMoves(record.entity, record.id, way.pipeline, invocation)
        // Whoever moves the record can say why.
        let open = moves.filter { $0.obstacles.allSatisfy { $0 == .reason } }.map(\.stage.name.rawValue).sorted()
        let wanted = expected.map(\.rawValue).sorted()
        guard open != wanted else { return }
        let closed = moves.filter { wanted.contains($0.stage.name.rawValue) && !$0.obstacles.isEmpty }
            .map { "\($0.stage.name) lacks \($0.obstacles.map(\.scenarioCode).sorted().joined(separator: " "))" }
        let words = wanted.isEmpty ? "nothing" : wanted.joined(separator: " ")
        throw ScenarioFailure(
            step.range, expected: "\(way.record.name) to be able to go to \(words)\(way.actor.eyes)",
            found: difference(wanted, open) + closed)
    }

    mutating func meet(_ wanted: ScenarioClock, _ step: ScenarioStep) throws {
        let record = try reference(wanted.record, step)
        let state = try workspace.store.read(workspace.model.current) { transaction in
            try ClockBook(transaction).states(of: record.id)[wanted.clock]
        }
        let isBreached = state.map { $0.breached != nil } ?? false
        var found = [state?.phase.rawValue ?? "none"]
        if let due = state?.due { found.append("due \(workspace.local(due))") }
        if let breached = state?.breached { found.append("breached \(workspace.local(breached))") }
        var expected = [wanted.state]
        if let due = wanted.due { expected.append("due \(workspace.local(due))") }
        if let isBreached = wanted.isBreached { expected.append(isBreached ? "breached" : "not breached") }
        let isMet =
            state?.phase.rawValue ?? "none" == wanted.state && (wanted.due.map { $0 == state?.due } ?? true)
            && (wanted.isBreached.map { $0 == isBreached } ?? true)
        guard !isMet else { return }
        throw ScenarioFailure(
            step.range,
            expected: "the clock \(wanted.clock) of \(wanted.record.name): \(expected.joined(separator: ", "))",
            found: [found.joined(separator: ", ")])
    }

    mutating func meet(_ wanted: ScenarioAccess, _ step: ScenarioStep) throws {
        let record = try reference(wanted.record, step)
        let invocation = try invocation(wanted.actor, step)
        footprint.roles.formUnion(invocation.actor.roles)
        let access = Request(workspace, invocation).permissions[record.entity]
        let rights = try read(invocation) { scope, _ in
            guard try scope.exists(record), try scope.allows(access.read, record) else { return [String]() }
            return try [("read", access.read), ("update", access.update), ("delete", access.delete)]
                .filter { try scope.allows($0.1, record) }.map(\.0).sorted()
        }
        var found = wanted.rights.map { $0 == rights ? [] : difference($0, rights) } ?? []
        found += wanted.hidden.filter(access.isVisible).map { "\($0) is shown" }
        found += wanted.masked.filter { !access.isMasked($0) }.map { "\($0) is not covered" }
        found += wanted.readOnly.filter { access.fields[$0] != .readOnly }.map { "\($0) is not read-only" }
        guard !found.isEmpty else { return }
        let may = wanted.rights.map { " \($0.isEmpty ? "nothing" : $0.joined(separator: " "))" } ?? " no more"
        throw ScenarioFailure(
            step.range, expected: "\(wanted.actor.name) to be allowed\(may) with \(wanted.record.name)", found: found)
    }
}
