// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Services
import Values

/// What stands in the way of a move, with the labels that a person knows.
struct ObstacleText {
    let pipeline: Pipeline
    let text: FieldText

    private var language: Language { text.visit.language }

    init(_ pipeline: Pipeline, _ text: FieldText) {
        self.pipeline = pipeline
        self.text = text
    }

    func sentence(_ obstacle: MoveRefusal.Obstacle) -> String {
        switch obstacle {
        case .missing(let field):
            text.entity.fields[field].map { Finding.required($0).message[language] } ?? obstacle.sentence(language)
        case .roles(let roles):
            MoveRefusal.Obstacle.roles(
                roles.map { RoleName(text.visit.model.roles[$0]?.label[language] ?? $0.rawValue) }
            ).sentence(language)
        case .notDefined(let from, let to):
            MoveRefusal.Obstacle.notDefined(from: StageName(label(from)), to: StageName(label(to))).sentence(language)
        case .approval(let approval): sentence(approval, obstacle)
        default: obstacle.sentence(language)
        }
    }

    private func sentence(_ approval: MissingApproval, _ obstacle: MoveRefusal.Obstacle) -> String {
        guard case .waiting(let id, let roles, let given, let count) = approval.state else {
            return obstacle.sentence(language)
        }
        let labels = roles.map { RoleName(text.visit.model.roles[$0]?.label[language] ?? $0.rawValue) }
        return MoveRefusal.Obstacle.approval(
            MissingApproval(
                name: approval.name, label: approval.label, steps: approval.steps,
                state: .waiting(id, roles: labels, given: given, of: count))
        ).sentence(language)
    }

    /// What a form asks for besides fields: nothing, words, or one of a list.
    func reasons(of rule: ReasonRule, chosen: String) -> [[String: Any]] {
        guard case .oneOf(_, let options, _) = rule else { return [] }
        return options.filter { !$0.isRetired }.map {
            ["name": $0.name, "label": $0.label[language], "isChosen": $0.name == chosen]
        }
    }

    private func label(_ stage: StageName) -> String { pipeline.stage(stage)?.label[language] ?? stage.rawValue }
}
