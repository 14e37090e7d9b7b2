// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

/// The records as one request sees them inside a transaction: those written so far, and the one being written.
final class TransactionScope: RecordSource {
    let transaction: any ReadTransaction
    let request: Request
    let plan: ModelPlan
    let functions: FunctionTable
    let context: QueryContext
    /// The record that is being written, with values that are not in the database yet.
    var draft: RecordDraft?
    let written = WrittenEntries()
    private var known: [RecordReference: StoredRecord] = [:]

    init(_ transaction: any ReadTransaction, _ request: Request) throws {
        self.transaction = transaction
        self.request = request
        plan = request.plan
        functions = request.workspace.contributions.functions
        context = try request.context(transaction)
    }

    func evaluate(_ expression: TypedExpression, on record: RecordReference) throws -> Value {
        try evaluator(reading: self).evaluate(expression, on: record)
    }

    /// The value of a computed field for a record as it stands in the database, computed there.
    func asked(_ computed: ComputedField, of record: RecordReference) throws -> Value {
        var value = Value.null
        try transaction.forEachRow(computed.question, of: record.id, { context }) { value = $0.value(0) }
        return value
    }

    func isTrue(_ condition: TypedExpression, on record: RecordReference) throws -> Bool {
        try evaluate(condition, on: record) == .boolean(true)
    }

    /// Evaluates about what a source tells instead of the database.
    func evaluator(reading source: any RecordSource) -> Evaluator {
        Evaluator(functions: functions, calendar: context.calendar, aliases: context.aliases, source: source)
    }

    /// Whether a record is there and not deleted.
    func exists(_ reference: RecordReference) throws -> Bool {
        if let record = known[reference] { return record.deletedAt == nil }
        return try transaction.exists(reference.entity, reference.id)
    }

    /// The stored values of a record, read once.
    func record(_ reference: RecordReference) throws -> StoredRecord? {
        if let record = known[reference] { return record }
        let record = try transaction.record(reference.entity, reference.id)
        known[reference] = record
        return record
    }

    /// Forgets what was read of a record, because it was written.
    func forget(_ reference: RecordReference) { known[reference] = nil }

    func value(of property: FieldName, in record: RecordReference) throws -> Value {
        guard let entity = plan.entities[record.entity], let place = entity.entity.places[property] else {
            return .null
        }
        if entity.volatile.contains(place), case .volatile(let expression) = entity.fields[place].origin {
            return try evaluate(expression, on: record)
        }
        if place == entity.key { return .identifier(record.id) }
        if let draft, draft.reference == record { return draft.values[place] }
        return try self.record(record)?.values[place] ?? .null
    }

    func wasIn(_ option: String, of field: FieldName, _ record: RecordReference) throws -> Bool {
        guard let pipeline = plan.model.pipelines(of: record.entity)[field] else { return false }
        let visits = EngineSelection(
            .stageVisits,
            where: [
                .equals("record", .identifier(record.id)), .equals("pipeline", .text(pipeline.name.rawValue)),
                .equals("stage", .text(option)),
            ], limit: 1)
        return try !transaction.engineRows(visits).isEmpty
    }

    func isShared(_ record: RecordReference, for level: ShareLevel) throws -> Bool {
        let book = ShareBook(transaction)
        return try context.receivers().contains { name in
            guard let receiver = ShareReceiver(name),
                let share = try book.share(of: record, with: receiver)
            else { return false }
            return share.isInForce(at: context.calendar.now) && (level == .read || share.level == .change)
        }
    }

    func isUnder(_ record: RecordReference, _ ancestor: RecordReference) throws -> Bool {
        if record == ancestor { return true }
        // Where the record that is being written stands, its own value says.
        if let draft, draft.reference == record, let field = draft.plan.tree {
            guard case .identifier(let parent) = draft[field.name], parent != record.id else { return false }
            return try isUnder(RecordReference(entity: record.entity, id: parent), ancestor)
        }
        return try TreeReader(record.entity, transaction).isBelow(record.id, ancestor.id)
    }

    func members(of relationship: FieldName, in record: RecordReference) throws -> [RecordReference] {
        guard let relationship = plan.model.entities[record.entity]?.relationships[relationship] else { return [] }
        // Nobody refers yet to a record that is being added.
        let isNew = draft.map { $0.before == nil && $0.reference == record } ?? false
        var keys = isNew ? [] : try transaction.referrers(relationship.entity, by: relationship.field, to: record.id)
        if let draft, draft.reference.entity == relationship.entity {
            keys.removeAll { $0 == draft.reference.id }
            if draft[relationship.field] == .identifier(record.id) {
                keys.insert(draft.reference.id, at: keys.firstIndex { draft.reference.id < $0 } ?? keys.endIndex)
            }
        }
        return keys.map { RecordReference(entity: relationship.entity, id: $0) }
    }
}

/// A record that is nothing but its values.
struct RecordValues: RecordSource {
    let values: FieldValues

    func value(of property: FieldName, in record: RecordReference) -> Value { values[property] }
    func members(of relationship: FieldName, in record: RecordReference) -> [RecordReference] { [] }
}
