// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Foundation
import OrderedCollections
import Packs
import PluginKit
import Queries
import SQLiteStorage
import Schemas
import Services
import Storage
import Testing
import Values

@testable import Expressions

@Suite("The table of expressions, computed by SQLite")
struct SQLiteExpressionTests {
    /// What no field of a pack holds, or only memory computes: doubles, bare keys, collections of texts, `@old`.
    private static let beyondSQL = ["score", "ownerId", "phones", "@old", "matchespattern"]

    static let cases = ExpressionCases.all.cases.filter { example in
        example.error == nil && example.set == nil && example.old == nil && example.sql != false
            && !beyondSQL.contains { example.expr.contains($0) }
    }

    @Test("every expression has the value that the table gives")
    func agrees() async throws {
        #expect(Self.cases.count > 1500)
        let table = try await ExpressionTable.make()
        var disagreements: [String] = []
        for example in Self.cases {
            let wanted = CaseSource.value(example.expect ?? .null, valueType(example.type ?? "string"))
            do {
                let value = try table.value(of: example)
                if compare(value, wanted) != .same { disagreements.append("\(example.id) \(example.expr): \(value)") }
            } catch { disagreements.append("\(example.id) \(example.expr): \(error)") }
        }
        #expect(disagreements == [])
    }

    @Test("a condition keeps the same rows whether it filters or is a value")
    func filters() async throws {
        let table = try await ExpressionTable.make()
        var disagreements: [String] = []
        for example in Self.cases where example.type == "bool" {
            let isKept = try? table.isKept(example)
            let wanted = example.expect == .boolean(true)
            if isKept != wanted { disagreements.append("\(example.id) \(example.expr)") }
        }
        #expect(disagreements == [])
    }
}

/// The rows of the table in a database.
private struct ExpressionTable {
    let store: SQLiteStore
    let environment: StoreEnvironment
    let context: QueryContext

    static func make() async throws -> ExpressionTable {
        let contributions = try Contributions(plugins: [])
        let loading = PackLoader(contributions)
            .load(texts: [(path: "pack.xml", text: pack)])
        let model = try #require(loading.model, "\(loading.diagnostics.diagnostics)")
        let path = FileManager.default.temporaryDirectory.path + "/expressions-\(UUID().uuidString).db"
        let store = try SQLiteStore(
            path: path, functions: contributions.functions, calendar: CaseSource.calendar)
        let planner = SchemaPlanner(model, on: try store.introspect())
        let environment = StoreEnvironment(model: model, layout: planner.layout, collations: [:])
        let edition = AppliedEdition(at: Instant(microseconds: 0), packs: "", texts: "")
        try await store.apply(try planner.plan(store), environment, edition) { _ in }
        let table = ExpressionTable(
            store: store, environment: environment,
            context: QueryContext(calendar: CaseSource.calendar, aliases: aliases, receivers: { [] }))
        for row in ["A", "N"] { try await table.add("deal", ExpressionCases.all.rows[row] ?? .null, parent: nil) }
        return table
    }

    private static var aliases: [String: AliasValue] {
        guard let example = ExpressionCases.all.cases.first else { return [:] }
        return CaseSource(example).aliases
    }

    private func add(_ entity: EntityName, _ row: JSON, parent: (FieldName, RecordID)?) async throws {
        guard case .members(let members) = row, case .text(let key)? = members["id"], let id = RecordID(key) else {
            return
        }
        let types = ExpressionCases.all.model.entities[entity.rawValue] ?? [:]
        var values: [FieldName: Value] = [:]
        var children: [(EntityName, JSON)] = []
        for (name, value) in members {
            switch (valueType(types[name] ?? "string"), value) {
            case (.entity(let other), .members):
                try await add(other, value, parent: nil)
                values[FieldName(name)] = CaseSource.value(value, .identifier)
            case (.collection(.entity(let other)), .array(let rows)): children += rows.map { (other, $0) }
            case (.collection, _): break
            case (let type, _):
                guard environment.model.entities[entity]?.fields[FieldName(name)] != nil else { continue }
                values[FieldName(name)] = CaseSource.value(value, type)
            }
        }
        if let parent { values[parent.0] = .identifier(parent.1) }
        guard let description = environment.model.entities[entity] else { return }
        let written = FieldValues(of: description, values)
        try await store.write(environment) { try $0.insert(entity, id, written) }
        for (other, child) in children { try await add(other, child, parent: (FieldName(entity.rawValue), id)) }
    }

