// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Storage
import Values

/// An attempt that failed, with what it was for.
struct JobFailure: Error {
    let job: Job
    let at: Instant
    let error: any Error

    /// Why, without values of records.
    var reason: Label {
        switch error {
        case let error as ServiceError: error.label
        case let error as AutomationFault: error.label
        case let error as ActionFault: error.label
        case let error as StoreError: Label(english: "The database refused: \(error).", chinese: "数据库拒绝：\(error)。")
        case is EvaluationError:
            Label(english: "A number is too large for its type.", chinese: "数值超出其类型的范围。")
        default: Label(english: "\(error)", chinese: "\(error)")
        }
    }
}

/// Why an automation could not do what it does, besides what refuses any write.
enum AutomationFault: Error {
    /// Nobody active has the role.
    case nobody(RoleName)
    /// No record meets the condition of those to choose from.
    case nothing(EntityName)
    /// A <for-each> meets more records than are done in one go.
    case tooMany(EntityName, Int)

    var label: Label {
        switch self {
        case .nobody(let role):
            Label(english: "Nobody active has the role “\(role)”.", chinese: "没有启用的用户拥有角色“\(role)”。")
        case .nothing(let entity):
            Label(english: "There is no \(entity) to choose from.", chinese: "没有可供选择的 \(entity)。")
        case .tooMany(let entity, let most):
            Label(
                english: "More than \(most) records of \(entity) are meant; narrow the condition or add a limit.",
                chinese: "涉及的 \(entity) 记录超过 \(most) 条；请收窄条件或加上 limit。")
        }
    }
}

extension ServiceError {
    /// The refusal as an administrator reads it.
    var label: Label {
        switch self {
        case .unknownName(let kind, let name):
            Label(english: "There is no \(kind) “\(name)”.", chinese: "没有“\(name)”（\(kind)）。")
        case .notFound(let entity, _):
            Label(english: "A record of \(entity) is gone.", chinese: "\(entity) 的一条记录已不存在。")
        case .forbidden(let reason), .badRequest(_, let reason): Label(english: reason, chinese: reason)
        case .unsupported(let reason): reason
        case .invalid(let findings): joined(findings.map(\.message))
        case .conflict, .exists, .preconditionRequired:
            Label(english: "The record was changed meanwhile.", chinese: "记录已被他人修改。")
        case .moveRefused(let refusal):
            joined(
                [
                    Label(
                        english: "The move from \(refusal.from) to \(refusal.to) is refused:",
                        chinese: "从阶段 \(refusal.from) 到 \(refusal.to) 的变更被拒绝：")
                ]
                    + refusal.obstacles.map { Label(english: $0.sentence(.english), chinese: $0.sentence(.chinese)) })
        case .expression(_, let error): error.label
        }
    }
}

private func joined(_ labels: [Label]) -> Label {
    Label(
        english: labels.map(\.english).joined(separator: " "), chinese: labels.map(\.chinese).joined())
}

extension Label {
    /// Both languages as the jobs keep them: a line each.
    var lines: String {
        [english, chinese].map { $0.split(separator: "\n").joined(separator: " ") }.joined(separator: "\n")
    }

    init(lines text: String) {
        let lines = text.split(separator: "\n", maxSplits: 1).map(String.init)
        self.init(english: lines.first ?? "", chinese: lines.last ?? "")
    }
}
