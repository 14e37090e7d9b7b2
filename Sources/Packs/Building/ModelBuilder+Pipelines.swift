// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    mutating func buildPipelines(_ roles: [String]) -> OrderedDictionary<PipelineName, Pipeline> {
        var pipelines: OrderedDictionary<PipelineName, Pipeline> = [:]
        for (_, element) in definitions("pipeline") {
            guard let id = element["id"], let field = element["field"], let entity = element["entity"],
                draft.entities[EntityName(entity)] != nil, pipelines[PipelineName(id)] == nil
            else { continue }
            let stages = stages(element, EntityName(entity))
            let transitions = transitions(element, EntityName(entity), stages.map(\.name), roles)
                .filter { way in !stages.contains { $0.name == way.to && $0.isRetired } }
            checkReachable(element, stages, transitions)
            pipelines[PipelineName(id)] = Pipeline(
                name: PipelineName(id), label: element.label(), entity: EntityName(entity), field: FieldName(field),
                stages: stages, transitions: transitions,
                cardFields: fields("card", of: element, in: EntityName(entity)),
                totalField: total(element, EntityName(entity)), range: element.range)
        }
        return pipelines
    }

    private mutating func total(_ element: PackElement, _ entity: EntityName) -> FieldName? {
        guard let value = element.attributes["total"]?.value, let name = field(value.text, in: entity, at: value.range)
        else { return nil }
        let type = draft.entities[entity]?.fields[name]?.valueType
        guard type == .decimal || type == .integer else {
            diagnostics.append(
                .badAttribute, "“\(name)” cannot be added up.", at: value.range, hint: "Name a number or an amount.")
            return nil
        }
        return name
    }

    private mutating func stages(_ pipeline: PackElement, _ entity: EntityName) -> [Stage] {
        var stages: [Stage] = []
        for element in pipeline.children("stage") {
            guard let id = element["id"],
                define("stage", "\(pipeline["id"] ?? "").\(id)", at: element.range(of: "id"), hint: anotherName)
            else { continue }
            let category = word("category", of: element, among: ["open", "won", "lost"])
            stages.append(
                Stage(
                    name: StageName(id), label: element.label(),
                    category: category.flatMap(Stage.Category.init) ?? .open,
                    requiredFields: fields("requires", of: element, in: entity), guards: guards(element, entity),
                    isRetired: element.isTrue("retired")))
        }
        if let first = stages.first, first.isRetired {
            diagnostics.append(
                .noStages, "Records begin in “\(first.name)”, which is retired.", at: pipeline.range,
                hint: "Put a stage before it in which records begin.")
        }
        if stages.isEmpty {
            diagnostics.append(
                .noStages, "A pipeline needs stages.", at: pipeline.range, hint: "Add <stage id=\"…\">.")
        }
        return stages
    }

    private mutating func guards(_ element: PackElement, _ entity: EntityName) -> [Guard] {
        element.children("guard").compactMap { child in
            guard let id = child["id"], let condition = expression("test", of: child, as: .boolean, on: entity) else {
                return nil
            }
            return Guard(name: id, condition: condition, message: child.label())
        }
    }

    private mutating func transitions(
        _ pipeline: PackElement, _ entity: EntityName, _ stages: [StageName], _ roles: [String]
    ) -> [Transition] {
        var transitions: [Transition] = []
        var seen: [String: SourceRange] = [:]
        for element in pipeline.children("transition") {
            let to = element.words("to").compactMap { stage($0, stages) }.first
            let isAny = element["from"] == "*"
            let from = isAny ? stages.filter { $0 != to } : element.words("from").compactMap { stage($0, stages) }
            let takers = element.words("roles").filter { word in
                require(.unknownRole, word.value, among: roles, at: word.range, "There is no role “\(word.value)”.")
            }
            guard let to, !from.isEmpty else { continue }
            var kept: [StageName] = []
            for origin in from {
                if let first = seen["\(origin) \(to)"] {
                    if !isAny {
                        diagnostics.append(
                            .duplicateTransition, "The way from \(origin) to \(to) is declared twice.",
                            at: element.range,
                            hint: "Keep one of them.", notes: [Diagnostic.Note("It is declared here first.", at: first)]
                        )
                    }
                    continue
                }
                seen["\(origin) \(to)"] = element.range
                kept.append(origin)
            }
            transitions.append(
                Transition(
                    from: kept, to: to, label: element.ownLabel, roles: takers.map { RoleName($0.value) },
                    requiredFields: fields("requires", of: element, in: entity), guards: guards(element, entity),
                    needsReason: element.isTrue("reason"), range: element.range))
        }
        return transitions
    }

    private mutating func stage(_ word: Located<String>, _ stages: [StageName]) -> StageName? {
        require(
            .unknownStage, word.value, among: stages.map(\.rawValue), at: word.range,
            "The pipeline has no stage “\(word.value)”.") ? StageName(word.value) : nil
    }

    private mutating func checkReachable(_ pipeline: PackElement, _ stages: [Stage], _ transitions: [Transition]) {
        guard let first = stages.first else { return }
        var reached: Set<StageName> = [first.name]
        var waiting = [first.name]
        while let stage = waiting.popLast() {
            for transition in transitions where transition.from.contains(stage) {
                if reached.insert(transition.to).inserted { waiting.append(transition.to) }
            }
        }
        for (stage, element) in zip(stages, pipeline.children("stage"))
        where !reached.contains(stage.name) && !stage.isRetired {
            diagnostics.append(
                .unreachableStage, "No transition leads to the stage “\(stage.name)”.", at: element.range(of: "id"),
                hint: "Add <transition from=\"…\" to=\"\(stage.name)\"/>, or remove the stage.")
        }
    }
}
