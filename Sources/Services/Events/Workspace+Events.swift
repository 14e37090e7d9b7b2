// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Expressions
import FoundationEssentials
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

// The door for what outside systems tell.
extension Workspace {
    /// The events that the asker may tell, in the order of the packs.
    public func events(_ invocation: Invocation) -> [InboundEvent] {
        invocation.model.time.events.values.filter { event in
            invocation.actor.isEngine || !Set(event.roles).isDisjoint(with: invocation.actor.roles)
        }
    }

    /// Takes what an outside system tells: its automations are queued for the records that it is about, once for each key.
    ///
    /// - Throws: ``ServiceError/unknownName(kind:name:)`` if there is no such event for the asker, and
    ///   ``ServiceError/invalid(_:)`` with everything that does not fit; nothing is written then.
    public func receive(_ message: InboundMessage, _ invocation: Invocation) async throws -> MessageReceipt {
        guard let event = events(invocation).first(where: { $0.name == message.event }) else {
            throw ServiceError.unknownName(kind: "event", name: message.event.rawValue)
        }
        let values = try event.canonical(message)
        // Automations act as the engine, whoever told it.
        let engine = Invocation(
            actor: .engine, door: invocation.door, environment: invocation.environment, now: invocation.now,
            language: invocation.language
        ).telling(values)
        return try await write(engine) { request, transaction in
            try MessageRun(event: event, key: message.key, values: values, writer: RecordWriter(request, transaction))
                .take(from: invocation.actor)
        }
    }
}

/// One message on its way to the automations that it sets off.
private struct MessageRun {
    let event: InboundEvent
    let key: String
    let values: [FieldName: Value]
    let writer: RecordWriter

    private var told: [String: String?] {
        Dictionary(uniqueKeysWithValues: values.map { ($0.rawValue, $1.isNull ? nil : $1.canonicalText) })
    }

    func take(from actor: Actor) throws -> MessageReceipt {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(told), as: UTF8.self)
        let known = try writer.transaction.engineRows(
            EngineSelection(.events, where: [.equals("event", .text(event.name.rawValue)), .equals("key", .text(key))]))
        if let row = known.first {
            guard row[4] == .text(json) else { throw ServiceError.invalid([.otherMessage]) }
            guard case .integer(let records) = row[5] else { return MessageReceipt(records: 0, isRepeated: true) }
            return MessageReceipt(records: Int(records), isRepeated: true)
        }
        let records = try setOff()
        try writer.transaction.insert(
            into: .events,
            [
                .text(event.name.rawValue), .text(key), .instant(writer.invocation.now),
                actor.user.map(Value.identifier) ?? .null, .text(json), .integer(Int64(records)),
            ])
        return MessageReceipt(records: records, isRepeated: false)
    }

    /// - Returns: For how many records automations are considered.
    private func setOff() throws -> Int {
        var findings: [Finding] = []
        var meant: Set<RecordReference> = []
        for automation in writer.request.model.time.automations.values {
            guard let reception = automation.reception, reception.event == event.name,
                let entity = writer.request.model.entities[automation.entity]
            else { continue }
            let keys = try writer.records(for: reception, of: entity.name)
            guard keys.count <= RecordWriter.mostReceivers else {
                findings.append(.tooMany(entity, RecordWriter.mostReceivers))
                continue
            }
            for id in keys { meant.insert(try consider(automation, id, adds: false)) }
            guard keys.isEmpty else { continue }
            switch reception.missing {
            case .ignore: break
            case .refuse: findings.append(.noRecord(entity))
            case .create:
                let id = writer.request.workspace.identifiers.next(writer.invocation.now)
                meant.insert(try consider(automation, id, adds: true))
            }
        }
        guard findings.isEmpty else { throw ServiceError.invalid(findings) }
        return meant.count
    }

    private func consider(_ automation: Automation, _ id: RecordID, adds: Bool) throws -> RecordReference {
        let record = RecordReference(entity: automation.entity, id: id)
        var cause = JobCause(trigger: "event")
        cause.told = told
        cause.adds = adds ? true : nil
        try writer.consider(automation, record, cause, old: [:])
        return record
    }
}

extension RecordWriter {
    /// So many records of one automation at most that one message is about.
    static let mostReceivers = 1000

    /// The records that an event is about, in the order of their keys; one more than there may be if there are too many.
    func records(for reception: Automation.Reception, of entity: EntityName) throws -> [RecordID] {
        try transaction.keys(
            RecordQuery(
                entity: entity, columns: [QueryColumn(.key(of: entity))], condition: reception.condition,
                limit: Self.mostReceivers + 1, access: .unrestricted), scope.context)
    }
}
