// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Services
import Values

/// What stands in the tiles of a home page or dashboard.
struct TileView {
    let web: WebUI
    let visit: Visit

    private var settings: DisplaySettings {
        DisplaySettings(language: visit.language, offset: visit.workspace.clock.offset)
    }

    /// A metric, with the way to its records or to those of its parts.
    func figure(_ figure: MetricFigure) -> [String: Any] {
        var content: [String: Any] = [
            "label": figure.metric.label[visit.language],
            "text": figure.column.text(figure.figure, in: visit.model, settings),
            "help": figure.metric.help?[visit.language] ?? "",
            "parts": figure.parts.map { part -> [String: Any] in self.figure(part) },
        ]
        if let link = link(figure.entity, figure.filter) { content["link"] = link }
        return content
    }

    private func link(_ entity: EntityName?, _ filter: String?) -> String? {
        guard let entity, let filter else { return nil }
        return "/list/\(entity.rawValue)" + (filter.isEmpty ? "" : "?filter=" + encodedForQuery(filter))
    }

    /// Nil for what stands elsewhere, or has nothing to show.
    func content(of tile: HomePage.Tile) async throws -> [String: Any]? {
        switch tile {
        case .metric: return nil
        case .goals: return try await goals()
        case .report(let name):
            let result = try await web.workspace.report(name, visit.invocation)
            var report = ReportView(result, visit, on: .tile).content
            // Beside a chart the table would say it twice.
            report["hasTable"] = report["chart"] == nil && report["grid"] == nil && !result.rows.isEmpty
            return [
                "title": result.report.label[visit.language], "link": "/report/\(name.rawValue)", "report": report,
            ]
        case .board(let name): return try board(name)
        case .list(let name, let filter): return try list(name, filter)
        }
    }

    private func goals() async throws -> [String: Any]? {
        let goals = try await web.workspace.goals(visit.invocation)
        guard let first = goals.first else { return nil }
        return [
            "title": visit.word("goals"), "link": "/list/\(first.entity.rawValue)",
            "goals": goals.prefix(12).map(progress),
        ]
    }

    /// How far a goal is reached, as a bar with what it is made of.
    func progress(_ goal: GoalProgress) -> [String: Any] {
        let column = ReportColumn(name: "", label: goal.metric.label, format: goal.metric.format, style: .amount)
        func text(_ value: Value) -> String { column.text(value, in: visit.model, settings) }
        let percent = FigureFormat.percent.number(goal.attainment)?.doubleValue ?? 0
        var content: [String: Any] = [
            "title": goal.title, "link": "/record/\(goal.entity.rawValue)/\(goal.id.description)",
            "metric": goal.metric.label[visit.language], "figure": text(goal.figure),
            "target": text(goal.target),
            "percent": String(Int(min(max(percent, 0), 100))),
            "attainment": ReportColumn(name: "", label: goal.metric.label, format: .percent, style: .share)
                .text(goal.attainment, in: visit.model, settings),
        ]
        if let due = goal.due { content["due"] = due.description }
        if let owner = goal.owner { content["owner"] = owner }
        if let link = link(goal.records?.entity, goal.records?.filter) { content["records"] = link }
        return content
    }

    private func board(_ name: PipelineName) throws -> [String: Any] {
        let board = try web.workspace.board(name, cards: 1, visit.invocation)
        return [
            "title": board.pipeline.label[visit.language], "link": "/board/\(name.rawValue)",
            "board": board.columns.map {
                [
                    "label": $0.stage.label[visit.language], "count": $0.count,
                    "category": $0.stage.category.rawValue,
                ]
            },
        ]
    }

    private func list(_ name: EntityName, _ filter: String?) throws -> [String: Any] {
        guard let entity = visit.model.entities[name] else {
            throw ServiceError.unknownName(kind: "entity", name: name.rawValue)
        }
        let list = try web.workspace.list(
            ListRequest(entity: name, savedFilter: filter, limit: 8), visit.invocation)
        let label = entity.list.filters.first { $0.name == filter }?.label
        let text = FieldText(entity, visit)
        return [
            "title": [entity.pluralLabel[visit.language], label?[visit.language]].compactMap { $0 }
                .joined(separator: " · "),
            "link": "/list/\(name.rawValue)" + (filter.map { "?saved=" + encodedForQuery($0) } ?? ""),
            // The title is the link in front.
            "list": [
                "isEmpty": list.records.isEmpty,
                "rows": web.tableRows(
                    list, fields: Array(list.fields.filter { $0 != entity.titleField }.prefix(3)), text),
            ],
        ]
    }
}

extension WebUI {
    /// The rows of a table of records; what names a record leads to it.
    ///
    /// - Parameter isDeleted: The records lie in the bin and have no page.
    func tableRows(_ list: RecordList, fields: [FieldName], _ text: FieldText, isDeleted: Bool = false)
        -> [[String: Any]]
    {
        list.records.map { record in
            let link = "/record/\(list.entity.rawValue)/\(record.id.description)"
            return [
                "link": link, "id": record.id.description, "title": record.title,
                "cells": fields.map { field -> [String: Any] in
                    var cell = text.cell(field, record)
                    if field == text.entity.titleField, cell["link"] as? Bool == false, !isDeleted {
                        cell["link"] = link
                        cell["tone"] = false
                    }
                    return cell
                },
            ]
        }
    }
}
