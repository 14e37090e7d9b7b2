// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Values

extension MoveRefusal.Obstacle {
    /// A stable code for programs: `notDefined`, `roles`, `required`, `reason`, `guard.<name>`, or a finding's.
    public var code: String {
        switch self {
        case .notDefined: "notDefined"
        case .roles: "roles"
        case .missing: "required"
        case .reason: "reason"
        case .condition(let condition): "guard.\(condition.name)"
        case .finding(let finding): finding.code
        }
    }

    /// The obstacle as a person reads it, with the names of the model; pages put labels in their place.
    public func sentence(_ language: Language) -> String {
        switch (self, language) {
        case (.notDefined(let from, let to), .english): "There is no way from the stage “\(from)” to “\(to)”."
        case (.notDefined(let from, let to), .chinese): "没有从阶段“\(from)”到“\(to)”的路径。"
        case (.roles(let roles), .english):
            "Only these roles may do it: \(roles.map(\.rawValue).joined(separator: ", "))."
        case (.roles(let roles), .chinese): "只有以下角色可以操作：\(roles.map(\.rawValue).joined(separator: "、"))。"
        case (.missing(let field), .english): "The field “\(field)” needs a value."
        case (.missing(let field), .chinese): "字段“\(field)”必须填写。"
        case (.reason, .english): "Say why."
        case (.reason, .chinese): "请说明原因。"
        case (.condition(let condition), _): condition.message[language]
        case (.finding(let finding), _): finding.message[language]
        }
    }
}
