// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

extension HandOut {
    /// A chapter for each pipeline: its chart, what each stage asks for, and the ways between the stages.
    var pipelines: [Markup] { model.pipelines.values.map(chapter) }

    private func chapter(_ pipeline: Pipeline) -> Markup {
        let entity = model.entities[pipeline.entity]
        return section(
            .pipeline(pipeline.name), pipeline.label[language], note: pipeline.name.rawValue,
            [
                .element(
                    "p", ["class": "help"],
                    [
                        .text(words("The way of a record of ", "记录的流程：")),
                        Anchor.entity(pipeline.entity).link(entity?.label[language] ?? pipeline.entity.rawValue),
                        .text(
                            words(
                                ". It begins at the top. Blue: work goes on; green: ended as hoped; red: ended otherwise. Numbers stand for the moves below.",
                                "，自上而下。蓝色：进行中；绿色：达成；红色：未达成。数字对应下方的流转。")),
                    ]),
                pipeline.condition.map {
                    Markup.element(
                        "p", [:],
                        [
                            .text(words("Only records of which this is true go through it: ", "仅以下条件成立的记录进入：")),
                            readable($0, of: pipeline.entity),
                        ])
                } ?? .empty,
                probability(pipeline),
                StageChart(pipeline: pipeline, language: language).drawn,
                .element("h3", words("Stages", "阶段")), stageTable(pipeline),
                .element("h3", words("Moves", "流转")), moveTable(pipeline), approvals(pipeline),
            ])
    }

    private func stageTable(_ pipeline: Pipeline) -> Markup {
        let rows = pipeline.stages.map { stage -> [Markup] in
            let note = stage.isRetired ? words(" (nothing enters it any more)", "（不再进入）") : ""
            let finality = stage.isIrreversible ? words("; no way back", "；不可退回") : ""
            return [
                .element("strong", stage.label[language] + note), .text(said(stage.category) + finality),
                conditions(stage.entry, in: pipeline), conditions(stage.exit, in: pipeline),
            ]
        }
        return table(
            [words("Stage", "阶段"), words("Means", "含义"), words("To enter it", "进入条件"), words("To go on", "前进条件")],
            rows, style: "stages")
    }

    private func said(_ category: Stage.Category) -> String {
        switch category {
        case .open: words("work goes on", "进行中")
        case .won: words("ended as hoped", "达成")
        case .lost: words("ended otherwise", "未达成")
        }
    }

    private func moveTable(_ pipeline: Pipeline) -> Markup {
        func label(_ name: StageName) -> String { pipeline.stage(name)?.label[language] ?? name.rawValue }
        let rows = pipeline.transitions.enumerated().map { index, move -> [Markup] in
            let way = "\(list(move.from.map(label))) → \(label(move.to))"
            let name = move.label.map { Markup.element("p", [:], [.element("strong", $0[language])]) } ?? .empty
            let roles = move.roles.map { Anchor.role($0).link(model.roles[$0]?.label[language] ?? $0.rawValue) }
            let who =
                roles.isEmpty
                ? Markup.text(words("everybody who may change the record", "可修改该记录的人"))
                : .joined(roles, list(["", ""]))
            let needs = [conditions(move.requirements, in: pipeline), reason(move), writes(move, in: pipeline)]
            return [
                .element("span", ["class": "number"], "\(index + 1)"), .joined([name, .element("p", way)]), who,
                .joined(needs),
            ]
        }
        return table(
            ["", words("Move", "流转"), words("Who may", "可操作者"), words("What it needs", "条件")], rows, style: "moves")
    }

    private func reason(_ move: Transition) -> Markup {
        switch move.reason {
        case .none: .empty
        case .words: .element("p", words("A reason must be given.", "须填写原因。"))
        case .oneOf(_, let options, _):
            .element(
                "p",
                words("A reason must be chosen: ", "须选择原因：")
                    + list(options.filter { !$0.isRetired }.map { $0.label[language] }))
        }
    }

    /// What the move itself writes.
    private func writes(_ move: Transition, in pipeline: Pipeline) -> Markup {
        let fields = model.entities[pipeline.entity]?.fields
        return .joined(
            move.assignments.map { assignment in
                let name = fields?[assignment.field]?.label[language] ?? assignment.field.rawValue
                return .element(
                    "p", [:],
                    [.text(words("Writes ", "写入") + name + ": "), readable(assignment.value, of: pipeline.entity)]
                )
            })
    }

    private func conditions(_ requirements: StageRequirements, in pipeline: Pipeline) -> Markup {
        let entity = model.entities[pipeline.entity]
        let labels = requirements.fields.map { entity?.fields[$0]?.label[language] ?? $0.rawValue }
        let filled =
            labels.isEmpty
            ? [] : [Markup.element("p", words("Filled in: ", "须填写：") + list(labels))]
        let guards = requirements.guards.map { rule in
            Markup.joined([
                .element("p", [:], [readable(rule.condition, of: pipeline.entity)]),
                .element("p", ["class": "quiet"], words("else: ", "否则：") + rule.message[language]),
            ])
        }
        let needs = requirements.needs.map { need in
            let label = entity?.relationships[need.relationship]?.label[language] ?? need.relationship.rawValue
            return Markup.joined([
                .element("p", words("At least \(need.count) of: ", "至少\(need.count)条：") + label),
                .element("p", ["class": "quiet"], words("else: ", "否则：") + need.message[language]),
            ])
        }
        return .joined(filled + guards + needs)
    }
}
