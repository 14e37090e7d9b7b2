// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
public import Values

// Doors to approvals. Each function is the whole of one request.
extension Workspace {
    /// Asks for the approvals that a move needs; the move is made by itself when the last of them is granted.
    ///
    /// - Throws: ``ServiceError/moveRefused(_:)`` with everything else that stands in between, and
    ///   ``ServiceError/badRequest(target:_:)`` if the move needs no approval.
    public func askApproval(_ move: StageMove, _ invocation: Invocation) async throws -> [RecordID] {
        try await write(invocation) { request, transaction in
            try RecordWriter(request, transaction).askApproval(move)
        }
    }

    /// Says yes to what somebody asked for; moves the record, as the person who asked, if nothing is missing any more.
    ///
    /// - Returns: What became of the request: `granted` if it could not be moved.
    /// - Throws: ``ServiceError/invalid(_:)`` if it is the asker's own, was decided, or waits for others.
    public func approve(
        _ id: RecordID, comment: String? = nil, _ invocation: Invocation
    ) async throws -> ApprovalRequest.Status {
        let status = try await write(invocation) { request, transaction in
            try RecordWriter(request, transaction).vote(.approved, on: id, comment)
        }
        guard status == .granted else { return status }
        return try await complete(id, invocation)
    }

    /// Says no to what somebody asked for.
    ///
    /// - Parameter reason: What the person who asked is told; not empty.
    public func reject(_ id: RecordID, reason: String, _ invocation: Invocation) async throws {
        _ = try await write(invocation) { request, transaction in
            try RecordWriter(request, transaction).vote(.rejected, on: id, reason)
        }
    }

    /// Takes back what the asker asked for.
    public func withdrawApproval(_ id: RecordID, _ invocation: Invocation) async throws {
        try await write(invocation) { request, transaction in
            try RecordWriter(request, transaction).withdrawApproval(id)
        }
    }

    /// Makes the move of a request that was granted; what stands in its way is told to the person who asked.
    private func complete(_ id: RecordID, _ invocation: Invocation) async throws -> ApprovalRequest.Status {
        do {
            return try await write(invocation) { request, transaction in
                try self.move(grantedIn: id, request, transaction)
            }
        } catch let error as ServiceError {
            try await write(invocation) { request, transaction in
                let writer = try RecordWriter(request, transaction)
                guard let asked = try ApprovalBook(transaction).request(id),
                    let approval = request.model.pipelines[asked.pipeline]?.approval(asked.approval)
                else { return }
                try transaction.update(
                    .approvals, set: ["obstacles": .text(error.label.lines)], where: [.equals("id", .identifier(id))])
                try writer.tell(
                    [asked.requester], about: asked,
                    Label(approval, "Approved, but the record could not be moved", "已批准，但记录未能移动", nil))
            }
            return .granted
        }
    }

    private func move(
        grantedIn id: RecordID, _ request: Request, _ transaction: any WriteTransaction
    ) throws -> ApprovalRequest.Status {
        let book = ApprovalBook(transaction)
        guard let asked = try book.request(id), asked.status == .granted,
            let approval = request.model.pipelines[asked.pipeline]?.approval(asked.approval)
        else { return .over }
        // The move waits for its other approvals.
        let isLast = try !book.requests(of: asked.record).contains {
            $0.status == .waiting && $0.pipeline == asked.pipeline && $0.to == asked.to
        }
        guard isLast else { return .granted }
        let requester = try asked.requester.map { try readActor($0, in: transaction) } ?? Actor.engine
        guard let requester else { throw ServiceError.forbidden("The person who asked is not there any more.") }
        let own = request.invocation
        let mover = Invocation(
            actor: requester, door: own.door, environment: own.environment, now: own.now, language: own.language)
        let writer = try RecordWriter(Request(self, mover), transaction)
        _ = try writer.move(
            StageMove(
                entity: asked.entity, id: asked.record, pipeline: asked.pipeline, to: asked.to, reason: asked.reason))
        try writer.tell([asked.requester], about: asked, Label(approval, "Approved", "已批准", nil))
        return .moved
    }
}
