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
        let isOnward = pipeline.direction(from: from, to: to) == .onward
        let exit = isOnward ? pipeline.stage(from)?.exit ?? StageRequirements() : StageRequirements()
        var asked: Set<FieldName> = []
        for field in exit.fields + stage.entry.fields + transition.requirements.fields
        where asked.insert(field).inserted {
            if try value(of: field, in: draft.reference).isNull { obstacles.append(.missing(field)) }
        }
        obstacles += missing(reason, transition.reason)
        for condition in exit.guards {
            obstacles += try unmet(condition.condition, "exit.\(condition.name)", .exit(condition), draft.reference)
        }
        obstacles += try lacking(exit.needs, draft.reference)
        return try obstacles + unmet(stage.entry, draft.reference) + unmet(transition.requirements, draft.reference)
            + missingApprovals(pipeline, transition, from: from, draft.reference)
            + findings(claims(of: draft)).map(MoveRefusal.Obstacle.finding)
    }

    /// What a record lacks to be in a stage, wherever it comes from.
    func obstacles(toBeIn stage: Stage, _ record: RecordReference) throws -> [MoveRefusal.Obstacle] {
        try stage.entry.fields.filter { try value(of: $0, in: record).isNull }.map { .missing($0) }
            + stage.entry.guards.flatMap { try unmet($0.condition, "guard.\($0.name)", .condition($0), record) }
    }

    private func unmet(
        _ requirements: StageRequirements, _ record: RecordReference
    ) throws -> [MoveRefusal.Obstacle] {
        try requirements.guards.flatMap { try unmet($0.condition, "guard.\($0.name)", .condition($0), record) }
            + lacking(requirements.needs, record)
    }

    private func missing(_ reason: String?, _ rule: ReasonRule) -> [MoveRefusal.Obstacle] {
        let isGiven = !(reason ?? "").allSatisfy(\.isWhitespace)
        switch rule {
        case .none: return []
        case .words: return isGiven ? [] : [.reason]
        case .oneOf(_, let options, _):
            guard isGiven else { return [.reason] }
            return reason.flatMap(rule.option) == nil ? [.unknownReason(options.filter { !$0.isRetired })] : []
        }
    }

    /// An obstacle if a condition is not true, or why it could not be computed.
    private func unmet(
        _ condition: TypedExpression, _ code: String, _ obstacle: MoveRefusal.Obstacle, _ record: RecordReference
    ) throws -> [MoveRefusal.Obstacle] {
        do {
            return try isTrue(condition, on: record) ? [] : [obstacle]
        } catch is EvaluationError {
            return [.uncomputable(code, condition, obstacle.label)]
        }
    }

    private func lacking(_ needs: [RelatedNeed], _ record: RecordReference) throws -> [MoveRefusal.Obstacle] {
        try needs.compactMap { need in
            do {
                guard case .integer(let present) = try evaluate(need.present, on: record), present >= need.count
                else {
                    let present = try evaluate(need.present, on: record)
                    return .needs(need, present: present.wholeNumber)
                }
                return nil
            } catch is EvaluationError {
                return .uncomputable("needs.\(need.name)", need.present, need.message)
            }
        }
    }
}

extension MoveRefusal.Obstacle {
    /// A condition that has no result; the move is refused, because nobody knows whether it may be made.
    static func uncomputable(_ code: String, _ condition: TypedExpression, _ message: Label) -> Self {
        .failed(
            code: code,
            Label(
                english: "\(message.english) (“\(condition.source)” cannot be computed: a number is too large.)",
                chinese: "\(message.chinese)（“\(condition.source)”无法计算：数值过大。）"))
    }
}
