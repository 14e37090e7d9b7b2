// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import OrderedCollections
public import Schemas
public import Values

/// The statements that read and write records of one entity by their keys, written once per model and layout.
///
/// Their bindings stand in the order that each property's comment tells.
public struct RecordStatements: Sendable {
    /// A stored field with its column, in the model's order; the key and the version are not among them.
    public struct Column: Sendable {
        public let field: FieldName
        /// The field's place in the entity.
        public let place: Int
        public let type: ValueType
        public let layout: ColumnLayout
        public let sortLocale: String?
        public let isSearchable: Bool
        fileprivate let assignment: String
    }

    public let entity: EntityName
    public let columns: [Column]
    /// Where the column of each field stands in ``columns``, by the field's place; nil for what is not stored.
    public let columnAtPlace: [Int?]
    /// Gives row, version, time of deletion, then every column; bound to the key.
    public let read: String
    /// The types and forms of what ``read`` gives.
    public let readColumns: [RenderedSelection.Column]
    /// Gives a row if a live record has the key; bound to the key.
    public let exists: String
    /// Bound to the key, the version, then each column with its sort key behind it.
    public let insert: String
    /// Bound to the time of deletion, the version, the row.
    public let setDeleted: String
    /// Bound to the row.
    public let erase: String
    /// Bound to the row and the words; nil if nothing is searchable.
    public let addSearchEntry: String?
    /// Bound to the row and the words as they were added, which an index without content needs.
    public let removeSearchEntry: String?
    private let table: String

    init(_ entity: Entity, _ layout: TableLayout) {
        self.entity = entity.name
        table = quoted(layout.table)
        columns = entity.fields.values.enumerated().compactMap { place, field in
            guard field.name != "id", field.name != "version", let column = layout.columns[field.name] else {
                return nil
            }
            let sort = column.sortColumn.map { ", \(quoted($0)) = ?" } ?? ""
            return Column(
                field: field.name, place: place, type: field.valueType, layout: column, sortLocale: field.sortLocale,
                isSearchable: field.isSearchable, assignment: "\(quoted(column.column)) = ?\(sort)")
        }
        var columnAtPlace: [Int?] = Array(repeating: nil, count: entity.fields.count)
        for (index, column) in columns.enumerated() { columnAtPlace[column.place] = index }
        self.columnAtPlace = columnAtPlace
        let names = columns.map { quoted($0.layout.column) }
        read =
            "SELECT \(([#""row""#, #""version""#, #""deleted_at""#] + names).joined(separator: ", ")) "
            + "FROM \(table) WHERE \"id\" = ?"
        let integer = RenderedSelection.Column(type: .integer, form: .stored(.integer))
        readColumns =
            [integer, integer, integer]
            + columns.map { RenderedSelection.Column(type: $0.type, form: .stored($0.layout.storage)) }
        exists = "SELECT 1 FROM \(table) WHERE \"id\" = ? AND \"deleted_at\" IS NULL"
        let written =
            [#""id""#, #""version""#]
            + columns.flatMap { [quoted($0.layout.column)] + ($0.layout.sortColumn.map { [quoted($0)] } ?? []) }
        let marks = Array(repeating: "?", count: written.count).joined(separator: ", ")
        insert = "INSERT INTO \(table) (\(written.joined(separator: ", "))) VALUES (\(marks))"
        setDeleted = "UPDATE \(table) SET \"deleted_at\" = ?, \"version\" = ? WHERE \"row\" = ?"
        erase = "DELETE FROM \(table) WHERE \"row\" = ?"
        let search = layout.searchTable.map(SearchStatements.init)
        addSearchEntry = search?.addition
        removeSearchEntry = search?.removal
    }

    /// Writes some columns; bound to the version, each of the columns with its sort key behind it, and the row.
    public func update(_ written: [Column]) -> String {
        let assignments = written.map { ", " + $0.assignment }.joined()
        return "UPDATE \(table) SET \"version\" = ?\(assignments) WHERE \"row\" = ?"
    }

    /// Gives the keys of live records that have a value in a column, in their order; bound to the value and a limit.
    public func keys(_ column: String) -> String { keys([column]) }

    /// The same of records that have a value in each of several columns.
    public func keys(_ columns: [String]) -> String { "\(anyKeys(columns)) ORDER BY \"id\" LIMIT ?" }

    /// Gives two keys at most of live records that have a value in a column, whichever the index has first.
    public func key(_ column: String) -> String { "\(anyKeys([column])) LIMIT 2" }

    private func anyKeys(_ columns: [String]) -> String {
        "SELECT \"id\" FROM \(table) WHERE \"deleted_at\" IS NULL" + columns.map { " AND \(quoted($0)) = ?" }.joined()
    }
}

/// The statements of every entity of a model, and those of prepared queries.
public final class StatementCatalogue: Sendable {
    let prepared = PreparedStatements()
    private let entities: [EntityName: RecordStatements]

    public init(model: Model, layout: PhysicalLayout) {
        entities = Dictionary(
            uniqueKeysWithValues: model.entities.values.compactMap { entity in
                layout[entity.name].map { (entity.name, RecordStatements(entity, $0)) }
            })
    }

    /// - Throws: ``RenderingError/notStored(_:)`` for an entity that has no table yet.
    public func statements(of entity: EntityName) throws(RenderingError) -> RecordStatements {
        guard let statements = entities[entity] else { throw .notStored(entity.rawValue) }
        return statements
    }
}
