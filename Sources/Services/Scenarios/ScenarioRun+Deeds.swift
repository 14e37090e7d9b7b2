// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import OrderedCollections
import Packs
import Values

// What is there, and what people do.
extension ScenarioRun {
    mutating func add(_ person: ScenarioPerson, _ step: ScenarioStep) async throws {
        do {
            let user = try await workspace.setUser(
                userName: person.name, displayName: person.displayName, password: nil, roles: person.roles)
            let reference = RecordReference(entity: "User", id: user)
            records[person.name] = reference
            let invocation = workspace.invocation(.engine, .demo)
            let values = try values(person.values, "User", of: reference, invocation)
            guard !values.isEmpty else { return }
            _ = try await workspace.update("User", user, values, expectedVersion: nil, invocation)
        } catch {
            throw refusal(of: error, step)
        }
    }

    mutating func add(_ record: ScenarioRecord, _ step: ScenarioStep) async throws {
        let invocation = workspace.invocation(.engine, .demo)
        do {
            let values = try values(record.values, record.entity, of: nil, invocation)
            let outcome = try await workspace.create(record.entity, values, invocation)
            if let alias = record.alias { records[alias] = RecordReference(entity: record.entity, id: outcome.id) }
        } catch {
            throw refusal(of: error, step)
        }
    }

    private func refusal(of error: any Error, _ step: ScenarioStep) -> ScenarioFailure {
        let codes = Refusal(error)?.codes ?? []
        let found = (codes.isEmpty ? [] : [codes.joined(separator: " ")]) + [Self.words(error)]
        return ScenarioFailure(step.range, expected: step.wish, found: found, isFatal: true)
    }

    /// Does what somebody does; it is refused by exactly what is expected, or by nothing.
    mutating func perform(_ deed: ScenarioDeed, _ step: ScenarioStep) async throws {
        let invocation = try invocation(deed.actor, step)
        footprint.roles.formUnion(invocation.actor.roles)
        do {
            try await perform(deed.kind, invocation, step)
        } catch let failure as ScenarioFailure {
            throw failure
        } catch {
            guard var refusal = Refusal(error) else { throw error }
            refusal.entity = deed.kind.entity
            footprint.refusals.append(refusal)
            try compare(refusal, deed.refusal, Self.words(error), step)
            return try compare(refusal, deed.told, invocation, step)
        }
        guard let codes = deed.refusal else { return }
        throw ScenarioFailure(
            step.range, expected: "to be refused by \(codes.joined(separator: " "))", found: ["It was done."],
            isFatal: true)
    }

    private func compare(
        _ refusal: Refusal, _ expected: [String]?, _ words: String, _ step: ScenarioStep
    ) throws {
        guard let expected else {
            throw ScenarioFailure(
                step.range, expected: step.wish,
                found: ["It was refused by \(refusal.codes.joined(separator: " "))"] + [words], isFatal: true)
        }
        guard refusal.codes != expected else { return }
        throw ScenarioFailure(
            step.range, expected: "to be refused by \(expected.joined(separator: " "))",
            found: difference(expected, refusal.codes))
    }

    /// What one list of words lacks and has besides another.
    func difference(_ expected: [String], _ found: [String]) -> [String] {
        let missing = expected.filter { !found.contains($0) }
        let more = found.filter { !expected.contains($0) }
        return [found.isEmpty ? "nothing" : found.joined(separator: " ")]
            + (missing.isEmpty ? [] : ["missing: \(missing.joined(separator: " "))"])
            + (more.isEmpty ? [] : ["not expected: \(more.joined(separator: " "))"])
    }

