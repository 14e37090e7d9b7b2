// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

/// The steps for one entity of the model.
struct EntityChanges {
    let entity: Entity
    let table: TableLayout
    let planner: SchemaPlanner

    private var name: String { entity.name.rawValue }
    private var existing: DatabaseState.Table? { planner.state.tables[table.table] }
    private var before: [DatabaseState.Entry] { planner.state.catalogue.filter { $0.entity == name } }
    private var after: [DatabaseState.Entry] { planner.catalogue.filter { $0.entity == name } }

    /// Tables, columns, attachments and indexes.
    func structure(_ counts: SchemaPlanner.Counts) throws -> [MigrationStep] {
        var steps: [MigrationStep] = []
        if existing == nil {
            steps.append(
                step(
                    .createTable(entity: name, table: table.table), "the entity \(name) is new",
                    undo: "drop the table \(table.table)"))
        } else if !before.contains(where: \.isAttached) {
            steps.append(
                step(
                    .attachEntity(entity: name), "the entity \(name) is declared again; its records are still there",
                    undo: "remove the entity from the pack"))
        }
        for field in entity.fields.values { steps += try columnSteps(field, counts) }
        steps += try detachedFields(counts)
        steps += try indexSteps(counts)
        if let search = table.searchTable, planner.state.tables[search] == nil {
            steps.append(
                step(
                    .createSearchTable(entity: name, name: search), "\(name) has searchable fields",
                    undo: "drop the table \(search)"))
        }
        return steps
    }

    /// Search entries and sort keys of records that are there already.
    func contents(_ counts: SchemaPlanner.Counts) throws -> [MigrationStep] {
        guard existing != nil else { return [] }
        var steps: [MigrationStep] = []
        for field in entity.fields.values {
            guard let layout = table.columns[field.name], layout.sortColumn != nil,
                let old = entry(layout.column), old.layout.sortColumn == nil
            else { continue }
            steps.append(
                step(
                    .fillSortKeys(entity: name, field: field.name.rawValue),
                    "\(name).\(field.name) sorts as people of \(field.sortLocale ?? "") expect",
                    touched: try counts(.all(table: table.table)), undo: "sort keys can be computed at any time"))
        }
        // Columns, not names, are compared: a field whose type changed is found by other words.
        let found = Set(before.filter { $0.isAttached && $0.isSearchable }.map(\.layout.column))
        let wanted = Set(after.filter { $0.isAttached && $0.isSearchable }.map(\.layout.column))
        if let search = table.searchTable, found != wanted {
            steps.append(
                step(
                    .rebuildSearch(entity: name, name: search), "other fields of \(name) are searchable than before",
                    touched: try counts(.all(table: table.table)), undo: "search entries can be rebuilt at any time"))
        }
        return steps
    }

    /// Stored computed fields of records that are there already.
    func computations(_ counts: SchemaPlanner.Counts) throws -> [MigrationStep] {
        guard existing != nil else { return [] }
        return try after.filter { $0.isAttached && $0.computation != nil }.compactMap { wanted in
            let old = entry(wanted.layout.column)
            if let old, old.isAttached, old.computation == wanted.computation { return nil }
            return step(
                .recompute(entity: name, field: wanted.field), "\(name).\(wanted.field) is computed in a new way",
                touched: try counts(.all(table: table.table)), undo: "restore the expression and compute again")
        }
    }

    private func entry(_ column: String) -> DatabaseState.Entry? { before.first { $0.layout.column == column } }

    private func columnSteps(_ field: Field, _ counts: SchemaPlanner.Counts) throws -> [MigrationStep] {
        guard let layout = table.columns[field.name] else { return [] }
        if case .system = field.origin { return [] }
        let old = entry(layout.column)
        var steps: [MigrationStep] = []
        if let old {
            if !old.isAttached {
                steps.append(
                    step(
                        .attachField(entity: name, field: field.name.rawValue),
                        "\(name).\(field.name) is declared again; its values are still there",
                        undo: "remove the field from the pack"))
            }
            steps += sortColumnSteps(field, layout)
        } else {
            steps.append(
                step(
                    .addColumn(entity: name, field: field.name.rawValue, table: table.table, layout: layout),
                    try additionReason(field, counts), undo: "drop the column \(table.table).\(layout.column)"))
        }
        return steps + (try requirementSteps(field, layout, old, counts))
    }

