// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Storage
import Values

/// What happened to an approval.
public enum ApprovalEvent: String, Sendable {
    case asked, approved, rejected, withdrawn
}

// The approvals of a record, as they stand among what happened to it.
extension Timeline {
    func approvals(of id: RecordID, _ plan: EntityPlan) throws -> [TimelineEntry] {
        guard plan.pipelines.contains(where: \.hasApprovals) else { return [] }
        return try ApprovalBook(transaction).requests(of: id).flatMap { asked -> [TimelineEntry] in
            let approval = request.model.pipelines[asked.pipeline]?.approval(asked.approval)
            let label = approval?.label ?? Label(english: asked.approval, chinese: asked.approval)
            let question = TimelineEntry(
                at: asked.asked, who: try asked.requester.flatMap(displayName),
                kind: .approval(label, .asked, insteadOf: nil, comment: nil))
            return try [question]
                + asked.votes.map { vote in
                    TimelineEntry(
                        at: vote.at, who: try displayName(of: vote.actor),
                        kind: .approval(
                            label, ApprovalEvent(vote.kind), insteadOf: try vote.absent.flatMap(displayName),
                            comment: vote.comment))
                }
        }
    }
}

extension ApprovalEvent {
    fileprivate init(_ kind: ApprovalVote.Kind) {
        switch kind {
        case .approved: self = .approved
        case .rejected: self = .rejected
        case .withdrawn: self = .withdrawn
        }
    }
}
