// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

// Asking for approvals, and answering.
extension RecordWriter {
    private var book: ApprovalBook { ApprovalBook(transaction) }
    private var today: CalendarDate { request.calendar.today }

    /// Asks for what a move needs, once nothing else stands in its way; values given with it are written at once.
    ///
    /// - Returns: The requests that were made.
    func askApproval(_ move: StageMove) throws -> [RecordID] {
        let (entry, obstacles) = try examine(move)
        var missing: [MissingApproval] = []
        for case .approval(let approval) in obstacles where approval.state == .notAsked { missing.append(approval) }
        let others = obstacles.filter { if case .approval = $0 { false } else { true } }
        guard others.isEmpty else { throw entry.refusal(others) }
        guard !missing.isEmpty else {
            guard obstacles.isEmpty else { throw entry.refusal(obstacles) }
            throw ServiceError.badRequest(target: "to", "The move needs no approval.")
        }
        if !move.values.isEmpty {
            _ = try update(move.entity, move.id, move.values, expectedVersion: move.expectedVersion)
        }
        return try missing.map { try ask(for: $0, entry, move) }
    }

    private func ask(for missing: MissingApproval, _ entry: StageEntry, _ move: StageMove) throws -> RecordID {
        for earlier in try book.requests(of: move.id)
        where earlier.status.isOpen && earlier.pipeline == move.pipeline && earlier.approval == missing.name {
            try set(.over, of: earlier)
        }
        let asked = ApprovalRequest(
            id: request.workspace.identifiers.next(invocation.now), entity: move.entity, record: move.id,
            pipeline: move.pipeline, approval: missing.name, from: entry.from, to: move.to,
            requester: invocation.actor.user, asked: invocation.now, reason: move.reason, steps: missing.steps,
            position: 0, status: .waiting, obstacles: nil)
        try transaction.insert(into: .approvals, asked.row)
        try tellApprovers(of: asked)
        return asked.id
    }

    /// Says yes or no for the asker, or for somebody whom they stand in for.
    ///
    /// - Returns: What became of the request.
    func vote(_ kind: ApprovalVote.Kind, on id: RecordID, _ comment: String?) throws -> ApprovalRequest.Status {
        let (asked, approval) = try readableRequest(id)
        guard asked.status == .waiting, let step = approval.step(of: asked) else {
            throw ServiceError.invalid([.decided])
        }
        let approvers = Approvers(request: asked, step: step, book: book, today: today)
        let voice = try approvers.voice(of: invocation.actor)
        if kind == .rejected, (comment ?? "").allSatisfy(\.isWhitespace) {
            throw ServiceError.invalid([.noComment])
        }
        try note(kind, on: asked, voice, comment)
        guard kind == .approved else {
            try set(.rejected, of: asked)
            try tell([asked.requester], about: asked, Label(approval, "Rejected", "已驳回", comment))
            return .rejected
        }
        guard asked.presentVotes.count + 1 >= step.count else { return .waiting }
        let next = asked.position + 1
        try transaction.update(
            .approvals, set: ["step": .integer(Int64(next))], where: [.equals("id", .identifier(id))])
        guard next < asked.steps.count else {
            try set(.granted, of: asked)
            try GrantedMove.wait(for: asked, self)
            return .granted
        }
        if let changed = try book.request(id) { try tellApprovers(of: changed) }
        return .waiting
    }

    /// Takes back what the asker asked for.
    func withdrawApproval(_ id: RecordID) throws {
        let (asked, _) = try readableRequest(id)
        guard asked.requester == invocation.actor.user else { throw ServiceError.invalid([.notRequester]) }
        guard asked.status.isOpen else { throw ServiceError.invalid([.decided]) }
        try note(.withdrawn, on: asked, .own, nil)
        try set(.withdrawn, of: asked)
    }

    /// A request on a record that the asker may read, with what the pack says of it.
    private func readableRequest(_ id: RecordID) throws -> (ApprovalRequest, Approval) {
        guard let asked = try book.request(id) else {
            throw ServiceError.unknownName(kind: "approval", name: id.description)
        }
        _ = try writable(asked.entity, asked.record, \.read, nil)
        guard let approval = request.model.pipelines[asked.pipeline]?.approval(asked.approval) else {
            throw ServiceError.unknownName(kind: "approval", name: asked.approval)
        }
        return (asked, approval)
    }

    private func note(
        _ kind: ApprovalVote.Kind, on asked: ApprovalRequest, _ voice: Approvers.Voice, _ comment: String?
    ) throws {
        guard let user = invocation.actor.user else { return }
        let absent: Value = if case .instead(let person) = voice { .identifier(person) } else { .null }
        try transaction.insert(
            into: .approvalVotes,
            [
                .identifier(request.workspace.identifiers.next(invocation.now)), .text(asked.entity.rawValue),
                .identifier(asked.record), .identifier(asked.id), .integer(Int64(asked.position)), .identifier(user),
                absent, .text(kind.rawValue), .instant(invocation.now), comment.map(Value.text) ?? .null,
            ])
    }

    private func set(_ status: ApprovalRequest.Status, of asked: ApprovalRequest) throws {
        try transaction.update(
            .approvals, set: ["status": .text(status.rawValue), "decided": .instant(invocation.now)],
            where: [.equals("id", .identifier(asked.id))])
    }

    /// Closes what was asked for when a record comes into another stage: what was granted for it stays with it there.
    func closeApprovals(of draft: RecordDraft, from: StageName, _ pipeline: Pipeline) throws {
        guard pipeline.hasApprovals else { return }
        for asked in try book.requests(of: draft.reference.id) where asked.pipeline == pipeline.name {
            let isGranted = asked.status == .granted && asked.from == from
            if isGranted, draft[pipeline.field] == .text(asked.to.rawValue) {
                try set(.moved, of: asked)
            } else if asked.status.isOpen || asked.status == .moved {
                try set(.over, of: asked)
            }
        }
    }
}
