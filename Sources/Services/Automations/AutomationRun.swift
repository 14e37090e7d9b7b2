// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

/// Does what an automation does for one record, through the writer that everybody writes with.
struct AutomationRun {
    let writer: RecordWriter
    let automation: Automation
    let record: RecordReference
    let old: [FieldName: Value]
    /// What was done, a sentence each.
    private(set) var effects: [String] = []
    /// Values that are written together with the next move, or at the end.
    private var pending: OrderedDictionary<FieldName, Value> = [:]

    init(_ writer: RecordWriter, _ automation: Automation, _ record: RecordReference, old: [FieldName: Value]) {
        self.writer = writer
        self.automation = automation
        self.record = record
        self.old = old
    }

    mutating func run() throws {
        for action in automation.actions {
            switch action {
            case .set(let assignment): pending[assignment.field] = try value(assignment)
            case .create(let entity, let assignments): try create(entity, assignments)
            case .move(let pipeline, let stage, let reason): try move(pipeline, stage, reason)
            case .assign(let field, let distribution, let role):
                let user = try Assignment(writer, automation.name, field, record.entity).user(distribution, role)
                pending[field] = .identifier(user)
            case .notify(let recipient, let label): try notify(recipient, label)
            }
        }
        try writePending()
    }

    private func value(_ assignment: Automation.Assignment) throws -> Value {
        try writer.scope.evaluator(remembering: old).evaluate(assignment.value, on: record)
    }

    private func fitting(_ value: Value, _ field: FieldName, of entity: EntityName) -> Value {
        writer.request.model.entities[entity]?.fields[field]?.fitting(value) ?? value
    }

    /// The pending values that differ from what the record has.
    private mutating func takePending() throws -> [FieldName: Value] {
        defer { pending = [:] }
        let current = try writer.scope.record(record)
        var changes: [FieldName: Value] = [:]
        for (field, value) in pending {
            let fitting = fitting(value, field, of: record.entity)
            guard current?[field] != fitting else { continue }
            changes[field] = fitting
            effects.append("set \(field)")
        }
        return changes
    }

    private mutating func writePending() throws {
        let changes = try takePending()
        guard !changes.isEmpty else { return }
        _ = try writer.update(record.entity, record.id, changes, expectedVersion: nil)
    }

    private mutating func create(_ entity: EntityName, _ assignments: [Automation.Assignment]) throws {
        try writePending()
        var values: [FieldName: Value] = [:]
        for assignment in assignments {
            values[assignment.field] = fitting(try value(assignment), assignment.field, of: entity)
        }
        _ = try writer.create(entity, values, id: nil)
        effects.append("created \(entity)")
    }

    private mutating func move(_ name: PipelineName, _ stage: StageName, _ reason: String?) throws {
        guard let pipeline = writer.request.model.pipelines[name],
            try writer.scope.record(record)?.stage(in: pipeline) != stage
        else { return try writePending() }
        let label = automation.label
        let move = StageMove(
            entity: record.entity, id: record.id, pipeline: name, to: stage, values: try takePending(),
            reason: reason
                ?? (label.english == label.chinese ? label.english : "\(label.english) · \(label.chinese)"))
        do {
            _ = try writer.move(move)
            effects.append("moved to \(stage)")
        } catch ServiceError.moveRefused(let refusal) where refusal.obstacles.allSatisfy(\.isApproval) {
            guard refusal.obstacles.contains(where: \.isUnasked) else {
                return effects.append("waits for the approval of the move to \(stage)")
            }
            _ = try writer.askApproval(move)
            effects.append("asked for the approval of the move to \(stage)")
        }
    }

    private mutating func notify(_ recipient: Automation.Recipient, _ label: Label) throws {
        try writePending()
        let users: [RecordID] =
            switch recipient {
            case .role(let role): try Assignment(writer, automation.name, "", record.entity).users(with: role)
            case .field(let field):
                if case .identifier(let user)? = try writer.scope.record(record)?[field] { [user] } else { [] }
            }
        for user in users {
            try writer.transaction.insert(
                into: .notices,
                [
                    .identifier(writer.request.workspace.identifiers.next(writer.invocation.now)), .identifier(user),
                    .instant(writer.invocation.now), .text(record.entity.rawValue), .identifier(record.id),
                    .text(automation.name.rawValue), .text(label.english), .text(label.chinese), .boolean(false),
                ])
        }
        effects.append("told \(users.count) \(users.count == 1 ? "person" : "people")")
    }
}

/// Gives records to people.
private struct Assignment {
    let writer: RecordWriter
    let automation: AutomationName
    let field: FieldName
    let entity: EntityName

    init(_ writer: RecordWriter, _ automation: AutomationName, _ field: FieldName, _ entity: EntityName) {
        self.writer = writer
        self.automation = automation
        self.field = field
        self.entity = entity
    }

    func user(_ distribution: Automation.Distribution, _ role: RoleName) throws -> RecordID {
        let users = try users(with: role)
        guard let first = users.first else { throw AutomationFault.nobody(role) }
        switch distribution {
        case .roundRobin:
            let turn = try writer.transaction.next(counter: "assign.\(automation).\(field)", period: "")
            return users[Int((turn - 1) % Int64(users.count))]
        case .load:
            let loads = try users.map { try load(of: $0) }
            let least = loads.indices.min { loads[$0] < loads[$1] }
            return least.map { users[$0] } ?? first
        }
    }

    /// The active users with a role, in the order of their keys.
    func users(with role: RoleName) throws -> [RecordID] {
        let rows = try writer.transaction.engineRows(
            EngineSelection(.userRoles, where: [.equals("role", .text(role.rawValue))], limit: 10_000))
        return try rows.compactMap { row -> RecordID? in
            guard case .identifier(let id) = row[0], let user = try writer.transaction.record("User", id),
                user.deletedAt == nil, user["active"] != .boolean(false)
            else { return nil }
            return id
        }.sorted()
    }

    /// How many records a user has whose work goes on.
    private func load(of user: RecordID) throws -> Int {
        guard let reference = writer.request.model.entities[entity]?.fields[field] else { return 0 }
        var conditions: [TypedExpression] = [.equality(reference.path, .identifier(user))]
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
