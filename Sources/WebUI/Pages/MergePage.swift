// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import OrderedCollections
import Services
import Values

extension WebUI {
    func addMergeRoutes(to router: Router<PageContext>) {
        router.get("/merge", use: page { visit in try proposals(visit) })
        router.get("/merge/:entity/:id", use: page { visit in try chooseOther(visit) })
        router.get(
            "/merge/:entity/:id/:other",
            use: page { visit in MergePage(try comparison(visit), try visit.entity, visit).response() })
        router.post("/merge/:entity/:id/:other", use: page(decide))
    }

    /// The pairs that wait for a decision.
    private func proposals(_ visit: Visit) throws -> Response {
        let page = try workspace.mergeProposals(of: nil, page: visit.query["page"], limit: 50, visit.invocation)
        let pairs = page.proposals.compactMap { proposal -> [String: Any]? in
            guard let entity = visit.model.entities[proposal.entity] else { return nil }
            let (first, second) = (proposal.record.id.description, proposal.duplicate.id.description)
            let name = entity.name.rawValue
            return [
                "kind": entity.label[visit.language], "first": "/record/\(name)/\(first)",
                "firstTitle": proposal.record.title, "second": "/record/\(name)/\(second)",
                "secondTitle": proposal.duplicate.title,
                "reason": proposal.resemblance?.sentence(of: entity)[visit.language] ?? "",
                "compare": "/merge/\(name)/\(first)/\(second)",
            ]
        }
        var content: [String: Any] = ["pairs": pairs, "isEmpty": pairs.isEmpty]
        if let next = page.next { content["next"] = "/merge?page=" + encodedForQuery(next) }
        return visit.page("merge-list", title: visit.word("duplicatesTitle"), content)
    }

    /// The records that one could be the same as.
    private func chooseOther(_ visit: Visit) throws -> Response {
        let entity = try visit.entity
        let record = try workspace.record(entity.name, try visit.recordID, fields: [], visit.invocation)
        // Until the person searches for something else, for the records of the same name.
        let search = visit.query.all("search") == nil ? record.title : visit.query["search"] ?? ""
        let list = try workspace.list(
            ListRequest(entity: entity.name, search: search, limit: 30), visit.invocation)
        let text = FieldText(entity, visit)
        let fields = Array(list.fields.prefix(5))
        let rows = tableRows(list, fields: fields, text).filter { $0["id"] as? String != record.id.description }
        let path = "\(entity.name.rawValue)/\(record.id.description)"
        return visit.page(
            "merge-choose", title: visit.word("mergeChoose"),
            [
                "title": record.title, "back": "/record/\(path)", "action": "/merge/\(path)",
                "search": search, "rows": rows, "isEmpty": rows.isEmpty,
                "headings": fields.map { ["label": text.label($0)] },
            ])
    }

    private func comparison(_ visit: Visit) throws -> MergeComparison {
        try workspace.compare(try visit.entity.name, try visit.recordID, try otherID(visit), visit.invocation)
    }

    private func otherID(_ visit: Visit) throws -> RecordID {
        guard let id = RecordID(visit.parameters.get("other") ?? "") else {
            throw ServiceError.badRequest(target: "id", "This is not the key of a record.")
        }
        return id
    }

    private func decide(_ visit: Visit) async throws -> Response {
        let entity = try visit.entity
        let (first, second) = (try visit.recordID, try otherID(visit))
        if visit.form["action"] == "refuse" {
            try await workspace.refuseMerge(entity.name, first, second, visit.invocation)
            return redirect(to: visit.wayBackFromMerge)
        }
        guard let survivor = visit.form["keep"].flatMap({ RecordID($0) }), survivor == first || survivor == second
        else {
            throw ServiceError.badRequest(target: "keep", visit.word("mergeHelp"))
        }
        let loser = survivor == first ? second : first
        func version(_ id: RecordID) -> Int64? { visit.form["version.\(id.description)"].flatMap(Int64.init) }
        let taken = Array(entity.fields.keys).filter { visit.form["f.\($0.rawValue)"] == loser.description }
        do {
            let outcome = try await workspace.merge(
                RecordMerge(
                    entity: entity.name, survivor: survivor, loser: loser, taken: taken,
                    survivorVersion: version(survivor), loserVersion: version(loser)), visit.invocation)
            return redirect(to: "/record/\(entity.name.rawValue)/\(outcome.id.description)")
        } catch ServiceError.invalid(let findings) {
            let problems = findings.map { $0.message[visit.language] }
            return MergePage(try comparison(visit), entity, visit, problems).response(.unprocessableContent)
        } catch ServiceError.conflict {
            return MergePage(try comparison(visit), entity, visit, [visit.word("conflictText")]).response(.conflict)
        }
    }
}

