// SPDX-License-Identifier: Apache-2.0
import DomainModel
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

    /// Makes the move of a request that was granted. If the process dies before, the job that waits for it does so.
    private func complete(_ id: RecordID, _ invocation: Invocation) async throws -> ApprovalRequest.Status {
        do {
            return try await write(invocation) { try GrantedMove(id, $0, $1).make() }
        } catch let error as ServiceError {
            try await write(invocation) { try GrantedMove(id, $0, $1).giveUp(because: error.label) }
            return .granted
        }
    }
}
