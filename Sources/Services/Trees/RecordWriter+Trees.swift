// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

// Records above one another: no record stands above itself, and every write tells the tree.
extension RecordWriter {
    /// The record above is neither the record itself nor one below it.
    func checkTree(_ draft: RecordDraft) throws {
        guard let field = draft.plan.tree, draft.hasChanged(field.name),
            case .identifier(let parent) = draft[field.name],
            try isCircle(parent, above: draft.reference)
        else { return }
        draft.findings.append(try circle(field, parent))
    }

    /// Writes down where a record that was written stands now. A record in the recycle bin stands nowhere.
    func keepTree(_ draft: RecordDraft) throws {
        guard let field = draft.plan.tree, draft.hasChanged(field.name), draft.before?.deletedAt == nil else { return }
        let parent = draft[field.name].key
        if let parent, try isCircle(parent, above: draft.reference) {
            throw ServiceError.invalid([try circle(field, parent)])
        }
        try TreeBook(draft.reference.entity, transaction).move(draft.reference.id, under: try live(parent, field))
    }

    /// Puts a record that came out of the recycle bin back to where it stood.
    func putBack(_ record: StoredRecord, _ plan: EntityPlan) throws {
        guard let field = plan.tree else { return }
        let book = TreeBook(record.entity, transaction)
        let children = try transaction.referrers(record.entity, by: field.name, to: record.id)
        let parent = try live(record[field.name].key, field)
        let isBelow = try parent.map { parent in
            try children.contains { try $0 == parent || book.reader.isBelow(parent, $0) }
        }
        if let parent, isBelow == true { throw ServiceError.invalid([try circle(field, parent)]) }
        try book.putBack(record.id, under: parent, over: children)
    }

    /// Finds out who stands below whom from nothing.
    ///
    /// - Throws: ``StoreError/refusedPlan(_:)`` if records stand above themselves.
    func buildTree(_ entity: EntityName) throws {
        guard let field = try request.plan.entity(entity).tree else { return }
        let key = TypedExpression(TypedPath("id", of: entity, type: .identifier))
        let query = RecordQuery(
            entity: entity, columns: [QueryColumn(key), QueryColumn(TypedExpression(field.path))],
            limit: RecordQuery.unlimited, access: .unrestricted)
        var parents: [(record: RecordID, parent: RecordID?)] = []
        try transaction.forEachRow(query, scope.context) { row in
            if let id = row.value(0).key { parents.append((id, row.value(1).key)) }
        }
        let circles = try TreeBook(entity, transaction).rebuild(parents)
        guard let first = circles.first else { return }
        throw StoreError.refusedPlan(
            "\(circles.count) record\(circles.count == 1 ? "" : "s") of \(entity) stand above themselves by "
                + "\(entity).\(field.name), the first with the key \(first); clear the field there first.")
    }

    private func isCircle(_ parent: RecordID, above record: RecordReference) throws -> Bool {
        try parent == record.id || TreeReader(record.entity, transaction).isBelow(parent, record.id)
    }

    private func live(_ parent: RecordID?, _ field: Field) throws -> RecordID? {
        guard let parent, try scope.exists(RecordReference(entity: field.entity, id: parent)) else { return nil }
        return parent
    }

    private func circle(_ field: Field, _ parent: RecordID) throws -> Finding {
        .circle(field, try request.title(of: RecordReference(entity: field.entity, id: parent), scope))
    }
}

extension Value {
    /// The key that a reference holds; nil for anything else.
    var key: RecordID? { if case .identifier(let id) = self { id } else { nil } }
}
