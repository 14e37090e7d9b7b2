// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

/// Chooses the record that a reference is given.
struct AllotmentChoice {
    /// So many records to choose from at most.
    private static let most = 10_000

    let writer: RecordWriter
    let automation: AutomationName
    /// The entity whose reference it is.
    let entity: EntityName
    let origin: RecordReference
    let each: RecordReference?

    /// The record that is given; nil if the first of none is wanted.
    ///
    /// - Throws: ``AutomationFault`` if somebody has to get it and there is nobody.
    func record(for allotment: Automation.Allotment) throws -> RecordID? {
        let candidates = try candidates(for: allotment)
        guard let first = candidates.first else {
            guard allotment.distribution != .first else { return nil }
            throw allotment.role.map(AutomationFault.nobody) ?? AutomationFault.nothing(allotment.target)
        }
        switch allotment.distribution {
        case .first: return first
        case .roundRobin:
            let turn = try writer.transaction.next(counter: "assign.\(automation).\(allotment.field)", period: "")
            return candidates[Int((turn - 1) % Int64(candidates.count))]
        case .load:
            let loads = try candidates.map { try load(of: $0, allotment) }
            let least = loads.indices.min { loads[$0] < loads[$1] }
            return least.map { candidates[$0] } ?? first
        }
    }

    private func candidates(for allotment: Automation.Allotment) throws -> [RecordID] {
        let holders = try allotment.role.map { try writer.users(with: $0) }
        if let holders, allotment.condition == nil, allotment.order.isEmpty { return holders }
        let query = RecordQuery(
            entity: allotment.target, columns: [QueryColumn(.key(of: allotment.target))],
            condition: allotment.condition, order: allotment.order,
            limit: allotment.distribution == .first && holders == nil ? 1 : Self.most, access: .unrestricted)
        let asking = try writer.scope.asking(about: origin, each: each)
        let records = try writer.transaction.keys(query, asking)
        guard let holders else { return records }
        let active = Set(holders)
        return records.filter(active.contains)
    }

    /// How many records of the entity a candidate has whose work goes on.
    private func load(of candidate: RecordID, _ allotment: Automation.Allotment) throws -> Int {
        guard let reference = writer.request.model.entities[entity]?.fields[allotment.field] else { return 0 }
        var conditions: [TypedExpression] = [.equality(reference.path, .identifier(candidate))]
        for pipeline in writer.request.model.pipelines.values where pipeline.entity == entity {
            guard let stage = writer.request.model.entities[entity]?.fields[pipeline.field] else { continue }
            for closed in pipeline.stages where closed.category != .open {
                conditions.append(.comparing(stage.path, .notEqual, .text(closed.name.rawValue)))
            }
        }
        return try writer.transaction.count(
            RecordQuery(
                entity: entity, columns: [], condition: .all(conditions), limit: RecordQuery.unlimited,
                access: .unrestricted), writer.scope.context)
    }
}

extension RecordWriter {
    /// The active users with a role, in the order of their keys.
    func users(with role: RoleName) throws -> [RecordID] {
        let rows = try transaction.engineRows(
            EngineSelection(.userRoles, where: [.equals("role", .text(role.rawValue))], limit: 10_000))
        return try rows.compactMap { row -> RecordID? in
            guard case .identifier(let id) = row[0], let user = try transaction.record("User", id),
                user.deletedAt == nil, user["active"] != .boolean(false)
            else { return nil }
            return id
        }.sorted()
    }
}

extension TransactionScope {
    /// What queries of an automation may name: also the values of the record that set it off, and of the one acted on.
    func asking(about origin: RecordReference, each: RecordReference?) throws -> QueryContext {
        var aliases = context.aliases
        aliases["origin"] = .properties(try properties(of: origin))
        if let each { aliases["each"] = .properties(try properties(of: each)) }
        return QueryContext(calendar: context.calendar, aliases: aliases, receivers: context.receivers)
    }

    private func properties(of record: RecordReference) throws -> [FieldName: Value] {
        var values: [FieldName: Value] = ["id": .identifier(record.id)]
        for name in plan.model.entities[record.entity]?.fields.keys ?? [] {
            values[name] = try value(of: name, in: record)
        }
        return values
    }
}

extension ReadTransaction {
    /// The keys that a query of nothing else finds, in its order.
    func keys(_ query: RecordQuery, _ context: QueryContext) throws -> [RecordID] {
        var keys: [RecordID] = []
        try forEachRow(query, context) { row in
            if case .identifier(let id) = row.value(0) { keys.append(id) }
        }
        return keys
    }
}

extension TypedExpression {
    /// The key of the records of an entity.
    static func key(of entity: EntityName) -> TypedExpression {
        TypedExpression(TypedPath("id", of: entity, type: .identifier))
    }
}
