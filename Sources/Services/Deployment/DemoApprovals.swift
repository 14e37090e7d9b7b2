// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// What people of a demonstration ask others to approve, through the doors by which everybody does.
struct DemoApprovals {
    let workspace: Workspace

    /// Asks for everything, and gives the answers, in the order of the packs.
    ///
    /// - Throws: ``ServiceError/badRequest(target:_:)`` with file, line and column of what was refused, and why.
    func make(_ requests: [DemoRequest]) async throws {
        for request in requests {
            do {
                try await make(request)
            } catch let error as ServiceError {
                throw Self.refused(request, error.sentence)
            }
        }
    }

    private func make(_ request: DemoRequest) async throws {
        let record = try record(of: request)
        var moment = try self.moment(request.moment, record) ?? workspace.clock.now()
        let evaluated = try evaluate(request.assignments, record, at: moment)
        let asked = try await workspace.askApproval(
            StageMove(
                entity: request.entity, id: record.id, pipeline: request.pipeline, to: request.stage,
                values: evaluated, reason: request.reason), invocation(request.person, at: moment))
        for answer in request.answers {
            moment = max(try self.moment(answer.moment, record) ?? moment, moment)
            let invocation = try invocation(answer.person, at: moment)
            for id in asked {
                switch answer.kind {
                case .approved: _ = try await workspace.approve(id, comment: answer.note, invocation)
                case .rejected: try await workspace.reject(id, reason: answer.note ?? "", invocation)
                }
            }
        }
    }

    private func record(of request: DemoRequest) throws -> RecordReference {
        let context = Request(workspace, workspace.invocation(.engine, .demo))
        guard let key = context.model.entities[request.entity]?.fields["id"] else {
            throw ServiceError.unknownName(kind: "entity", name: request.entity.rawValue)
        }
        let query = RecordQuery(
            entity: request.entity, columns: [QueryColumn(TypedExpression(key.path))], condition: request.condition,
            limit: 2, access: .unrestricted)
        var found: [RecordID] = []
        try workspace.store.read(context.environment) { transaction in
            try transaction.forEachRow(query, context.context(transaction)) { row in
                if case .identifier(let id) = row.value(0) { found.append(id) }
            }
        }
        guard let only = found.first, found.count == 1 else {
            throw ServiceError.badRequest(
                target: "where", "The condition is true for \(found.isEmpty ? "no record" : "several records").")
        }
        return RecordReference(entity: request.entity, id: only)
    }

    /// A moment that is told, but not one that is still to come.
    private func moment(_ told: TypedExpression?, _ record: RecordReference) throws -> Instant? {
        let now = workspace.clock.now()
        guard let told, case .instant(let moment) = try value(of: told, record, at: now) else { return nil }
        return min(moment, now)
    }

    private func evaluate(
        _ assignments: [Automation.Assignment], _ record: RecordReference, at moment: Instant
    ) throws -> [FieldName: Value] {
        var values: [FieldName: Value] = [:]
        for assignment in assignments { values[assignment.field] = try value(of: assignment.value, record, at: moment) }
        return values
    }

    private func value(of expression: TypedExpression, _ record: RecordReference, at moment: Instant) throws -> Value {
        let request = Request(workspace, invocation(.engine, at: moment).naming(try people()))
        return try workspace.store.read(request.environment) { transaction in
            try TransactionScope(transaction, request).evaluate(expression, on: record)
        }
    }

    /// The users of the demonstration, by the names that expressions know them by.
    private func people() throws -> [String: RecordReference] {
        var people: [String: RecordReference] = [:]
        for user in workspace.model.current.model.demoUsers {
            guard let id = try workspace.actor(userName: user.name)?.user else { continue }
            people[user.name] = RecordReference(entity: "User", id: id)
        }
        return people
    }

    private func invocation(_ person: String, at moment: Instant) throws -> Invocation {
        guard let actor = try workspace.actor(userName: person) else {
            throw ServiceError.unknownName(kind: "user", name: person)
        }
        return invocation(actor, at: moment)
    }

    private func invocation(_ actor: Actor, at moment: Instant) -> Invocation {
        Invocation(actor: actor, door: .demo, environment: workspace.model.current, now: moment, language: .english)
    }

    private static func refused(_ request: DemoRequest, _ sentence: String) -> ServiceError {
        let range = request.range
        return .badRequest(target: "\(range.file):\(range.start.line):\(range.start.column)", sentence)
    }
}
