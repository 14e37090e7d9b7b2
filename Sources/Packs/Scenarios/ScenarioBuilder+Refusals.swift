// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// What refusals are expected to tell.
extension ScenarioBuilder {
    /// The facts of the refusals of a deed.
    ///
    /// - Parameter codes: Everything that is expected to refuse it; nil if nothing is.
    mutating func refusals(of element: PackElement, _ codes: [String]?) -> [ScenarioRefusal] {
        element.children("refusal").compactMap { refusal in
            guard let code = refusal["code"] else { return nil }
            guard let codes else {
                refuse(
                    "The step is to succeed, so that nothing refuses it.", at: refusal.range,
                    hint: "Write refused=\"\(code)\" at the step.")
                return nil
            }
            diagnostics.require(
                .badScenario, code, among: codes, at: refusal.range(of: "code"),
                "“\(code)” is not among what refuses the step.")
            return ScenarioRefusal(code: code, facts: facts(of: refusal, code))
        }
    }

    private mutating func facts(of refusal: PackElement, _ code: String) -> [ScenarioRefusal.Fact] {
        let names = RefusalFacts.names(of: code)
        if names.isEmpty {
            refuse("“\(code)” tells nothing but its sentence.", at: refusal.range(of: "code"), hint: "Remove it.")
            return []
        }
        return refusal.children("fact").compactMap { fact in
            guard let name = fact["id"] else { return nil }
            diagnostics.require(
                .badScenario, name, among: names, at: fact.range(of: "id"), "“\(code)” tells no “\(name)”.")
            return expression("value", of: fact, as: nil, on: "User", reads: false)
                .map { ScenarioRefusal.Fact(name: name, value: $0) }
        }
    }
}