    private func additionReason(_ field: Field, _ counts: SchemaPlanner.Counts) throws -> String {
        guard let replaced = before.first(where: { $0.isAttached && $0.field == field.name.rawValue }) else {
            return "the field \(name).\(field.name) is new"
        }
        let values = try counts(.filled(table: table.table, column: replaced.layout.column))
        return "the type of \(name).\(field.name) changed from \(replaced.type); "
            + "\(values) values stay behind in \(table.table).\(replaced.layout.column)"
    }

    private func sortColumnSteps(_ field: Field, _ layout: ColumnLayout) -> [MigrationStep] {
        guard let sort = layout.sortColumn, existing?.columns.contains(sort) == false else { return [] }
        return [
            step(
                .addSortColumn(entity: name, field: field.name.rawValue, table: table.table, column: sort),
                "\(name).\(field.name) sorts by a locale", undo: "drop the column \(table.table).\(sort)")
        ]
    }

    private func requirementSteps(
        _ field: Field, _ layout: ColumnLayout, _ old: DatabaseState.Entry?, _ counts: SchemaPlanner.Counts
    ) throws -> [MigrationStep] {
        // What people do not write is filled by the engine.
        guard existing != nil, field.isWritable else { return [] }
        let wasRequired = old.map { $0.isRequired && $0.isAttached } ?? false
        if field.isRequired, !wasRequired {
            let offending = try counts(
                old == nil ? .live(table: table.table) : .empty(table: table.table, column: layout.column))
            return [
                step(
                    .requireField(entity: name, field: field.name.rawValue),
                    "\(name).\(field.name) is required from now on", touched: offending, offending: offending,
                    undo: "remove `required` from the field")
            ]
        }
        guard !field.isRequired, wasRequired else { return [] }
        return [
            step(
                .relaxField(entity: name, field: field.name.rawValue), "\(name).\(field.name) may be empty now",
                undo: "make the field required again")
        ]
    }

    private func detachedFields(_ counts: SchemaPlanner.Counts) throws -> [MigrationStep] {
        try before.filter { old in
            old.isAttached && !after.contains { $0.isAttached && $0.field == old.field }
        }.map { old in
            let values = try counts(.filled(table: old.table, column: old.layout.column))
            return step(
                .detachField(entity: name, field: old.field),
                "no pack declares \(name).\(old.field) any more; \(values) values stay in \(old.table).\(old.layout.column)",
                undo: "declare the field again")
        }
    }

    private func indexSteps(_ counts: SchemaPlanner.Counts) throws -> [MigrationStep] {
        let wanted = wantedIndexes(entity, table, in: planner.model)
        let names = Set(wanted.map(\.name))
        let unwanted = planner.state.indexes.filter { $0.value == table.table && !names.contains($0.key) }.keys.sorted()
        var steps = unwanted.map {
            step(.dropIndex(name: $0), "nothing of \(name) asks for it any more", undo: "create the index again")
        }
        for index in wanted where planner.state.indexes[index.name] == nil {
            let change = SchemaChange.createIndex(
                name: index.name, table: index.table, columns: index.columns, isUnique: index.isUnique)
            let isFilled = existing?.columns.contains(index.columns[0]) == true
            let touched = isFilled ? try counts(.all(table: index.table)) : 0
            let offending =
                isFilled && index.isUnique
                ? try counts(.duplicates(table: index.table, column: index.columns[0])) : 0
            steps.append(
                step(
                    change, index.reason, touched: touched, offending: offending, undo: "drop the index \(index.name)"))
        }
        return steps
    }

    private func step(
        _ change: SchemaChange, _ reason: String, touched: Int = 0, offending: Int = 0, undo: String
    ) -> MigrationStep {
        MigrationStep(
            change: change, reason: reason, touchedRecords: touched, offendingRecords: offending, undo: undo)
    }
}
