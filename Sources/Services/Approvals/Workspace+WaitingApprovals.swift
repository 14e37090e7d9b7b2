// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
public import Values

// What was asked for, and who stands in for whom.
extension Workspace {
    /// The approvals that were asked for on a record, the oldest first.
    public func approvals(
        of entity: EntityName, _ id: RecordID, _ invocation: Invocation
    ) throws -> [ApprovalRequest] {
        let request = Request(self, invocation)
        return try store.read(invocation.environment) { transaction in
            guard try isReadable(entity, id, request, transaction) else { throw ServiceError.notFound(entity, id) }
            return try ApprovalBook(transaction).requests(of: id)
        }
    }

    /// What waits for the asker, by themselves or in somebody's place, the oldest first.
    public func waitingApprovals(_ invocation: Invocation) throws -> [ApprovalRequest] {
        guard invocation.actor.user != nil, invocation.model.pipelines.values.contains(where: \.hasApprovals) else {
            return []
        }
        let request = Request(self, invocation)
        return try store.read(invocation.environment) { transaction in
            try ApprovalBook(transaction).waiting().filter { asked in
                try mayVote(on: asked, request, transaction)
                    && isReadable(asked.entity, asked.record, request, transaction)
            }
        }
    }

    /// What the asker asked for, the newest first.
    public func askedApprovals(limit: Int, _ invocation: Invocation) throws -> [ApprovalRequest] {
        guard let user = invocation.actor.user else { return [] }
        return try store.read(invocation.environment) { try ApprovalBook($0).asked(by: user, limit: limit) }
    }

    /// Whether the asker may say yes or no to a request by now.
    public func mayVote(on asked: ApprovalRequest, _ invocation: Invocation) throws -> Bool {
        let request = Request(self, invocation)
        return try store.read(invocation.environment) { try mayVote(on: asked, request, $0) }
    }

    private func mayVote(
        on asked: ApprovalRequest, _ request: Request, _ transaction: any ReadTransaction
    ) throws -> Bool {
        guard asked.status == .waiting,
            let step = request.model.pipelines[asked.pipeline]?.approval(asked.approval)?.step(of: asked)
        else { return false }
        let approvers = Approvers(
            request: asked, step: step, book: ApprovalBook(transaction), today: request.calendar.today)
        do {
            _ = try approvers.voice(of: request.invocation.actor)
            return true
        } catch ServiceError.invalid {
            return false
        }
    }

    private func isReadable(
        _ entity: EntityName, _ id: RecordID, _ request: Request, _ transaction: any ReadTransaction
    ) throws -> Bool {
        let scope = try TransactionScope(transaction, request)
        let reference = RecordReference(entity: entity, id: id)
        guard request.permissions[entity].read != .none, let record = try scope.record(reference),
            record.deletedAt == nil
        else { return false }
        return try scope.allows(request.permissions[entity].read, reference)
    }

    /// What a person is called; nil if there is none with the key.
    public func personName(_ user: RecordID, _ invocation: Invocation) throws -> String? {
        try store.read(invocation.environment) { transaction in
            guard case .text(let name)? = try transaction.record("User", user)?["displayName"] else { return nil }
            return name
        }
    }

    /// Those who approve in the asker's place.
    public func substitutes(_ invocation: Invocation) throws -> [Substitute] {
        guard let user = invocation.actor.user else { return [] }
        return try store.read(invocation.environment) { try ApprovalBook($0).substitutes(of: user) }
    }

    /// Lets somebody approve in the asker's place, from one day to another, both included.
    ///
    /// - Throws: ``ServiceError/badRequest(target:_:)`` if the days are in the wrong order or the substitute is the asker,
    ///   and ``ServiceError/unknownName(kind:name:)`` if there is no such user.
    public func setSubstitute(
        _ substitute: RecordID, from: CalendarDate, until: CalendarDate, _ invocation: Invocation
    ) async throws {
        guard let user = invocation.actor.user else { throw ServiceError.forbidden("Only persons have substitutes.") }
        guard user != substitute else {
            throw ServiceError.badRequest(target: "substitute", "Nobody stands in for himself.")
        }
        guard from <= until else {
            throw ServiceError.badRequest(target: "until", "The last day lies before the first.")
        }
        try await write(invocation) { request, transaction in
            guard try self.readActor(substitute, in: transaction) != nil else {
                throw ServiceError.unknownName(kind: "user", name: substitute.description)
            }
            try transaction.upsert(
                into: .substitutes, [.identifier(user), .identifier(substitute), .date(from), .date(until)])
        }
    }

    /// Takes back that somebody approves in the asker's place.
    public func removeSubstitute(_ substitute: RecordID, _ invocation: Invocation) async throws {
        guard let user = invocation.actor.user else { return }
        try await write(invocation) { request, transaction in
            _ = try transaction.delete(
                from: .substitutes,
                where: [.equals("absent", .identifier(user)), .equals("substitute", .identifier(substitute))])
        }
    }
}
