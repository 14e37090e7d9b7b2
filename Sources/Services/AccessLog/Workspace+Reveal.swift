// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
public import Values

extension Workspace {
    /// The value of a covered field of one record, once it is written down who asked for it.
    ///
    /// - Throws: ``ServiceError/forbidden(_:)`` if no role of the asker reveals it, ``ServiceError/invalid(_:)`` if a
    ///   reason has to be given.
    public func reveal(
        _ field: FieldName, of entity: EntityName, _ id: RecordID, reason: String? = nil, _ invocation: Invocation
    ) async throws -> Value {
        try await write(invocation) { request, transaction in
            try RecordWriter(request, transaction).reveal(field, of: entity, id, reason: reason)
        }
    }
}

extension RecordWriter {
    /// The entry stands in the log before the value leaves: both belong to one transaction, which is durable by then.
    fileprivate func reveal(
        _ name: FieldName, of entity: EntityName, _ id: RecordID, reason: String?
    ) throws -> Value {
        let plan = try request.readable(entity)
        let access = request.permissions[entity]
        guard let field = plan.entity.fields[name], access.isVisible(name) else {
            throw ServiceError.unknownName(kind: "field", name: name.rawValue)
        }
        guard access.isMasked(name) else { throw ServiceError.invalid([.revealPlain(field)]) }
        let before = try writable(entity, id, \.read, nil)
        let reason = reason.flatMap(trimmed)
        switch access.reveal(of: name) {
        case .never: throw ServiceError.forbidden("No role of yours reveals “\(field.label.english)”.")
        case .withReason where reason == nil: throw ServiceError.invalid([.revealReason(field)])
        case .withReason, .always: break
        }
        guard reason?.unicodeScalars.count ?? 0 <= ShareCheck.longestNote else {
            throw ServiceError.invalid([.revealLength])
        }
        let entry = AccessEntry(
            id: request.workspace.identifiers.next(invocation.now), at: invocation.now, kind: .reveal,
            actor: invocation.actor.user, door: invocation.door.rawValue, entity: entity, record: id, field: name,
            reason: reason)
        try transaction.insert(into: .accessEntries, try entry.row)
        return try scope.value(of: name, in: before.reference)
    }
}

extension Finding {
    static func revealReason(_ field: Field) -> Finding {
        reveal("reason", "Say why you need “\(field.label.english)”.", "请说明为何需要查看“\(field.label.chinese)”。")
    }

    static func revealPlain(_ field: Field) -> Finding {
        reveal(
            "plain", "“\(field.label.english)” is not covered; read it as any other field.",
            "“\(field.label.chinese)”未被遮盖，可直接读取。")
    }

    static let revealLength = reveal(
        "length", "The reason has more than \(ShareCheck.longestNote) characters.",
        "原因超过 \(ShareCheck.longestNote) 个字符。")

    private static func reveal(_ code: String, _ english: String, _ chinese: String) -> Finding {
        Finding(code: "reveal.\(code)", field: nil, message: Label(english: english, chinese: chinese))
    }
}
