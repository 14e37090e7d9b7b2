// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Expressions
import OrderedCollections
import Queries
public import Storage
import Synchronization
public import Values

/// A read of an entity's records, resolved for one set of roles: what the rows hold, and the query that gives them.
///
/// Programs ask the same again and again; what was resolved is kept with the model that it was resolved against.
public final class RecordRead: Sendable {
    public let entity: Entity
    /// What each row holds, without the fields that the asker may not see.
    public let fields: [Field]
    /// What the request computes, in the columns behind the fields.
    public let computed: [ComputedProperty]
    let query: PreparedQuery
    let order: [OrderTerm]
    /// The page that a token belongs to; see ``PageToken``.
    let digest: String
    let limit: Int
    /// Where the values of the fields and of the order begin in a row: behind the key and the version.
    static let firstField = 2
    var firstOrder: Int { Self.firstField + fields.count + computed.count }

    /// One record by its key.
    init(_ plan: EntityPlan, _ wanted: [FieldName], _ request: Request) {
        entity = plan.entity
        (fields, computed, order, digest, limit) = (visible(wanted, plan, request), [], [], "", 1)
        query = PreparedQuery(
            RecordQuery(
                entity: entity.name, columns: columns(plan, fields, request), limit: 1, access: request.permissions.read
            ),
            isByKey: true)
    }

    /// A page of a list.
    init(_ list: ListRequest, _ request: Request) throws {
        let plan = try ListPlan(list, request)
        entity = plan.entity.entity
        fields = visible(plan.wanted, plan.entity, request)
        (order, digest, limit, computed) = (plan.order, plan.digest, list.limit, plan.computed)
        let columns =
            columns(plan.entity, fields, request) + plan.computed.map { QueryColumn($0.expression) }
            + plan.order.map { QueryColumn($0.expression) }
        // One row more tells whether there is another page.
        query = PreparedQuery(plan.query(columns, limit: list.limit + 1))
    }
}

private func visible(_ wanted: [FieldName], _ plan: EntityPlan, _ request: Request) -> [Field] {
    let access = request.permissions[plan.entity.name]
    return wanted.compactMap { plan.entity.fields[$0] }.filter { access.isVisible($0.name) }
}

private func columns(_ plan: EntityPlan, _ fields: [Field], _ request: Request) -> [QueryColumn] {
    let access = request.permissions[plan.entity.name]
    return [
        QueryColumn(TypedExpression(TypedPath("id", of: plan.entity.name, type: .identifier))),
        QueryColumn(TypedExpression(TypedPath("version", of: plan.entity.name, type: .integer))),
    ] + fields.map { QueryColumn(TypedExpression($0.path), mask: access.mask(of: $0.name)) }
}

/// One record while a read stands on it; valid during the call that hands it out.
public struct RecordRow {
    public let read: RecordRead
    private let reader: any RowReader

    init(_ read: RecordRead, _ reader: any RowReader) {
        self.read = read
        self.reader = reader
    }

    public var version: Int64 { reader.integer(1) }

    public var id: RecordID {
        if case .identifier(let id) = reader.value(0) { id } else { RecordID(high: 0, low: 0) }
    }

    /// The row with the columns of ``RecordRead/fields`` from the given one on.
    public var values: (reader: any RowReader, first: Int) { (reader, RecordRead.firstField) }
}

/// What was resolved for the reads of a model lately.
final class RecordReads: Sendable {
    /// What makes two reads the same.
    private struct Key: Hashable {
        let entity: EntityName
        let roles: [RoleName]
        let isEngine: Bool
        let fields: [FieldName]?
        var texts: [String?] = []
        var finding: SearchExpression?
        var parent: ListRequest.Parent?
        var limit = 0
        var skip = 0
    }

    private static let capacity = 1000
    private let known = Mutex<[Key: RecordRead]>([:])

    func record(_ plan: EntityPlan, _ fields: [FieldName], _ request: Request) -> RecordRead {
        let actor = request.invocation.actor
        let key = Key(entity: plan.entity.name, roles: actor.roles, isEngine: actor.isEngine, fields: fields)
        if let read = find(key) { return read }
        let read = RecordRead(plan, fields, request)
        keep(read, key)
        return read
    }

    func page(_ list: ListRequest, _ request: Request) throws -> RecordRead {
        // Each later page is asked for once.
        guard list.page == nil else { return try RecordRead(list, request) }
        let actor = request.invocation.actor
        var key = Key(entity: list.entity, roles: actor.roles, isEngine: actor.isEngine, fields: list.fields)
        key.texts = [list.filter, list.savedFilter, list.search, list.order, list.deleted ? "deleted" : nil]
        key.texts += [list.compute, list.apply]
        (key.finding, key.parent) = (list.finding, list.parent)
        (key.limit, key.skip) = (list.limit, list.skip)
        if let read = find(key) { return read }
        let read = try RecordRead(list, request)
        keep(read, key)
        return read
    }

    private func find(_ key: Key) -> RecordRead? { known.withLock { $0[key] } }

    private func keep(_ read: RecordRead, _ key: Key) {
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[key] = read
        }
    }
}
