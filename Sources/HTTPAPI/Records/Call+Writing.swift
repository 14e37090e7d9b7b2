// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import NIOCore
import OrderedCollections
import Services
import Values

// Creating, changing and deleting records, and moving them along pipelines.
extension Call {
    /// `POST /Entity`
    func create(_ name: EntityName, body: [JSONMember]) async throws -> Response {
        let (entity, access) = try readable(name)
        let input = try RecordInput(body, entity, access)
        let outcome = try await workspace.create(name, input.values, id: input.id, invocation)
        let url = "\(root)\(name)(\(outcome.id))"
        if preference("return") != "minimal" {
            do {
                return try representation(
                    name, outcome.id, status: .created, headers: [.location: url], warnings: outcome.warnings)
            } catch ServiceError.notFound {
                // Some may add records that they may not read; the record is there all the same.
            }
        }
        return .empty(headers: [.location: url, .odataEntityID: url, .eTag: entityTag(outcome.version)])
    }

    /// `PATCH /Entity(id)`
    func update(_ name: EntityName, _ id: RecordID, body: [JSONMember]) async throws -> Response {
        let (entity, access) = try readable(name)
        let expected = try expectedVersion()
        let input = try RecordInput(body, entity, access)
        let outcome = try await workspace.update(name, id, input.values, expectedVersion: expected, invocation)
        return try changed(name, outcome)
    }

    /// `DELETE /Entity(id)`
    func delete(_ name: EntityName, _ id: RecordID) async throws -> Response {
        _ = try readable(name)
        try await workspace.delete(name, id, expectedVersion: try expectedVersion(), invocation)
        return .empty()
    }

    /// What a change answers: nothing but the new tag, or the record if the caller prefers it.
    func changed(_ name: EntityName, _ outcome: WriteOutcome) throws -> Response {
        if preference("return") == "representation" {
            do {
                return try representation(name, outcome.id, warnings: outcome.warnings)
            } catch ServiceError.notFound {
                // The change may have taken the record out of the asker's sight.
            }
        }
        return .empty(headers: [.eTag: entityTag(outcome.version)])
    }

    /// `POST /Entity(id)/crm.move` with `{"pipeline", "to", "values", "reason"}`; the pipeline may be left out if the
    /// entity has but one.
    func move(_ name: EntityName, _ id: RecordID, body: [JSONMember]) async throws -> Response {
        let (entity, access) = try readable(name)
        let arguments = JSONInput.object(body)
        let known: Set<String> = ["pipeline", "to", "values", "reason"]
        if let stranger = body.first(where: { !known.contains($0.name) && !$0.name.contains("@") }) {
            throw Self.wrongArgument(stranger.name)
        }
        var values: [FieldName: Value] = [:]
        switch arguments["values"] {
        case .object(let members): values = try RecordInput(members, entity, access).values
        case nil, .null: break
        default: throw Self.wrongArgument("values")
        }
        guard let to = try text("to", in: arguments) else { throw Self.wrongArgument("to") }
        let move = StageMove(
            entity: name, id: id, pipeline: try pipeline(of: name, in: arguments), to: StageName(to), values: values,
            reason: try text("reason", in: arguments),
            expectedVersion: try headers[.ifMatch].flatMap { try version(inTag: $0) })
        return try changed(name, try await workspace.move(move, invocation))
    }

    private func pipeline(of entity: EntityName, in arguments: JSONInput) throws -> PipelineName {
        if let name = try text("pipeline", in: arguments) { return PipelineName(name) }
        let pipelines = invocation.model.pipelines(of: entity).values
        guard pipelines.count == 1, let only = pipelines.first else { throw Self.wrongArgument("pipeline") }
        return only.name
    }

    private func text(_ name: String, in arguments: JSONInput) throws -> String? {
        switch arguments[name] {
        case .text(let text): return text
        case nil, .null: return nil
        default: throw Self.wrongArgument(name)
        }
    }

    private static func wrongArgument(_ name: String) -> APIError {
        APIError(
            .badRequest, "badArgument",
            "The argument “\(name)” is missing, unknown or of the wrong type; crm.move takes pipeline, to, values, reason.",
            "参数“\(name)”缺失、未知或类型有误；crm.move 的参数为 pipeline、to、values、reason。", target: name)
    }

    /// `GET /Entity(id)/crm.moves`: the ways out of the record's stages, with what stands in each.
    func moves(_ name: EntityName, _ id: RecordID) throws -> Response {
        _ = try readable(name)
        let language = invocation.language
        var body = ByteBuffer()
        body.writeStaticString("{\"value\":[")
        var isFirst = true
        for pipeline in invocation.model.pipelines.values where pipeline.entity == name {
            for move in try workspace.availableMoves(name, id, pipeline.name, invocation) {
                if !isFirst { body.writeStaticString(",") }
                isFirst = false
                Self.write(move, pipeline, language, to: &body)
            }
        }
        body.writeStaticString("]}")
        return .json(body)
    }

    private static func write(
        _ move: AvailableMove, _ pipeline: Pipeline, _ language: Language, to body: inout ByteBuffer
    ) {
        body.writeStaticString("{")
        body.writeName("pipeline", isFirst: true)
        body.writeJSON(pipeline.name.rawValue)
        body.writeName("to")
        body.writeJSON(move.stage.name.rawValue)
        body.writeName("label")
        body.writeJSON((move.transition.label ?? move.stage.label)[language])
        body.writeString(",\"needsReason\":\(move.transition.needsReason)")
        body.writeName("obstacles")
        body.writeJSONArray(move.obstacles.map(APIError.Detail.init)) { $1.write(language, to: &$0) }
        body.writeStaticString("}")
    }
}
