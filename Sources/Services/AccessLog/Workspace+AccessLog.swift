// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
public import Values

/// Which entries of the access log are asked for.
public struct AccessQuestion: Sendable {
    public var kind: AccessEntry.Kind?
    public var actor: RecordID?
    public var entity: EntityName?
    public var record: RecordID?
    /// From this moment on.
    public var since: Instant?
    /// Before this moment.
    public var until: Instant?
    /// The last entry of the page before; nil for the first page.
    public var after: RecordID?
    /// At most 1,000.
    public var limit = 50

    public init() {}
}

extension Workspace {
    /// Entries of the access log, the newest first.
    ///
    /// - Returns: A page, and the entry behind which the next one begins; nil if there is none.
    /// - Throws: ``ServiceError/forbidden(_:)`` unless a role of the asker has the capability `audit`.
    public func accessLog(
        _ question: AccessQuestion, _ invocation: Invocation
    ) throws -> (entries: [AccessEntry], next: RecordID?) {
        guard invocation.may(.audit) else {
            throw ServiceError.forbidden("This needs a role with the capability “audit”.")
        }
        guard (1...1000).contains(question.limit) else {
            throw ServiceError.badRequest(target: "limit", "A page has 1 to 1,000 entries.")
        }
        return try store.read(invocation.environment) { transaction in
            let rows = try transaction.engineRows(
                EngineSelection(
                    .accessEntries, where: question.conditions, order: "id", isDescending: true,
                    limit: question.limit + 1))
            var names: [RecordID: String] = [:]
            let entries = try rows.prefix(question.limit).compactMap(AccessEntry.init).map { entry in
                var entry = entry
                if let actor = entry.actor {
                    let name = try names[actor] ?? transaction.record("User", actor)?["displayName"].canonicalText
                    names[actor] = name
                    entry.name = name ?? ""
                }
                entry.end = try transaction.engineRows(
                    EngineSelection(.accessEnds, where: [.equals("id", .identifier(entry.id))], limit: 1)
                ).lazy.compactMap(AccessEntry.End.init).first
                return entry
            }
            return (entries, rows.count > question.limit ? entries.last?.id : nil)
        }
    }

    /// The key of the user of a name, who need not be able to sign in any more; nil if there is none.
    public func personKey(userName: String) throws -> RecordID? {
        try store.read(model.current) { try $0.key("User", where: "userName", equals: .text(userName)) }
    }
}

extension AccessQuestion {
    fileprivate var conditions: [EngineCondition] {
        let equal: [(String, Value?)] = [
            ("kind", kind.map { .text($0.rawValue) }), ("actor", actor.map(Value.identifier)),
            ("entity", entity.map { .text($0.rawValue) }), ("record", record.map(Value.identifier)),
        ]
        var conditions = equal.compactMap { column, value in value.map { EngineCondition.equals(column, $0) } }
        if let since { conditions.append(.greater("at", .instant(Instant(microseconds: since.microseconds - 1)))) }
        if let until { conditions.append(.less("at", .instant(until))) }
        if let after { conditions.append(.less("id", .identifier(after))) }
        return conditions
    }
}
