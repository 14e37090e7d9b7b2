// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import NIOCore
import OrderedCollections
import Services
import Values

// Asking for approvals, and answering.
extension Call {
    /// `POST /Entity(id)/crm.askApproval` with what `crm.move` takes: asks for what the move needs.
    func askApproval(_ name: EntityName, _ id: RecordID) async throws -> APIAnswer {
        _ = try await workspace.askApproval(try move(name, id, by: "crm.askApproval"), invocation)
        return .empty()
    }

    /// `POST /Entity(id)/crm.approve` with `{"request", "comment"}`, `crm.reject` with `{"request", "reason"}` and
    /// `crm.withdrawApproval` with `{"request"}`; the request may be left out if but one can be meant.
    func answerApproval(
        _ kind: ApprovalVote.Kind, _ name: EntityName, _ id: RecordID
    ) async throws -> APIAnswer {
        _ = try readable(name)
        switch kind {
        case .approved:
            let arguments = try arguments(known: ["request", "comment"], of: "crm.approve")
            let request = try request(in: arguments, of: "crm.approve", name, id) {
                try workspace.mayVote(on: $0, invocation)
            }
            _ = try await workspace.approve(
                request, comment: try text("comment", in: arguments, of: "crm.approve"), invocation)
        case .rejected:
            let arguments = try arguments(known: ["request", "reason"], of: "crm.reject")
            let request = try request(in: arguments, of: "crm.reject", name, id) {
                try workspace.mayVote(on: $0, invocation)
            }
            try await workspace.reject(
                request, reason: try text("reason", in: arguments, of: "crm.reject") ?? "", invocation)
        case .withdrawn:
            let arguments = try arguments(known: ["request"], of: "crm.withdrawApproval")
            let request = try request(in: arguments, of: "crm.withdrawApproval", name, id) {
                $0.status.isOpen && $0.requester == invocation.actor.user
            }
            try await workspace.withdrawApproval(request, invocation)
        }
        return .empty()
    }

    /// The request that is named, or else the only one that can be meant.
    private func request(
        in arguments: JSONValue, of action: String, _ name: EntityName, _ id: RecordID,
        where isMeant: (ApprovalRequest) throws -> Bool
    ) throws -> RecordID {
        let all = try workspace.approvals(of: name, id, invocation)
        guard let text = try text("request", in: arguments, of: action) else {
            let meant = try all.filter(isMeant)
            guard meant.count == 1, let only = meant.first else {
                throw Self.wrongArgument("request", of: action)
            }
            return only.id
        }
        guard let key = RecordID(text), all.contains(where: { $0.id == key }) else {
            throw Self.wrongArgument("request", of: action)
        }
        return key
    }

    /// `GET /Entity(id)/crm.approvals`: what was asked for on the record, and what people said.
    func approvals(_ name: EntityName, _ id: RecordID) throws -> APIAnswer {
        _ = try readable(name)
        var body = ByteBuffer()
        body.writeStaticString("{\"value\":")
        body.writeJSONArray(try workspace.approvals(of: name, id, invocation)) { write($1, to: &$0) }
        body.writeStaticString("}")
        return .json(body)
    }

    private func write(_ request: ApprovalRequest, to body: inout ByteBuffer) {
        let approval = invocation.model.pipelines[request.pipeline]?.approval(request.approval)
        body.writeStaticString("{")
        body.writeName("id", isFirst: true)
        body.writeJSON(request.id.description)
        body.writeName("pipeline")
        body.writeJSON(request.pipeline.rawValue)
        body.writeName("approval")
        body.writeJSON(request.approval)
        body.writeName("label")
        body.writeJSON(approval?.label[invocation.language] ?? request.approval)
        body.writeName("to")
        body.writeJSON(request.to.rawValue)
        body.writeName("status")
        body.writeJSON(request.status.rawValue)
        body.writeName("asked")
        body.writeJSON(Value.instant(request.asked).canonicalText)
        if let why = request.obstacles {
            body.writeName("obstacles")
            body.writeJSON(why[invocation.language])
        }
        body.writeName("votes")
        body.writeJSONArray(request.votes) { Self.write($1, to: &$0) }
        body.writeStaticString("}")
    }

    private static func write(_ vote: ApprovalVote, to body: inout ByteBuffer) {
        body.writeStaticString("{")
        body.writeName("kind", isFirst: true)
        body.writeJSON(vote.kind.rawValue)
        body.writeName("actor")
        body.writeJSON(vote.actor.description)
        if let absent = vote.absent {
            body.writeName("insteadOf")
            body.writeJSON(absent.description)
        }
        if let comment = vote.comment {
            body.writeName("comment")
            body.writeJSON(comment)
        }
        body.writeName("at")
        body.writeJSON(Value.instant(vote.at).canonicalText)
        body.writeStaticString("}")
    }
}
