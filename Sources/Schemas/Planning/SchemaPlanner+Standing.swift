// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

// The totals of boards and standing reports.
extension SchemaPlanner {
    func addStanding(to draft: inout PlanDraft, _ survey: any RecordSurvey) throws {
        let wanted = totals
        for name in state.standing.keys.sorted() where wanted[name] == nil && !isStructure(name) {
            draft.add(
                MigrationStep(
                    change: .dropStanding(name: name), reason: "nothing shows the totals \(name) any more",
                    undo: "declare it again; the totals are computed anew"))
        }
        for name in wanted.keys.sorted() {
            let isChanged = draft.changes(whatIsReadBy: paths(ofStanding: name))
            guard state.standing[name] != wanted[name] || isChanged else { continue }
            let reason =
                state.standing[name] == nil
                ? "is new" : isChanged ? "adds up values that change" : "adds up something else than before"
            draft.add(
                MigrationStep(
                    change: .computeStanding(name: name), reason: "the standing total \(name) \(reason)",
                    touchedRecords: try records(ofStanding: name, survey),
                    undo: "the totals are computed anew from the records"))
        }
    }

    private func records(ofStanding name: String, _ survey: any RecordSurvey) throws -> Int {
        let entity = pipeline(ofStanding: name)?.entity ?? report(ofStanding: name)?.entity
        guard let entity, let table = layout[entity]?.table, state.tables[table] != nil else { return 0 }
        return try survey.count(.live(table: table)) ?? 0
    }

    private func paths(ofStanding name: String) -> [TypedPath] {
        if let pipeline = pipeline(ofStanding: name) {
            return ([pipeline.field] + [pipeline.totalField].compactMap { $0 }).map {
                TypedPath($0, of: pipeline.entity, type: .null)
            }
        }
        guard let report = report(ofStanding: name) else { return [] }
        let measured = report.measures.flatMap { measure -> [TypedPath] in
            if case .aggregate(_, let expression) = measure.kind { expression.paths } else { [] }
        }
        return measured + report.dimensions.flatMap(\.expression.paths) + (report.condition?.paths ?? [])
    }

    private func pipeline(ofStanding name: String) -> Pipeline? {
        model.pipelines.values.first { "board.\($0.name)" == name }
    }

    private func report(ofStanding name: String) -> Report? {
        model.reports.values.first { "report.\($0.name)" == name }
    }
}
