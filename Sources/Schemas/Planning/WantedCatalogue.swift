// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

/// The catalogue that a model asks for: columns that fit are kept, others are named so that none is used twice.
struct WantedCatalogue {
    /// A field whose type changed, with the column that its values are in until now.
    struct Conversion {
        let field: Field
        let source: DatabaseState.Entry
        let target: DatabaseState.Entry
    }

    private(set) var entries: [DatabaseState.Entry]
    private(set) var conversions: [Conversion] = []
    private let known: [DatabaseState.Entry]

    /// - Parameter known: The catalogue as it is, in the names of the model.
    init(_ model: Model, known: [DatabaseState.Entry], tables existing: [String: DatabaseState.Table]) {
        self.known = known
        entries = known.map { entry in
            var entry = entry
            entry.isAttached = false
            return entry
        }
        var tables = Set(existing.keys).union(entries.map(\.table))
        let placesByEntity = Dictionary(grouping: entries.indices) { known[$0].entity }
        for entity in model.entities.values {
            let places = placesByEntity[entity.name.rawValue] ?? []
            let table =
                places.first.map { entries[$0].table }
                ?? PhysicalName.table(entity.name.rawValue, avoiding: tables)
            tables.insert(table)
            var columns = Set(existing[table]?.columns ?? []).union(PhysicalName.systemColumns)
            columns.formUnion(places.map { entries[$0].layout.column })
            let placesByField = Dictionary(grouping: places) { entries[$0].field }
            for field in entity.fields.values where field.isStored {
                let condition = model.pipelines(of: entity.name)[field.name]?.condition
                attach(
                    field, table, placesByField[field.name.rawValue] ?? [], &columns,
                    computation: computation(of: field) ?? condition?.source)
            }
        }
    }

    /// - Parameter places: Where entries of the field are.
    private mutating func attach(
        _ field: Field, _ table: String, _ places: [Int], _ columns: inout Set<String>, computation: String?
    ) {
        let type = catalogueType(field.valueType)
        let storage = ColumnStorage(field.valueType, scale: field.scale)
        let current = places.first { known[$0].isAttached }
        let fitting = places.filter { entries[$0].type == type && entries[$0].layout.storage == storage }
        let found = fitting.first { $0 == current } ?? fitting.first
        var column = found.map { entries[$0].layout.column } ?? PhysicalName.snakeCase(field.name.rawValue)
        if found == nil {
            if case .system = field.origin {
            } else {
                column = PhysicalName.column(field.name.rawValue, avoiding: columns)
            }
        }
        columns.insert(column)
        var layout = ColumnLayout(column: column, storage: storage)
        if field.sortLocale != nil {
            let kept = found.flatMap { entries[$0].layout.sortColumn }
            // Found again under its name when a field sorts by a locale for the second time.
            layout.sortColumn = kept ?? column + "_sort"
            columns.insert(column + "_sort")
        }
        let entry = DatabaseState.Entry(
            entity: field.entity.rawValue, field: field.name.rawValue, table: table, layout: layout, type: type,
            isAttached: true, isRequired: field.isRequired, isSearchable: field.isSearchable,
            computation: computation)
        if let found { entries[found] = entry } else { entries.append(entry) }
        // What the engine computes is computed anew instead.
        if let current, current != found, entry.computation == nil {
            conversions.append(Conversion(field: field, source: known[current], target: entry))
        }
    }
}

private func computation(of field: Field) -> String? {
    if case .computed(let expression) = field.origin { expression.source } else { nil }
}
