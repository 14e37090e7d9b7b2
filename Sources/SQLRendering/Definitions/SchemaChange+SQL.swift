// SPDX-License-Identifier: Apache-2.0
public import Schemas
import Values

extension Array<SchemaChange> {
    /// The statements of each change; none for one of contents or of the catalogue only.
    ///
    /// A new table has all its columns from the start: SQLite reads its whole schema anew for every column that comes later.
    public func statements(in dialect: some DefinitionDialect) -> [[String]] {
        var newTables: [String: [String]] = [:]
        for case .createTable(_, let table) in self { newTables[table] = [] }
        for column in flatMap({ $0.addedColumns(dialect) }) { newTables[column.table]?.append(column.definition) }
        return map { $0.statements(in: dialect, newTables) }
    }
}

extension SchemaChange {
    /// - Parameter newTables: The columns of tables that are made, by their names.
    fileprivate func statements(in dialect: some DefinitionDialect, _ newTables: [String: [String]]) -> [String] {
        switch self {
        case .createEngineTable(let name):
            EngineTable.all.first { $0.name == name }.map { $0.statements(in: dialect) } ?? []
        case .remakeEngineTable(let name, let kept):
            EngineTable.all.first { $0.name == name }.map { $0.remaking(keeping: kept, in: dialect) } ?? []
        case .createTable(_, let table):
            [entityTable(table, newTables[table] ?? [], dialect)]
        case .addColumn, .addSortColumn:
            addedColumns(dialect).filter { newTables[$0.table] == nil }
                .map { "ALTER TABLE \(quoted($0.table)) ADD COLUMN \($0.definition)" }
        case .createIndex(let name, let table, let columns, let isUnique):
            // Lists, boards and references are about live records; a deleted one does not keep its unique values.
            [
                "CREATE \(isUnique ? "UNIQUE " : "")INDEX \(quoted(name)) ON \(quoted(table)) "
                    + "(\(list(columns))) WHERE deleted_at IS NULL"
            ]
        case .dropIndex(let name):
            ["DROP INDEX \(quoted(name))"]
        case .createSearchTable(_, let name):
            dialect.createSearchTable(name)
        case .rebuildSearch, .fillSortKeys, .recompute, .computeStanding, .buildTree, .fillStructure, .dropStructure,
            .dropStanding, .requireField,
            .relaxField,
            .detachField, .attachField, .detachEntity, .attachEntity, .renameEntity, .renameField, .convertField,
            .replaceOption, .renameOption, .replaceFlag, .fillDefault, .limitField, .addRule:
            []
        }
    }

    /// The columns that it adds, each as a definition says it.
    fileprivate func addedColumns(_ dialect: some DefinitionDialect) -> [(table: String, definition: String)] {
        func column(_ name: String, _ storage: ColumnStorage, _ table: String) -> (String, String) {
            (table, "\(quoted(name)) \(dialect.type(of: storage))")
        }
        return switch self {
        case .addColumn(_, _, let table, let layout):
            [column(layout.column, layout.storage, table)]
                + (layout.sortColumn.map { [column($0, .bytes, table)] } ?? [])
        case .addSortColumn(_, _, let table, let name): [column(name, .bytes, table)]
        default: []
        }
    }
}

/// Destroys a column with everything in it.
public func dropping(_ column: String, of table: String) -> String {
    "ALTER TABLE \(quoted(table)) DROP COLUMN \(quoted(column))"
}

extension EngineTable {
    /// The statements that make the table and its indexes.
    public func statements(in dialect: some DefinitionDialect) -> [String] {
        var parts = columns.map { column in
            "\(quoted(column.name)) \(dialect.type(of: ColumnStorage(column.type, scale: 0)))"
                + (column.isOptional ? "" : " NOT NULL")
        }
        if !key.isEmpty { parts.append("PRIMARY KEY (\(list(key)))") }
        let ending = key.isEmpty || hasWideRows ? dialect.entityTableEnding : dialect.keyedTableEnding
        return ["CREATE TABLE \(quoted(name)) (\(parts.joined(separator: ", ")))\(ending)"]
            + indexes.map { index in
                "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(quoted(name(of: index))) ON \(quoted(name)) "
                    + "(\(list(index.columns)))"
            }
    }

    /// The statements that make the table anew and bring over what stands in some columns of the old one.
    fileprivate func remaking(keeping kept: [String], in dialect: some DefinitionDialect) -> [String] {
        let old = quoted(name + "_before")
        return ["ALTER TABLE \(quoted(name)) RENAME TO \(old)"]
            + indexes.map { "DROP INDEX IF EXISTS \(quoted(name(of: $0)))" } + statements(in: dialect)
            + ["INSERT INTO \(quoted(name)) (\(list(kept))) SELECT \(list(kept)) FROM \(old)", "DROP TABLE \(old)"]
    }

    private func name(of index: Index) -> String { "\(name)_\(index.columns.joined(separator: "_"))" }
}

private func entityTable(_ table: String, _ fields: [String], _ dialect: some DefinitionDialect) -> String {
    let integer = dialect.integerType
    let text = dialect.textType
    let own = [
        dialect.rowColumn, "\"id\" \(text) NOT NULL UNIQUE", "\"version\" \(integer) NOT NULL",
        "\"created_at\" \(integer)", "\"created_by\" \(text)", "\"updated_at\" \(integer)", "\"updated_by\" \(text)",
        "\"deleted_at\" \(integer)",
    ]
    return "CREATE TABLE \(quoted(table)) (\((own + fields).joined(separator: ", ")))\(dialect.entityTableEnding)"
}

private func list(_ columns: [String]) -> String { columns.map(quoted).joined(separator: ", ") }
