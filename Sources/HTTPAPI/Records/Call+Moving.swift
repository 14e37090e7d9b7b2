// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import NIOCore
import OrderedCollections
import Services
import Values

// Moving records along pipelines.
extension Call {
    /// `POST /Entity(id)/crm.move` with `{"pipeline", "to", "values", "reason"}`; the pipeline may be left out if the
    /// entity has but one.
    func move(_ name: EntityName, _ id: RecordID, by action: String = "crm.move") throws -> StageMove {
        let arguments = try arguments(known: ["pipeline", "to", "values", "reason"], of: action)
        guard let to = try text("to", in: arguments, of: action) else { throw Self.wrongArgument("to", of: action) }
        return try move(name, id, StageName(to), try pipeline(of: name, in: arguments), arguments, action)
    }

    /// `POST /Entity(id)/crm.stage` with `{"values", "reason"}`, both of which may be missing.
    func move(
        _ name: EntityName, _ id: RecordID, into stage: StageName, of pipeline: PipelineName
    ) throws -> StageMove {
        let action = "crm.\(stage)"
        return try move(
            name, id, stage, pipeline, try arguments(known: ["values", "reason"], of: action), action)
    }

    private func move(
        _ name: EntityName, _ id: RecordID, _ to: StageName, _ pipeline: PipelineName, _ arguments: JSONValue,
        _ action: String
    ) throws -> StageMove {
        let (entity, access) = try readable(name)
        var values: [FieldName: Value] = [:]
        switch arguments["values"] {
        case .object(let members): values = try RecordInput(members, entity, access, self).fields()
        case nil, .null: break
        default: throw Self.wrongArgument("values", of: action)
        }
        return StageMove(
            entity: name, id: id, pipeline: pipeline, to: to, values: values,
            reason: try text("reason", in: arguments, of: action),
            expectedVersion: try headers[.ifMatch].flatMap { try version(inTag: $0) })
    }

    func arguments(known: Set<String>, of action: String) throws -> JSONValue {
        let body = try request.members()
        if let stranger = body.first(where: { !known.contains($0.name) && !$0.name.contains("@") }) {
            throw Self.wrongArgument(stranger.name, of: action)
        }
        return .object(body)
    }

    private func pipeline(of entity: EntityName, in arguments: JSONValue) throws -> PipelineName {
        if let name = try text("pipeline", in: arguments, of: "crm.move") { return PipelineName(name) }
        let pipelines = invocation.model.pipelines(of: entity).values
        guard pipelines.count == 1, let only = pipelines.first else {
            throw Self.wrongArgument("pipeline", of: "crm.move")
        }
        return only.name
    }

    func text(_ name: String, in arguments: JSONValue, of action: String) throws -> String? {
        switch arguments[name] {
        case .text(let text): return text
        case nil, .null: return nil
        default: throw Self.wrongArgument(name, of: action)
        }
    }

    /// `GET /Entity(id)/crm.moves`: the ways out of the record's stages, with what stands in each.
    func moves(_ name: EntityName, _ id: RecordID) throws -> APIAnswer {
        _ = try readable(name)
        let language = invocation.language
        let actions = invocation.model.stageActions(of: name)
        var body = ByteBuffer()
        body.writeStaticString("{\"value\":[")
        var isFirst = true
        for pipeline in invocation.model.pipelines.values where pipeline.entity == name {
            for move in try workspace.availableMoves(name, id, pipeline.name, invocation) {
                if !isFirst { body.writeStaticString(",") }
                isFirst = false
                let action = actions.first { $0.pipeline.name == pipeline.name && $0.stage.name == move.stage.name }
                Self.write(move, pipeline, action, language, to: &body)
            }
        }
        body.writeStaticString("]}")
        return .json(body)
    }

    private static func write(
        _ move: AvailableMove, _ pipeline: Pipeline, _ action: StageAction?, _ language: Language,
        to body: inout ByteBuffer
    ) {
        body.writeStaticString("{")
        body.writeName("pipeline", isFirst: true)
        body.writeJSON(pipeline.name.rawValue)
        body.writeName("to")
        body.writeJSON(move.stage.name.rawValue)
        body.writeName("action")
        body.writeJSON("crm.\(action?.name ?? "move")")
        body.writeName("label")
        body.writeJSON((move.transition.label ?? move.stage.label)[language])
        body.writeName("direction")
        body.writeJSON(move.direction.rawValue)
        body.writeString(",\"needsReason\":\(move.transition.needsReason)")
        if case .oneOf(_, let options, _) = move.transition.reason {
            body.writeName("reasons")
            body.writeJSONArray(options.filter { !$0.isRetired }) { body, option in
                body.writeStaticString("{")
                body.writeName("name", isFirst: true)
                body.writeJSON(option.name)
                body.writeName("label")
                body.writeJSON(option.label[language])
                body.writeStaticString("}")
            }
        }
        body.writeName("obstacles")
        body.writeJSONArray(move.obstacles.map(APIError.Detail.init)) { $1.write(language, to: &$0) }
        body.writeStaticString("}")
    }
}
