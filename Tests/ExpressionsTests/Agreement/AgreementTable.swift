// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Foundation
import OrderedCollections
import Packs
import PluginKit
import Queries
import SQLRendering
import SQLiteStorage
import Schemas
import Services
import Storage
import Testing
import Values

@testable import Expressions

/// Random records, once in memory and once in a database.
struct AgreementTable {
    let records: RandomRecords
    private let calendar: CalendarSettings
    private let store: SQLiteStore
    private let environment: StoreEnvironment
    private let evaluator: Evaluator

    static func make(seed: UInt64, deals: Int, _ calendar: CalendarSettings) async throws -> AgreementTable {
        let contributions = try Contributions(plugins: [])
        let loading = PackLoader(contributions)
            .load(texts: [(path: "pack.xml", text: AgreementModel.pack)])
        let model = try #require(loading.model, "\(loading.diagnostics.diagnostics)")
        let path = FileManager.default.temporaryDirectory.path + "/agreement-\(UUID().uuidString).db"
        let store = try SQLiteStore(path: path, functions: contributions.functions, calendar: calendar)
        let planner = SchemaPlanner(model, on: try store.introspect())
        let environment = StoreEnvironment(model: model, layout: planner.layout, collations: [:])
        let records = RandomRecords(seed: seed, deals: deals)
        let edition = AppliedEdition(at: Instant(microseconds: 0), packs: "", texts: "")
        try await store.apply(try planner.plan(store), environment, edition) { transaction in
            for record in records.all {
                guard let entity = model.entities[record.entity] else { continue }
                let values = (records.values[record] ?? [:]).filter { $0.key != "id" }
                try transaction.insert(record.entity, record.id, FieldValues(of: entity, values))
            }
        }
        let evaluator = Evaluator(
            functions: .standard, calendar: calendar, aliases: AgreementModel.aliases, source: records)
        return AgreementTable(
            records: records, calendar: calendar, store: store, environment: environment, evaluator: evaluator)
    }

    func compile(_ text: String) throws(ExpressionError) -> TypedExpression {
        try ExpressionCompiler(functions: .standard).compile(text, on: "deal", in: AgreementScope())
    }

    /// The value for each record in memory; nil where it overflows.
    func inMemory(_ expression: TypedExpression) throws -> [Value?] {
        try records.deals.map { record in
            do { return try evaluator.evaluate(expression, on: record) } catch is EvaluationError { return nil }
        }
    }

    /// The SQL of a condition.
    func sql(_ condition: TypedExpression) throws -> String {
        let query = RecordQuery(entity: "deal", columns: [], condition: condition, limit: 1, access: .unrestricted)
        let rendering = RenderingEnvironment(model: environment.model, layout: environment.layout, functions: .standard)
        return try query.selection(
            rendering, QueryContext(calendar: calendar, aliases: AgreementModel.aliases, receivers: { [] })
        ).sql
            .text
    }

    /// The values of the expressions, one row for each record.
    func inDatabase(_ expressions: [TypedExpression]) throws -> [[Value]] {
        try rows(expressions, where: nil, count: records.deals.count)
    }

    /// Whether the database says of one record that the expression overflows.
    func overflows(_ expression: TypedExpression, for record: Int) throws -> Bool {
        do {
            let key = TypedPath("id", of: "deal", type: .identifier)
            _ = try rows(
                [expression], where: .comparing(key, .equal, .identifier(records.deals[record].id)), count: 1)
            return false
        } catch StoreError.overflow {
            return true
        }
    }

    /// The places of the records that a condition keeps.
    func kept(_ condition: TypedExpression) throws -> Set<RecordID> {
        let key = TypedExpression(TypedPath("id", of: "deal", type: .identifier))
        let ids = try rows([key], where: condition, count: records.deals.count).compactMap { row -> RecordID? in
            if case .identifier(let id)? = row.first { id } else { nil }
        }
        return Set(ids)
    }

    private func rows(
        _ expressions: [TypedExpression], where condition: TypedExpression?, count: Int
    ) throws -> [[Value]] {
        let query = RecordQuery(
            entity: "deal", columns: expressions.map { QueryColumn($0) }, condition: condition, limit: count,
            access: .unrestricted)
        var all: [[Value]] = []
        try store.read(environment) { transaction in
            try transaction.forEachRow(
                query, QueryContext(calendar: calendar, aliases: AgreementModel.aliases, receivers: { [] })
            ) {
                row in
                all.append(expressions.indices.map { row.value($0) })
            }
        }
        return all
    }
}
