// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import OrderedCollections
import Services
import Values

extension WebUI {
    /// Of each column; a screen shows half as many, and more come at a click.
    private static let cardsAtOnce = 15

    func addBoardRoutes(to router: Router<PageContext>) {
        router.get(
            "/board/:pipeline",
            use: page { visit in
                let (pipeline, text) = try pipeline(visit)
                let board = try workspace.board(pipeline.name, cards: Self.cardsAtOnce, visit.invocation)
                return visit.page(
                    "board", title: pipeline.label[visit.language],
                    [
                        "pipeline": pipeline.name.rawValue, "label": pipeline.label[visit.language],
                        "entity": pipeline.entity.rawValue, "canCreate": text.access.create != .none,
                        "columns": board.columns.map { column($0, of: pipeline, text) },
                    ])
            })
        router.get(
            "/cards/:pipeline/:stage",
            use: page { visit in
                let (pipeline, text) = try pipeline(visit)
                let more = try workspace.boardColumn(
                    pipeline.name, StageName(visit.parameters.get("stage") ?? ""), page: visit.query["page"],
                    cards: Self.cardsAtOnce, visit.invocation)
                return visit.fragment("cards", column(more, of: pipeline, text))
            })
        router.post("/move/:pipeline/:id", use: page(move))
    }

    private func pipeline(_ visit: Visit) throws -> (Pipeline, FieldText) {
        let name = visit.parameters.get("pipeline") ?? ""
        guard let pipeline = visit.model.pipelines[PipelineName(name)],
            let entity = visit.model.entities[pipeline.entity]
        else { throw ServiceError.unknownName(kind: "pipeline", name: name) }
        return (pipeline, FieldText(entity, visit))
    }

    private func column(_ column: Board.Column, of pipeline: Pipeline, _ text: FieldText) -> [String: Any] {
        var content: [String: Any] = [
            "pipeline": pipeline.name.rawValue, "stage": column.stage.name.rawValue,
            "label": column.stage.label[text.visit.language],
            "category": column.stage.category.rawValue, "count": column.count,
            "cards": column.cards.map { record in
                [
                    "id": record.id.description, "version": record.version, "title": record.title,
                    "link": "/record/\(pipeline.entity.rawValue)/\(record.id.description)",
                    "cells": pipeline.cardFields.map { text.cell($0, record) }
                        .filter { ($0["text"] as? String) != record.title && ($0["text"] as? String) != "" },
                ] as [String: Any]
            },
        ]
        if let total = column.total, let field = pipeline.totalField {
            content["total"] = text.text(field, .decimal(total))
        }
        if let next = column.next {
            content["more"] =
                "/cards/\(pipeline.name.rawValue)/\(column.stage.name.rawValue)?page=\(encodedForQuery(next))"
        }
        return content
    }

    /// Moves a card. A refusal comes as a form that asks for what is missing, or says what stands in between.
    private func move(_ visit: Visit) async throws -> Response {
        let (pipeline, text) = try pipeline(visit)
        let id = try visit.recordID
        let entered = FieldForm(text, visit).read(fields: text.entity.fields.values.filter(\.isWritable).map(\.name))
        guard entered.errors.isEmpty else {
            let rule = try presentRule(pipeline, id, visit)
            return moveDialog(pipeline, entered.texts.keys.map { $0 }, entered, rule, [], text)
        }
        let move = StageMove(
            entity: pipeline.entity, id: id, pipeline: pipeline.name, to: StageName(visit.form["to"] ?? ""),
            values: entered.values, reason: visit.form["reason"],
            expectedVersion: visit.form["version"].flatMap(Int64.init))
        do {
            _ = try await workspace.move(move, visit.invocation)
            if let next = visit.form["next"] { return redirect(to: localPath(next)) }
            return Response(status: .noContent)
        } catch ServiceError.moveRefused(let refusal) {
            return moveDialog(refusal, pipeline, entered, text)
        } catch ServiceError.invalid(let findings) {
            let sentences = findings.map { $0.message[visit.language] }
            return moveDialog(pipeline, Array(entered.texts.keys), entered, .none, sentences, text)
        } catch ServiceError.conflict {
            return moveDialog(pipeline, [], entered, .none, [visit.word("conflictText")], text)
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
        var fields = Array(entered.texts.keys)
        var sentences: [String] = []
        for obstacle in refusal.obstacles {
            switch obstacle {
            case .missing(let field) where text.access.isWritable(field):
                if !fields.contains(field) { fields.append(field) }
            case .reason, .unknownReason: break
            default: sentences.append(ObstacleText(pipeline, text).sentence(obstacle))
            }
        }
        let rule = pipeline.transition(from: refusal.from, to: refusal.to)?.reason ?? .none
        return moveDialog(pipeline, fields, entered, rule, sentences, text)
    }

    private func moveDialog(
        _ pipeline: Pipeline, _ fields: [FieldName], _ entered: FieldForm.Entered, _ rule: ReasonRule,
        _ sentences: [String], _ text: FieldText
    ) -> Response {
        let visit = text.visit
        let to = visit.form["to"] ?? ""
        let isReasonNeeded = if case .none = rule { false } else { true }
        let reasons = ObstacleText(pipeline, text).reasons(of: rule, chosen: visit.form["reason"] ?? "")
        var content: [String: Any] = [
            "action": visit.path, "to": to, "version": visit.form["version"] ?? "",
            "writesReason": isReasonNeeded && reasons.isEmpty, "choosesReason": !reasons.isEmpty, "reasons": reasons,
            "reason": visit.form["reason"] ?? "", "sentences": sentences,
            "canSend": isReasonNeeded || !fields.isEmpty,
            "stage": pipeline.stage(StageName(to))?.label[visit.language] ?? to,
            "fields": FieldForm(text, visit).widgets(fields, entered, record: nil),
        ]
        if let next = visit.form["next"] { content["next"] = localPath(next) }
        // A plain form got here without the script, so it needs a whole page around the dialog.
        return visit.form["next"] == nil
            ? visit.fragment("move", content, status: .conflict)
            : visit.page("move", title: visit.word("move"), content, status: .conflict)
    }
}
