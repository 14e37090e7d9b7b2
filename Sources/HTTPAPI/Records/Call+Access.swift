// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import HTTPTypes
import NIOCore
import OrderedCollections
import Services
import Values

// Who has which record: operations that say so.
extension Call {
    /// An operation that takes no arguments.
    func refuseArguments(of action: String) throws {
        guard let stranger = try request.members().first(where: { !$0.name.contains("@") }) else { return }
        throw Self.wrongArgument(stranger.name, of: action)
    }

    /// The version that the caller has seen, if the caller says so: of several who claim a record one gets it anyway.
    func claimedVersion() throws -> Int64? { try headers[.ifMatch].flatMap { try version(inTag: $0) } }
}

// Sharing a record, and what is covered in it.
extension Call {
    static let receivers: Set<String> = ["user", "team", "role"]

    /// `POST /Entity(id)/crm.share` with `{"user" | "team" | "role", "level", "until", "note"}`; the last three may be
    /// missing.
    func share(_ name: EntityName, _ id: RecordID) throws -> RecordShare {
        let action = "crm.share"
        _ = try readable(name)
        let arguments = try arguments(known: Self.receivers.union(["level", "until", "note"]), of: action)
        guard let level = ShareLevel(rawValue: try text("level", in: arguments, of: action) ?? "read") else {
            throw Self.wrongArgument("level", of: action)
        }
        let until = try text("until", in: arguments, of: action).map { text in
            guard case .instant(let moment) = Value(canonicalText: text, as: .instant) else {
                throw Self.wrongArgument("until", of: action)
            }
            return moment
        }
        return RecordShare(
            entity: name, id: id, receiver: try receiver(in: arguments, of: action), level: level, until: until,
            note: try text("note", in: arguments, of: action))
    }

    /// Exactly one of a person's key, a team's key and a role's name.
    func receiver(in arguments: JSONValue, of action: String) throws -> ShareReceiver {
        let given = try Self.receivers.sorted().compactMap { kind in
            try text(kind, in: arguments, of: action).map { (kind, $0) }
        }
        guard given.count == 1, let (kind, text) = given.first else { throw Self.wrongArgument("user", of: action) }
        guard let receiver = ShareReceiver("\(kind):\(text)") else { throw Self.wrongArgument(kind, of: action) }
        return receiver
    }

    /// `GET /Entity(id)/crm.shares`: with whom the record is shared now.
    func shares(_ name: EntityName, _ id: RecordID) throws -> APIAnswer {
        _ = try readable(name)
        var body = ByteBuffer()
        body.writeStaticString("{\"value\":")
        body.writeJSONArray(try workspace.sharing(name, id, invocation)?.shares ?? []) { write($1, to: &$0) }
        body.writeStaticString("}")
        return .json(body)
    }

    private func write(_ share: ShareView, to body: inout ByteBuffer) {
        let texts: [(String, String?)] = [
            ("name", share.name), ("level", share.level.rawValue),
            ("until", share.until.map { Value.instant($0).canonicalText }), ("note", share.note), ("by", share.giver),
            ("at", Value.instant(share.at).canonicalText),
        ]
        body.writeStaticString("{")
        switch share.receiver {
        case .user(let id): body.writeMember("user", id.description, isFirst: true)
        case .team(let id): body.writeMember("team", id.description, isFirst: true)
        case .role(let name): body.writeMember("role", name.rawValue, isFirst: true)
        }
        for case (let name, let text?) in texts { body.writeMember(name, text) }
        body.writeStaticString("}")
    }

    /// `POST /Entity(id)/crm.reveal` with `{"field", "reason"}`: the value of a field that is shown covered otherwise.
    func reveal(_ name: EntityName, _ id: RecordID) async throws -> APIAnswer {
        let action = "crm.reveal"
        let (entity, access) = try readable(name)
        let arguments = try arguments(known: ["field", "reason"], of: action)
        guard let wanted = try text("field", in: arguments, of: action),
            let field = entity.fields[FieldName(wanted)], access.isVisible(field.name)
        else { throw Self.wrongArgument("field", of: action) }
        let value = try await workspace.reveal(
            field.name, of: name, id, reason: try text("reason", in: arguments, of: action), invocation)
        var body = ByteBuffer()
        body.writeStaticString("{")
        let context = format.metadata == .none ? nil : "\(root)$metadata#Edm.String"
        if let context { body.writeMember("@odata.context", context, isFirst: true) }
        body.writeName("value", isFirst: context == nil)
        // The schema tells covered fields as texts.
        body.writeJSON(value.isNull ? .null : .text(value.canonicalText))
        body.writeStaticString("}")
        return .json(body)
    }
}

extension ByteBuffer {
    fileprivate mutating func writeMember(_ name: String, _ text: String, isFirst: Bool = false) {
        writeName(name, isFirst: isFirst)
        writeJSON(text)
    }
}
