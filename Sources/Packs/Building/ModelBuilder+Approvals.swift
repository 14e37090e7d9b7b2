// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// What has to be approved before a record comes into a stage or takes a way.
extension ModelBuilder {
    mutating func approvals(
        _ element: PackElement, of pipeline: PackElement, _ entity: EntityName, _ roles: [String]
    ) -> [Approval] {
        element.children("approval").compactMap { child in
            guard let id = child["id"],
                define("approval", "\(pipeline["id"] ?? "").\(id)", at: child.range(of: "id"), hint: anotherName)
            else { return nil }
            let condition = expression("when", of: child, as: .boolean, on: entity)
            let freeze = freeze(child, entity)
            let steps = child.children("step").compactMap { step($0, entity, roles) }
            if child.children("step").isEmpty {
                diagnostics.append(
                    .badApproval, "Nobody is asked for the approval.", at: child.range,
                    hint: "Add <step roles=\"…\"/>.")
            }
            return Approval(
                name: id, label: child.label(), condition: condition, freeze: freeze, steps: steps, range: child.range)
        }
    }

    private mutating func step(_ element: PackElement, _ entity: EntityName, _ roles: [String]) -> Approval.Step? {
        let approvers = element.words("roles").filter { word in
            require(.unknownRole, word.value, among: roles, at: word.range, "There is no role “\(word.value)”.")
        }
        let count = number("count", of: element, in: 1...100) ?? 1
        let condition = expression("when", of: element, as: .boolean, on: entity)
        if element["roles"] != nil, element.words("roles").isEmpty {
            diagnostics.append(
                .badApproval, "Nobody can say yes in this step.", at: element.range(of: "roles"),
                hint: "Name the roles that may, with blanks between them.")
        }
        guard !approvers.isEmpty else { return nil }
        return Approval.Step(roles: approvers.map { RoleName($0.value) }, count: count, condition: condition)
    }

    private mutating func freeze(_ element: PackElement, _ entity: EntityName) -> Approval.Freeze {
        switch element["freeze"] {
        case nil: .whileWaiting
        case "*": .everything
        default: .fields(fields("freeze", of: element, in: entity))
        }
    }
}
