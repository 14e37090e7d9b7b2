// SPDX-License-Identifier: Apache-2.0
import DomainModel
public import Values

/// Where each entity and field stands in the database: the logical name and the physical one are two things.
///
/// A renamed field keeps its column, and a deleted name can come back with another type in a new column.
public struct PhysicalLayout: Sendable, Equatable {
    public var tables: [EntityName: TableLayout]

    public init(tables: [EntityName: TableLayout]) { self.tables = tables }

    public subscript(entity: EntityName) -> TableLayout? { tables[entity] }
}

/// The table of an entity.
public struct TableLayout: Sendable, Equatable {
    public let table: String
    public var columns: [FieldName: ColumnLayout]
    /// The full-text table of the searchable fields; nil if there are none.
    public var searchTable: String?

    public init(table: String, columns: [FieldName: ColumnLayout], searchTable: String?) {
        self.table = table
        self.columns = columns
        self.searchTable = searchTable
    }
}

/// The column of a field.
public struct ColumnLayout: Sendable, Equatable, Codable {
    public let column: String
    public let storage: ColumnStorage
    /// The column of sort keys for fields that sort by a locale.
    public var sortColumn: String?

    public init(column: String, storage: ColumnStorage, sortColumn: String? = nil) {
        self.column = column
        self.storage = storage
        self.sortColumn = sortColumn
    }
}

/// How values of a field are written down; each store knows how to read them back.
public enum ColumnStorage: Sendable, Hashable, Codable {
    /// Booleans 0 and 1, integers, flags.
    case integer
    /// Decimals as integers times ten to the power of the scale.
    case scaled(Int)
    case real
    /// Text, choices, keys in their 36-character form, dates as `YYYY-MM-DD`, times of day as `HH:MM:SS.ffffff`.
    case text
    /// Microseconds: instants since 1970 UTC, durations.
    case microseconds
    case bytes

    /// How the values of a type are written down.
    public init(_ type: ValueType, scale: Int) {
        switch type {
        case .boolean, .integer, .flags: self = .integer
        case .decimal: self = .scaled(scale)
        case .double: self = .real
        case .instant, .duration: self = .microseconds
        case .text, .date, .time, .identifier, .choice, .entity, .collection, .null: self = .text
        }
    }

    /// The form it has in the catalogue, such as `scaled(2)`.
    public var text: String {
        switch self {
        case .integer: "integer"
        case .scaled(let scale): "scaled(\(scale))"
        case .real: "real"
        case .text: "text"
        case .microseconds: "microseconds"
        case .bytes: "bytes"
        }
    }

    /// Reads the form of the catalogue; nil for any other text.
    public init?(text: String) {
        switch text {
        case "integer": self = .integer
        case "real": self = .real
        case "text": self = .text
        case "microseconds": self = .microseconds
        case "bytes": self = .bytes
        default:
            guard text.hasPrefix("scaled("), text.hasSuffix(")"), let scale = Int(text.dropFirst(7).dropLast())
            else { return nil }
            self = .scaled(scale)
        }
    }
}

extension PhysicalLayout {
    /// The layout of a database as its catalogue tells it; detached fields are not in it.
    public init(_ state: DatabaseState) {
        self.init(catalogue: state.catalogue)
    }

    init(catalogue: [DatabaseState.Entry]) {
        var tables: [EntityName: TableLayout] = [:]
        for entry in catalogue where entry.isAttached {
            let entity = EntityName(entry.entity)
            // In place: a copy for each of six hundred fields would cost more than all the rest.
            tables[entity, default: TableLayout(table: entry.table, columns: [:], searchTable: nil)]
                .columns[FieldName(entry.field)] = entry.layout
            if entry.isSearchable { tables[entity]?.searchTable = entry.table + "_search" }
        }
        self.init(tables: tables)
    }
}
