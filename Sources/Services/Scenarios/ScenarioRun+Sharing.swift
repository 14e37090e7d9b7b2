// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Packs
import Values

// Sharing records, and asking for what is covered in them.
extension ScenarioRun {
    func share(_ share: ScenarioShare, _ invocation: Invocation, _ step: ScenarioStep) async throws {
        let record = try reference(share.record, step)
        _ = try await workspace.share(
            RecordShare(
                entity: record.entity, id: record.id, receiver: try receiver(share.receiver, step), level: share.level,
                until: share.until, note: share.note), invocation)
    }

    func unshare(
        _ alias: ScenarioAlias, _ receiver: ScenarioReceiver, _ invocation: Invocation, _ step: ScenarioStep
    ) async throws {
        let record = try reference(alias, step)
        _ = try await workspace.unshare(record.entity, record.id, try self.receiver(receiver, step), invocation)
    }

    mutating func reveal(_ reveal: ScenarioReveal, _ invocation: Invocation, _ step: ScenarioStep) async throws {
        let record = try reference(reveal.record, step)
        let value = try await workspace.reveal(
            reveal.field, of: record.entity, record.id, reason: reveal.reason, invocation)
        footprint.reveals.append(
            Revealed(entity: record.entity, field: reveal.field, roles: invocation.actor.roles))
        guard let wanted = reveal.value else { return }
        let expected = try read(invocation) { _, evaluator in try evaluator.evaluate(wanted, on: record) }
        guard expected != value else { return }
        throw ScenarioFailure(
            step.range, expected: "\(reveal.field) to be \(expected.canonicalText)", found: [value.canonicalText])
    }

    private func receiver(_ receiver: ScenarioReceiver, _ step: ScenarioStep) throws -> ShareReceiver {
        switch receiver {
        case .person(let name): .user(try user(name, step))
        case .team(let team): .team(try reference(team, step).id)
        case .role(let name): .role(name)
        }
    }
}
