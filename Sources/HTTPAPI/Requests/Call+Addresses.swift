// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import HTTPTypes
import OrderedCollections
import Services
import Values

// From the names of a path to what they mean.
extension Call {
    /// Relations that one path follows.
    private static let longestWay = 3

    /// Looks a path up in the model, as far as the asker may see; records on the way are read.
    ///
    /// - Throws: 404 for what is not there, 400 for keys that are none, 501 for forms that the service has not.
    func resource(_ path: ResourcePath) throws -> Resource {
        guard let first = path.segments.first else { return .service }
        if let resource = try plainResource(first, path.segments.dropFirst()) { return resource }
        let (entity, _) = try readable(EntityName(first.name))
        let rest = path.segments.dropFirst()
        guard first.arguments != nil else { return try collection(Resource.RecordSet(entity: entity.name), rest) }
        guard let key = first.key else { throw APIError.badKey(first.name) }
        return try record(try address(key, of: entity), rest, hops: 0)
    }

    private func plainResource(
        _ first: ResourcePath.Segment, _ rest: ArraySlice<ResourcePath.Segment>
    ) throws -> Resource? {
        switch (first.name, rest.count) {
        case ("$metadata", 0): return .metadata
        case ("$batch", 0): return .batch
        case ("$entity", 0): return .entity
        case ("openapi.json", 0): return .openAPI
        case ("reports", 0) where first.arguments == nil: return .reports
        case ("reports", 1): return .report(ReportName(rest.first?.name ?? ""))
        case ("reports", 2):
            guard let name = rest.first?.name, let format = rest.last.flatMap({ ReportFileFormat(rawValue: $0.name) })
            else { throw APIError.unknownResource(rest.last?.name ?? "") }
            return .reportFile(ReportName(name), format)
        case ("metrics", 0) where first.arguments == nil: return .metrics
        case ("metrics", 1): return .metric(MetricName(rest.first?.name ?? ""))
        case ("goals", 0) where first.arguments == nil: return .goals
        case ("events", 0) where first.arguments == nil: return .events
        case (let name, _)
        where name.hasPrefix("$") || ["openapi.json", "reports", "metrics", "goals", "events"].contains(name):
            throw APIError.unknownResource(name)
        default: return nil
        }
    }

    private func collection(
        _ set: Resource.RecordSet, _ rest: ArraySlice<ResourcePath.Segment>
    ) throws -> Resource {
        guard let next = rest.first else { return .records(set) }
        guard rest.count == 1, next.arguments?.isEmpty ?? true else { throw APIError.unknownResource(next.name) }
        switch next.name {
        case "$count": return .count(set)
        case "$ref": return .references(set)
        case "crm.mergeProposals" where set.parent == nil: return .mergeProposals(set.entity)
        case let name where name.contains("."):
            throw APIError(
                .notImplemented, "unsupported",
                "Type casts and operations on collections are not supported: “\(name)”.",
                "不支持类型转换和集合操作：“\(name)”。", target: name)
        default: throw APIError.unknownResource(next.name)
        }
    }

    private func record(
        _ address: Resource.RecordAddress, _ rest: ArraySlice<ResourcePath.Segment>, hops: Int
    ) throws -> Resource {
        guard let next = rest.first else { return .record(address) }
        let (entity, access) = try readable(address.entity)
        let last = rest.count == 1
        if let operation = operation(next, of: entity) {
            guard last else { throw APIError.unknownResource(rest.last?.name ?? "") }
            return .operation(address, operation)
        }
        switch next.name {
        case "$ref" where last: return .reference(address)
        case "$value" where last, "$ref", "$count": throw APIError.unknownResource(next.name)
        default: break
        }
        if let field = entity.fields[FieldName(next.name)], access.isVisible(field.name) {
            return try property(field, of: address, next, rest.dropFirst())
        }
        return try related(next, of: address, entity, access, rest.dropFirst(), hops: hops)
    }

    private func property(
        _ field: Field, of address: Resource.RecordAddress, _ segment: ResourcePath.Segment,
        _ rest: ArraySlice<ResourcePath.Segment>
    ) throws -> Resource {
        guard segment.arguments == nil else { throw APIError.unknownResource(segment.name) }
        guard let next = rest.first else { return .property(address, field) }
        guard rest.count == 1, next.name == "$value", next.arguments == nil else {
            throw APIError.unknownResource(next.name)
        }
        return .value(address, field)
    }

    /// What lies behind a relation of a record.
    private func related(
        _ segment: ResourcePath.Segment, of address: Resource.RecordAddress, _ entity: Entity, _ access: EntityAccess,
        _ rest: ArraySlice<ResourcePath.Segment>, hops: Int
    ) throws -> Resource {
        guard let (way, target) = Expansion.way(segment.name, entity, access, self) else {
            if segment.name.contains(".") {
                throw APIError(
                    .notImplemented, "unsupported",
                    "There is no operation “\(segment.name)”, and casts are not supported.",
                    "没有操作“\(segment.name)”，也不支持类型转换。", target: segment.name)
            }
            throw APIError.unknownResource(segment.name)
        }
        guard hops < Self.longestWay else {
            throw APIError(
                .badRequest, "expr.tooDeep", "A path follows at most \(Self.longestWay) relations.",
                "路径最多可经过 \(Self.longestWay) 个关联。", target: segment.name)
        }
        guard let id = address.id else { throw APIError.unknownResource(segment.name) }
        switch way {
        case .reference(let field):
            guard segment.arguments == nil else { throw APIError.unknownResource(segment.name) }
            let view = try workspace.record(entity.name, id, fields: [field.name], invocation)
            guard case .identifier(let key) = view[field.name] else { return .nothing }
            return try record(Resource.RecordAddress(entity: target.name, id: key), rest, hops: hops + 1)
        case .collection(let relationship):
            // Whoever adds a member is told by the write if the record is missing; it may be one of the same batch.
            if request.method != .post { _ = try workspace.record(entity.name, id, fields: [], invocation) }
            let set = Resource.RecordSet(
                entity: target.name, parent: Resource.RecordSet.Parent(field: relationship.field, id: id))
            guard segment.arguments != nil else { return try collection(set, rest) }
            guard let key = segment.key else { throw APIError.badKey(segment.name) }
            let member = try self.address(key, of: target)
            try check(member, isIn: set)
            return try record(member, rest, hops: hops + 1)
        }
    }

