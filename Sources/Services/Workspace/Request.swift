// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// An invocation with what belongs to it: the model's plan and what the asker may do.
struct Request: Sendable {
    let workspace: Workspace
    let invocation: Invocation
    let plan: ModelPlan
    let permissions: Permissions

    init(_ workspace: Workspace, _ invocation: Invocation) {
        self.workspace = workspace
        self.invocation = invocation
        plan = workspace.plans.plan(for: invocation.model)
        permissions = plan.permissions(of: invocation.actor)
    }

    var model: Model { plan.model }
    var environment: StoreEnvironment { invocation.environment }
    var calendar: CalendarSettings { CalendarSettings(now: invocation.now, offset: workspace.clock.offset) }

    /// An entity that the asker may know of.
    func readable(_ name: EntityName) throws(ServiceError) -> EntityPlan {
        guard permissions[name].read != .none else { throw .unknownName(kind: "entity", name: name.rawValue) }
        return try plan.entity(name)
    }

    /// What the aliases stand for: the parameters of the packs, and `@me` with the fields of the user's record.
    func context(_ transaction: any ReadTransaction) throws -> QueryContext {
        var aliases = plan.parameters
        let actor = invocation.actor
        var me: [FieldName: Value] = [:]
        if let user = actor.user {
            let record = try transaction.record("User", user)
            for name in model.entities["User"]?.fields.keys ?? [] { me[name] = record?[name] ?? .null }
            me["id"] = .identifier(user)
        }
        me["roles"] = .collection(actor.roles.map { .text($0.rawValue) })
        aliases["me"] = .properties(me)
        if let told = invocation.told { aliases[InboundEvent.alias] = .properties(told) }
        for (name, reference) in invocation.records {
            aliases[name] = .properties(try properties(of: reference, transaction))
        }
        return QueryContext(calendar: calendar, aliases: aliases, receivers: receivers(transaction))
    }

    /// Whom a share may name so that it reaches the asker, read when it is first wanted and kept for the transaction.
    private func receivers(_ transaction: any ReadTransaction) -> () throws -> [String] {
        guard plan.hasSharing, let user = invocation.actor.user else { return { [] } }
        var known: [String]?
        return { [roles = invocation.actor.roles, day = calendar.today] in
            if let known { return known }
            let names = try ShareBook(transaction).receivers(of: user, roles, on: day).map(\.text)
            known = names
            return names
        }
    }

    private func properties(
        of reference: RecordReference, _ transaction: any ReadTransaction
    ) throws -> [FieldName: Value] {
        var values: [FieldName: Value] = [:]
        let record = try transaction.record(reference.entity, reference.id)
        for name in model.entities[reference.entity]?.fields.keys ?? [] { values[name] = record?[name] ?? .null }
        values["id"] = .identifier(reference.id)
        return values
    }

    /// Compiles text that a person or program wrote, in what the asker may name.
    func condition(_ text: String?, on entity: EntityName) throws(ServiceError) -> TypedExpression? {
        guard let text, !text.allSatisfy(\.isWhitespace) else { return nil }
        let compiler = ExpressionCompiler(functions: workspace.contributions.functions, limits: .request)
        let scope = AskerScope(plan: plan, permissions: permissions, records: invocation.records)
        do throws(ExpressionError) {
            return try compiler.compile(text, as: .boolean, on: entity, in: scope)
        } catch {
            throw .expression(option: "$filter", error)
        }
    }
}
