// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import NIOCore
import OrderedCollections
import Services
import Values

/// A change that a request asks for, with what it will be answered when the change is made.
struct RequestedChange: Sendable {
    let change: RecordChange
    let answer: @Sendable (ChangeOutcome) throws -> APIAnswer
}

// From requests that write to changes, and from what became of them to answers.
extension Call {
    /// The change that a request on a resource asks for.
    ///
    /// - Throws: what is wrong with its headers and its body.
    func change(_ resource: Resource) throws -> RequestedChange {
        switch resource {
        case .records(let set): return try creation(in: set)
        case .record(let address) where request.method == .delete: return try deletion(of: address)
        case .record(let address): return try writing(address, isWhole: request.method == .put)
        case .property(let address, let field): return try writing(field, of: address)
        case .operation(let address, .move):
            return changing(address.entity, .move(try move(address.entity, try address.existing())))
        case .operation(let address, .enter(let pipeline, let stage)):
            return changing(
                address.entity, .move(try move(address.entity, try address.existing(), into: stage, of: pipeline)))
        case .operation(let address, .claim):
            try refuseArguments(of: "crm.claim")
            return changing(
                address.entity, .claim(address.entity, try address.existing(), expectedVersion: try claimedVersion()))
        case .operation(let address, .release):
            try refuseArguments(of: "crm.release")
            return changing(
                address.entity, .release(address.entity, try address.existing(), expectedVersion: try claimedVersion()))
        case .operation(let address, .share):
            return changing(address.entity, .share(try share(address.entity, try address.existing())))
        case .operation(let address, .unshare):
            let receiver = try receiver(in: try arguments(known: Self.receivers, of: "crm.unshare"), of: "crm.unshare")
            return changing(address.entity, .unshare(address.entity, try address.existing(), receiver))
        case .operation(let address, .merge):
            return changing(
                address.entity,
                .merge(try merge(address.entity, try address.existing(), body: try request.members())))
        default:
            throw APIError(.badRequest, "unsupported", "This request changes no record.", "此请求不修改任何记录。")
        }
    }

    /// `POST /Entity` and `POST /Entity(id)/collection`
    private func creation(in set: Resource.RecordSet) throws -> RequestedChange {
        let (entity, access) = try readable(set.entity)
        var record = try RecordInput(try request.members(), entity, access, self).record()
        if let parent = set.parent { record.values[parent.field] = .identifier(parent.id) }
        return changing(set.entity, .create(record))
    }

    /// `PATCH` and `PUT /Entity(id)`: changes the record, or adds it under the key that the client chose.
    private func writing(_ address: Resource.RecordAddress, isWhole: Bool) throws -> RequestedChange {
        let (entity, access) = try readable(address.entity)
        let condition = try precondition()
        let input = try RecordInput(try request.members(), entity, access, self)
        guard condition != .noneMatch || address.id != nil || !address.alternate.isEmpty else {
            throw APIError.preconditionRequired
        }
        var record = input.record(id: address.id ?? input.id ?? workspace.newKey(invocation))
        for (field, value) in address.alternate { record.values[field] = value }
        return changing(address.entity, .upsert(record, isWhole: isWhole, condition))
    }

    private func deletion(of address: Resource.RecordAddress) throws -> RequestedChange {
        _ = try readable(address.entity)
        return changing(
            address.entity,
            .delete(address.entity, try address.existing(), expectedVersion: try expectedVersion()))
    }

    /// `PUT /Entity(id)/field` with `{"value": …}`, and `DELETE`, which empties the field.
    private func writing(_ field: Field, of address: Resource.RecordAddress) throws -> RequestedChange {
        var value = Value.null
        if request.method == .put {
            let members = try request.members().filter { !$0.name.contains("@") }
            guard members.count == 1, let member = members.first, member.name == "value" else {
                throw APIError(
                    .badRequest, "badArgument", "Send the value as {\"value\": …}.", "请以 {\"value\": …} 的形式提供值。",
                    target: field.name.rawValue)
            }
            guard let read = field.value(of: member.value) else { throw ServiceError.invalid([.unreadable(field)]) }
            value = read
        }
        return changing(
            address.entity,
            .update(address.entity, try address.existing(), [field.name: value], expectedVersion: try expectedVersion())
        )
    }

    private func changing(_ entity: EntityName, _ change: RecordChange) -> RequestedChange {
        RequestedChange(change: change) { outcome in
            switch outcome {
            case .created(let outcome): try created(entity, outcome)
            case .changed(let outcome): try changed(entity, outcome)
            case .deleted: .empty()
            }
        }
    }

    private func created(_ name: EntityName, _ outcome: WriteOutcome) throws -> APIAnswer {
        let url = "\(root)\(name)(\(outcome.id))"
        var headers = returnHeaders
        headers[.location] = url
        if preferredReturn != .minimal {
            do {
                return try representation(
                    name, outcome.id, status: .created, headers: headers, warnings: outcome.warnings)
            } catch ServiceError.notFound {
                // Some may add records that they may not read; the record is there all the same.
            }
        }
        headers[.odataEntityID] = url
        headers[.eTag] = entityTag(outcome.version)
        return .empty(headers: headers)
    }

    /// What a change answers: nothing but the new tag, or the record if the caller prefers it.
    func changed(_ name: EntityName, _ outcome: WriteOutcome) throws -> APIAnswer {
        if preferredReturn == .representation {
            do {
                return try representation(name, outcome.id, headers: returnHeaders, warnings: outcome.warnings)
            } catch ServiceError.notFound {
                // The change may have taken the record out of the asker's sight.
            }
        }
        var headers: HTTPFields = preferredReturn == .minimal ? returnHeaders : [:]
        headers[.eTag] = entityTag(outcome.version)
        return .empty(headers: headers)
    }
}