    private func compile(_ example: ExpressionCases.Case) throws -> TypedExpression {
        let cases = ExpressionCases.all
        return try ExpressionCompiler(functions: FunctionTable(FunctionDefinition.standard)).compile(
            example.expr, as: example.type == "bool" ? .boolean : nil, on: "deal",
            in: CaseScope(model: cases.model, aliasTypes: cases.env.aliases.mapValues(\.type)))
    }

    private func rows(_ columns: [QueryColumn], _ condition: TypedExpression?, _ row: String) throws -> [Value] {
        guard case .members(let members)? = ExpressionCases.all.rows[row], case .text(let key)? = members["id"],
            let id = RecordID(key)
        else { return [] }
        let own = TypedExpression.comparing(
            TypedPath("id", of: "deal", type: .identifier), .equal, .identifier(id))
        let query = RecordQuery(
            entity: "deal", columns: columns, condition: .all([own] + [condition].compactMap(\.self)), limit: 1,
            access: .unrestricted)
        var values: [Value] = []
        try store.read(environment) { try $0.forEachRow(query, context) { values.append($0.value(0)) } }
        return values
    }

    func value(of example: ExpressionCases.Case) throws -> Value {
        try rows([QueryColumn(try compile(example))], nil, example.row ?? "A").first ?? .null
    }

    func isKept(_ example: ExpressionCases.Case) throws -> Bool {
        let key = QueryColumn(TypedExpression(TypedPath("id", of: "deal", type: .identifier)))
        return try !rows([key], try compile(example), example.row ?? "A").isEmpty
    }

    private static let pack: String = {
        let label = "<label>X</label><label xml:lang=\"zh-Hans\">某</label>"
        let plural = "<plural>Xs</plural><plural xml:lang=\"zh-Hans\">某</plural>"
        func field(_ attributes: String, _ inner: String = "") -> String {
            "<field \(attributes)>\(label)\(inner)</field>"
        }
        func options(_ names: [String], flags: Bool = false) -> String {
            names.enumerated().map { index, name in
                "<option id=\"\(name)\"\(flags ? " flag=\"\(index)\"" : "")>\(label)</option>"
            }.joined()
        }
        func entity(_ name: String, _ fields: [String]) -> String {
            "<entity id=\"\(name)\" title=\"id\">\(label)\(plural)\(fields.joined())</entity>"
        }
        let deal =
            ["name", "note"].map { field("id=\"\($0)\" type=\"text\"") }
            + ["amount", "discount", "premium", "rate"].map { field("id=\"\($0)\" type=\"decimal\" scale=\"6\"") }
            + ["qty", "zero", "prob", "big"].map { field("id=\"\($0)\" type=\"integer\"") }
            + [
                field("id=\"stage\" type=\"choice\"", options(["open", "qualified", "proposal", "won", "lost"])),
                field("id=\"tags\" type=\"choices\"", options(["vip", "hot", "partner"], flags: true)),
                field("id=\"active\" type=\"boolean\""), field("id=\"closeDate\" type=\"date\""),
                field("id=\"visitAt\" type=\"time\""), field("id=\"effort\" type=\"duration\""),
                field("id=\"customer\" type=\"reference\" to=\"customer\" inverse=\"deals\""),
            ]
        let customer = [
            field("id=\"name\" type=\"text\""), field("id=\"region\" type=\"text\""),
            field("id=\"level\" type=\"integer\""),
            field("id=\"parent\" type=\"reference\" to=\"customer\""),
        ]
        let line = [
            field("id=\"product\" type=\"text\""), field("id=\"qty\" type=\"integer\""),
            field("id=\"price\" type=\"decimal\" scale=\"6\""), field("id=\"taxed\" type=\"boolean\""),
            field("id=\"deal\" type=\"reference\" to=\"deal\" inverse=\"lines\""),
        ]
        return "<pack xmlns=\"urn:trellis:pack:1\" id=\"cases\" version=\"1.0.0\">\(label)"
            + entity("deal", deal) + entity("customer", customer) + entity("line", line) + "</pack>"
    }()
}
