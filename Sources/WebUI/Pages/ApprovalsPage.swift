// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import OrderedCollections
import Services
import Values

// Approvals that wait for the person, those they asked for, and who stands in for them.
extension WebUI {
    func addApprovalRoutes(to router: Router<PageContext>) {
        router.get("/approvals", use: page { visit in try approvals(visit) })
        router.post(
            "/approvals/:id/:answer",
            use: page { visit in
                let id = try visit.recordID
                switch visit.parameters.get("answer") {
                case "approve":
                    let comment = visit.form["comment"].flatMap { $0.isEmpty ? nil : $0 }
                    _ = try await workspace.approve(id, comment: comment, visit.invocation)
                case "reject":
                    try await workspace.reject(id, reason: visit.form["comment"] ?? "", visit.invocation)
                case "withdraw": try await workspace.withdrawApproval(id, visit.invocation)
                default: throw ServiceError.badRequest(target: "answer", "There is no such answer.")
                }
                return redirect(to: localPath(visit.form["next"] ?? "/approvals"))
            })
        router.post("/substitutes", use: page(addSubstitute))
        router.post(
            "/substitutes/remove",
            use: page { visit in
                guard let id = visit.form["substitute"].flatMap({ RecordID($0) }) else {
                    throw ServiceError.badRequest(target: "substitute", "This is not the key of a user.")
                }
                try await workspace.removeSubstitute(id, visit.invocation)
                return redirect(to: "/approvals")
            })
    }

    private func approvals(_ visit: Visit) throws -> Response {
        let waiting = try workspace.waitingApprovals(visit.invocation)
        let mine = try workspace.askedApprovals(limit: 50, visit.invocation)
        let substitutes = try workspace.substitutes(visit.invocation).map { substitute in
            [
                "id": substitute.substitute.description,
                "name": try workspace.personName(substitute.substitute, visit.invocation) ?? "",
                "from": substitute.from.description, "until": substitute.until.description,
            ] as [String: Any]
        }
        return visit.page(
            "approvals", title: visit.word("approvals"),
            [
                "waiting": try list(waiting, visit), "mine": try list(mine, visit), "substitutes": substitutes,
            ])
    }

    private func list(_ requests: [ApprovalRequest], _ visit: Visit) throws -> [String: Any] {
        [
            "isEmpty": requests.isEmpty,
            "approvals": try requests.map { try line($0, visit, next: "/approvals", namesRecord: true) },
        ]
    }

    /// The approvals of a record, the newest first; nil if nobody asked for any.
    func approvals(of record: RecordView, _ visit: Visit) throws -> [String: Any]? {
        guard visit.model.pipelines.values.contains(where: { $0.entity == record.entity && $0.hasApprovals }) else {
            return nil
        }
        let requests = try workspace.approvals(of: record.entity, record.id, visit.invocation).reversed().prefix(10)
        guard !requests.isEmpty else { return nil }
        return ["approvals": try requests.map { try line($0, visit, next: visit.path, namesRecord: false) }]
    }

    private func line(
        _ asked: ApprovalRequest, _ visit: Visit, next: String, namesRecord: Bool
    ) throws -> [String: Any] {
        let pipeline = visit.model.pipelines[asked.pipeline]
        let approval = pipeline?.approval(asked.approval)
        let isMine = asked.requester != nil && asked.requester == visit.session.actor.user
        return [
            "id": asked.id.description, "label": approval?.label[visit.language] ?? asked.approval,
            "status": visit.word("approval.\(asked.status.rawValue)"), "tone": tone(asked.status),
            "to": pipeline?.stage(asked.to)?.label[visit.language] ?? asked.to.rawValue,
            "asked": visit.text(of: asked.asked), "who": try name(asked.requester, visit), "reason": asked.reason ?? "",
            "waitsFor": waitsFor(asked, approval, visit) ?? false as Any,
            "obstacles": asked.status == .granted ? asked.obstacles?[visit.language] ?? false as Any : false as Any,
            "votes": try asked.votes.map { try line($0, visit) },
            "mayVote": try workspace.mayVote(on: asked, visit.invocation),
            "mayWithdraw": isMine && asked.status.isOpen, "next": next, "csrf": visit.session.csrfToken,
            "record": namesRecord ? visit.mention(asked.entity, asked.record) as Any : false as Any,
        ]
    }

    private func line(_ vote: ApprovalVote, _ visit: Visit) throws -> [String: Any] {
        let place = try vote.absent.map { " (\(visit.word("insteadOf")) \(try name($0, visit)))" } ?? ""
        return [
            "at": visit.text(of: vote.at), "who": try name(vote.actor, visit) + place,
            "kind": visit.word("did.\(vote.kind.rawValue)"), "comment": vote.comment ?? "",
        ]
    }

    private func name(_ user: RecordID?, _ visit: Visit) throws -> String {
        try user.flatMap { try workspace.personName($0, visit.invocation) } ?? "Trellis"
    }

    /// The roles that are asked now.
    private func waitsFor(_ asked: ApprovalRequest, _ approval: Approval?, _ visit: Visit) -> String? {
        guard asked.status == .waiting, let approval, asked.steps.indices.contains(asked.position),
            approval.steps.indices.contains(asked.steps[asked.position])
        else { return nil }
        let step = approval.steps[asked.steps[asked.position]]
        let roles = step.roles.map { visit.model.roles[$0]?.label[visit.language] ?? $0.rawValue }
        let given = asked.votes.count { $0.step == asked.position && $0.kind == .approved }
        return
            "\(visit.word("waitsFor")) \(roles.joined(separator: visit.language == .chinese ? "、" : ", ")) (\(given)/\(step.count))"
    }

    private func tone(_ status: ApprovalRequest.Status) -> String {
        switch status {
        case .waiting: "caution"
        case .granted, .moved: "positive"
        case .rejected: "negative"
        case .withdrawn, .over: "neutral"
        }
    }

    private func addSubstitute(_ visit: Visit) async throws -> Response {
        let name = visit.form["userName"] ?? ""
        guard let user = try workspace.actor(userName: name)?.user else {
            throw ServiceError.unknownName(kind: "user", name: name)
        }
        guard let from = CalendarDate(visit.form["from"] ?? ""), let until = CalendarDate(visit.form["until"] ?? "")
        else { throw ServiceError.badRequest(target: "from", "The first and the last day are needed.") }
        try await workspace.setSubstitute(user, from: from, until: until, visit.invocation)
        return redirect(to: "/approvals")
    }
}
