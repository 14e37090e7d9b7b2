// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

/// Who may say yes to a request.
struct Approvers {
    let request: ApprovalRequest
    let step: Approval.Step
    let book: ApprovalBook
    let today: CalendarDate

    /// In whose name somebody votes.
    enum Voice: Equatable {
        case own
        case instead(of: RecordID)
    }

    /// In whose name a person may say yes or no.
    ///
    /// - Throws: A finding that says why the person may not.
    func voice(of actor: Actor) throws -> Voice {
        guard let user = actor.user else { throw ServiceError.invalid([.notApprover(step.roles)]) }
        guard user != request.requester else { throw ServiceError.invalid([.ownRequest]) }
        let heard = request.presentVotes
        guard !heard.contains(where: { $0.actor == user }) else { throw ServiceError.invalid([.votedAlready]) }
        let voices = Set(heard.map { $0.absent ?? $0.actor })
        if !voices.contains(user), !Set(step.roles).isDisjoint(with: actor.roles) { return .own }
        for absent in try book.absent(replacedBy: user, on: today) where absent != request.requester {
            guard !voices.contains(absent), try isAsked(absent) else { continue }
            return .instead(of: absent)
        }
        throw ServiceError.invalid([voices.contains(user) ? .votedAlready : .notApprover(step.roles)])
    }

    /// The people whom the step asks, with those who stand in for them; not the one who asked.
    func people() throws -> [RecordID] {
        var people: OrderedSet<RecordID> = []
        for role in step.roles {
            let rows = try book.transaction.engineRows(
                EngineSelection(.userRoles, where: [.equals("role", .text(role.rawValue))], limit: 10_000))
            for row in rows {
                guard case .identifier(let user) = row[0], user != request.requester, try isActive(user) else {
                    continue
                }
                people.append(user)
                for substitute in try book.substitutes(of: user)
                where substitute.isValid(on: today) && substitute.substitute != request.requester {
                    people.append(substitute.substitute)
                }
            }
        }
        return Array(people)
    }

    private func isAsked(_ user: RecordID) throws -> Bool {
        let rows = try book.transaction.engineRows(
            EngineSelection(.userRoles, where: [.equals("user", .identifier(user))]))
        return try isActive(user)
            && rows.contains { if case .text(let role) = $0[1] { step.roles.contains(RoleName(role)) } else { false } }
    }

    private func isActive(_ user: RecordID) throws -> Bool {
        guard let record = try book.transaction.record("User", user) else { return false }
        return record.deletedAt == nil && record["active"] != .boolean(false)
    }
}

extension Finding {
    static var ownRequest: Finding {
        approval("own", "Nobody approves what he asked for himself.", "不能审批自己发起的申请。")
    }

    static var votedAlready: Finding {
        approval("voted", "You said yes or no to this already.", "您已经审批过了。")
    }

    static var decided: Finding {
        approval("decided", "This was decided already.", "该申请已经处理完毕。")
    }

    static func notApprover(_ roles: [RoleName]) -> Finding {
        approval(
            "roles", "It waits for these roles: \(roles.map(\.rawValue).joined(separator: ", ")).",
            "等待以下角色审批：\(roles.map(\.rawValue).joined(separator: "、"))。")
    }

    static var notRequester: Finding {
        approval("requester", "Only the person who asked may take it back.", "只有申请人可以撤回。")
    }

    static var noComment: Finding { approval("comment", "Say why.", "请说明原因。") }

    private static func approval(_ code: String, _ english: String, _ chinese: String) -> Finding {
        Finding(code: "approval.\(code)", field: nil, message: Label(english: english, chinese: chinese))
    }

    /// A record that is being approved, or was.
    static func kept(_ approval: Approval) -> Finding {
        Finding(
            code: "frozen", field: nil,
            message: Label(
                english: "The record cannot go away because of “\(approval.label.english)”.",
                chinese: "因“\(approval.label.chinese)”审批，该记录不能删除或合并。"))
    }

    /// A field that is being approved, or was.
    static func frozen(_ field: Field, _ approval: Approval) -> Finding {
        Finding(
            code: "frozen", field: field.name,
            message: Label(
                english: "“\(field.label.english)” cannot be changed because of “\(approval.label.english)”.",
                chinese: "因“\(approval.label.chinese)”审批，“\(field.label.chinese)”不能修改。"))
    }
}