    /// A record that is addressed through another one has to refer to it.
    private func check(_ member: Resource.RecordAddress, isIn set: Resource.RecordSet) throws {
        guard let parent = set.parent, let id = member.id,
            try workspace.record(set.entity, id, fields: [parent.field], invocation)[parent.field]
                == .identifier(parent.id)
        else { throw APIError.unknownResource(set.entity.rawValue) }
    }

    private func operation(_ segment: ResourcePath.Segment, of entity: Entity) -> Resource.Operation? {
        guard segment.arguments?.isEmpty ?? true else { return nil }
        let isQualified = segment.name.hasPrefix("crm.")
        let name = isQualified ? String(segment.name.dropFirst("crm.".count)) : segment.name
        if !isQualified, entity.fields[FieldName(name)] != nil || entity.relationships[FieldName(name)] != nil {
            return nil
        }
        switch name {
        case "move": return .move
        case "moves": return .moves
        case "merge": return .merge
        case "refuseMerge": return .refuseMerge
        case "claim": return .claim
        case "release": return .release
        case "askApproval": return .askApproval
        case "approve": return .approve
        case "reject": return .reject
        case "withdrawApproval": return .withdrawApproval
        case "approvals": return .approvals
        case "share": return .share
        case "unshare": return .unshare
        case "shares": return .shares
        case "reveal": return .reveal
        default:
            return invocation.model.stageActions(of: entity.name).first { $0.name == name }
                .map { .enter($0.pipeline.name, $0.stage.name) }
        }
    }

    /// The record that a key means: its own key, the value of a unique field, or those of fields that are unique together.
    func address(_ key: ResourcePath.Key, of entity: Entity) throws -> Resource.RecordAddress {
        if key.texts.keys == ["id"] {
            let text = key.texts["id"] ?? ""
            guard let id = RecordID(text) else { throw APIError.badKey(text) }
            return Resource.RecordAddress(entity: entity.name, id: id)
        }
        let keys = entity.alternateKeys(workspace.access(entity.name, invocation))
        guard keys.contains(where: { Set($0) == Set(key.texts.keys) }) else {
            throw APIError.noKey(Array(key.texts.keys), of: entity, keys)
        }
        var values: [FieldName: Value] = [:]
        for (name, text) in key.texts {
            guard let value = entity.fields[name]?.value(ofLiteral: text) else { throw APIError.badKey(text) }
            values[name] = value
        }
        let filter = key.texts.map { "\($0) eq \($1)" }.joined(separator: " and ")
        let found = try workspace.list(
            ListRequest(entity: entity.name, fields: [], filter: filter, order: "id", limit: 2), invocation
        ).records
        return Resource.RecordAddress(
            entity: entity.name, id: found.count == 1 ? found.first?.id : nil, alternate: values)
    }
}

extension Entity {
    /// The fields by which a record can be addressed beside its own key, as far as the asker may see them.
    func alternateKeys(_ access: EntityAccess) -> [[FieldName]] {
        let single = fields.values.filter { $0.isUnique && $0.name != "id" }.map { [$0.name] }
        return (single + combinations.map(\.fields)).filter { $0.allSatisfy(access.isPlain) }
    }
}

extension APIError {
    fileprivate static func noKey(_ fields: [FieldName], of entity: Entity, _ keys: [[FieldName]]) -> APIError {
        let (given, known) = (names(fields), (keys.map(names) + ["id"]).joined(separator: "; "))
        return APIError(
            .badRequest, "badKey", "“\(given)” is no key of \(entity.name); there are: \(known).",
            "“\(given)”不是 \(entity.name) 的键；可用的键：\(known)。", target: fields.first?.rawValue)
    }

    private static func names(_ fields: [FieldName]) -> String { fields.map(\.rawValue).joined(separator: ", ") }
}

extension Resource.RecordAddress {
    /// The key of the record.
    ///
    /// - Throws: ``APIError`` 404 if there is none with the value of the unique field.
    func existing() throws(APIError) -> RecordID {
        guard let id else {
            throw APIError(
                .notFound, "notFound", "There is no record of \(entity) with this key.", "没有这个键对应的 \(entity) 记录。")
        }
        return id
    }
}

extension Field {
    /// The value of a literal in a URL.
    fileprivate func value(ofLiteral text: String) -> Value? {
        guard text.hasPrefix("'") else { return value(of: .number(text)) ?? value(of: .text(text)) }
        guard text.count >= 2, text.hasSuffix("'") else { return nil }
        return value(of: .text(String(text.dropFirst().dropLast()).replacing("''", with: "'")))
    }
}
