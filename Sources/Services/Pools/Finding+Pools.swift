// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

// Why a record cannot be claimed.
extension Finding {
    static let isOwn = Finding(
        code: "pool.own", field: nil, message: Label(english: "It is yours already.", chinese: "该记录已归您所有。"))

    static func mayNotClaim(_ roles: [Label]) -> Finding {
        Finding(
            code: "pool.role", field: nil,
            message: Label(
                english: "Claiming needs one of the roles \(roles.map(\.english).joined(separator: ", ")).",
                chinese: "认领需要以下角色之一：\(roles.map(\.chinese).joined(separator: "、"))。"))
    }

    /// Somebody else has it.
    static func protected(_ owner: String, until: Value?, _ field: Field?, _ request: Request) -> Finding {
        func text(_ language: Language) -> String? {
            guard let until, let field else { return nil }
            let settings = DisplaySettings(language: language, offset: request.workspace.clock.offset)
            return field.type.display(until, field, settings)
        }
        let english =
            text(.english).map { "\(owner) has it, protected until \($0)." } ?? "\(owner) has it and keeps it."
        let chinese = text(.chinese).map { "归\(owner)所有，保护期至\($0)。" } ?? "归\(owner)所有，不会自动释放。"
        return Finding(code: "pool.protected", field: nil, message: Label(english: english, chinese: chinese))
            .telling(["owner": .text(owner), "until": until ?? .null])
    }

    /// - Parameter name: Of the person who has so many; nil for the asker.
    static func full(_ owner: Field, _ limit: Int64, _ name: String?) -> Finding {
        Finding(
            code: "pool.limit", field: owner.name,
            message: Label(
                english: "\(name.map { "\($0) has" } ?? "You have") \(limit) already, and nobody may have more. "
                    + "Release one first.",
                chinese: "\(name ?? "您")已有\(limit)条，达到每人上限。请先释放一条。")
        ).telling(["limit": .integer(limit)])
    }
}
