// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Values

/// What values of a type mean, as the catalogue tells it: columns are kept only if it stays the same.
func catalogueType(_ type: ValueType) -> String {
    switch type {
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

extension DatabaseState.Entry {
    /// The type of the values in the column; a list of options has no name there.
    var valueType: ValueType {
        switch type {
        case "boolean": .boolean
        case "integer": .integer
        case "decimal": .decimal
        case "double": .double
        case "date": .date
        case "time": .time
        case "instant": .instant
        case "duration": .duration
        case "identifier": .identifier
        case "choice": .choice("")
        case "flags": .flags("")
        default: referredEntity.map(ValueType.entity) ?? .text
        }
    }

    /// The entity that values of a reference are keys of.
    var referredEntity: EntityName? {
        guard type.hasPrefix("entity("), type.hasSuffix(")") else { return nil }
        return EntityName(String(type.dropFirst(7).dropLast()))
    }

    /// The column as a plan asks about it.
    var column: RecordColumn {
        RecordColumn(table: table, column: layout.column, storage: layout.storage, type: valueType)
    }

    /// The same column under other names.
    func renamed(entity: String, field: String, type: String) -> DatabaseState.Entry {
        DatabaseState.Entry(
            entity: entity, field: field, table: table, layout: layout, type: type, isAttached: isAttached,
            isRequired: isRequired, isSearchable: isSearchable, computation: computation)
    }
}
