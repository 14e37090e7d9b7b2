// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Storage
import Values

// What a refused move sets off. The move left nothing behind, so that this is a transaction of its own.
extension Workspace {
    /// Queues the automations that wait for a move like this one to be refused.
    func setOff(
        _ record: RecordReference, refused refusal: MoveRefusal, _ invocation: Invocation
    ) async throws {
        let guards = refusal.obstacles.compactMap { obstacle in
            if case .condition(let condition) = obstacle { condition.name } else { nil }
        }
        let waiting = plans.plan(for: invocation.model).entities[record.entity]?.timing?.refusalAutomations ?? []
        let meant = waiting.filter { automation in
            automation.triggers.contains { trigger in
                guard case .refusal(let pipeline, let stage, let guardName) = trigger, pipeline == refusal.pipeline
                else { return false }
                return (stage == nil || stage == refusal.to) && (guardName.map(guards.contains) ?? true)
            }
        }
        guard !meant.isEmpty else { return }
        try await write(self.invocation(.engine, .engine)) { request, transaction in
            let writer = try RecordWriter(request, transaction)
            for automation in meant {
                try writer.consider(automation, record, JobCause(trigger: "refusal"), old: [:])
            }
        }
    }
}
