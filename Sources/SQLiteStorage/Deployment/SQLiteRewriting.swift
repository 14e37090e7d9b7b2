// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import GRDB
import OrderedCollections
import SQLRendering
import Schemas
import Storage
import Values

/// Writes the values of a column anew, row by row, because a cursor must not read what is being written.
struct SQLiteRewriting {
    /// What becomes of a row's value.
    enum Outcome {
        case kept
        case value(Value)
    }

    let entity: String
    let field: String
    let source: RecordColumn
    let target: RecordColumn
    let survey: SQLiteSurvey
    private var database: Database { survey.database }

    init(_ entity: String, _ field: String, from source: RecordColumn, to target: RecordColumn, _ survey: SQLiteSurvey)
    {
        self.entity = entity
        self.field = field
        self.source = source
        self.target = target
        self.survey = survey
    }

    /// Fills the target from the source; the same record in another form, so that its history tells nothing of it.
    func fill(_ outcome: (_ source: Value, _ target: Value) -> Outcome) throws {
        let write = try database.makeStatement(sql: target.writing)
        try forEachRow(of: .all(table: source.table)) { row, old, new in
            guard case .value(let value) = outcome(old, new) else { return }
            try write.execute(arguments: [stored(value), row[0] as Int64])
        }
    }

    /// Fills the target with bytes by which the texts of the source sort.
    func fillKeys(_ key: (String) -> DatabaseValue) throws {
        let write = try database.makeStatement(sql: target.writing)
        try forEachRow(of: .all(table: source.table)) { row, text, _ in
            var bytes = DatabaseValue.null
            if case .text(let text) = text { bytes = key(text) }
            try write.execute(arguments: [bytes, row[0] as Int64])
        }
    }

    /// Changes records, each with a new version, an entry in its history and an event for others.
    func change(_ records: RecordSet, because reason: String, _ outcome: (Value) -> Outcome) throws {
        let write = try database.makeStatement(sql: target.changing)
        let change = try database.makeStatement(sql: EngineTable.changes.insertion)
        let event = try database.makeStatement(sql: EngineTable.outbox.insertion)
        let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        try forEachRow(of: records) { row, old, _ in
            guard case .value(let value) = outcome(old) else { return }
            try write.execute(arguments: [stored(value), now.microseconds, row[0] as Int64])
            let id = RecordID(at: now, random: (.random(in: .min ... .max), .random(in: .min ... .max))).description
            let (key, version) = (row[1] as String, (row[2] as Int64) + 1)
            try change.execute(arguments: [
                id, entity, key, version, now.microseconds, nil, "engine", "updated",
                "[{\(([("field", field)] + written("old", old) + written("new", value)).map(member).joined(separator: ","))}]",
                reason, nil,
            ])
            try event.execute(arguments: [id, "record.updated", entity])
        }
    }

    private func forEachRow(of records: RecordSet, _ body: (Row, Value, Value) throws -> Void) throws {
        guard let statement = try survey.rendered(records)?.portions(source.column, target.column) else { return }
        let portion = try database.makeStatement(sql: statement.text)
        var last = Int64.min
        while true {
            let arguments = statement.bindings.map(databaseValue) + [last.databaseValue]
            let rows = try Row.fetchAll(portion, arguments: StatementArguments(arguments))
            guard let end = rows.last else { return }
            for row in rows { try body(row, value(row[3], source), value(row[4], target)) }
            last = end[0]
        }
    }

    private func value(_ value: DatabaseValue, _ column: RecordColumn) -> Value {
        Value(sqlValue(value), column.type, .stored(column.storage))
    }

    private func stored(_ value: Value) -> DatabaseValue { databaseValue(SQLValue(value, .stored(target.storage))) }

    /// A member of an entry of the history; there is none for null.
    private func written(_ name: String, _ value: Value) -> [(String, String)] {
        value.isNull ? [] : [(name, value.canonicalText)]
    }

    private func member(_ name: String, _ text: String) -> String { "\(name.jsonQuoted):\(text.jsonQuoted)" }
}