extension Visit {
    /// Whoever came from a record goes back to it; everyone else to the pairs that wait.
    fileprivate var wayBackFromMerge: String {
        guard query["from"] == "record", let entity = try? entity, let id = try? recordID else { return "/merge" }
        return "/record/\(entity.name.rawValue)/\(id.description)"
    }
}

/// Two records side by side with a choice at every difference.
private struct MergePage {
    let comparison: MergeComparison
    let visit: Visit
    let text: FieldText
    let problems: [String]

    init(_ comparison: MergeComparison, _ entity: Entity, _ visit: Visit, _ problems: [String] = []) {
        self.comparison = comparison
        self.visit = visit
        self.problems = problems
        text = FieldText(entity, visit)
    }

    private var mayMerge: Bool { comparison.firstMayStay || comparison.secondMayStay }

    /// The record that stays unless the person says otherwise: what they chose before, or else the first that may.
    private var kept: String {
        visit.form["keep"] ?? (comparison.firstMayStay ? comparison.first : comparison.second).id.description
    }

    func response(_ status: HTTPResponse.Status = .ok) -> Response {
        let same = comparison.lines.filter { !$0.differs }.map { line in
            [
                "label": text.label(line.field),
                "text": text.text(
                    line.field, comparison.first[line.field], title: comparison.first.titles[line.field]),
            ]
        }
        let isCovered = comparison.lines.contains { text.access.isMasked($0.field) }
        return visit.page(
            "merge", title: visit.word("mergeTwo"),
            [
                "problems": problems, "hasProblems": !problems.isEmpty, "action": visit.path,
                "back": visit.wayBackFromMerge,
                "sides": [
                    side(comparison.first, comparison.firstMayStay),
                    side(comparison.second, comparison.secondMayStay),
                ],
                "differences": comparison.lines.filter(\.differs).map(line), "same": same, "hasSame": !same.isEmpty,
                "hasCovered": isCovered,
                "referrers": comparison.referrers.map { referrers in
                    [
                        "label": visit.model.entities[referrers.entity]?.pluralLabel[visit.language] ?? "",
                        "counts": [String(referrers.first), String(referrers.second)],
                    ] as [String: Any]
                },
                "mayMerge": mayMerge, "mayRefuse": comparison.mayRefuse,
            ], status: status)
    }

    private func side(_ record: RecordView, _ mayStay: Bool) -> [String: Any] {
        [
            "id": record.id.description, "version": record.version, "title": record.title, "mayStay": mayStay,
            "link": "/record/\(record.entity.rawValue)/\(record.id.description)",
            "isKept": kept == record.id.description,
        ]
    }

    private func line(_ line: MergeComparison.Line) -> [String: Any] {
        let records = [comparison.first, comparison.second]
        let stays = records.first { $0.id.description == kept } ?? comparison.first
        let fallback = stays[line.field].isNull ? records.first { $0.id != stays.id } ?? stays : stays
        let name = "f.\(line.field.rawValue)"
        let chosen = visit.form[name] ?? fallback.id.description
        return [
            "label": text.label(line.field),
            "cells": records.map { record in
                let shown = text.text(line.field, record[line.field], title: record.titles[line.field])
                return [
                    "id": record.id.description, "text": shown.isEmpty ? "–" : shown,
                    "choice": line.isChoosable && mayMerge ? name : false as Any,
                    "isChosen": chosen == record.id.description,
                ] as [String: Any]
            },
        ]
    }
}
