// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

extension HandOut {
    /// What others have to say yes to before a record of a pipeline goes on, with the heading.
    func approvals(_ pipeline: Pipeline) -> Markup {
        guard pipeline.hasApprovals else { return .empty }
        let rows = pipeline.approvals.map { approval -> [Markup] in
            [
                .element("strong", approval.label[language]), .text(list(ways(approval, pipeline))),
                approval.condition.map { readable($0, of: pipeline.entity) } ?? .text(words("always", "始终")),
                .joined(approval.steps.enumerated().map { step($1, number: $0 + 1, pipeline) }),
                .text(frozen(approval, pipeline)),
            ]
        }
        return .joined([
            .element("h3", words("Approvals", "审批")),
            table(
                [
                    words("Approval", "审批"), words("Before the move", "适用流转"), words("When", "条件"),
                    words("Who says yes", "审批人"), words("What stays as it is", "锁定内容"),
                ], rows),
        ])
    }

    /// The ways that need an approval, as people read them.
    private func ways(_ approval: Approval, _ pipeline: Pipeline) -> [String] {
        func label(_ name: StageName) -> String { pipeline.stage(name)?.label[language] ?? name.rawValue }
        return pipeline.transitions.filter { pipeline.approvals(of: $0).contains { $0.name == approval.name } }
            .map { "\(list($0.from.map(label))) → \(label($0.to))" }
    }

    private func step(_ step: Approval.Step, number: Int, _ pipeline: Pipeline) -> Markup {
        let roles = step.roles.map { Anchor.role($0).link(model.roles[$0]?.label[language] ?? $0.rawValue) }
        let count = step.count == 1 ? "" : words(" (\(step.count) people)", "（\(step.count)人）")
        let when: [Markup] =
            step.condition.map {
                [.text(words(", when ", "，条件：")), readable($0, of: pipeline.entity)]
            } ?? []
        return .element(
            "p", [:], [.text("\(number). "), .joined(roles, words(" or ", "或")), .text(count)] + when)
    }

    private func frozen(_ approval: Approval, _ pipeline: Pipeline) -> String {
        let waiting = words("while it waits: everything", "审批期间：全部字段")
        switch approval.freeze {
        case .whileWaiting: return waiting
        case .everything: return words("everything, also afterwards", "全部字段（通过后仍锁定）")
        case .fields(let fields):
            let entity = model.entities[pipeline.entity]
            return words("also afterwards: ", "通过后仍锁定：")
                + list(fields.map { entity?.fields[$0]?.label[language] ?? $0.rawValue })
        }
    }

    /// The field that tells how far a record of a pipeline is.
    func probability(_ pipeline: Pipeline) -> Markup {
        guard let name = pipeline.probabilityField,
            let field = model.entities[pipeline.entity]?.fields[name]
        else { return .empty }
        return .element(
            "p", [:],
            [
                Anchor.field(pipeline.entity, name).link(field.label[language]),
                .text(
                    words(
                        " tells in percent how far a record is: what its stage stands for, and what is met of the conditions to go on.",
                        "以百分比表示进展：由所在阶段及已满足的前进条件得出。")),
            ])
    }
}