    private mutating func perform(
        _ kind: ScenarioDeed.Kind, _ invocation: Invocation, _ step: ScenarioStep
    ) async throws {
        switch kind {
        case .create(let entity, let alias, let assignments):
            let values = try values(assignments, entity, of: nil, invocation)
            let outcome = try await workspace.create(entity, values, invocation)
            if let alias { records[alias] = RecordReference(entity: entity, id: outcome.id) }
        case .update(let alias, let assignments):
            let record = try reference(alias, step)
            let values = try values(assignments, record.entity, of: record, invocation)
            _ = try await workspace.update(record.entity, record.id, values, expectedVersion: nil, invocation)
        case .move(let move):
            _ = try await workspace.move(try stageMove(move, invocation, step), invocation)
        case .delete(let alias):
            let record = try reference(alias, step)
            try await workspace.delete(record.entity, record.id, expectedVersion: nil, invocation)
        case .restore(let alias):
            let record = try reference(alias, step)
            try await workspace.restore(record.entity, record.id, invocation)
        case .action(let call): try await perform(call, invocation, step)
        case .importing(let wanted): try await perform(wanted, invocation, step)
        case .ask(let move): try await ask(move, invocation, step)
        case .approve(let approval): try await approve(approval, invocation, step)
        case .reject(let approval): try await reject(approval, invocation, step)
        case .withdraw(let approval): try await withdraw(approval, invocation, step)
        case .substitute(let person, let from, let until):
            try await workspace.setSubstitute(try user(person, step), from: from, until: until, invocation)
        case .event(let message): try await tell(message, invocation, step)
        case .share(let share): try await self.share(share, invocation, step)
        case .unshare(let alias, let receiver): try await unshare(alias, receiver, invocation, step)
        case .reveal(let reveal): try await self.reveal(reveal, invocation, step)
        case .claim(let alias):
            let record = try reference(alias, step)
            _ = try await workspace.claim(record.entity, record.id, invocation)
        case .release(let alias):
            let record = try reference(alias, step)
            _ = try await workspace.release(record.entity, record.id, invocation)
        }
    }

    func stageMove(_ move: ScenarioMove, _ invocation: Invocation, _ step: ScenarioStep) throws -> StageMove {
        let record = try reference(move.record, step)
        return StageMove(
            entity: record.entity, id: record.id, pipeline: move.pipeline, to: move.to,
            values: try values(move.values, record.entity, of: record, invocation), reason: move.reason)
    }

    private mutating func perform(
        _ call: ScenarioActionCall, _ invocation: Invocation, _ step: ScenarioStep
    ) async throws {
        guard let action = ScenarioAction.all.first(where: { $0.name == call.name }) else {
            throw ScenarioFailure(
                step.range, expected: "an action \(call.name)", found: ["There is none."], isFatal: true)
        }
        let record = try reference(call.record, step)
        let arguments = try read(invocation) { _, evaluator in
            try call.arguments.mapValues { try evaluator.evaluate($0, on: record) }
        }
        footprint.actions.insert(call.name)
        try await action.perform(
            ScenarioActionRequest(
                workspace: workspace, invocation: invocation, record: record, reason: call.reason,
                arguments: arguments))
    }

    private func tell(_ message: ScenarioMessage, _ invocation: Invocation, _ step: ScenarioStep) async throws {
        let values = try read(invocation) { _, evaluator in
            try message.values.reduce(into: [FieldName: Value]()) { values, assignment in
                guard case .expression(let expression) = assignment.source else { return }
                values[assignment.field] = try evaluator.evaluate(expression, on: Self.nobody)
            }
        }
        _ = try await workspace.receive(
            InboundMessage(event: message.event, key: message.key ?? "\(step.range)", values: values), invocation)
    }

    /// The file is written where imports read files, and what is rejected goes beside it.
    private mutating func perform(
        _ wanted: ScenarioImport, _ invocation: Invocation, _ step: ScenarioStep
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trellis-scenario-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("rows.csv")
        let rejects = folder.appendingPathComponent("rejects.csv")
        try Data(wanted.file.bytes).write(to: file)
        let summary = try await workspace.runImport(
            wanted.mapping, file: file.path, rejects: rejects.path, progress: { _ in },
            workspace.invocation(invocation.actor, .importing)
        ).summary
        footprint.imports.insert(wanted.mapping)
        let found = [
            "created": summary.created, "updated": summary.updated, "unchanged": summary.unchanged,
            "rejected": summary.rejected,
        ]
        let wrong = wanted.counts.filter { found[$0.key] != $0.value }.keys.sorted()
        guard !wrong.isEmpty else { return }
        let reasons = summary.findings.sorted { $0.key < $1.key }.map { "\($0.key) in \($0.value) rows" }
        throw ScenarioFailure(
            step.range, expected: wrong.map { "\($0) \(wanted.counts[$0] ?? 0)" }.joined(separator: ", "),
            found: [wrong.map { "\($0) \(found[$0] ?? 0)" }.joined(separator: ", ")] + reasons)
    }
}
