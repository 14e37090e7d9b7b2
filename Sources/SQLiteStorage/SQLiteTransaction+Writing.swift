// SPDX-License-Identifier: Apache-2.0
import DomainModel
import GRDB
import OrderedCollections
import SQLRendering
import Schemas
import Storage
import Values

extension SQLiteTransaction: WriteTransaction {
    private func run(_ sql: SQLFragment) throws { try step(sql, []) { _ in } }

    func insert(_ entity: EntityName, _ id: RecordID, _ values: [FieldName: Value]) throws {
        let table = try table(entity)
        var names = ["\"id\"", "\"version\""]
        var bindings: [SQLValue] = [.text(id.description), .integer(1)]
        for (field, column) in try columns(entity) where field.name != "id" && field.name != "version" {
            guard let value = values[field.name], !value.isNull else { continue }
            append(value, field, column, &names, &bindings)
        }
        let marks = Array(repeating: "?", count: names.count).joined(separator: ", ")
        try unique(entity) {
            try run(
                SQLFragment(
                    "INSERT INTO \(quoted(table.table)) (\(names.joined(separator: ", "))) VALUES (\(marks))", bindings)
            )
        }
        try addSearchEntry(entity, table, row: database.lastInsertedRowID, values)
    }

    func update(_ old: StoredRecord, _ changes: [FieldName: Value]) throws {
        let table = try table(old.entity)
        var names = ["\"version\""]
        var bindings: [SQLValue] = [.integer(old.version + 1)]
        for (field, column) in try columns(old.entity) where field.name != "id" && field.name != "version" {
            guard let value = changes[field.name] else { continue }
            append(value, field, column, &names, &bindings)
        }
        let list = names.map { $0 + " = ?" }.joined(separator: ", ")
        try unique(old.entity) {
            try run(
                SQLFragment(
                    "UPDATE \(quoted(table.table)) SET \(list) WHERE \"row\" = ?", bindings + [.integer(old.row)]))
        }
        let searchable = environment.model.entities[old.entity]?.fields.values.filter(\.isSearchable).map(\.name) ?? []
        guard searchable.contains(where: { changes[$0] != nil && changes[$0] != old[$0] }) else { return }
        try removeSearchEntry(old, table)
        try addSearchEntry(old.entity, table, row: old.row, old.values.merging(changes) { _, new in new })
    }

    private func append(
        _ value: Value, _ field: Field, _ column: ColumnLayout, _ names: inout [String], _ bindings: inout [SQLValue]
    ) {
        names.append(quoted(column.column))
        bindings.append(SQLValue(value, .stored(column.storage)))
        guard let sort = column.sortColumn, let locale = field.sortLocale else { return }
        names.append(quoted(sort))
        if case .text(let text) = value, let collation = environment.collations[locale] {
            bindings.append(.bytes(collation.sortKey(text)))
        } else {
            bindings.append(.null)
        }
    }

