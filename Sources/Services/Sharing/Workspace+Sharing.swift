// SPDX-License-Identifier: Apache-2.0
import DomainModel
public import Expressions
import OrderedCollections
import Storage
public import Values

/// A share as the page of its record tells it.
public struct ShareView: Sendable {
    public let receiver: ShareReceiver
    /// The name of the person, team or role.
    public let name: String
    public let level: ShareLevel
    /// When it is over; nil if somebody has to take it back.
    public let until: Instant?
    public let note: String?
    /// Who shared it, by display name; nil for the engine.
    public let giver: String?
    public let at: Instant
    public let mayEnd: Bool
}

/// What of a record is shared, and whether the asker may share it.
public struct Sharing: Sendable {
    public let shares: [ShareView]
    public let mayShare: Bool
}

// Doors to shares.
extension Workspace {
    /// Shares a record with a person, a team or a role, and tells them.
    ///
    /// - Throws: ``ServiceError/invalid(_:)`` with everything that is in the way.
    public func share(_ share: RecordShare, _ invocation: Invocation) async throws -> WriteOutcome {
        try await write(invocation) { request, transaction in try RecordWriter(request, transaction).share(share) }
    }

    /// Takes back what was shared with somebody.
    public func unshare(
        _ entity: EntityName, _ id: RecordID, _ receiver: ShareReceiver, _ invocation: Invocation
    ) async throws -> WriteOutcome {
        try await write(invocation) { request, transaction in
            try RecordWriter(request, transaction).unshare(entity, id, receiver)
        }
    }

    /// With whom a record is shared now; nil if records of its entity are not shared.
    ///
    /// - Throws: ``ServiceError/notFound(_:_:)`` if the asker does not see it.
    public func sharing(_ entity: EntityName, _ id: RecordID, _ invocation: Invocation) throws -> Sharing? {
        let request = Request(self, invocation)
        let plan = try request.readable(entity)
        guard plan.entity.isShareable else { return nil }
        let record = RecordReference(entity: entity, id: id)
        return try store.read(invocation.environment) { transaction in
            let scope = try TransactionScope(transaction, request)
            let access = request.permissions[entity]
            guard try scope.exists(record), try scope.allows(access.read, record) else {
                throw ServiceError.notFound(entity, id)
            }
            let mayShare = try scope.allows(access.share, record)
            let shares = try ShareBook(transaction).shares(of: record).filter { $0.isInForce(at: invocation.now) }
            return Sharing(
                shares: try shares.map { try view($0, mayShare, request, scope) }, mayShare: mayShare)
        }
    }

    private func view(
        _ share: Share, _ mayShare: Bool, _ request: Request, _ scope: TransactionScope
    ) throws -> ShareView {
        let user = request.invocation.actor.user
        let isOwn = user.map { $0 == share.giver || .user($0) == share.receiver } ?? false
        return ShareView(
            receiver: share.receiver, name: try request.name(of: share.receiver, scope), level: share.level,
            until: share.until, note: share.note,
            giver: try share.giver.map { try request.title(of: RecordReference(entity: "User", id: $0), scope) },
            at: share.at, mayEnd: mayShare || isOwn)
    }
}

extension Request {
    /// What people call a receiver.
    func name(of receiver: ShareReceiver, _ scope: TransactionScope) throws -> String {
        switch receiver {
        case .role(let name): return model.roles[name]?.label[invocation.language] ?? name.rawValue
        case .user, .team:
            guard let reference = receiver.reference, try scope.record(reference) != nil else { return hiddenTitle }
            return try title(of: reference, scope)
        }
    }
}
