// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import NIOCore
import OrderedCollections
import Services
import Values

// Records that are the same.
extension Call {
    /// `GET /Entity/crm.mergeProposals`: pairs that are probably the same, with `$top` and `$skiptoken`.
    func mergeProposals(_ name: EntityName) throws -> APIAnswer {
        let (entity, _) = try readable(name)
        let limit = min(max(try options.top() ?? 100, 1), 1000)
        let page: MergeProposals
        do {
            page = try workspace.mergeProposals(of: name, page: options["skiptoken"], limit: limit, invocation)
        } catch ServiceError.badRequest("page", _) {
            throw APIError.badPageToken
        }
        var body = ByteBuffer()
        body.writeStaticString("{")
        body.writeName("value", isFirst: true)
        body.writeJSONArray(page.proposals) { body, proposal in
            body.writeStaticString("{")
            body.writeName("record", isFirst: true)
            body.writeJSON(proposal.record.id.description)
            body.writeName("recordTitle")
            body.writeJSON(proposal.record.title)
            body.writeName("duplicate")
            body.writeJSON(proposal.duplicate.id.description)
            body.writeName("duplicateTitle")
            body.writeJSON(proposal.duplicate.title)
            body.writeName("reason")
            body.writeJSON(proposal.resemblance?.sentence(of: entity)[invocation.language] ?? "")
            body.writeStaticString("}")
        }
        if let next = page.next {
            body.writeName("@odata.nextLink")
            body.writeJSON(
                "\(root)\(name)/crm.mergeProposals?\(options.continued(token: next, top: options.values["top"].flatMap(Int.init)))"
            )
        }
        body.writeStaticString("}")
        return .json(body)
    }

    /// `POST /Entity(id)/crm.merge` with `{"loser", "take", "loserTag"}`: the record of the URL stays, with the fields of
    /// the other that `take` names; `If-Match` holds its tag, `loserTag` that of the other.
    func merge(_ name: EntityName, _ id: RecordID, body: [JSONMember]) throws -> RecordMerge {
        _ = try readable(name)
        let arguments = try arguments(body, known: ["loser", "take", "loserTag"], of: "crm.merge")
        var taken: [FieldName] = []
        switch arguments["take"] {
        case .array(let items):
            for item in items {
                guard case .text(let field) = item else { throw Self.wrongArgument("take", of: "crm.merge") }
                taken.append(FieldName(field))
            }
        case nil, .null: break
        default: throw Self.wrongArgument("take", of: "crm.merge")
        }
        var loserVersion: Int64?
        switch arguments["loserTag"] {
        case .text(let tag): loserVersion = try version(inTag: tag)
        case nil, .null: break
        default: throw Self.wrongArgument("loserTag", of: "crm.merge")
        }
        return RecordMerge(
            entity: name, survivor: id, loser: try key("loser", in: arguments, of: "crm.merge"), taken: taken,
            survivorVersion: try expectedVersion(), loserVersion: loserVersion)
    }

    /// `POST /Entity(id)/crm.refuseMerge` with `{"other"}`: the two are not the same and are not proposed again.
    func refuseMerge(_ name: EntityName, _ id: RecordID, body: [JSONMember]) async throws -> APIAnswer {
        _ = try readable(name)
        let arguments = try arguments(body, known: ["other"], of: "crm.refuseMerge")
        try await workspace.refuseMerge(name, id, try key("other", in: arguments, of: "crm.refuseMerge"), invocation)
        return .empty()
    }

    private func arguments(_ body: [JSONMember], known: Set<String>, of action: String) throws -> JSONValue {
        if let stranger = body.first(where: { !known.contains($0.name) && !$0.name.contains("@") }) {
            throw Self.wrongArgument(stranger.name, of: action)
        }
        return .object(body)
    }

    private func key(_ name: String, in arguments: JSONValue, of action: String) throws -> RecordID {
        guard case .text(let text)? = arguments[name], let key = RecordID(text) else {
            throw Self.wrongArgument(name, of: action)
        }
        return key
    }

    static func wrongArgument(_ name: String, of action: String) -> APIError {
        APIError(
            .badRequest, "badArgument",
            "The argument “\(name)” of \(action) is missing, unknown or of the wrong type.",
            "\(action) 的参数“\(name)”缺失、未知或类型有误。", target: name)
    }
}
