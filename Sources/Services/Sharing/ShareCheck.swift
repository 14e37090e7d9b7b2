// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

/// Whether a share would give what it says.
struct ShareCheck {
    /// The most characters of a note.
    static let longestNote = 500

    private let request: Request
    private let scope: TransactionScope

    init(_ request: Request, _ scope: TransactionScope) {
        self.request = request
        self.scope = scope
    }

    /// Everything that stands in the way of a share.
    func findings(_ wish: RecordShare) throws -> [Finding] {
        var findings = try receiverFindings(wish)
        if let until = wish.until, until <= request.invocation.now { findings.append(.sharePast) }
        if let note = wish.note, note.unicodeScalars.count > Self.longestNote { findings.append(.shareNote) }
        return findings
    }

    private func receiverFindings(_ wish: RecordShare) throws -> [Finding] {
        switch wish.receiver {
        case .role(let name):
            guard let role = request.model.roles[name] else { return [.noReceiver] }
            return findings(wish, Permissions(roles: [role], of: request.model)[wish.entity])
        case .team(let id):
            return try scope.exists(RecordReference(entity: "Team", id: id)) ? [] : [.noReceiver]
        case .user(let id):
            guard id != request.invocation.actor.user else { return [.ownShare] }
            guard let actor = try request.workspace.readActor(id, in: scope.transaction) else { return [.noReceiver] }
            return findings(wish, request.plan.permissions(of: actor)[wish.entity])
        }
    }

    /// A share opens records to those whose roles open the entity; it gives no right that they do not have.
    private func findings(_ wish: RecordShare, _ access: EntityAccess) -> [Finding] {
        guard let entity = request.model.entities[wish.entity] else { return [] }
        if access.read == .none { return [.blindReceiver(entity)] }
        return wish.level == .change && access.update == .none ? [.idleReceiver(entity)] : []
    }
}

extension Finding {
    static let notShared = share("none", "It is not shared with them.", "该记录未共享给对方。")
    static let noReceiver = share("receiver", "There is nobody of that name to share it with.", "找不到共享对象。")
    static let ownShare = share("own", "It is of no use to share a record with yourself.", "无需共享给自己。")
    static let sharePast = share("past", "A share has to end later than now.", "共享截止时间必须晚于现在。")
    static let shareNote = share(
        "note", "The note has more than \(ShareCheck.longestNote) characters.", "备注超过 \(ShareCheck.longestNote) 个字符。")

    static func blindReceiver(_ entity: Entity) -> Finding {
        share(
            "blind", "They have no role that opens any \(entity.label.english).",
            "对方没有可查看“\(entity.label.chinese)”的角色。")
    }

    static func idleReceiver(_ entity: Entity) -> Finding {
        share(
            "idle", "Their roles let them change no \(entity.label.english); share it to be read.",
            "对方的角色不能修改“\(entity.label.chinese)”，请以“可查看”共享。")
    }

    private static func share(_ code: String, _ english: String, _ chinese: String) -> Finding {
        Finding(code: "share.\(code)", field: nil, message: Label(english: english, chinese: chinese))
    }
}
