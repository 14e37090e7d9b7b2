// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// Which records go through a pipeline.
extension ModelBuilder {
    /// The condition of a pipeline. It is asked whenever the record is written, and only then, so that it reads nothing
    /// else.
    mutating func pipelineCondition(_ element: PackElement, _ entity: EntityName) -> TypedExpression? {
        guard let condition = expression("when", of: element, as: .boolean, on: entity) else { return nil }
        guard !condition.isVolatile(compiler.functions) else {
            diagnostics.append(
                .badStage, "Whether a record goes through a pipeline cannot depend on the moment or on who asks.",
                at: element.range(of: "when"), hint: "Name fields of the record.")
            return nil
        }
        let strangers = condition.paths.filter { path in
            guard path.root == .record else { return false }
            if case .collection = path.type { return true }
            return path.segments.count > 1
        }
        guard let stranger = strangers.first else { return condition }
        let name = stranger.segments.map(\.name.rawValue).joined(separator: "/")
        diagnostics.append(
            .badStage, "“\(name)” belongs to another record.", at: element.range(of: "when"),
            hint: "Make a computed field of it in \(entity), and name that.")
        return nil
    }

    /// Conditions that need each other’s stages in a circle would never come to an end.
    mutating func checkConditions(
        of pipelines: OrderedDictionary<PipelineName, Pipeline>, _ entities: OrderedDictionary<EntityName, Entity>
    ) {
        for (_, element) in definitions("pipeline") {
            guard let id = element["id"], let pipeline = pipelines[PipelineName(id)],
                let entity = entities[pipeline.entity]
            else { continue }
            let tracks = Tracks(entity, pipelines.values.filter { $0.entity == entity.name })
            guard let circle = tracks.circle(through: pipeline) else { continue }
            diagnostics.append(
                .badStage,
                "Who goes through it depends on itself: \(circle.map(\.rawValue).joined(separator: " → ")).",
                at: element.range(of: "when"), hint: "Break the circle at one of these fields.")
        }
    }
}

/// What the conditions of an entity’s pipelines read of each other.
private struct Tracks {
    private var read: [FieldName: Set<FieldName>] = [:]

    init(_ entity: Entity, _ pipelines: [Pipeline]) {
        for field in entity.fields.values {
            switch field.origin {
            case .computed(let expression), .volatile(let expression): read[field.name] = Self.own(expression)
            default: break
            }
        }
        for pipeline in pipelines { read[pipeline.field] = pipeline.condition.map(Self.own) }
    }

    private static func own(_ expression: TypedExpression) -> Set<FieldName> {
        Set(expression.paths.filter { $0.root == .record }.compactMap { $0.segments.first?.name })
    }

    /// The fields on a way from a pipeline’s stage back to itself; nil if there is none.
    func circle(through pipeline: Pipeline) -> [FieldName]? {
        var waiting = [[pipeline.field]]
        var reached: Set<FieldName> = []
        while let way = waiting.popLast() {
            for next in (way.last.flatMap { read[$0] } ?? []).sorted() {
                if next == pipeline.field { return way + [next] }
                if reached.insert(next).inserted { waiting.append(way + [next]) }
            }
        }
        return nil
    }
}
