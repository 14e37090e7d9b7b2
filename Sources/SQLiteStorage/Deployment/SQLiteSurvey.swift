// SPDX-License-Identifier: Apache-2.0
import DomainModel
public import Expressions
public import GRDB
import Queries
import SQLRendering
public import Schemas
import Values

/// What a plan asks of the records in a SQLite database, asked on one connection.
public struct SQLiteSurvey: RecordSurvey {
    let database: Database
    let functions: FunctionTable
    public let calendar: CalendarSettings

    public init(_ database: Database, functions: FunctionTable, calendar: CalendarSettings) {
        self.database = database
        self.functions = functions
        self.calendar = calendar
    }

    public func count(_ records: RecordSet) throws -> Int? {
        guard let rendered = try rendered(records) else { return nil }
        return try Int.fetchOne(
            database, sql: rendered.count.text,
            arguments: StatementArguments(rendered.count.bindings.map(databaseValue)))
    }

    public func samples(_ records: RecordSet, title: String?, limit: Int) throws -> [RecordSample] {
        guard let statement = try rendered(records)?.samples(title: title, limit: limit) else { return [] }
        let arguments = StatementArguments(statement.bindings.map(databaseValue))
        return try Row.fetchAll(database, sql: statement.text, arguments: arguments).map {
            RecordSample(id: $0[0], title: $0[1])
        }
    }

    public func forEachValue(_ column: RecordColumn, _ body: (ColumnValue) throws -> Void) throws {
        let rows = try Row.fetchCursor(database, sql: column.values.text)
        while let row = try rows.next() {
            let value = Value(sqlValue(row[0]), column.type, .stored(column.storage))
            try body(ColumnValue(value, records: row[1], liveRecords: row[2]))
        }
    }

    /// Nil for a rule that the database cannot compute.
    func rendered(_ records: RecordSet) throws -> RenderedRecords? {
        var aliases: [String: AliasValue] = [:]
        switch records {
        case .breaking(let question): aliases = question.model.parameters.mapValues { .value($0.value) }
        case .contending(let question): aliases = question.model.parameters.mapValues { .value($0.value) }
        default: break
        }
        do {
            return try RenderedRecords(
                records,
                { RenderingEnvironment(model: $0, layout: $1, functions: functions) },
                QueryContext(calendar: calendar, aliases: aliases, receivers: { [] }))
        } catch is RenderingError {
            return nil
        }
    }
}
