// SPDX-License-Identifier: Apache-2.0
import DomainModel
import GRDB
import GRDBSQLite
import OrderedCollections
import SQLRendering
import Schemas
import Storage
import Values

extension SQLiteTransaction: WriteTransaction {
    func insert(_ entity: EntityName, _ id: RecordID, _ values: FieldValues) throws {
        let statements = try catalogue.statements(of: entity)
        var statement = try SQLiteStatement(statements.insert, database)
        statement.bind(id)
        statement.bind(1)
        for column in statements.columns { bind(values[column.place], column, to: &statement) }
        try unique(statements) { try statement.run() }
        try addSearchEntry(statements, row: database.lastInsertedRowID, values)
    }

    func update(_ old: StoredRecord, _ values: FieldValues, changed: FieldSet, version: Int64) throws {
        let statements = try catalogue.statements(of: old.entity)
        let written = changed.places.compactMap { statements.columnAtPlace[$0] }.map { statements.columns[$0] }
        var statement = try SQLiteStatement(statements.update(written), database)
        statement.bind(version)
        for column in written { bind(values[column.place], column, to: &statement) }
        statement.bind(old.row)
        try unique(statements) { try statement.run() }
        guard written.contains(where: \.isSearchable) else { return }
        try removeSearchEntry(statements, row: old.row, old.values)
        try addSearchEntry(statements, row: old.row, values)
    }

    private func bind(_ value: Value, _ column: RecordStatements.Column, to statement: inout SQLiteStatement) {
        statement.bind(value, column.layout.storage)
        guard column.layout.sortColumn != nil else { return }
        if case .text(let text) = value, let locale = column.sortLocale,
            let collation = environment.collations[locale]
        {
            statement.bind(.bytes(collation.sortKey(text)))
        } else {
            statement.bind(.null)
        }
    }

    /// Runs a write and names the fields whose unique index refuses it, as the database does: `table.branch, table.number`.
    private func unique(_ statements: RecordStatements, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
            let names = (error.message ?? "").split(separator: ",").compactMap { $0.split(separator: ".").last }
            let fields = names.compactMap { name in statements.columns.first { $0.layout.column == name }?.field }
            throw StoreError.notUnique(entity: statements.entity, fields: fields.isEmpty ? ["id"] : fields)
        }
    }

    func setDeleted(_ old: StoredRecord, _ at: Instant?) throws {
        let statements = try catalogue.statements(of: old.entity)
        var statement = try SQLiteStatement(statements.setDeleted, database)
        statement.bind(at.map { .integer($0.microseconds) } ?? .null)
        statement.bind(old.version + 1)
        statement.bind(old.row)
        try unique(statements) { try statement.run() }
    }

    func erase(_ old: StoredRecord) throws {
        let statements = try catalogue.statements(of: old.entity)
        try removeSearchEntry(statements, row: old.row, old.values)
        var statement = try SQLiteStatement(statements.erase, database)
        statement.bind(old.row)
        try statement.run()
    }

    private func addSearchEntry(_ statements: RecordStatements, row: Int64, _ values: FieldValues) throws {
        guard let sql = statements.addSearchEntry else { return }
        try writeSearchEntry(sql, statements, row, values)
    }

    /// An entry of a contentless table is removed by giving its words once more.
    private func removeSearchEntry(_ statements: RecordStatements, row: Int64, _ values: FieldValues) throws {
        guard let sql = statements.removeSearchEntry else { return }
        try writeSearchEntry(sql, statements, row, values)
    }

    private func writeSearchEntry(
        _ sql: String, _ statements: RecordStatements, _ row: Int64, _ values: FieldValues
    ) throws {
        let texts = statements.columns.filter(\.isSearchable).compactMap { column -> String? in
            switch SQLValue(values[column.place], .stored(column.layout.storage)) {
            case .text(let text): text
            case .integer(let number): String(number)
            default: nil
            }
        }
        var statement = try SQLiteStatement(sql, database)
        statement.bind(row)
        statement.bind(SearchWords.words(of: texts))
        try statement.run()
    }

    func insert(into table: EngineTable, _ row: [Value]) throws { try write(table.insertion, table, row) }
    func upsert(into table: EngineTable, _ row: [Value]) throws { try write(table.replacement, table, row) }

    private func write(_ sql: String, _ table: EngineTable, _ row: [Value]) throws {
        var statement = try SQLiteStatement(sql, database)
        for (value, column) in zip(row, table.columns) { statement.bind(value, ColumnStorage(column.type, scale: 0)) }
        try statement.run()
    }

    func update(_ table: EngineTable, set values: [String: Value], where conditions: [EngineCondition]) throws -> Int {
        let list = values.sorted { $0.key < $1.key }.map { name, value in
            quoted(name) + " = " + SQLFragment.binding(SQLValue(value, table.form(name)))
        }.joined(", ")
        try step("UPDATE \(quoted(table.name)) SET " + list + condition(conditions, table), []) { _ in }
        return database.changesCount
    }

    func delete(from table: EngineTable, where conditions: [EngineCondition]) throws -> Int {
        try step("DELETE FROM \(quoted(table.name))" + condition(conditions, table), []) { _ in }
        return database.changesCount
    }

    func next(counter: String, period: String) throws -> Int64 {
        var statement = try SQLiteStatement(countingStatement, database)
        statement.bind(counter)
        statement.bind(period)
        var number: Int64 = 0
        try statement.forEachRow { number = sqlite3_column_int64(statement.pointer, 0) }
        return number
    }

    func add(toStanding aggregate: String, groups: String, records: Int64, measures: [Int64]) throws {
        var addition = try SQLiteStatement(standingAddition, database)
        addition.bind(aggregate)
        addition.bind(groups)
        addition.bind(records)
        for measure in measures.prefix(standingMeasures) { addition.bind(measure) }
        for _ in measures.count..<max(measures.count, standingMeasures) { addition.bind(0) }
        try addition.run()
        guard records < 0 else { return }
        var removal = try SQLiteStatement(standingRemoval, database)
        removal.bind(aggregate)
        removal.bind(groups)
        try removal.run()
    }
}
