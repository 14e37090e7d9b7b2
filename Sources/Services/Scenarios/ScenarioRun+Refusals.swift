// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Packs
import Values

// What refusals tell besides their codes.
extension ScenarioRun {
    /// Fails if a refusal does not tell exactly what is expected of it.
    func compare(
        _ refusal: Refusal, _ expected: [ScenarioRefusal], _ invocation: Invocation, _ step: ScenarioStep
    ) throws {
        for told in expected {
            let wanted = try read(invocation) { _, evaluator in
                return try told.facts.map { ($0.name, try evaluator.evaluate($0.value, on: Self.nobody)) }
            }
            let findings = refusal.findings.filter { $0.scenarioCode == told.code }
            let isTold = findings.contains { finding in
                wanted.allSatisfy { isSame(finding.facts[$0.0] ?? .null, $0.1) }
            }
            guard !isTold else { continue }
            throw ScenarioFailure(
                step.range, expected: "\(told.code) to tell \(words(wanted))",
                found: findings.map { finding in
                    words(wanted.map { ($0.0, finding.facts[$0.0] ?? .null) }) + ": " + finding.message.english
                })
        }
    }

    private func isSame(_ found: Value, _ wanted: Value) -> Bool {
        if let number = wanted.decimal { return found.decimal == number }
        return found == wanted
    }

    private func words(_ facts: [(String, Value)]) -> String {
        facts.map { name, value in
            switch value {
            case .null: "no \(name)"
            case .instant(let moment): "\(name) \(workspace.local(moment))"
            default: "\(name) \(value.literal)"
            }
        }.joined(separator: ", ")
    }
}
