// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
public import Values

/// Where a record of a pool stands for one asker.
public struct PoolStanding: Sendable {
    /// The name of who has it; nil if it lies in the pool.
    public let owner: String?
    /// Until when it is protected, as the asker reads it; nil if it is not, or its owner keeps it.
    public let until: String?
    public let isOwn: Bool
    /// What keeps the asker from claiming it; empty if nothing does.
    public let obstacles: [Finding]
    public let mayRelease: Bool
}

// Doors to pools.
extension Workspace {
    /// Makes a record that nobody has, or whose protection is over, the asker's own. Of several who ask at once, one gets it.
    ///
    /// - Throws: ``ServiceError/invalid(_:)`` with who protects it until when, and everything else that is in the way.
    public func claim(
        _ entity: EntityName, _ id: RecordID, expectedVersion: Int64? = nil, _ invocation: Invocation
    ) async throws -> WriteOutcome {
        try await write(invocation) { request, transaction in
            try RecordWriter(request, transaction).claim(entity, id, expectedVersion: expectedVersion)
        }
    }

    /// Puts a record back into its pool.
    public func release(
        _ entity: EntityName, _ id: RecordID, expectedVersion: Int64? = nil, _ invocation: Invocation
    ) async throws -> WriteOutcome {
        try await write(invocation) { request, transaction in
            try RecordWriter(request, transaction).release(entity, id, expectedVersion: expectedVersion)
        }
    }

    /// Where a record stands; nil if its entity has no pool, or the asker may not see whose records are.
    public func poolStanding(
        _ entity: EntityName, _ id: RecordID, _ invocation: Invocation
    ) throws -> PoolStanding? {
        let request = Request(self, invocation)
        let plan = try request.readable(entity)
        guard let pool = plan.pool, let user = invocation.actor.user,
            request.permissions.isPlain(pool.owner, of: entity)
        else { return nil }
        return try store.read(invocation.environment) { transaction in
            let scope = try TransactionScope(transaction, request)
            let reference = RecordReference(entity: entity, id: id)
            guard let record = try scope.record(reference), record.deletedAt == nil,
                try scope.allows(request.permissions[entity].read, reference)
            else { throw ServiceError.notFound(entity, id) }
            let desk = PoolDesk(pool, request, scope)
            let owner = record[pool.owner].key
            let settings = DisplaySettings(language: invocation.language, offset: clock.offset)
            let until = desk.field(pool.protectedUntil).flatMap { field in
                record[field.name].isNull ? nil : field.type.display(record[field.name], field, settings)
            }
            return PoolStanding(
                owner: try owner.map { try request.title(of: RecordReference(entity: "User", id: $0), scope) },
                until: desk.isProtected(record.values) ? until : nil, isOwn: owner == user,
                obstacles: try desk.obstacles(of: record, for: user),
                mayRelease: try owner != nil && desk.frozen(reference) == nil
                    && (owner == user || scope.allows(request.permissions[entity].update, reference)))
        }
    }
}
