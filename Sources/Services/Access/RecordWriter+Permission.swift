// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

// Who may write which record.
extension RecordWriter {
    /// The record to be written, if the asker sees it, may write it, and has seen its latest version.
    func writable(
        _ entity: EntityName, _ id: RecordID, _ right: KeyPath<EntityAccess, RowRule>, _ expectedVersion: Int64?
    ) throws -> StoredRecord {
        let reference = RecordReference(entity: entity, id: id)
        guard let before = try scope.record(reference), before.deletedAt == nil,
            try allows(request.permissions[entity].read, reference)
        else { throw ServiceError.notFound(entity, id) }
        try permit(reference, right)
        if let expectedVersion, expectedVersion != before.version {
            throw ServiceError.conflict(current: before.version)
        }
        return before
    }

    func permit(_ reference: RecordReference, _ right: KeyPath<EntityAccess, RowRule>) throws {
        guard try allows(request.permissions[reference.entity][keyPath: right], reference) else {
            throw ServiceError.forbidden("The roles of the user do not allow it for this \(reference.entity).")
        }
    }

    func allows(_ rule: RowRule, _ reference: RecordReference) throws -> Bool { try scope.allows(rule, reference) }
}

extension TransactionScope {
    /// Whether a record is one of those that a right is about.
    func allows(_ rule: RowRule, _ reference: RecordReference) throws -> Bool {
        switch rule {
        case .all: true
        case .none: false
        case .matching(let condition): try isTrue(condition, on: reference)
        }
    }
}
