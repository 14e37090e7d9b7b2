// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

@testable import Services

extension TestEdition {
    /// Adds records, written as a table: the heads first, then a record a line, with `|` between the values.
    func add(_ entity: EntityName, _ table: String) async throws {
        let lines = table.split(separator: "\n").map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).map { cell in
                String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        }
        let heads = lines[0]
        for line in lines.dropFirst() {
            var values: [FieldName: Value] = [:]
            for (head, cell) in zip(heads, line) where !cell.isEmpty {
                guard let type = engine.model.entities[entity]?.fields[FieldName(head)]?.valueType
                else { continue }
                values[FieldName(head)] = Value(canonicalText: cell, as: type)
            }
            _ = try await workspace.create(entity, values, workspace.invocation(.engine, .api))
        }
    }

    func report(_ name: String, roles: [RoleName] = []) async throws -> ReportResult {
        try await workspace.report(ReportName(name), invocation(roles))
    }

    /// Someone with roles; the engine itself without any.
    func invocation(_ roles: [RoleName] = []) -> Invocation {
        guard !roles.isEmpty else { return workspace.invocation(.engine, .api) }
        let actor = Actor(user: RecordID(high: 1, low: 1), userName: "someone", displayName: "Someone", roles: roles)
        return workspace.invocation(actor, .api)
    }

    /// The same as a figure.
    func counted(_ entity: EntityName, _ filter: String?) throws -> Value {
        try count(entity, filter).map { .integer(Int64($0)) } ?? .null
    }

    /// How many records a figure's filter lists.
    func count(_ entity: EntityName, _ filter: String?, roles: [RoleName] = []) throws -> Int? {
        var request = ListRequest(entity: entity, filter: filter)
        request.wantsCount = true
        return try workspace.list(request, invocation(roles)).count
    }
}

extension ReportResult.Row {
    /// The groups and figures as texts, with `|` between them.
    var text: String { (groups + figures).map(\.canonicalText).joined(separator: "|") }
}
