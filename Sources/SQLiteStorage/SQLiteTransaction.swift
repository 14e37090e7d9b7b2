// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import GRDB
import GRDBSQLite
import OrderedCollections
import Queries
import SQLRendering
import Schemas
import Storage
import Values

/// Reads on one snapshot of a SQLite database; writes are in an extension.
final class SQLiteTransaction {
    let database: Database
    let environment: StoreEnvironment
    private let functions: FunctionTable

    init(_ database: Database, _ environment: StoreEnvironment, _ functions: FunctionTable) {
        self.database = database
        self.environment = environment
        self.functions = functions
    }

    private var rendering: RenderingEnvironment {
        RenderingEnvironment(
            model: environment.model, layout: environment.layout, functions: functions,
            collations: environment.collations)
    }

    /// Steps a statement that the connection keeps prepared.
    func step(_ sql: SQLFragment, _ columns: [RenderedSelection.Column], _ body: (SQLiteRowReader) throws -> Void)
        throws
    {
        let statement = try database.cachedStatement(sql: sql.text)
        try statement.setArguments(StatementArguments(sql.bindings.map(databaseValue)))
        let pointer = statement.sqliteStatement
        let reader = SQLiteRowReader(pointer, columns)
        defer { sqlite3_reset(pointer) }
        while true {
            switch sqlite3_step(pointer) {
            case SQLITE_ROW: try body(reader)
            case SQLITE_DONE: return
            default:
                let code = sqlite3_extended_errcode(database.sqliteConnection)
                let message = sqlite3_errmsg(database.sqliteConnection).map { String(cString: $0) }
                throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
            }
        }
    }

    func table(_ entity: EntityName) throws -> TableLayout {
        guard let table = environment.layout[entity] else { throw RenderingError.notStored(entity.rawValue) }
        return table
    }

    /// The stored fields of an entity with their columns, in the model's order.
    func columns(_ entity: EntityName) throws -> [(field: Field, column: ColumnLayout)] {
        let table = try table(entity)
        return environment.model.entities[entity]?.fields.values.compactMap { field in
            table.columns[field.name].map { (field, $0) }
        } ?? []
    }
}

extension SQLiteTransaction: ReadTransaction {
    func forEachRow(
        _ query: RecordQuery, _ context: QueryContext, _ body: (any RowReader) throws -> Void
    ) throws {
        let selection = try query.selection(rendering, context)
        try step(selection.sql, selection.columns, body)
    }

    func groups(_ query: AggregateQuery, _ context: QueryContext) throws -> [[Value]] {
        let selection = try query.selection(rendering, context)
        var groups: [[Value]] = []
        try step(selection.sql, selection.columns) { reader in
            groups.append(selection.columns.indices.map(reader.value))
        }
        return groups
    }

    func record(_ entity: EntityName, _ id: RecordID) throws -> StoredRecord? {
        let columns = try columns(entity)
        let list = columns.map { quoted($0.column.column) }.joined(separator: ", ")
        let sql =
            SQLFragment(
                "SELECT \"row\", \"version\", \"deleted_at\", \(list) FROM \(quoted(try table(entity).table)) WHERE \"id\" = "
            )
            + .binding(.text(id.description))
        let integer = RenderedSelection.Column(type: .integer, form: .stored(.integer))
        let types = columns.map { RenderedSelection.Column(type: $0.field.valueType, form: .stored($0.column.storage)) }
        var record: StoredRecord?
        try step(sql, [integer, integer, integer] + types) { reader in
            var values: [FieldName: Value] = [:]
            values.reserveCapacity(columns.count)
            for (index, column) in columns.enumerated() { values[column.field.name] = reader.value(index + 3) }
            record = StoredRecord(
                entity: entity, id: id, row: reader.integer(0), version: reader.integer(1),
                deletedAt: reader.isNull(2) ? nil : Instant(microseconds: reader.integer(2)), values: values)
        }
        return record
    }

    func referrers(_ entity: EntityName, by field: FieldName, to id: RecordID) throws -> [RecordID] {
        try keys(entity, where: field, equals: .identifier(id), limit: -1)
    }

    func key(_ entity: EntityName, where field: FieldName, equals value: Value) throws -> RecordID? {
        let keys = try keys(entity, where: field, equals: value, limit: 2)
        return keys.count == 1 ? keys[0] : nil
    }

    func keys(
        _ entity: EntityName, where field: FieldName, equals value: Value, limit: Int
    ) throws -> [RecordID] {
        let table = try table(entity)
        guard let column = table.columns[field] else { throw RenderingError.notStored("\(entity).\(field)") }
        let sql =
            SQLFragment(
                "SELECT \"id\" FROM \(quoted(table.table)) WHERE \"deleted_at\" IS NULL AND \(quoted(column.column)) = "
            )
            + .binding(SQLValue(value, .stored(column.storage))) + " ORDER BY \"id\" LIMIT "
            + .binding(.integer(Int64(limit)))
        var keys: [RecordID] = []
        try step(sql, [RenderedSelection.Column(type: .identifier, form: .stored(.text))]) { reader in
            if case .identifier(let id) = reader.value(0) { keys.append(id) }
        }
        return keys
    }

    func engineRows(_ selection: EngineSelection) throws -> [[Value]] {
        let table = selection.table
        let list = table.columns.map { quoted($0.name) }.joined(separator: ", ")
        let order = selection.order.map { [$0] } ?? table.key
        var sql = SQLFragment("SELECT \(list) FROM \(quoted(table.name))") + condition(selection.conditions, table)
        if !order.isEmpty {
            let direction = selection.isDescending ? " DESC" : ""
            sql += " ORDER BY " + order.map { quoted($0) + direction }.joined(separator: ", ")
        }
        sql += " LIMIT " + .binding(.integer(Int64(selection.limit)))
        let types = table.columns.map { RenderedSelection.Column(type: $0.type, form: form($0.type)) }
        var rows: [[Value]] = []
        try step(sql, types) { reader in rows.append(types.indices.map(reader.value)) }
        return rows
    }

    func form(_ type: ValueType) -> SQLForm { .stored(ColumnStorage(type, scale: 0)) }

    func condition(_ conditions: [EngineCondition], _ table: EngineTable) -> SQLFragment {
        guard !conditions.isEmpty else { return SQLFragment() }
        return " WHERE "
            + conditions.map { condition in
                let (name, sign, value): (String, String, Value) =
                    switch condition {
                    case .equals(let name, let value): (name, " IS ", value)
                    case .less(let name, let value): (name, " < ", value)
                    case .greater(let name, let value): (name, " > ", value)
                    }
                let type = table.columns.first { $0.name == name }?.type ?? .text
                return quoted(name) + sign + SQLFragment.binding(SQLValue(value, form(type)))
            }.joined(" AND ")
    }
}
