// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Values

extension MoveRefusal.Obstacle {
    /// A stable code for programs: `notDefined`, `roles`, `required`, `reason`, `guard.<name>`, `exit.<name>`,
    /// `needs.<name>`, `approval.<name>`, or a finding's.
    public var code: String {
        switch self {
        case .notDefined: "notDefined"
        case .roles: "roles"
        case .missing: "required"
        case .reason, .unknownReason: "reason"
        case .condition(let condition): "guard.\(condition.name)"
        case .exit(let condition): "exit.\(condition.name)"
        case .needs(let need, _): "needs.\(need.name)"
        case .approval(let approval): "approval.\(approval.name)"
        case .failed(let code, _): code
        case .finding(let finding): finding.code
        }
    }

    /// The field that it is about; nil if it is about none.
    public var field: FieldName? {
        switch self {
        case .missing(let field): field
        case .finding(let finding): finding.field
        default: nil
        }
    }

    /// The obstacle as a person reads it, with the names of the model; pages put labels in their place.
    public func sentence(_ language: Language) -> String { label[language] }

    /// The obstacle in both languages, with the names of the model.
    public var label: Label {
        switch self {
        case .notDefined(let from, let to):
            Label(
                english: "There is no way from the stage “\(from)” to “\(to)”.",
                chinese: "没有从阶段“\(from)”到“\(to)”的路径。")
        case .roles(let roles):
            Label(
                english: "Only these roles may do it: \(roles.map(\.rawValue).joined(separator: ", ")).",
                chinese: "只有以下角色可以操作：\(roles.map(\.rawValue).joined(separator: "、"))。")
        case .missing(let field):
            Label(english: "The field “\(field)” needs a value.", chinese: "字段“\(field)”必须填写。")
        case .reason: Label(english: "Say why.", chinese: "请说明原因。")
        case .unknownReason(let options):
            Label(
                english: "Say why by one of these: \(options.map(\.label.english).joined(separator: ", ")).",
                chinese: "请从以下原因中选择：\(options.map(\.label.chinese).joined(separator: "、"))。")
        case .condition(let condition), .exit(let condition): condition.message
        case .needs(let need, let present):
            need.count == 1
                ? need.message
                : Label(
                    english: "\(need.message.english) (\(present) of \(need.count))",
                    chinese: "\(need.message.chinese)（\(present)/\(need.count)）")
        case .approval(let approval): approval.sentence
        case .failed(_, let why): why
        case .finding(let finding): finding.message
        }
    }
}

extension MissingApproval {
    /// What is missing, with the names of the roles that are asked.
    fileprivate var sentence: Label {
        switch state {
        case .notAsked:
            Label(
                english: "It needs the approval “\(label.english)”, which nobody was asked for.",
                chinese: "需要“\(label.chinese)”审批，尚未申请。")
        case .waiting(_, let roles, let given, let count):
            Label(
                english:
                    "“\(label.english)” waits for \(roles.map(\.rawValue).joined(separator: ", ")) (\(given) of \(count)).",
                chinese: "“\(label.chinese)”等待\(roles.map(\.rawValue).joined(separator: "、"))审批（\(given)/\(count)）。")
        }
    }
}
