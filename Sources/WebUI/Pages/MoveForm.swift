// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import OrderedCollections
import Services
import Values

// Moves from boards and records, with a form for what is missing.
extension WebUI {
    /// Moves a record, or asks for what the move needs. A refusal comes as a form that asks for what is missing, or says
    /// what stands in between.
    func attempt(
        _ visit: Visit, _ perform: (StageMove, Invocation) async throws -> Void
    ) async throws -> Response {
        let (pipeline, text) = try pipeline(visit)
        let id = try visit.recordID
        let entered = FieldForm(text, visit).read(fields: text.entity.fields.values.filter(\.isWritable).map(\.name))
        guard entered.errors.isEmpty else {
            let rule = try presentRule(pipeline, id, visit)
            return moveDialog(pipeline, MoveDialog(fields: Array(entered.texts.keys), rule: rule), entered, text)
        }
        let move = StageMove(
            entity: pipeline.entity, id: id, pipeline: pipeline.name, to: StageName(visit.form["to"] ?? ""),
            values: entered.values, reason: visit.form["reason"],
            expectedVersion: visit.form["version"].flatMap(Int64.init))
        do {
            try await perform(move, visit.invocation)
            if let next = visit.form["next"] { return redirect(to: localPath(next)) }
            return Response(status: .noContent)
        } catch ServiceError.moveRefused(let refusal) {
            return moveDialog(refusal, pipeline, entered, text)
        } catch ServiceError.invalid(let findings) {
            let sentences = findings.map { $0.message[visit.language] }
            let content = MoveDialog(fields: Array(entered.texts.keys), sentences: sentences)
            return moveDialog(pipeline, content, entered, text)
        } catch ServiceError.conflict {
            return moveDialog(pipeline, MoveDialog(sentences: [visit.word("conflictText")]), entered, text)
        }
    }

    /// Whether the move asked for needs a reason, before it is tried.
    private func presentRule(_ pipeline: Pipeline, _ id: RecordID, _ visit: Visit) throws -> ReasonRule {
        try workspace.availableMoves(pipeline.entity, id, pipeline.name, visit.invocation)
            .first { $0.stage.name.rawValue == visit.form["to"] }?.transition.reason ?? .none
    }

    private func moveDialog(
        _ refusal: MoveRefusal, _ pipeline: Pipeline, _ entered: FieldForm.Entered, _ text: FieldText
    ) -> Response {
        var content = MoveDialog(fields: Array(entered.texts.keys))
        for obstacle in refusal.obstacles {
            switch obstacle {
            case .missing(let field) where text.access.isWritable(field):
                if !content.fields.contains(field) { content.fields.append(field) }
            case .reason, .unknownReason: break
            default: content.sentences.append(ObstacleText(pipeline, text).sentence(obstacle))
            }
        }
        content.rule = pipeline.transition(from: refusal.from, to: refusal.to)?.reason ?? .none
        // Whatever else is missing can be filled in here, so that those who approve may be asked at once.
        content.mayAsk =
            refusal.obstacles.contains(where: \.isUnasked)
            && content.sentences.count == refusal.obstacles.count(where: \.isApproval)
        content.mayMove = content.sentences.isEmpty || !content.fields.isEmpty && !content.mayAsk
        return moveDialog(pipeline, content, entered, text)
    }

    private func moveDialog(
        _ pipeline: Pipeline, _ shown: MoveDialog, _ entered: FieldForm.Entered, _ text: FieldText
    ) -> Response {
        let visit = text.visit
        let to = visit.form["to"] ?? ""
        let isReasonNeeded = if case .none = shown.rule { false } else { true }
        let reasons = ObstacleText(pipeline, text).reasons(of: shown.rule, chosen: visit.form["reason"] ?? "")
        let place = "\(pipeline.name.rawValue)/\(visit.parameters.get("id") ?? "")"
        var content: [String: Any] = [
            "move": "/move/" + place, "ask": "/ask/" + place, "to": to, "version": visit.form["version"] ?? "",
            "writesReason": isReasonNeeded && reasons.isEmpty, "choosesReason": !reasons.isEmpty, "reasons": reasons,
            "reason": visit.form["reason"] ?? "", "sentences": shown.sentences, "mayAsk": shown.mayAsk,
            "canSend": shown.mayMove && (isReasonNeeded || !shown.fields.isEmpty),
            "stage": pipeline.stage(StageName(to))?.label[visit.language] ?? to,
            "fields": FieldForm(text, visit).widgets(shown.fields, entered, record: nil),
        ]
        if let next = visit.form["next"] { content["next"] = localPath(next) }
        // A plain form got here without the script, so it needs a whole page around the dialog.
        return visit.form["next"] == nil
            ? visit.fragment("move", content, status: .conflict)
            : visit.page("move", title: visit.word("move"), content, status: .conflict)
    }

    /// The ways out of a card's stage that somebody of the visitor's roles may take, for the board's menu. What is missing
    /// for one of them is asked for once it is chosen.
    func moves(_ visit: Visit) throws -> Response {
        let (pipeline, text) = try pipeline(visit)
        let obstacles = ObstacleText(pipeline, text)
        let open = try workspace.availableMoves(pipeline.entity, try visit.recordID, pipeline.name, visit.invocation)
            .filter { !$0.obstacles.contains(where: \.isOfRoles) }
        return visit.fragment("moves", ["moves": open.map { button($0, obstacles) }, "hasMoves": !open.isEmpty])
    }
}

/// What a form of a move that was refused shows.
private struct MoveDialog {
    var fields: [FieldName] = []
    var rule = ReasonRule.none
    var sentences: [String] = []
    /// The move can be tried again with what is filled in.
    var mayMove = true
    /// Those who approve can be asked.
    var mayAsk = false
}
