// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// Brings a draft into the stage that its record is to be moved to, with all that the move itself writes.
struct StageEntry {
    let pipeline: Pipeline
    let from: StageName
    let to: StageName
    let reason: String?

    var transition: Transition? { pipeline.transition(from: from, to: to) }
    var isBack: Bool { pipeline.direction(from: from, to: to) == .back }

    /// What could not be written is an obstacle; the rest is.
    func enter(_ draft: RecordDraft, _ scope: TransactionScope) throws -> [MoveRefusal.Obstacle] {
        draft.set(pipeline.field, .text(to.rawValue))
        guard let transition else { return [] }
        var obstacles: [MoveRefusal.Obstacle] = []
        var values: [(Field, Value)] = []
        for assignment in transition.assignments {
            guard let field = draft.plan.entity.fields[assignment.field] else { continue }
            do {
                values.append((field, field.fitting(try scope.evaluate(assignment.value, on: draft.reference))))
            } catch is EvaluationError {
                obstacles.append(
                    .uncomputable("set.\(field.name)", assignment.value, .notWritten(field)))
            }
        }
        for (field, value) in values { obstacles += write(value, field, into: draft) }
        if isBack, let name = pipeline.backMovesField { draft.set(name, .integer(draft[name].wholeNumber &+ 1)) }
        if case .oneOf(_, _, let name?) = transition.reason, let option = reason.flatMap(transition.reason.option) {
            draft.set(name, .text(option.name))
        }
        return obstacles
    }

    private func write(_ value: Value, _ field: Field, into draft: RecordDraft) -> [MoveRefusal.Obstacle] {
        do throws(FieldFault) {
            draft.set(field.name, value.isNull ? .null : try field.type.canonical(value, field))
            return []
        } catch {
            return [.finding(Finding(error, field.name))]
        }
    }
}

extension Value {
    /// The number if it is a whole one, 0 otherwise.
    var wholeNumber: Int64 { if case .integer(let number) = self { number } else { 0 } }
}

extension Label {
    fileprivate static func notWritten(_ field: Field) -> Label {
        Label(
            english: "“\(field.label.english)” cannot be written.", chinese: "“\(field.label.chinese)”无法写入。")
    }
}
