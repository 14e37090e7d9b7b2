// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import HTTPTypes
import Services
import Storage
import Values

// What the services and the store refuse, as statuses and codes.
extension APIError {
    /// Nothing of an unforeseen error is told: it could hold what the asker may not see.
    init(_ error: any Error) {
        switch error {
        case let error as APIError: self = error
        case let error as ChangeRefusal: self.init(error.error)
        case let error as ServiceError: self.init(service: error)
        case let error as StoreError: self.init(store: error)
        case is EvaluationError:
            self.init(.badRequest, "overflow", "A result does not fit its type.", "计算结果超出类型范围。")
        default:
            self.init(.internalServerError, "internalError", "The server failed.", "服务器内部错误。")
        }
    }

    private init(service error: ServiceError) {
        switch error {
        case .unknownName(let kind, let name):
            let isPlace = kind == "entity" || kind == "report"
            self.init(
                isPlace ? .notFound : .badRequest, "unknown" + kind.prefix(1).uppercased() + kind.dropFirst(),
                "There is no \(kind) “\(name)”.", "没有名为“\(name)”的\(kindInChinese[kind] ?? kind)。", target: name)
        case .notFound(let entity, let id):
            self.init(
                .notFound, "notFound", "There is no record \(entity)(\(id)).", "没有记录 \(entity)(\(id))。")
        case .forbidden(let sentence):
            self.init(.forbidden, "forbidden", sentence, "您没有权限执行此操作。")
        case .invalid(let findings):
            self.init(
                .unprocessableContent, "invalid", "The values break rules; nothing was written.",
                "数据不符合规则，未写入任何内容。")
            target = findings.count == 1 ? findings.first?.target : nil
            details = findings.map { Detail(code: $0.code, target: $0.target, message: $0.message, facts: $0.facts) }
        case .conflict(let current):
            self.init(
                .preconditionFailed, "conflict",
                "The record was changed since it was read; it is at version \(current).",
                "记录已被他人修改，当前版本为 \(current)。")
        case .exists(let entity, let id):
            self.init(
                .preconditionFailed, "exists", "The record \(entity)(\(id)) is there already.",
                "记录 \(entity)(\(id)) 已存在。")
        case .preconditionRequired: self = .preconditionRequired
        case .unsupported(let sentence):
            self.init(.notImplemented, "unsupported", sentence.english, sentence.chinese)
        case .moveRefused(let refusal):
            self.init(
                .unprocessableContent, "moveRefused",
                "The record cannot go from “\(refusal.from)” to “\(refusal.to)” yet; nothing was written.",
                "记录暂不能从“\(refusal.from)”移动到“\(refusal.to)”，未写入任何内容。", target: refusal.pipeline.rawValue)
            details = refusal.obstacles.map(Detail.init)
        case .expression(let option, let error):
            let message = error.label
            self.init(
                error.kind == .unsupported ? .notImplemented : .badRequest, error.code, message.english,
                message.chinese, target: option)
            place = (error.offset, error.length)
            details = error.others.map {
                Detail(code: $0.code, target: option, message: $0.label, place: ($0.offset, $0.length))
            }
        case .badRequest(let target, let sentence):
            self.init(.badRequest, "badRequest", sentence, "请求有误：" + sentence, target: target)
        }
    }

    private init(store error: StoreError) {
        switch error {
        case .notUnique(_, let fields):
            let names = fields.map(\.rawValue).joined(separator: ", ")
            self.init(
                .unprocessableContent, "notUnique", "Another record has this “\(names)”.", "已有其他记录使用这个“\(names)”。",
                target: fields.last?.rawValue)
        case .unsupported(let what):
            self.init(.badRequest, "unsupported", "This cannot be asked: \(what).", "不支持的请求：\(what)。")
        case .tooComplex:
            self.init(
                .badRequest, "expr.tooDeep", "The expression is nested more deeply than the database reads.",
                "表达式的嵌套超过数据库能处理的深度。")
        case .tooCostly:
            self.init(
                .badRequest, "tooCostly",
                "This asks the database for more work than a request may cost; narrow the filter, or ask for less at once.",
                "此请求所需的计算量超过单个请求的上限；请缩小筛选范围，或分次查询。")
        case .overflow:
            self.init(.badRequest, "overflow", "A result does not fit its type.", "计算结果超出类型范围。")
        case .stalePlan, .refusedPlan, .editionChanged, .failed:
            self.init(
                .serviceUnavailable, "unavailable", "The database does not answer; try again.", "数据库暂时不可用，请稍后再试。")
            headers[.retryAfter] = "1"
        }
    }
}

private let kindInChinese = [
    "entity": "实体", "report": "报表", "pipeline": "流程", "stage": "阶段", "field": "字段", "approval": "审批", "user": "用户",
    "filter": "筛选器", "event": "事件",
]

extension APIError.Detail {
    init(_ obstacle: MoveRefusal.Obstacle) {
        self.init(
            code: obstacle.code, target: obstacle.code == "reason" ? "reason" : obstacle.field?.rawValue,
            message: obstacle.label, facts: obstacle.facts)
    }
}
