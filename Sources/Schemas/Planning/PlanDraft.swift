// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import Values

/// A plan while it grows.
struct PlanDraft {
    /// How many samples a step and a finding show.
    static let sampleLimit = 5

    let decisions: PlanDecisions
    private(set) var steps: [MigrationStep] = []
    private(set) var findings: [PlanFinding] = []
    /// Fields whose stored values are other ones after the steps so far, such as `Account.industry`.
    private(set) var changedFields: Set<String> = []
    /// Live records of a converted field that share their new value with another one.
    var collisions: [String: Int] = [:]

    init(_ decisions: PlanDecisions) { self.decisions = decisions }

    mutating func add(_ step: MigrationStep) {
        steps.append(step)
        switch step.change {
        case .convertField(let entity, let field, _, _, _), .replaceOption(let entity, let field, _, _, _),
            .renameOption(let entity, let field, _, _, _), .replaceFlag(let entity, let field, _, _, _),
            .fillDefault(let entity, let field, _), .recompute(let entity, let field):
            changedFields.insert("\(entity).\(field)")
        default: break
        }
    }

    mutating func add(_ finding: PlanFinding) { findings.append(finding) }

    /// Adds a step for a new rule, with a finding if records break it.
    mutating func add(_ step: MigrationStep, _ rule: NewRule) {
        add(step)
        guard step.offendingRecords > 0 else { return }
        let isAccepted = rule.canBeBroken && decisions.brokenRules == .accept
        let canBeAccepted = rule.canBeBroken && !isAccepted && !rule.isWarning
        let acceptance = Wording(
            "Or accept them with --accept-broken-rules: each is refused when it is next written.",
            "也可用 --accept-broken-rules 接受它们：这些记录下次写入时会被拒绝。")
        findings.append(
            PlanFinding(
                isAccepted || rule.isWarning ? .warning : .error, rule.kind, rule.subject, rule.message,
                hint: canBeAccepted ? rule.remedy + acceptance : rule.remedy, records: step.offendingRecords,
                samples: step.samples, place: rule.place))
    }

    /// Whether an expression reads a field whose values the plan changes.
    func changes(whatIsReadBy paths: [TypedPath]) -> Bool {
        paths.contains { path in
            path.segments.contains { changedFields.contains("\($0.entity).\($0.name)") }
        }
    }
}

/// What a plan says about a rule that records break.
struct NewRule {
    let subject: String
    let message: Wording
    /// What to write or do, without the flag that accepts them.
    let remedy: Wording
    var kind = PlanFinding.Kind.brokenRule
    /// The engine works on, even if records break it.
    var canBeBroken = true
    /// Nothing is refused because of it.
    var isWarning = false
    let place: String?
}

/// `1 record`, `2 records`.
func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

/// `1 record has`, `2 records have`.
func counted(_ number: Int, _ noun: String, _ one: String, _ many: String) -> String {
    "\(counted(number, noun)) \(number == 1 ? one : many)"
}
