// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import FoundationEssentials
import OrderedCollections
import Schemas
import Storage
import Synchronization
import Values

// Records that were there before a pack brought an automation or a clock: they are gone through once.
extension Workspace {
    private static let setting = "time.rules"

    /// Begins what the model in force newly says about time.
    ///
    /// - Returns: False if the database has no place for jobs, since no edition was applied by a program that knows them.
    func enrol() async throws -> Bool {
        let environment = model.current
        if enrolment.isDone(environment.model.fingerprint) { return true }
        guard try store.introspect().tables[EngineTable.jobs.name] != nil else { return false }
        try await write(invocation(.engine, .engine)) { request, transaction in
            let known = try Self.known(transaction)
            let wanted = Self.definitions(request.model)
            guard known != wanted else { return }
            for rule in known.keys where wanted[rule] != known[rule] {
                for kind in [Job.Kind.timer, .schedule, .enrolment, .protection, .snapshot] {
                    try transaction.delete(
                        from: .jobs, where: [.equals("automation", .text(rule)), .equals("kind", .text(kind.rawValue))])
                }
            }
            let writer = try RecordWriter(request, transaction)
            for rule in wanted.keys.sorted() where wanted[rule] != known[rule] {
                try self.begin(rule, writer)
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let text = String(decoding: try encoder.encode(wanted), as: UTF8.self)
            try transaction.upsert(into: .settings, [.text(Self.setting), .text(text)])
        }
        enrolment.note(environment.model.fingerprint)
        return true
    }

    private func begin(_ rule: String, _ writer: RecordWriter) throws {
        let now = writer.invocation.now
        if let automation = writer.request.model.time.automations[AutomationName(rule)],
            automation.triggers.contains(where: { if case .schedule = $0 { true } else { false } })
        {
            try Schedules(writer).wait(for: automation)
        }
        if let snapshot = writer.request.model.structures.snapshot(inRule: rule) {
            try Snapshots(writer).wait(for: snapshot, after: now)
        }
        guard let entity = Self.enrolled(rule, writer.request.model) else { return }
        try writer.jobs.add(
            Job(
                id: identifiers.next(now), due: now, kind: .enrolment, entity: entity, record: nil, rule: rule,
                cause: JobCause(trigger: "enrolment")))
    }

    /// The entity whose records have to be gone through for a rule; nil if they need not.
    private static func enrolled(_ rule: String, _ model: Model) -> EntityName? {
        if rule.hasPrefix(Firing.clockPrefix) {
            return model.time.clocks[ClockName(String(rule.dropFirst(Firing.clockPrefix.count)))]?.entity
        }
        if rule.hasPrefix(Pool.rulePrefix) {
            return model.pools[EntityName(String(rule.dropFirst(Pool.rulePrefix.count)))]?.entity
        }
        guard let automation = model.time.automations[AutomationName(rule)],
            automation.triggers.contains(where: { if case .date = $0 { true } else { false } })
        else { return nil }
        return automation.entity
    }

    /// What has to be begun anew when it changes, by rule.
    private static func definitions(_ model: Model) -> [String: String] {
        var definitions: [String: String] = [:]
        for automation in model.time.automations.values {
            let moments = automation.triggers.compactMap { trigger -> String? in
                switch trigger {
                case .date(let timer):
                    "date \(timer.field) \(timer.offset) \(timer.time.map(\.description) ?? "")"
                case .schedule(let schedule):
                    schedule.definition
                case .create, .change, .move, .clock, .refusal, .reservation, .event: nil
                }
            }
            if !moments.isEmpty {
                definitions[automation.name.rawValue] = "\(automation.entity): " + moments.joined(separator: "; ")
            }
        }
        for clock in model.time.clocks.values {
            let parts = [clock.starts, clock.pauses, clock.stops, clock.from, clock.limit].map { $0?.source ?? "" }
            definitions[Firing.clockPrefix + clock.name.rawValue] =
                "\(clock.entity): " + parts.joined(separator: "; ") + "; \(clock.calendar.name)"
        }
        for pool in model.pools.values where pool.protection != nil { definitions[pool.rule] = pool.definition }
        for snapshot in model.structures.snapshots.values {
            definitions[snapshot.rule] = "\(snapshot.entity): \(snapshot.schedule.definition)"
        }
        return definitions
    }

    private static func known(_ transaction: any ReadTransaction) throws -> [String: String] {
        let rows = try transaction.engineRows(
            EngineSelection(.settings, where: [.equals("name", .text(setting))]))
        guard case .text(let json)? = rows.first?[1] else { return [:] }
        return (try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))) ?? [:]
    }
}

/// The model whose rules about time were begun last, so that the database is asked once for each.
final class EnrolmentMemory: Sendable {
    private let fingerprint = Mutex<String?>(nil)

    func isDone(_ model: String) -> Bool { fingerprint.withLock { $0 == model } }
    func note(_ model: String) { fingerprint.withLock { $0 = model } }
}
