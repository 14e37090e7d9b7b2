// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Hummingbird
import OrderedCollections
import Services
import Values

extension WebUI {
    /// The tiles of the visitor's roles; a tile that two roles share comes once.
    @Sendable func home(_ visit: Visit) async throws -> Response {
        var seen: Set<HomePage.Tile> = []
        let tiles = visit.session.actor.roles.flatMap { visit.model.roles[$0]?.home.tiles ?? [] }
            .filter { seen.insert($0).inserted }
        var contents: [[String: Any]] = []
        for tile in tiles {
            // A role may name a tile of an entity that it cannot read; the page goes on without it.
            do { contents.append(try await content(of: tile, visit)) } catch ServiceError.unknownName { continue }
        }
        return visit.page(
            "home", title: visit.word("home"),
            ["tiles": contents, "isEmpty": contents.isEmpty, "person": visit.session.actor.displayName])
    }

    private func content(of tile: HomePage.Tile, _ visit: Visit) async throws -> [String: Any] {
        switch tile {
        case .report(let name):
            let result = try await workspace.report(name, visit.invocation)
            return [
                "title": result.report.label[visit.language], "link": "/report/\(name.rawValue)",
                "report": ReportView(result, visit).content,
            ]
        case .board(let name):
            let board = try workspace.board(name, cards: 1, visit.invocation)
            return [
                "title": board.pipeline.label[visit.language], "link": "/board/\(name.rawValue)",
                "board": board.columns.map {
                    [
                        "label": $0.stage.label[visit.language], "count": $0.count,
                        "category": $0.stage.category.rawValue,
                    ]
                },
            ]
        case .list(let name, let filter):
            guard let entity = visit.model.entities[name] else {
                throw ServiceError.unknownName(kind: "entity", name: name.rawValue)
            }
            let list = try workspace.list(
                ListRequest(entity: name, savedFilter: filter, limit: 8), visit.invocation)
            let label = entity.list.filters.first { $0.name == filter }?.label
            let text = FieldText(entity, visit)
            return [
                "title": [entity.pluralLabel[visit.language], label?[visit.language]].compactMap { $0 }
                    .joined(separator: " · "),
                "link": "/list/\(name.rawValue)" + (filter.map { "?saved=" + encodedForQuery($0) } ?? ""),
                // The title is the link in front.
                "list": [
                    "rows": tableRows(
                        list, fields: Array(list.fields.filter { $0 != entity.titleField }.prefix(3)), text)
                ],
            ]
        }
    }

    /// The rows of a table of records.
    func tableRows(_ list: RecordList, fields: [FieldName], _ text: FieldText) -> [[String: Any]] {
        list.records.map { record in
            [
                "link": "/record/\(list.entity.rawValue)/\(record.id.description)",
                "id": record.id.description, "title": record.title,
                "cells": fields.map { text.cell($0, record) },
            ]
        }
    }
}
