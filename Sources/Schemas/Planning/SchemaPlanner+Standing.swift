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
            let isTree = name.hasPrefix(standingTree(""))
            draft.add(
                MigrationStep(
                    change: .dropStanding(name: name),
                    reason: isTree ? "nothing asks for \(name) any more" : "nothing shows the totals \(name) any more",
                    undo: "declare it again; \(isTree ? "the tree is built" : "the totals are computed") anew"))
        }
        try addTrees(to: &draft, survey)
        for name in wanted.keys.sorted() where tree(name) == nil {
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

    /// The tree of an entity is built from its records where it is new, or told by another field than before.
    private func addTrees(to draft: inout PlanDraft, _ survey: any RecordSurvey) throws {
        for entity in model.entities.values {
            let name = standingTree(entity.name)
            guard let field = entity.treeField, state.standing[name] != standing[name] else { continue }
            let table = layout[entity.name]?.table
            let records = try table.flatMap { state.tables[$0] == nil ? nil : try survey.count(.live(table: $0)) }
            draft.add(
                MigrationStep(
                    change: .buildTree(entity: entity.name.rawValue),
                    reason: "\(entity.name).\(field) tells which records stand below which",
                    touchedRecords: records ?? 0, undo: "the tree is built anew from the records"))
        }
    }

    private func tree(_ name: String) -> Entity? { model.entities.values.first { standingTree($0.name) == name } }

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
        let measured = report.measures.flatMap(\.readExpressions).flatMap(\.paths)
        return measured + report.dimensions.flatMap(\.expression.paths) + (report.condition?.paths ?? [])
    }

    private func pipeline(ofStanding name: String) -> Pipeline? {
        model.pipelines.values.first { "board.\($0.name)" == name }
    }

    private func report(ofStanding name: String) -> Report? {
        model.reports.values.first { "report.\($0.name)" == name }
    }
}
