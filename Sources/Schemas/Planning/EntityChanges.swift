// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

/// The steps for one entity of the model: here those of its table and columns.
struct EntityChanges {
    let entity: Entity
    let table: TableLayout
    let planner: SchemaPlanner
    let survey: any RecordSurvey
    /// The entity's part of the catalogue as it is, in the names of the model.
    let before: [DatabaseState.Entry]
    /// The entity's part of the catalogue as it will be.
    let after: [DatabaseState.Entry]
    private let beforeByColumn: [String: DatabaseState.Entry]
    private let beforeByField: [String: DatabaseState.Entry]
    private let afterByField: [String: DatabaseState.Entry]

    init(
        _ entity: Entity, _ table: TableLayout, planner: SchemaPlanner, _ survey: any RecordSurvey,
        before: [DatabaseState.Entry], after: [DatabaseState.Entry]
    ) {
        self.entity = entity
        self.table = table
        self.planner = planner
        self.survey = survey
        self.before = before
        self.after = after
        beforeByColumn = Dictionary(before.map { ($0.layout.column, $0) }) { first, _ in first }
        beforeByField = Dictionary(before.filter(\.isAttached).map { ($0.field, $0) }) { first, _ in first }
        afterByField = Dictionary(after.filter(\.isAttached).map { ($0.field, $0) }) { first, _ in first }
    }

    var name: String { entity.name.rawValue }
    /// Its table is there already.
    var isThere: Bool { existing != nil }
    var existing: DatabaseState.Table? { planner.state.tables[table.table] }

    /// What the catalogue says of a column now.
    func entry(_ column: String) -> DatabaseState.Entry? { beforeByColumn[column] }

    /// What the catalogue says of a field that the model before had.
    func attached(_ field: FieldName) -> DatabaseState.Entry? { beforeByField[field.rawValue] }

    /// The column that holds the values of a field now; nil if there are none yet.
    func current(_ field: Field) -> RecordColumn? {
        if let conversion = conversion(of: field) { return conversion.source.column }
        guard let layout = table.columns[field.name], let old = entry(layout.column) else { return nil }
        return old.column
    }

    func conversion(of field: Field) -> WantedCatalogue.Conversion? {
        planner.conversions.isEmpty ? nil : planner.conversions["\(name).\(field.name)"]
    }

    func count(_ records: RecordSet) throws -> Int { try survey.count(records) ?? 0 }

    /// Some of the records that a step or finding is about.
    func samples(_ records: RecordSet, _ field: FieldName?) throws -> [RecordSample] {
        let title = attached(entity.titleField)
        return try survey.samples(records, title: title?.layout.column, limit: PlanDraft.sampleLimit)
            .map { $0.about(field?.rawValue) }
    }

    /// Tables, columns and attachments.
    func addStructure(to draft: inout PlanDraft) throws {
        if existing == nil {
            draft.add(
                step(
                    .createTable(entity: name, table: table.table), "the entity \(name) is new",
                    undo: "drop the table \(table.table)"))
        } else if !before.contains(where: \.isAttached) {
            draft.add(
                step(
                    .attachEntity(entity: name), "the entity \(name) is declared again; its records are still there",
                    undo: "remove the entity from the pack"))
        }
        for field in entity.fields.values { try addColumn(field, to: &draft) }
        try addDetachments(to: &draft)
        try addUnwantedIndexes(to: &draft)
    }

    private func addColumn(_ field: Field, to draft: inout PlanDraft) throws {
        guard let layout = table.columns[field.name] else { return }
        if case .system = field.origin { return }
        guard let old = entry(layout.column) else {
            draft.add(
                step(
                    .addColumn(entity: name, field: field.name.rawValue, table: table.table, layout: layout),
                    try additionReason(field), undo: "drop the column \(table.table).\(layout.column)"))
            return
        }
        if !old.isAttached, conversion(of: field) == nil {
            draft.add(
                step(
                    .attachField(entity: name, field: field.name.rawValue),
                    "\(name).\(field.name) is declared again; its values are still there",
                    undo: "remove the field from the pack"))
        }
        if let sort = layout.sortColumn, existing?.columns.contains(sort) == false {
            draft.add(
                step(
                    .addSortColumn(entity: name, field: field.name.rawValue, table: table.table, column: sort),
                    "\(name).\(field.name) sorts by a locale", undo: "drop the column \(table.table).\(sort)"))
        }
    }

    private func additionReason(_ field: Field) throws -> String {
        guard let replaced = attached(field.name) else {
            return "the field \(name).\(field.name) is new"
        }
        let values = try count(.filled(replaced.column))
        return "the type of \(name).\(field.name) changed from \(replaced.type); "
            + "\(counted(values, "value", "stays", "stay")) in \(table.table).\(replaced.layout.column), detached"
    }

    private func addDetachments(to draft: inout PlanDraft) throws {
        for old in before
        where old.isAttached && afterByField[old.field] == nil {
            let values = try count(.filled(old.column))
            draft.add(
                step(
                    .detachField(entity: name, field: old.field),
                    "no pack declares \(name).\(old.field) any more; "
                        + "\(counted(values, "value", "stays", "stay")) in \(old.table).\(old.layout.column)",
                    undo: "declare the field again"))
        }
    }

    func step(
        _ change: SchemaChange, _ reason: String, touched: Int = 0, offending: Int = 0, samples: [RecordSample] = [],
        isDestructive: Bool = false, undo: String
    ) -> MigrationStep {
        MigrationStep(
            change: change, reason: reason, touchedRecords: touched, offendingRecords: offending, samples: samples,
            isDestructive: isDestructive, undo: undo)
    }
}
