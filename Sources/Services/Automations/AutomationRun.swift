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
    /// The record that is acted on.
    let record: RecordReference
    /// The one that set the automation off; another one inside of a for-each.
    let origin: RecordReference
    let old: [FieldName: Value]
    /// What was done, a sentence each.
    private(set) var effects: [String] = []
    /// Values that are written together with the next move, or at the end.
    private var pending: OrderedDictionary<FieldName, Value> = [:]
    /// The record is not there yet; it is added with the values that are set first.
    var isToBeAdded = false

    init(
        _ writer: RecordWriter, _ automation: Automation, _ record: RecordReference, origin: RecordReference? = nil,
        old: [FieldName: Value]
    ) {
        self.writer = writer
        self.automation = automation
        self.record = record
        self.origin = origin ?? record
        self.old = old
    }

    mutating func run() throws { try run(automation.actions) }

    private mutating func run(_ actions: [Automation.Action]) throws {
        for action in actions {
            switch action {
            case .set(let assignment): pending[assignment.field] = try seeingPending { try value(assignment) }
            case .create(let entity, let assignments, let allotments):
                try create(entity, assignments, allotments)
            case .move(let pipeline, let stage, let reason): try move(pipeline, stage, reason)
            case .assign(let allotment):
                let choice = choice(of: record.entity)
                if let chosen = try seeingPending({ try choice.record(for: allotment) }) {
                    pending[allotment.field] = .identifier(chosen)
                }
            case .notify(let recipient, let label): try notify(recipient, label)
            case .ask(let pipeline, let stage, let reason): try ask(pipeline, stage, reason)
            case .call(let action, let arguments): try call(action, arguments)
            case .forEach(let scope, let actions): try forEach(scope, actions)
            }
        }
        try writePending()
    }

    private func choice(of entity: EntityName) -> AllotmentChoice {
        AllotmentChoice(
            writer: writer, automation: automation.name, entity: entity, origin: origin,
            each: record == origin ? nil : record)
    }

    private mutating func forEach(_ scope: Automation.Scope, _ actions: [Automation.Action]) throws {
        try writePending()
        let asking = try writer.scope.asking(about: origin, each: nil)
        let query = RecordQuery(
            entity: scope.entity, columns: [QueryColumn(.key(of: scope.entity))], condition: scope.condition,
            order: scope.order, limit: scope.limit ?? Automation.Scope.most + 1, access: .unrestricted)
        let records = try writer.transaction.keys(query, asking)
        guard records.count <= Automation.Scope.most else {
            throw AutomationFault.tooMany(scope.entity, Automation.Scope.most)
        }
        for id in records {
            let subject = RecordReference(entity: scope.entity, id: id)
            var run = AutomationRun(writer, automation, subject, origin: origin, old: old)
            try run.run(actions)
            effects += run.effects.map { "\(scope.entity): \($0)" }
        }
        if records.isEmpty { effects.append("\(scope.entity): none") }
    }

    private func value(_ assignment: Automation.Assignment) throws -> Value {
        try evaluator.evaluate(assignment.value, on: record)
    }

    /// Reads the record as it will be with what was set so far: an effect sees what those before it did.
    private func seeingPending<Result>(_ body: () throws -> Result) throws -> Result {
        let scope = writer.scope
        guard !pending.isEmpty, scope.draft == nil, let plan = writer.request.plan.entities[record.entity] else {
            return try body()
        }
        let draft = RecordDraft(plan, record.id, before: try scope.record(record))
        scope.draft = draft
        defer { scope.draft = nil }
        for (field, value) in pending { draft.set(field, fitting(value, field, of: record.entity)) }
        try writer.compute(draft)
        return try body()
    }

    private var evaluator: Evaluator { writer.scope.evaluator(remembering: old, origin: origin) }

    private func fitting(_ value: Value, _ field: FieldName, of entity: EntityName) -> Value {
        writer.request.model.entities[entity]?.fields[field]?.fitting(value) ?? value
    }

    /// The pending values that differ from what the record has.
    private mutating func takePending() throws -> [FieldName: Value] {
        try addRecord()
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

    private mutating func addRecord() throws {
        guard isToBeAdded else { return }
        isToBeAdded = false
        let values = Dictionary(
            uniqueKeysWithValues: pending.map { ($0, fitting($1, $0, of: record.entity)) })
        pending = [:]
        _ = try writer.create(record.entity, values, id: record.id)
        effects.append("created \(record.entity)")
    }

    private mutating func writePending() throws {
        let changes = try takePending()
        guard !changes.isEmpty else { return }
        _ = try writer.update(record.entity, record.id, changes, expectedVersion: nil)
    }

    private mutating func create(
        _ entity: EntityName, _ assignments: [Automation.Assignment], _ allotments: [Automation.Allotment]
    ) throws {
        try writePending()
        var values: [FieldName: Value] = [:]
        for assignment in assignments {
            values[assignment.field] = fitting(try value(assignment), assignment.field, of: entity)
        }
        for allotment in allotments {
            if let chosen = try choice(of: entity).record(for: allotment) {
                values[allotment.field] = .identifier(chosen)
            }
        }
        _ = try writer.create(entity, values, id: nil)
        effects.append("created \(entity)")
    }

    private mutating func move(_ name: PipelineName, _ stage: StageName, _ reason: String?) throws {
        try addRecord()
        guard let move = try stageMove(name, stage, reason) else { return try writePending() }
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

    /// The move with the pending values; nil if the record is in the stage already.
    private mutating func stageMove(
        _ name: PipelineName, _ stage: StageName, _ reason: String?
    ) throws -> StageMove? {
        guard let pipeline = writer.request.model.pipelines[name],
            try writer.scope.record(record)?.stage(in: pipeline) != stage
        else { return nil }
        let label = automation.label
        return StageMove(
            entity: record.entity, id: record.id, pipeline: name, to: stage, values: try takePending(),
            reason: reason
                ?? (label.english == label.chinese ? label.english : "\(label.english) · \(label.chinese)"))
    }

    private mutating func ask(_ name: PipelineName, _ stage: StageName, _ reason: String?) throws {
        try writePending()
        guard let move = try stageMove(name, stage, reason) else { return }
        let (entry, obstacles) = try writer.examine(move)
        guard obstacles.allSatisfy(\.isApproval) else { throw entry.refusal(obstacles) }
        guard !obstacles.isEmpty else { return effects.append("the move to \(stage) needs no approval") }
        guard obstacles.contains(where: \.isUnasked) else {
            return effects.append("waits for the approval of the move to \(stage)")
        }
        _ = try writer.askApproval(move)
        effects.append("asked for the approval of the move to \(stage)")
    }

    /// The action is called when everything here is written.
    private mutating func call(_ action: ActionName, _ arguments: [Automation.Argument]) throws {
        try writePending()
        var values: [String: Value] = [:]
        for argument in arguments { values[argument.name] = try evaluator.evaluate(argument.value, on: record) }
        var cause = JobCause(trigger: "call", chain: writer.invocation.chain)
        cause.call = QueuedCall(action, values)
        try writer.jobs.add(
            Job(
                id: writer.request.workspace.identifiers.next(writer.invocation.now), due: writer.invocation.now,
                kind: .call, entity: record.entity, record: record.id, rule: automation.name.rawValue, cause: cause))
        effects.append("called \(action)")
    }

    private mutating func notify(_ recipient: Automation.Recipient, _ label: Label) throws {
        try writePending()
        let users: [RecordID] =
            switch recipient {
            case .role(let role): try writer.users(with: role)
            case .path(let path):
                if case .identifier(let user) = try evaluator.evaluate(path, on: record) { [user] } else { [] }
            }
        try writer.tell(users, about: record, because: automation.name.rawValue, label)
        effects.append("told \(users.count) \(users.count == 1 ? "person" : "people")")
    }
}
