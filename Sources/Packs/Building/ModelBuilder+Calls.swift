// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// What automations let plugins do.
extension ModelBuilder {
    mutating func call(_ element: PackElement, _ ground: ActionGround) -> Automation.Action? {
        guard let name = element["action"],
            require(
                .unknownAction, name, among: actions.map(\.name.rawValue), at: element.range(of: "action"),
                "No plugin has an action “\(name)”."),
            let form = actions.first(where: { $0.name.rawValue == name })
        else { return nil }
        var arguments: [Automation.Argument] = []
        for child in element.children("with") {
            guard let id = child["id"],
                require(
                    .badAutomation, id, among: form.parameters.map(\.name), at: child.range(of: "id"),
                    "“\(name)” takes no “\(id)”."),
                let parameter = form.parameters.first(where: { $0.name == id })
            else { continue }
            if arguments.contains(where: { $0.name == id }) {
                diagnostics.append(
                    .duplicate, "“\(id)” is given twice.", at: child.range(of: "id"), hint: "Remove one of them.")
            }
            if let value = expression(
                "value", of: child, as: parameter.type, on: ground.entity, in: scope(ground))
            {
                arguments.append(Automation.Argument(name: id, value: value))
            }
        }
        let given = Set(element.children("with").compactMap { $0["id"] })
        for parameter in form.parameters where parameter.isRequired && !given.contains(parameter.name) {
            diagnostics.append(
                .badAutomation, "“\(name)” needs “\(parameter.name)”.", at: element.range,
                hint: "Add <with id=\"\(parameter.name)\" value=\"…\"/>.")
        }
        return .call(form.name, arguments)
    }
}
