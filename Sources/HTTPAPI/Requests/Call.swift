// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import OrderedCollections
import Services
import Values

/// One request that was let in, with all that its answer needs.
struct Call: Sendable {
    let workspace: Workspace
    let invocation: Invocation
    /// The absolute URL of the service document, with a slash at the end.
    let root: String
    let options: QueryOptions
    let request: APIRequest
    let forms: AnswerForms
    var format: AnswerFormat

    var headers: HTTPFields { request.headers }

    /// An entity that the asker may know of.
    func readable(_ name: EntityName) throws -> (entity: Entity, access: EntityAccess) {
        guard let entity = invocation.model.entities[name] else {
            throw ServiceError.unknownName(kind: "entity", name: name.rawValue)
        }
        let access = workspace.access(name, invocation)
        guard access.read != .none else { throw ServiceError.unknownName(kind: "entity", name: name.rawValue) }
        return (entity, access)
    }

    /// The entities that the asker may read, in the order of the packs.
    var readableEntities: [(entity: Entity, access: EntityAccess)] {
        invocation.model.entities.values.compactMap { entity in
            let access = workspace.access(entity.name, invocation)
            return access.read == .none ? nil : (entity, access)
        }
    }

    /// The version that `If-Match` names; nil for `*`, which any version matches.
    ///
    /// - Throws: 428 if the header is missing, 412 if it is no tag of ours.
    func expectedVersion() throws -> Int64? {
        guard let header = headers[.ifMatch] else { throw APIError.preconditionRequired }
        return try version(inTag: header)
    }

    /// What `If-Match` and `If-None-Match` say of the record that is written.
    func precondition() throws -> RecordChange.Precondition {
        if let header = headers[.ifMatch] { return .match(try version(inTag: header)) }
        guard let header = headers[.ifNoneMatch] else { return .none }
        guard header == "*" else {
            throw APIError(
                .badRequest, "badHeader", "If-None-Match can only be * when a record is written.",
                "写入记录时 If-None-Match 只能为 *。", target: "If-None-Match")
        }
        return .noneMatch
    }

    func version(inTag header: String) throws -> Int64? {
        if header == "*" { return nil }
        var tag = Substring(header)
        if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
        guard tag.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\""), let version = Int64(tag.dropFirst().dropLast())
        else {
            throw APIError(
                .preconditionFailed, "conflict", "If-Match holds no @odata.etag of this record.",
                "If-Match 不是该记录的 @odata.etag。")
        }
        return version
    }
}

/// The tag of a version of a record.
func entityTag(_ version: Int64) -> String { "W/\"\(version)\"" }

extension APIError {
    static let preconditionRequired = APIError(
        .preconditionRequired, "preconditionRequired",
        "Send If-Match with the record’s @odata.etag, or * to overwrite.",
        "请在 If-Match 中提供记录的 @odata.etag，或用 * 强制覆盖。")
}
