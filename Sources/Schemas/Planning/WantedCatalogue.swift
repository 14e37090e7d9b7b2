// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

/// The catalogue that a model asks for: columns that fit are kept, others are named so that none is used twice.
func wantedCatalogue(_ model: Model, on state: DatabaseState) -> [DatabaseState.Entry] {
    var entries = state.catalogue.map { entry in
        var entry = entry
        entry.isAttached = false
        return entry
    }
    var tables = Set(state.tables.keys).union(entries.map(\.table))
    for entity in model.entities.values {
        let known = entries.first { $0.entity == entity.name.rawValue }?.table
        let table = known ?? PhysicalName.table(entity.name.rawValue, avoiding: tables)
        tables.insert(table)
        var columns = Set(state.tables[table]?.columns ?? []).union(PhysicalName.systemColumns)
        columns.formUnion(entries.filter { $0.table == table }.map(\.layout.column))
        for field in entity.fields.values where field.isStored {
            attach(field, table, &entries, &columns)
        }
    }
    return entries
}

private func attach(
    _ field: Field, _ table: String, _ entries: inout [DatabaseState.Entry], _ columns: inout Set<String>
) {
    let type = catalogueType(field)
    let storage = ColumnStorage(field.valueType, scale: field.scale)
    let known = entries.firstIndex {
        $0.entity == field.entity.rawValue && $0.field == field.name.rawValue && $0.type == type
            && $0.layout.storage == storage
    }
    var column = known.map { entries[$0].layout.column } ?? PhysicalName.snakeCase(field.name.rawValue)
    if known == nil {
        if case .system = field.origin {} else { column = PhysicalName.column(field.name.rawValue, avoiding: columns) }
    }
    columns.insert(column)
    var layout = ColumnLayout(column: column, storage: storage)
    if field.sortLocale != nil {
        let kept = known.flatMap { entries[$0].layout.sortColumn }
        // Found again under its name when a field sorts by a locale for the second time.
        layout.sortColumn = kept ?? column + "_sort"
        columns.insert(column + "_sort")
    }
    let entry = DatabaseState.Entry(
        entity: field.entity.rawValue, field: field.name.rawValue, table: table, layout: layout, type: type,
        isAttached: true, isRequired: field.isRequired, isSearchable: field.isSearchable,
        computation: computation(of: field))
    if let known { entries[known] = entry } else { entries.append(entry) }
}

private func computation(of field: Field) -> String? {
    if case .computed(let expression) = field.origin { expression.source } else { nil }
}

/// What values of a field mean: columns are kept only if it stays the same.
private func catalogueType(_ field: Field) -> String {
    switch field.valueType {
    case .boolean: "boolean"
    case .integer: "integer"
    case .decimal: "decimal"
    case .double: "double"
    case .text: "text"
    case .date: "date"
    case .time: "time"
    case .instant: "instant"
    case .duration: "duration"
    case .identifier: "identifier"
    case .choice: "choice"
    case .flags: "flags"
    case .entity(let name): "entity(\(name))"
    case .collection: "collection"
    case .null: "null"
    }
}