    /// Runs a write and names the field whose unique index refuses it.
    private func unique(_ entity: EntityName, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
            let message = error.message ?? ""
            let column = message.split(separator: ".").last.map(String.init) ?? ""
            let found = try columns(entity).first { $0.column.column == column }
            throw StoreError.notUnique(entity: entity, field: found?.field.name ?? "id")
        }
    }

    func setDeleted(_ old: StoredRecord, _ at: Instant?) throws {
        try run(
            SQLFragment(
                "UPDATE \(quoted(try table(old.entity).table)) SET \"deleted_at\" = ?, \"version\" = ? WHERE \"row\" = ?",
                [at.map { .integer($0.microseconds) } ?? .null, .integer(old.version + 1), .integer(old.row)]))
    }

    func erase(_ old: StoredRecord) throws {
        let table = try table(old.entity)
        try removeSearchEntry(old, table)
        try run(SQLFragment("DELETE FROM \(quoted(table.table)) WHERE \"row\" = ?", [.integer(old.row)]))
    }

    private func searchWords(_ entity: EntityName, _ values: [FieldName: Value]) throws -> String {
        let texts = try columns(entity).filter(\.field.isSearchable).compactMap { field, column -> String? in
            switch SQLValue(values[field.name] ?? .null, .stored(column.storage)) {
            case .text(let text): text
            case .integer(let number): String(number)
            default: nil
            }
        }
        return SearchWords.words(of: texts)
    }

    private func addSearchEntry(
        _ entity: EntityName, _ table: TableLayout, row: Int64, _ values: [FieldName: Value]
    ) throws {
        guard let search = table.searchTable else { return }
        try run(
            SQLFragment(
                "INSERT INTO \(quoted(search)) (rowid, words) VALUES (?, ?)",
                [.integer(row), .text(try searchWords(entity, values))]))
    }

    /// An entry of a contentless table is removed by giving its words once more.
    private func removeSearchEntry(_ old: StoredRecord, _ table: TableLayout) throws {
        guard let search = table.searchTable else { return }
        try run(
            SQLFragment(
                "INSERT INTO \(quoted(search)) (\(quoted(search)), rowid, words) VALUES ('delete', ?, ?)",
                [.integer(old.row), .text(try searchWords(old.entity, old.values))]))
    }

    func insert(into table: EngineTable, _ row: [Value]) throws { try write("INSERT", table, row) }
    func upsert(into table: EngineTable, _ row: [Value]) throws { try write("INSERT OR REPLACE", table, row) }

    private func write(_ verb: String, _ table: EngineTable, _ row: [Value]) throws {
        let names = table.columns.map { quoted($0.name) }.joined(separator: ", ")
        let marks = Array(repeating: "?", count: table.columns.count).joined(separator: ", ")
        let bindings = zip(row, table.columns).map { SQLValue($0, form($1.type)) }
        try run(SQLFragment("\(verb) INTO \(quoted(table.name)) (\(names)) VALUES (\(marks))", bindings))
    }

    func update(_ table: EngineTable, set values: [String: Value], where conditions: [EngineCondition]) throws -> Int {
        let sorted = values.sorted { $0.key < $1.key }
        let list = sorted.map { name, value in
            let type = table.columns.first { $0.name == name }?.type ?? .text
            return quoted(name) + " = " + SQLFragment.binding(SQLValue(value, form(type)))
        }.joined(", ")
        try run("UPDATE \(quoted(table.name)) SET " + list + condition(conditions, table))
        return database.changesCount
    }

    func delete(from table: EngineTable, where conditions: [EngineCondition]) throws -> Int {
        try run("DELETE FROM \(quoted(table.name))" + condition(conditions, table))
        return database.changesCount
    }

    func next(counter: String, period: String) throws -> Int64 {
        let sql = SQLFragment(
            "INSERT INTO trellis_counter (name, period, last) VALUES (?, ?, 1) "
                + "ON CONFLICT (name, period) DO UPDATE SET last = last + 1 RETURNING last",
            [.text(counter), .text(period)])
        var number: Int64 = 0
        try step(sql, [RenderedSelection.Column(type: .integer, form: .stored(.integer))]) { number = $0.integer(0) }
        return number
    }

    func add(toStanding aggregate: String, groups: String, records: Int64, measures: [Int64]) throws {
        let all = measures + Array(repeating: 0, count: max(0, 8 - measures.count))
        let names = (0..<8).map { "measure\($0)" }
        let marks = Array(repeating: "?", count: 11).joined(separator: ", ")
        let sums = (["records"] + names).map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", ")
        try run(
            SQLFragment(
                "INSERT INTO trellis_standing_total (aggregate, groups, records, \(names.joined(separator: ", "))) "
                    + "VALUES (\(marks)) ON CONFLICT (aggregate, groups) DO UPDATE SET \(sums)",
                [.text(aggregate), .text(groups), .integer(records)] + all.map { .integer($0) }))
        guard records < 0 else { return }
        try run(
            SQLFragment(
                "DELETE FROM trellis_standing_total WHERE aggregate = ? AND groups = ? AND records = 0",
                [.text(aggregate), .text(groups)]))
    }
}
