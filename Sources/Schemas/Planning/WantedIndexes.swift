// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

/// An index that the model asks for; the name says all that matters, so that another index has another name.
struct WantedIndex: Equatable {
    let name: String
    let table: String
    let columns: [String]
    let isUnique: Bool
    /// One for each column of a unique index, the first one's for others.
    let fields: [Field]
    /// What it is called where records break it, such as `Policy.number`.
    let subject: String
    let reason: String
}

/// The indexes of an entity's table, in the order of its fields.
func wantedIndexes(_ entity: Entity, _ table: TableLayout, in model: Model) -> [WantedIndex] {
    let groups = groupFields(of: entity, in: model)
    let listed = listOrder(of: entity)
    var indexes: [WantedIndex] = []
    for field in entity.fields.values {
        guard let layout = table.columns[field.name], field.isStored else { continue }
        // The table itself finds records by their key. Who wrote them is told by the changes; an index of every writer
        // would cost each write and tell little.
        if case .system = field.origin { continue }
        func add(_ columns: [String], _ ending: String, isUnique: Bool = false, _ reason: String) {
            indexes.append(
                WantedIndex(
                    name: "\(table.table)_\(columns[0])_\(ending)", table: table.table, columns: columns,
                    isUnique: isUnique, fields: [field], subject: "\(entity.name).\(field.name)", reason: reason))
        }
        if case .stage(let pipeline) = field.origin {
            add([layout.column, "id"], "board", "the board of \(pipeline) reads its stages one by one")
        } else if field.isUnique {
            add([layout.column], "unique", isUnique: true, "\(entity.name).\(field.name) is unique")
        } else if field.reference != nil {
            add(
                [layout.column, "id"], "members", "records are found by their \(field.name), in the order of their keys"
            )
        } else if field.isIndexed {
            add([layout.column, "id"], "values", "\(entity.name).\(field.name) is indexed")
        } else if field.name == listed, layout.sortColumn == nil {
            add([layout.column, "id"], "values", "the list of \(entity.name) is sorted by \(field.name)")
        } else if groups.contains(field.name) {
            add([layout.column], "index", "a report groups by \(entity.name).\(field.name)")
        }
        if let sort = layout.sortColumn, field.isIndexed || field.name == entity.titleField || field.name == listed {
            add([sort, "id"], "order", "lists sort by \(entity.name).\(field.name)")
        }
    }
    return indexes + combinationIndexes(of: entity, table)
}

private func combinationIndexes(of entity: Entity, _ table: TableLayout) -> [WantedIndex] {
    entity.combinations.compactMap { combination in
        let fields = combination.fields.compactMap { entity.fields[$0] }
        let columns = fields.compactMap { table.columns[$0.name]?.column }
        guard columns.count == combination.fields.count else { return nil }
        let names = combination.fields.map(\.rawValue).joined(separator: ", ")
        // Columns have single underscores only, so that no two combinations make one name.
        return WantedIndex(
            name: "\(table.table)_\(columns.joined(separator: "__"))_unique", table: table.table, columns: columns,
            isUnique: true, fields: fields, subject: "\(entity.name).\(combination.name)",
            reason: "\(names) of \(entity.name) are unique together")
    }
}

/// The field that the entity's list is sorted by first; nil if it is sorted by something else.
private func listOrder(of entity: Entity) -> FieldName? {
    guard case .path(let path)? = entity.list.order.first?.expression.root, path.root == .record,
        path.segments.count == 1
    else { return nil }
    return path.segments.first?.name
}

/// The choices of the entity itself by which a report counts, if it groups by nothing else.
private func groupFields(of entity: Entity, in model: Model) -> Set<FieldName> {
    var names: Set<FieldName> = []
    for report in model.reports.values
    where report.entity == entity.name && !report.isStanding && report.dimensions.count == 1 {
        for dimension in report.dimensions {
            guard case .path(let path) = dimension.expression.root, path.segments.count == 1,
                let name = path.segments.first?.name, let field = entity.fields[name], !field.options.isEmpty
            else { continue }
            names.insert(name)
        }
    }
    return names
}

extension WantedIndex {
    static func == (left: Self, right: Self) -> Bool { left.name == right.name && left.table == right.table }
}
