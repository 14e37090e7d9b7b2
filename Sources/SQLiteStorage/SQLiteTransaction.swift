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
    let catalogue: StatementCatalogue
    private let functions: FunctionTable

    init(
        _ database: Database, _ environment: StoreEnvironment, _ catalogue: StatementCatalogue,
        _ functions: FunctionTable
    ) {
        self.database = database
        self.environment = environment
        self.catalogue = catalogue
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
        var statement = try SQLiteStatement(sql.text, database)
        for value in sql.bindings { statement.bind(value) }
        let reader = SQLiteRowReader(statement.pointer, columns)
        try statement.forEachRow { try body(reader) }
    }

    /// The entity of a model that is in force.
    func entity(_ name: EntityName) throws -> Entity {
        guard let entity = environment.model.entities[name] else { throw RenderingError.notStored(name.rawValue) }
        return entity
    }
}

extension SQLiteTransaction: ReadTransaction {
    func forEachRow(
        _ query: RecordQuery, _ context: QueryContext, _ body: (any RowReader) throws -> Void
    ) throws {
        let selection = try query.selection(rendering, context)
        try step(selection.sql, selection.columns, body)
    }

    func forEachRow(
        _ query: PreparedQuery, of key: RecordID?, _ context: () throws -> QueryContext,
        _ body: (any RowReader) throws -> Void
    ) throws {
        let selection = try catalogue.selection(of: query, rendering, context)
        var statement = try SQLiteStatement(selection.sql.text, database)
        for value in selection.sql.bindings {
            if case .key = value, let key { statement.bind(key) } else { statement.bind(value) }
        }
        let reader = SQLiteRowReader(statement.pointer, selection.columns)
        try statement.forEachRow { try body(reader) }
    }

    func forEachRow(
        _ query: TransformedQuery, _ context: QueryContext, _ body: (any RowReader) throws -> Void
    ) throws {
        let selection = try query.selection(rendering, context)
        try step(selection.sql, selection.columns, body)
    }

    func count(_ query: RecordQuery, _ context: QueryContext) throws -> Int {
        try count(try query.count(rendering, context))
    }

    func count(_ query: TransformedQuery, _ context: QueryContext) throws -> Int {
        try count(try query.count(rendering, context))
    }

    private func count(_ selection: RenderedSelection) throws -> Int {
        var count = 0
        try step(selection.sql, selection.columns) { count = Int($0.integer(0)) }
        return count
    }

    func groups(_ query: AggregateQuery, _ context: QueryContext) throws -> [[Value]] {
        try rows(try query.selection(rendering, context))
    }

    func stays(_ query: StayQuery, _ context: QueryContext) throws -> [[Value]] {
        try rows(try query.selection(rendering, context))
    }

    func ranks(_ query: RankQuery, _ context: QueryContext) throws -> [[Value]] {
        try rows(try query.selection(rendering, context))
    }

    private func rows(_ selection: RenderedSelection) throws -> [[Value]] {
        var groups: [[Value]] = []
        try step(selection.sql, selection.columns) { reader in
            groups.append(selection.columns.indices.map(reader.value))
        }
        return groups
    }

    func record(_ name: EntityName, _ id: RecordID) throws -> StoredRecord? {
        let statements = try catalogue.statements(of: name)
        var statement = try SQLiteStatement(statements.read, database)
        statement.bind(id)
        let reader = SQLiteRowReader(statement.pointer, statements.readColumns)
        var values = FieldValues(of: try entity(name))
        values["id"] = .identifier(id)
        var record: StoredRecord?
        try statement.forEachRow {
            for (index, column) in statements.columns.enumerated() { values[column.place] = reader.value(index + 3) }
            let version = reader.integer(1)
            values["version"] = .integer(version)
            record = StoredRecord(
                entity: name, id: id, row: reader.integer(0), version: version,
                deletedAt: reader.isNull(2) ? nil : Instant(microseconds: reader.integer(2)), values: values)
        }
        return record
    }

    func exists(_ entity: EntityName, _ id: RecordID) throws -> Bool {
        var statement = try SQLiteStatement(try catalogue.statements(of: entity).exists, database)
        statement.bind(id)
        var exists = false
        try statement.forEachRow { exists = true }
        return exists
    }

    func referrers(_ entity: EntityName, by field: FieldName, to id: RecordID) throws -> [RecordID] {
        try keys(entity, where: field, equals: .identifier(id), limit: -1)
    }

    func key(_ entity: EntityName, where field: FieldName, equals value: Value) throws -> RecordID? {
        let keys = try keys(entity, field, value, limit: nil)
        return keys.count == 1 ? keys[0] : nil
    }

    func keys(
        _ entity: EntityName, where field: FieldName, equals value: Value, limit: Int
    ) throws -> [RecordID] {
        try keys(entity, field, value, limit: limit)
    }

    /// - Parameter limit: Nil for two at most in any order, which tells whether there is exactly one.
    private func keys(_ entity: EntityName, _ field: FieldName, _ value: Value, limit: Int?) throws -> [RecordID] {
        guard let column = environment.layout[entity]?.columns[field] else {
            throw RenderingError.notStored("\(entity).\(field)")
        }
        let statements = try catalogue.statements(of: entity)
        var statement = try SQLiteStatement(
            limit == nil ? statements.key(column.column) : statements.keys(column.column), database)
        statement.bind(value, column.storage)
        if let limit { statement.bind(Int64(limit)) }
        return try keys(of: &statement)
    }

    func keys(_ entity: EntityName, having values: [FieldName: Value], limit: Int) throws -> [RecordID] {
        let statements = try catalogue.statements(of: entity)
        let columns = try values.sorted { $0.key.rawValue < $1.key.rawValue }.map { field, value in
            guard let column = environment.layout[entity]?.columns[field] else {
                throw RenderingError.notStored("\(entity).\(field)")
            }
            return (column, value)
        }
        var statement = try SQLiteStatement(statements.keys(columns.map(\.0.column)), database)
        for (column, value) in columns { statement.bind(value, column.storage) }
        statement.bind(Int64(limit))
        return try keys(of: &statement)
    }

    private func keys(of statement: inout SQLiteStatement) throws -> [RecordID] {
        let reader = SQLiteRowReader(
            statement.pointer, [RenderedSelection.Column(type: .identifier, form: .stored(.text))])
        var keys: [RecordID] = []
        try statement.forEachRow {
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
        let types = table.columns.map { RenderedSelection.Column(type: $0.type, form: table.form($0.name)) }
        var rows: [[Value]] = []
        try step(sql, types) { reader in rows.append(types.indices.map(reader.value)) }
        return rows
    }

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
                return quoted(name) + sign + SQLFragment.binding(SQLValue(value, table.form(name)))
            }.joined(" AND ")
    }
}
