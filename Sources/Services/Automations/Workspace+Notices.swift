// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import OrderedCollections
import Schemas
import Storage
public import Values

/// What an automation told a person.
public struct Notice: Sendable {
    public let id: RecordID
    public let at: Instant
    /// The record that it is about.
    public let entity: EntityName
    public let record: RecordID
    public let automation: AutomationName
    public let text: Label
    public let isSeen: Bool
}

extension Workspace {
    /// What the asker was told, the newest first; nothing for the engine itself.
    public func notices(limit: Int, _ invocation: Invocation) throws -> [Notice] {
        guard let user = invocation.actor.user else { return [] }
        return try store.read(invocation.environment) { transaction in
            try transaction.engineRows(
                EngineSelection(
                    .notices, where: [.equals("user", .identifier(user))], order: "id", isDescending: true,
                    limit: limit))
        }.compactMap(Notice.init)
    }

    /// How many notices the asker has not seen yet, up to a hundred.
    public func unseenNotices(_ invocation: Invocation) throws -> Int {
        try notices(limit: 100, invocation).count { !$0.isSeen }
    }

    /// Notes that the asker has seen every notice up to one.
    public func seeNotices(upTo last: RecordID, _ invocation: Invocation) async throws {
        guard let user = invocation.actor.user else { return }
        try await write { transaction in
            for conditions in [
                [EngineCondition.less("id", .identifier(last))], [.equals("id", .identifier(last))],
            ] {
                try transaction.update(
                    .notices, set: ["seen": .boolean(true)],
                    where: conditions + [.equals("user", .identifier(user)), .equals("seen", .boolean(false))])
            }
        }
    }
}

extension Notice {
    /// Nil if the row was written by a program that kept something else.
    fileprivate init?(_ row: [Value]) {
        guard row.count == 9, case .identifier(let id) = row[0], case .instant(let at) = row[2],
            case .text(let entity) = row[3], case .identifier(let record) = row[4],
            case .text(let automation) = row[5], case .text(let english) = row[6], case .text(let chinese) = row[7],
            case .boolean(let isSeen) = row[8]
        else { return nil }
        self.init(
            id: id, at: at, entity: EntityName(entity), record: record, automation: AutomationName(automation),
            text: Label(english: english, chinese: chinese), isSeen: isSeen)
    }
}
