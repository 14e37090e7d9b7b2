// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    mutating func funnel(
        _ element: PackElement, _ entity: EntityName, _ pipelines: OrderedDictionary<PipelineName, Pipeline>
    ) -> Funnel {
        let pipeline = pipeline(of: element, entity, pipelines)
        var steps: [Funnel.Step] = []
        for child in element.children("step") {
            guard let step = step(child, entity, pipeline) else { continue }
            if steps.contains(where: { $0.name == step.name }) { refuseSecond(step.name, at: child.range(of: "id")) }
            steps.append(step)
        }
        if element.children("step").count < 2 {
            diagnostics.append(
                .badReport, "A funnel needs two steps at least.", at: element.range,
                hint: "Add <step id=\"…\" stage=\"…\"> or <step id=\"…\" when=\"…\">.")
        }
        let hasStages = steps.contains { $0.stage != nil }
        return Funnel(steps: steps, pipeline: hasStages ? pipeline?.name : nil)
    }

    /// The pipeline that a funnel names, or the entity's only one.
    private mutating func pipeline(
        of element: PackElement, _ entity: EntityName, _ pipelines: OrderedDictionary<PipelineName, Pipeline>
    ) -> Pipeline? {
        let own = pipelines.values.filter { $0.entity == entity }
        guard let name = element["pipeline"] else { return own.count == 1 ? own.first : nil }
        require(
            .unknownPipeline, name, among: own.map(\.name.rawValue), at: element.range(of: "pipeline"),
            "\(entity) has no pipeline “\(name)”.")
        return own.first { $0.name.rawValue == name }
    }

    private mutating func step(_ element: PackElement, _ entity: EntityName, _ pipeline: Pipeline?) -> Funnel.Step? {
        guard let id = element["id"] else { return nil }
        guard (element["stage"] == nil) != (element["when"] == nil) else {
            diagnostics.append(
                .badReport, "A step is a stage or a condition.", at: element.range,
                hint: "Write stage=\"…\", or when=\"…\".")
            return nil
        }
        guard let stage = element["stage"] else {
            return expression("when", of: element, as: .boolean, on: entity)
                .map { Funnel.Step(name: id, label: element.label(), condition: $0, stage: nil) }
        }
        guard let pipeline else {
            diagnostics.append(
                .badReport, "It is not said which pipeline has the stage.", at: element.range(of: "stage"),
                hint: "Name it at the report: pipeline=\"…\".")
            return nil
        }
        guard
            require(
                .unknownStage, stage, among: pipeline.stages.map(\.name.rawValue), at: element.range(of: "stage"),
                "The pipeline has no stage “\(stage)”."),
            let condition = try? compiler.compile(
                "visited(value=\(pipeline.field),option='\(stage)')", as: .boolean, on: entity,
                in: DraftScope(draft: draft))
        else { return nil }
        return Funnel.Step(name: id, label: element.label(), condition: condition, stage: StageName(stage))
    }
}
