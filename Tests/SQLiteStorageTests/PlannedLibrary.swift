// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import Foundation
import GRDB
import OrderedCollections
import Packs
import PluginKit
import Queries
import SQLRendering
import Schemas
import Services
import Storage
import Testing
import Values

@testable import SQLiteStorage  // Plans are asked for on the store's own connection, which has the functions.

/// A small library in a database of its own, whose queries’ plans are asked for.
struct Library {
    static let id = Value.identifier(RecordID(high: 7, low: 7))

    let store: SQLiteStore
    let environment: StoreEnvironment
    let functions: FunctionTable
    let context: QueryContext

    static func make() async throws -> Library {
        let contributions = try Contributions(plugins: [])
        let loading = PackLoader(contributions)
            .load(texts: [(path: "pack.xml", text: libraryPack)])
        let model = try #require(loading.model, "\(loading.diagnostics.diagnostics)")
        let calendar = CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 })
        let path = FileManager.default.temporaryDirectory.path + "/plans-\(UUID().uuidString).db"
        let store = try SQLiteStore(path: path, functions: contributions.functions, calendar: calendar)
        let planner = SchemaPlanner(model, on: try store.introspect())
        let environment = StoreEnvironment(model: model, layout: planner.layout, collations: [:])
        let edition = AppliedEdition(at: Instant(microseconds: 0), packs: "", texts: "")
        try await store.apply(try planner.plan(store), environment, edition) { _ in }
        return Library(
            store: store, environment: environment, functions: contributions.functions,
            context: QueryContext(
                calendar: calendar,
                aliases: ["me": .properties(["id": id])], receivers: { ["user:1", "team:2", "role:reader"] }))
    }

    /// Adds live books, none of which has the code or the price of another.
    func fill(books: Int64) async throws {
        try await store.writes.run { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE number(n) AS (
                        SELECT count(*) + 1 FROM book UNION ALL SELECT n + 1 FROM number LIMIT ?)
                    INSERT INTO book (id, version, code, title, price, bought, owner, pages, stage)
                    SELECT printf('01234567-89ab-7def-8123-%012x', n), 1, 'C' || n, 'T' || n, n, date(n, 'unixepoch'),
                        printf('01234567-89ab-7def-8123-%012x', n % 100), n % 300,
                        CASE n % 50 WHEN 0 THEN 'lent' ELSE 'shelved' END
                    FROM number
                    """, arguments: [books])
        }
        // Statistics are taken behind a commit, and before the next.
        try await store.writes.run { _ in }
    }

    private var compiler: ExpressionCompiler { ExpressionCompiler(functions: functions) }

    func compile(_ text: String, on entity: EntityName = "Book") throws -> TypedExpression {
        try compiler.compile(text, as: .boolean, on: entity, in: ModelScope(model: environment.model))
    }

    func compileOrder(_ text: String) throws -> [OrderTerm] {
        try compiler.compileOrder(text, on: "Book", in: ModelScope(model: environment.model))
    }

    func plan(_ query: (QueryColumn) throws -> RecordQuery) throws -> [String] {
        let key = QueryColumn(TypedExpression(TypedPath("id", of: "Book", type: .identifier)))
        let query = try query(key)
        return try plan(of: "query") { try $0.forEachRow(query, context) { _ in } }
    }

    /// How SQLite runs the one statement that a read makes.
    func plan(of name: String, _ read: (SQLiteTransaction) throws -> Void) throws -> [String] {
        try store.pool.read { database in
            var statements: [String] = []
            database.trace(options: .statement) { event in
                // The search table reads its own parts by statements of its own.
                guard case .statement(let statement) = event, statement.sql.hasPrefix("SELECT"),
                    !statement.sql.contains("_search_")
                else { return }
                statements.append(statement.expandedSQL)
            }
            let catalogue = StatementCatalogue(model: environment.model, layout: environment.layout)
            try read(SQLiteTransaction(database, environment, catalogue, functions))
            database.trace(nil)
            let sql = try #require(statements.first, "\(name) makes no statement")
            return try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
        }
    }
}

/// The names of a model, as an expression of the engine itself sees them.
private struct ModelScope: TypeScope {
    let model: Model

    func type(of property: FieldName, in entity: EntityName) -> ValueType? {
        guard let entity = model.entities[entity] else { return nil }
        if property == "id" { return .identifier }
        if let relationship = entity.relationships[property] { return .collection(.entity(relationship.entity)) }
        return entity.fields[property]?.valueType
    }

    func keepsHistory(of property: FieldName, in entity: EntityName) -> Bool {
        model.entities[entity]?.fields[property]?.keepsHistory == true
    }

    func properties(of entity: EntityName) -> [FieldName] { [] }
    func isTree(_ entity: EntityName) -> Bool { model.entities[entity]?.treeField != nil }
    func options(of choice: ChoiceName) -> [ChoiceOption]? {
        ["shelved", "lent", "lost"].enumerated().map { ChoiceOption(name: $1, number: UInt64($0)) }
    }
    func type(ofAlias alias: String) -> ValueType? { alias == "me" ? .entity("User") : nil }
    var aliases: [String] { ["me"] }
}

private let libraryPack: String = {
    let label = "<label>X</label><label xml:lang=\"zh-Hans\">某</label>"
    func entity(_ name: String, title: String, _ fields: [String]) -> String {
        "<entity id=\"\(name)\" title=\"\(title)\">\(label)<plural>Xs</plural><plural xml:lang=\"zh-Hans\">某</plural>"
            + fields.map { "<field \($0)>\(label)</field>" }.joined() + "</entity>"
    }
    let code = "id=\"code\" type=\"text\" index=\"true\""
    return "<pack xmlns=\"urn:trellis:pack:1\" id=\"library\" version=\"1.0.0\">\(label)"
        + entity("Room", title: "code", [code])
        + entity(
            "Shelf", title: "code",
            [code, "id=\"room\" type=\"reference\" to=\"Room\" inverse=\"shelves\""])
        + entity(
            "Book", title: "title",
            [
                code, "id=\"title\" type=\"text\" search=\"true\" index=\"true\"",
                "id=\"isbn\" type=\"text\" unique=\"true\"",
                "id=\"price\" type=\"money\" index=\"true\" history=\"true\"",
                "id=\"bought\" type=\"date\" index=\"true\"",
                "id=\"shelf\" type=\"reference\" to=\"Shelf\" inverse=\"books\"",
                "id=\"owner\" type=\"reference\" to=\"User\"", "id=\"pages\" type=\"integer\"",
            ])
        + entity(
            "Loan", title: "id",
            ["id=\"until\" type=\"date\"", "id=\"book\" type=\"reference\" to=\"Book\" inverse=\"loans\""])
        + "<pipeline id=\"lending\" entity=\"Book\" field=\"stage\">\(label)"
        + ["shelved", "lent", "lost"].map { "<stage id=\"\($0)\">\(label)</stage>" }.joined()
        + "<transition from=\"*\" to=\"lent\"/><transition from=\"lent\" to=\"lost\"/></pipeline></pack>"
}()
