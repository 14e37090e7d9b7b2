// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Queries
import Storage
public import Values

/// What a person may do with one record, or with the records of an entity taken together.
public struct RecordRights: Sendable, Hashable {
    public let mayCreate: Bool
    public let mayUpdate: Bool
    public let mayDelete: Bool
}

extension Workspace {
    /// What the asker may do with a record; with the entity's records if there is none of this key, or none is named.
    ///
    /// Stages, required fields and rules may still stand in the way of a write.
    public func rights(
        in entity: EntityName, of id: RecordID? = nil, _ invocation: Invocation
    ) throws -> RecordRights {
        let request = Request(self, invocation)
        let access = request.permissions[entity]
        let all = RecordRights(
            mayCreate: access.create != .none, mayUpdate: access.update != .none, mayDelete: access.delete != .none)
        guard let id, access.update.isMatching || access.delete.isMatching else { return all }
        let reference = RecordReference(entity: entity, id: id)
        return try store.read(invocation.environment) { transaction in
            let scope = try TransactionScope(transaction, request)
            guard try scope.exists(reference) else { return all }
            return RecordRights(
                mayCreate: all.mayCreate, mayUpdate: try scope.allows(access.update, reference),
                mayDelete: try scope.allows(access.delete, reference))
        }
    }
}

extension RowRule {
    fileprivate var isMatching: Bool { if case .matching = self { true } else { false } }
}
