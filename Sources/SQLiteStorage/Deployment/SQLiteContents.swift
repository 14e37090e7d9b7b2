// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import GRDB
import OrderedCollections
import SQLRendering
import Schemas
import Storage
import Values

/// Fills search tables and sort keys from records that are there already.
enum SQLiteContents {
    /// Every record's entry is the words of its searchable fields, as ``SearchWords`` has them.
    static func rebuildSearch(
        _ entity: EntityName, _ environment: StoreEnvironment, _ database: Database
    ) throws {
        guard let table = environment.layout[entity], let search = table.searchTable,
            let fields = environment.model.entities[entity]?.fields.values
        else { return }
        let columns = fields.filter(\.isSearchable).compactMap { table.columns[$0.name]?.column }
        let name = quoted(search)
        try database.execute(sql: "INSERT INTO \(name) (\(name)) VALUES ('delete-all')")
        guard !columns.isEmpty else { return }
        let insert = try database.makeStatement(sql: "INSERT INTO \(name) (rowid, words) VALUES (?, ?)")
        let list = columns.map { "CAST(\(quoted($0)) AS TEXT)" }.joined(separator: ", ")
        let rows = try Row.fetchCursor(database, sql: "SELECT \"row\", \(list) FROM \(quoted(table.table))")
        while let row = try rows.next() {
            let texts = (1...columns.count).compactMap { row[$0] as String? }
            try insert.execute(arguments: [row[0] as Int64, SearchWords.words(of: texts)])
        }
    }

    static func fillSortKeys(
        _ entity: EntityName, _ field: FieldName, _ environment: StoreEnvironment, _ database: Database
    ) throws {
        guard let table = environment.layout[entity], let column = table.columns[field],
            let sort = column.sortColumn,
            let locale = environment.model.entities[entity]?.fields[field]?.sortLocale
        else { return }
        guard let collation = environment.collations[locale] else {
            throw StoreError.unsupported("no order of texts is registered for the locale \(locale)")
        }
        // Rows are walked by their number, because a cursor must not read what the update writes.
        let update = try database.makeStatement(
            sql: "UPDATE \(quoted(table.table)) SET \(quoted(sort)) = ? WHERE \"row\" = ?")
        let page = try database.makeStatement(
            sql: "SELECT \"row\", \(quoted(column.column)) FROM \(quoted(table.table)) WHERE \"row\" > ? "
                + "ORDER BY \"row\" LIMIT 1000")
        var last = Int64.min
        while true {
            let rows = try Row.fetchAll(page, arguments: [last])
            guard let end = rows.last else { return }
            for row in rows {
                let text: String? = row[1]
                let key: DatabaseValue = text.map { Data(collation.sortKey($0)).databaseValue } ?? .null
                try update.execute(arguments: [key, row[0] as Int64])
            }
            last = end[0]
        }
    }
}
