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
        for asked in try ApprovalBook(transaction).requests(of: draft.reference.id) {
            guard let approval = request.model.pipelines[asked.pipeline]?.approval(asked.approval) else { continue }
            for field in draft.changedFields where approval.freezes(field, asked.status) {
                guard !draft.findings.contains(where: { $0.code == "frozen" && $0.field == field.name }) else {
                    continue
                }
                draft.findings.append(.frozen(field, approval))
            }
        }
    }
}

extension Approval {
    fileprivate func freezes(_ field: Field, _ status: ApprovalRequest.Status) -> Bool {
        guard field.origin == .entered, status.isOpen || status == .moved else { return false }
        switch freeze {
        case .whileWaiting: return status.isOpen
        case .fields(let fields): return fields.contains(field.name)
        case .everything: return true
        }
    }
}
