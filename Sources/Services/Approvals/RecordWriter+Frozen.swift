// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Storage
import Values

// What nobody changes because it is being approved, or was.
extension RecordWriter {
    /// A finding for each field that was given another value though it is frozen.
    func checkFrozen(_ draft: RecordDraft) throws {
        guard draft.before != nil, !draft.changed.isEmpty,
            draft.plan.pipelines.contains(where: \.hasApprovals)
        else { return }
        for (asked, approval) in try scope.keeping(draft.reference.id) {
            for field in draft.changedFields where approval.freezes(field, asked.status) {
                guard !draft.findings.contains(where: { $0.code == "frozen" && $0.field == field.name }) else {
                    continue
                }
                draft.findings.append(.frozen(field, approval))
            }
        }
    }
}

// Neither does a record go away whose approval is asked for, or of which something stays as it was approved.
extension RecordWriter {
    /// A finding for each approval that keeps a record where it is.
    func frozenFindings(_ record: StoredRecord, _ plan: EntityPlan) throws -> [Finding] {
        guard plan.pipelines.contains(where: \.hasApprovals) else { return [] }
        return try scope.keeping(record.id).filter { $0.approval.keeps($0.asked.status) }.map { .kept($0.approval) }
    }

    /// A finding for each field that would lose its value with a record that goes away, though it is frozen.
    func frozenFindings(_ referrers: [(Field, [RecordID])]) throws -> [Finding] {
        try referrers.flatMap { field, keys -> [Finding] in
            guard field.reference?.deletion == .clear,
                try request.plan.entity(field.entity).pipelines.contains(where: \.hasApprovals)
            else { return [] }
            return try keys.flatMap { try scope.keeping($0) }.filter { $0.approval.freezes(field, $0.asked.status) }
                .prefix(1)
                .map { .frozen(field, $0.approval) }
        }
    }
}

extension TransactionScope {
    /// The finding that a field of a record cannot be given another value, because of the first approval that keeps it.
    func frozenFinding(_ field: Field, of record: RecordReference) throws -> Finding? {
        guard plan.entities[record.entity]?.pipelines.contains(where: \.hasApprovals) == true else { return nil }
        return try keeping(record.id).first { $0.approval.freezes(field, $0.asked.status) }
            .map { .frozen(field, $0.approval) }
    }

    /// What was asked for on a record, with the approval that it was asked for.
    fileprivate func keeping(_ record: RecordID) throws -> [(asked: ApprovalRequest, approval: Approval)] {
        try ApprovalBook(transaction).requests(of: record).compactMap { asked in
            plan.model.pipelines[asked.pipeline]?.approval(asked.approval).map { (asked, $0) }
        }
    }
}

extension Approval {
    fileprivate func keeps(_ status: ApprovalRequest.Status) -> Bool {
        switch freeze {
        case .whileWaiting: status.isOpen
        case .fields, .everything: status.isOpen || status == .moved
        }
    }

    fileprivate func freezes(_ field: Field, _ status: ApprovalRequest.Status) -> Bool {
        guard field.origin == .entered, status.isOpen || status == .moved else { return false }
        switch freeze {
        case .whileWaiting: return status.isOpen
        case .fields(let fields): return fields.contains(field.name)
        case .everything: return true
        }
    }
}
