// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Values

// The approvals that a move needs.
extension TransactionScope {
    /// Those that are missing for a record to take a way.
    func missingApprovals(
        _ pipeline: Pipeline, _ transition: Transition, from: StageName, _ record: RecordReference
    ) throws -> [MoveRefusal.Obstacle] {
        let approvals = pipeline.approvals(of: transition)
        guard !approvals.isEmpty else { return [] }
        let open = try ApprovalBook(transaction).requests(of: record.id).filter {
            $0.status.isOpen && $0.pipeline == pipeline.name && $0.from == from && $0.to == transition.to
        }
        return try approvals.compactMap { approval in
            do {
                let steps = try neededSteps(of: approval, record)
                let request = open.last { $0.approval == approval.name }
                return missing(approval, steps, request).map { .approval($0) }
            } catch is EvaluationError {
                let condition = approval.condition ?? approval.steps.compactMap(\.condition).first
                return condition.map { .uncomputable("approval.\(approval.name)", $0, approval.label) }
            }
        }
    }

    /// The steps of an approval that a record needs; none if it does not need the approval.
    private func neededSteps(of approval: Approval, _ record: RecordReference) throws -> [Int] {
        if let condition = approval.condition, try !isTrue(condition, on: record) { return [] }
        return try approval.steps.indices.filter { index in
            try approval.steps[index].condition.map { try isTrue($0, on: record) } ?? true
        }
    }

    private func missing(
        _ approval: Approval, _ steps: [Int], _ request: ApprovalRequest?
    ) -> MissingApproval? {
        guard !steps.isEmpty else { return nil }
        var state = MissingApproval.State.notAsked
        if let request, Set(steps).isSubset(of: request.steps) {
            guard request.status == .waiting else { return nil }
            // A step that the pack took away meanwhile is asked anew.
            if let step = approval.step(of: request) {
                state = .waiting(
                    request.id, roles: step.roles, given: request.presentVotes.count, of: step.count)
            }
        }
        return MissingApproval(name: approval.name, label: approval.label, steps: steps, state: state)
    }
}

extension Approval {
    /// The step of a request that waits; nil if none does, or the pack took it away.
    func step(of request: ApprovalRequest) -> Step? {
        guard request.steps.indices.contains(request.position) else { return nil }
        let index = request.steps[request.position]
        return steps.indices.contains(index) ? steps[index] : nil
    }
}
