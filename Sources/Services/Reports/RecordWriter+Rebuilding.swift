// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

// What a plan has computed anew when it is applied.
extension RecordWriter {
    /// Adds up a board or standing report from nothing.
    func rebuildStanding(_ name: String) throws {
        try transaction.delete(from: .standingTotals, where: [.equals("aggregate", .text(name))])
        guard let total = StandingTotal.all(of: request.model).first(where: { $0.name == name }) else { return }
        for id in try keys(of: total.entity) {
            guard let record = try transaction.record(total.entity, id),
                let share = try total.share(of: record.values, scope)
            else { continue }
            try transaction.add(toStanding: name, groups: share.groups, records: 1, measures: share.measures)
        }
    }

    /// Computes a stored computed field of every record, and what follows from it.
    func recompute(_ entity: EntityName, _ field: FieldName) throws {
        let plan = try request.plan.entity(entity)
        if plan.pipelines.contains(where: { $0.field == field }) { return try placeAll(entity, plan) }
        guard let computed = plan.computed.first(where: { $0.field.name == field }) else { return }
        for id in try keys(of: entity) {
            guard let before = try transaction.record(entity, id) else { continue }
            let draft = RecordDraft(plan, id, before: before)
            scope.draft = draft
            draft.set(
                field,
                computed.field.fitting(
                    computed.readsCollection
                        ? try scope.asked(computed, of: draft.reference)
                        : try scope.evaluate(computed.expression, on: draft.reference)))
            // What is made of the field is not computed anew by itself: its own expression is the same as before.
            try compute(draft)
            scope.draft = nil
            scope.forget(draft.reference)
            if draft.changed.isEmpty { continue }
            try store(draft)
            try total(plan, from: before.values, to: draft.values)
            var propagation = Propagation(writer: self)
            try propagation.run(after: draft)
        }
    }

    /// Lets every record into the pipelines that it goes through by now, and out of the others.
    private func placeAll(_ entity: EntityName, _ plan: EntityPlan) throws {
        for id in try keys(of: entity) {
            guard let before = try transaction.record(entity, id) else { continue }
            let draft = RecordDraft(plan, id, before: before)
            scope.draft = draft
            try place(draft)
            scope.draft = nil
            scope.forget(draft.reference)
            if draft.changed.isEmpty { continue }
            try store(draft)
            try visit(draft, reason: nil)
            try total(plan, from: before.values, to: draft.values)
            var propagation = Propagation(writer: self)
            try propagation.run(after: draft)
        }
    }

    func keys(of entity: EntityName, _ lifecycle: RecordQuery.Lifecycle = .live) throws -> [RecordID] {
        let key = QueryColumn(TypedExpression(TypedPath("id", of: entity, type: .identifier)))
        let query = RecordQuery(
            entity: entity, columns: [key], limit: Int(Int32.max), lifecycle: lifecycle, access: .unrestricted)
        var keys: [RecordID] = []
        try transaction.forEachRow(query, scope.context) { row in
            if case .identifier(let id) = row.value(0) { keys.append(id) }
        }
        return keys
    }
}
