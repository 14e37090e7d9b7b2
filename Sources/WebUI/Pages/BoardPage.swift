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
        router.post(
            "/move/:pipeline/:id",
            use: page { visit in try await attempt(visit) { _ = try await workspace.move($0, $1) } })
        router.post(
            "/ask/:pipeline/:id",
            use: page { visit in try await attempt(visit) { _ = try await workspace.askApproval($0, $1) } })
        router.get("/moves/:pipeline/:id", use: page { visit in try moves(visit) })
    }

    func pipeline(_ visit: Visit) throws -> (Pipeline, FieldText) {
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
        if let total = column.total, let name = pipeline.totalField, total.units != 0 {
            content["total"] = text.total(name, total)
        }
        if let next = column.next {
            content["more"] =
                "/cards/\(pipeline.name.rawValue)/\(column.stage.name.rawValue)?page=\(encodedForQuery(next))"
        }
        return content
    }
}
