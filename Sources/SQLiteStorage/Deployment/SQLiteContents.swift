// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import GRDB
import OrderedCollections
import SQLRendering
import Schemas
import Storage
import Values

/// What a plan does to the rows that are there already.
struct SQLiteContents {
    let environment: StoreEnvironment
    let planner: SchemaPlanner
    let survey: SQLiteSurvey
    let database: Database

    /// Does what a step does beside changing tables, columns and indexes.
    func fill(_ step: MigrationStep) throws {
        switch step.change {
        case .rebuildSearch(let entity, _): try rebuildSearch(EntityName(entity))
        case .fillSortKeys(let entity, let field): try fillSortKeys(EntityName(entity), FieldName(field))
        case .convertField(let entity, let field, let table, let from, let to):
            try convert(entity, field, table, from, to)
        case .replaceOption(let entity, let field, _, let from, let to):
            try change(entity, field, step.reason, of: { .holding($0, .text(from)) }) { _ in .value(.text(to)) }
            try rename(step.change, entity, field)
        case .renameOption(let entity, let field, _, _, _): try rename(step.change, entity, field)
        case .renameEntity(_, let entity, _): try rename(step.change, entity, "")
        case .renameField(let entity, _, let field): try rename(step.change, entity, field)
        case .replaceFlag(let entity, let field, _, let from, let to):
            try change(entity, field, step.reason, of: { .flagged($0, bits: from) }) { old in
                guard case .flags(let set) = old else { return .kept }
                return .value(.flags(set & ~from | to))
            }
        case .fillDefault(let entity, let field, _): try fillDefault(entity, field, step.reason)
        case .dropStanding(let name) where name.hasPrefix("tree."):
            try database.execute(
                sql: EngineTable.ancestry.removal(by: "entity"), arguments: [String(name.dropFirst(5))])
        case .dropStanding(let name), .computeStanding(let name):
            // Totals that are computed anew begin with nothing.
            try database.execute(sql: EngineTable.standingTotals.removal(by: "aggregate"), arguments: [name])
        case .createEngineTable, .remakeEngineTable, .createTable, .addColumn, .addSortColumn, .createIndex, .dropIndex,
            .createSearchTable, .recompute, .buildTree, .fillStructure, .dropStructure, .requireField, .relaxField,
            .detachField, .attachField,
            .detachEntity,
            .attachEntity, .limitField, .addRule:
            break
        }
    }

    /// Rules are counted again: some read values that the plan itself changed.
    func check(_ step: MigrationStep, _ decisions: PlanDecisions) throws {
        guard case .addRule(let name, let rule) = step.change, decisions.brokenRules == .refuse,
            let entity = environment.model.entities[EntityName(name)],
            let added = entity.rules.first(where: { $0.name == rule }), added.severity == .error
        else { return }
        let question = RuleQuestion(
            entity: entity.name, condition: added.condition.root, model: environment.model, layout: environment.layout)
        guard let broken = try survey.count(.breaking(question)), broken > 0 else { return }
        throw StoreError.refusedPlan(
            "\(broken) record\(broken == 1 ? "" : "s") of \(name) break\(broken == 1 ? "s" : "") the new rule \(rule).")
    }

    private func rename(_ change: SchemaChange, _ entity: String, _ field: String) throws {
        guard let table = environment.layout[EntityName(entity)]?.table else { return }
        var pipeline: String?
        if case .stage(let name)? = self.field(entity, field)?.origin { pipeline = name.rawValue }
        for statement in change.renamingStatements(table: table, pipeline: pipeline) {
            try database.execute(
                sql: statement.text, arguments: StatementArguments(statement.bindings.map(databaseValue)))
        }
    }

    private func field(_ entity: String, _ field: String) -> Field? {
        environment.model.entities[EntityName(entity)]?.fields[FieldName(field)]
    }

    private func column(_ field: Field) -> RecordColumn? {
        guard let table = environment.layout[field.entity], let layout = table.columns[field.name] else { return nil }
        return RecordColumn(
            table: table.table, column: layout.column, storage: layout.storage, type: field.valueType)
    }

    private func change(
        _ entity: String, _ field: String, _ reason: String, of records: (RecordColumn) -> RecordSet,
        _ outcome: (Value) -> SQLiteRewriting.Outcome
    ) throws {
        guard let field = self.field(entity, field), let column = column(field) else { return }
        try SQLiteRewriting(entity, field.name.rawValue, from: column, to: column, survey)
            .change(records(column), because: reason, outcome)
    }

    private func fillDefault(_ entity: String, _ field: String, _ reason: String) throws {
        guard let known = self.field(entity, field), let value = constantDefault(of: known, in: environment.model)
        else { return }
        try change(entity, field, reason, of: RecordSet.empty) { _ in .value(value) }
    }

    private func convert(
        _ entity: String, _ name: String, _ table: String, _ from: ColumnLayout, _ to: ColumnLayout
    ) throws {
        guard let field = field(entity, name), let target = column(field),
            let convert = planner.conversion(of: field.name, in: field.entity, survey)
        else { return }
        let source = RecordColumn(table: table, column: from.column, storage: from.storage, type: convert.sourceType)
        // Values left behind when the type was changed the first time come back if it is changed back.
        let back = convert.source.map {
            FieldConversion(from: field.valueType, field, to: $0, calendar: survey.calendar)
        }
        try SQLiteRewriting(entity, name, from: source, to: target, survey).fill { old, kept in
            let isInPlace = from.column == to.column
            if old.isNull {
                guard !isInPlace, !kept.isNull, let back, case .fits = back(kept) else { return .kept }
                return .value(.null)
            }
            switch convert(old) {
            case .fits(let value): return .value(value)
            case .unfit(let nearest): return isInPlace ? .kept : .value(nearest)
            }
        }
    }

    /// Every record's entry is the words of its searchable fields, as ``SearchWords`` has them.
    private func rebuildSearch(_ entity: EntityName) throws {
        guard let table = environment.layout[entity], let search = table.searchTable,
            let fields = environment.model.entities[entity]?.fields.values
        else { return }
        let columns = fields.filter(\.isSearchable).compactMap { table.columns[$0.name]?.column }
        let entries = SearchStatements(search)
        try database.execute(sql: entries.emptying)
        guard !columns.isEmpty else { return }
        let insert = try database.makeStatement(sql: entries.addition)
        let rows = try Row.fetchCursor(database, sql: SearchStatements.texts(of: columns, in: table.table))
        while let row = try rows.next() {
            let texts = (1...columns.count).compactMap { row[$0] as String? }
            try insert.execute(arguments: [row[0] as Int64, SearchWords.words(of: texts)])
        }
    }

    private func fillSortKeys(_ entity: EntityName, _ field: FieldName) throws {
        guard let table = environment.layout[entity], let column = table.columns[field],
            let sort = column.sortColumn,
            let locale = environment.model.entities[entity]?.fields[field]?.sortLocale
        else { return }
        guard let collation = environment.collations[locale] else {
            throw StoreError.unsupported("no order of texts is registered for the locale \(locale)")
        }
        let source = RecordColumn(table: table.table, column: column.column, storage: .text, type: .text)
        let keys = RecordColumn(table: table.table, column: sort, storage: .bytes, type: .null)
        try SQLiteRewriting(entity.rawValue, field.rawValue, from: source, to: keys, survey).fillKeys {
            Data(collation.sortKey($0)).databaseValue
        }
    }
}
