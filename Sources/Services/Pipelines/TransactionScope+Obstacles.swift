// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Values

// The contract of a stage.
extension TransactionScope {
    /// What stands between the draft's record and a stage; the draft is in that stage already.
    func obstacles(
        _ from: StageName, _ to: StageName, _ pipeline: Pipeline, _ draft: RecordDraft, actor: Actor,
        reason: String?
    ) throws -> [MoveRefusal.Obstacle] {
        guard let transition = pipeline.transition(from: from, to: to), let stage = pipeline.stage(to) else {
            return [.notDefined(from: from, to: to)]
        }
        var obstacles: [MoveRefusal.Obstacle] = []
        if !transition.roles.isEmpty, !actor.isEngine, Set(transition.roles).isDisjoint(with: actor.roles) {
            obstacles.append(.roles(transition.roles))
        }
        var asked: Set<FieldName> = []
        for field in stage.requiredFields + transition.requiredFields where asked.insert(field).inserted {
            if try value(of: field, in: draft.reference).isNull { obstacles.append(.missing(field)) }
        }
        if transition.needsReason, (reason ?? "").allSatisfy(\.isWhitespace) { obstacles.append(.reason) }
        for condition in stage.guards + transition.guards {
            if try !isTrue(condition.condition, on: draft.reference) { obstacles.append(.condition(condition)) }
        }
        return try obstacles + findings(claims(of: draft)).map(MoveRefusal.Obstacle.finding)
    }
}
