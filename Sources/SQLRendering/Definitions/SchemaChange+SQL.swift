// SPDX-License-Identifier: Apache-2.0
public import Schemas
import Values

extension SchemaChange {
    /// The statements that make the change; empty if it is one of contents or of the catalogue only.
    public func statements(in dialect: some DefinitionDialect) -> [String] {
        switch self {
        case .createEngineTable(let name):
            EngineTable.all.first { $0.name == name }.map { $0.statements(in: dialect) } ?? []
        case .createTable(_, let table):
            [entityTable(table, dialect)]
        case .addColumn(_, _, let table, let layout):
            [newColumn(layout.column, layout.storage, to: table, dialect)]
                + (layout.sortColumn.map { [newColumn($0, .bytes, to: table, dialect)] } ?? [])
        case .addSortColumn(_, _, let table, let column):
            [newColumn(column, .bytes, to: table, dialect)]
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
                "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX "
                    + "\(quoted("\(name)_\(index.columns.joined(separator: "_"))")) ON \(quoted(name)) "
                    + "(\(list(index.columns)))"
            }
    }
}

private func entityTable(_ table: String, _ dialect: some DefinitionDialect) -> String {
    let integer = dialect.integerType
    let text = dialect.textType
    let columns = [
        dialect.rowColumn, "\"id\" \(text) NOT NULL UNIQUE", "\"version\" \(integer) NOT NULL",
        "\"created_at\" \(integer)", "\"created_by\" \(text)", "\"updated_at\" \(integer)", "\"updated_by\" \(text)",
        "\"deleted_at\" \(integer)",
    ]
    return "CREATE TABLE \(quoted(table)) (\(columns.joined(separator: ", ")))\(dialect.entityTableEnding)"
}

private func newColumn(
    _ column: String, _ storage: ColumnStorage, to table: String, _ dialect: some DefinitionDialect
) -> String {
    "ALTER TABLE \(quoted(table)) ADD COLUMN \(quoted(column)) \(dialect.type(of: storage))"
}

private func list(_ columns: [String]) -> String { columns.map(quoted).joined(separator: ", ") }
