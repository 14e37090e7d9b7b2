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
            let stages = stages(element, EntityName(entity), roles)
            let transitions = transitions(element, EntityName(entity), stages, roles)
                .filter { way in !stages.contains { $0.name == way.to && $0.isRetired } }
            checkReachable(element, stages, transitions)
            pipelines[PipelineName(id)] = Pipeline(
                name: PipelineName(id), label: element.label(), entity: EntityName(entity), field: FieldName(field),
                condition: pipelineCondition(element, EntityName(entity)), stages: stages, transitions: transitions,
                backMovesField: backMoves(element, EntityName(entity)),
                probabilityField: element["probability"].map { FieldName($0) },
                cardFields: fields("card", of: element, in: EntityName(entity)),
                totalField: total(element, EntityName(entity)), range: element.range)
        }
        return pipelines
    }

    private mutating func total(_ element: PackElement, _ entity: EntityName) -> FieldName? {
        guard let value = element.value(of: "total"), let name = field(value.text, in: entity, at: value.range)
        else { return nil }
        let type = draft.entities[entity]?.fields[name]?.valueType
        guard type == .decimal || type == .integer else {
            diagnostics.append(
                .badAttribute, "“\(name)” cannot be added up.", at: value.range, hint: "Name a number or an amount.")
            return nil
        }
        return name
    }

    private mutating func backMoves(_ element: PackElement, _ entity: EntityName) -> FieldName? {
        engineField(
            "back-moves", of: element, in: entity, as: .integer,
            "Name a field of the type integer that is not computed.")
    }

    /// A field to which the engine writes something of a move; nil, with a finding, if it cannot hold that.
    mutating func engineField(
        _ attribute: String, of element: PackElement, in entity: EntityName, as type: ValueType, _ hint: Sentence
    ) -> FieldName? {
        guard let value = element.value(of: attribute),
            let name = field(value.text, in: entity, at: value.range)
        else { return nil }
        guard draft.entities[entity]?.fields[name]?.valueType == type, isWritable(name, of: entity) else {
            diagnostics.append(
                .badStage, "“\(name)” cannot hold what the engine writes.", at: value.range, hint: hint)
            return nil
        }
        return name
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
