// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Packs
import Storage
import Values

// Asking for approvals, answering, and what became of them.
extension ScenarioRun {
    func ask(_ move: ScenarioMove, _ invocation: Invocation, _ step: ScenarioStep) async throws {
        _ = try await workspace.askApproval(try stageMove(move, invocation, step), invocation)
    }

    func approve(_ approval: ScenarioApproval, _ invocation: Invocation, _ step: ScenarioStep) async throws {
        _ = try await workspace.approve(try request(approval, step).id, comment: approval.note, invocation)
    }

    func reject(_ approval: ScenarioApproval, _ invocation: Invocation, _ step: ScenarioStep) async throws {
        try await workspace.reject(try request(approval, step).id, reason: approval.note ?? "", invocation)
    }

    func withdraw(_ approval: ScenarioApproval, _ invocation: Invocation, _ step: ScenarioStep) async throws {
        try await workspace.withdrawApproval(try request(approval, step).id, invocation)
    }

    func user(_ person: String, _ step: ScenarioStep) throws -> RecordID {
        try reference(ScenarioAlias(name: person, entity: "User"), step).id
    }

    /// What was asked for last.
    private func request(_ approval: ScenarioApproval, _ step: ScenarioStep) throws -> ApprovalRequest {
        if let request = try latestRequest(approval, step) { return request }
        throw ScenarioFailure(
            step.range, expected: step.wish,
            found: ["Nobody asked for the approval \(approval.approval) of \(approval.record.name)."], isFatal: true)
    }

    private func latestRequest(_ approval: ScenarioApproval, _ step: ScenarioStep) throws -> ApprovalRequest? {
        let record = try reference(approval.record, step)
        return try workspace.store.read(workspace.model.current) { transaction in
            try ApprovalBook(transaction).requests(of: record.id).last {
                $0.pipeline == approval.pipeline && $0.approval == approval.approval
            }
        }
    }

    func meet(_ wanted: ScenarioApprovalState, _ step: ScenarioStep) throws {
        let request = try latestRequest(wanted.approval, step)
        let status = request?.status.rawValue ?? "none"
        let asked = try request.map { try persons(askedBy: $0, step) } ?? []
        var found: [String] = []
        if let expected = wanted.status, expected != status {
            found.append("it is \(status)")
            if let obstacles = request?.obstacles { found.append(obstacles.english) }
        }
        if let expected = wanted.asked, expected != asked { found += difference(expected, asked) }
        guard !found.isEmpty else { return }
        let expected = [wanted.status.map { "to be \($0)" }, wanted.asked.map { "to wait for \(Self.names($0))" }]
        throw ScenarioFailure(
            step.range,
            expected: "the approval \(wanted.approval.approval) of \(wanted.approval.record.name) "
                + expected.compactMap(\.self).joined(separator: " and "), found: found)
    }

    func meet(waitingFor actor: ScenarioActor, _ wanted: [String], _ step: ScenarioStep) throws {
        let found = try workspace.waitingApprovals(try invocation(actor, step)).map(\.approval).sorted()
        guard found != wanted else { return }
        throw ScenarioFailure(
            step.range, expected: "\(actor.name) to be asked for \(Self.names(wanted))",
            found: [Self.names(found)])
    }

    private static func names(_ names: [String]) -> String {
        names.isEmpty ? "nobody" : names.joined(separator: " ")
    }

    /// The persons of the scenario who may say yes or no by now, sorted.
    private func persons(askedBy request: ApprovalRequest, _ step: ScenarioStep) throws -> [String] {
        let persons = scenario.steps.compactMap { step -> String? in
            if case .person(let person) = step.kind { person.name } else { nil }
        }
        return try persons.filter { name in
            try workspace.mayVote(on: request, try invocation(.person(name), step))
        }.sorted()
    }
}
