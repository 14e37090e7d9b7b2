// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// What a pool says of its records inside a transaction: who has one until when, and who may claim it.
struct PoolDesk {
    let pool: Pool
    let request: Request
    let scope: TransactionScope

    init(_ pool: Pool, _ request: Request, _ scope: TransactionScope) {
        self.pool = pool
        self.request = request
        self.scope = scope
    }

    private var now: Instant { request.invocation.now }

    /// The moment at which the protection that a value tells is over.
    func end(of until: Value) -> Instant? {
        switch until {
        case .date(let day): day.adding(days: 1).map(request.calendar.startOfDay)
        case .instant(let moment): moment
        default: nil
        }
    }

    /// Until when a record is protected from a moment on, in the field's own type; null if its owner keeps it.
    func protection(of record: RecordReference, from start: Value) throws -> Value {
        guard let protection = pool.protection, let field = field(pool.protectedUntil),
            case .duration(let span) = try scope.evaluate(protection, on: record)
        else { return .null }
        let moment: Instant? =
            switch start {
            case .instant(let moment): moment
            case .date(let day): request.calendar.startOfDay(day)
            default: nil
            }
        guard let end = moment?.adding(span) else { return .null }
        return field.valueType == .date ? request.calendar.localDate(end).map(Value.date) ?? .null : .instant(end)
    }

    /// Whether nobody but its owner may have the record now.
    func isProtected(_ values: FieldValues) -> Bool {
        guard values[pool.owner].key != nil else { return false }
        guard pool.protection != nil, let until = pool.protectedUntil, let end = end(of: values[until]) else {
            return true
        }
        return end > now
    }

    /// Everything that stands between a person and a record that they want.
    func obstacles(of record: StoredRecord, for user: RecordID) throws -> [Finding] {
        var findings: [Finding] = []
        if !pool.roles.isEmpty, Set(pool.roles).isDisjoint(with: request.invocation.actor.roles) {
            findings.append(.mayNotClaim(pool.roles.compactMap { request.model.roles[$0]?.label }))
        }
        guard record[pool.owner].key != user else { return findings + [.isOwn] }
        if isProtected(record.values) { findings.append(try protected(record.values)) }
        if let frozen = try frozen(record.reference) { findings.append(frozen) }
        if let full = try full(for: user, with: record.reference) { findings.append(full) }
        return findings
    }

    /// The finding that an approval keeps a record with whoever has it, or with nobody; nil if none does.
    func frozen(_ record: RecordReference) throws -> Finding? {
        try field(pool.owner).flatMap { try scope.frozenFinding($0, of: record) }
    }

    /// Who has a record, and until when.
    func protected(_ values: FieldValues) throws -> Finding {
        let owner = try values[pool.owner].key.map {
            try request.title(of: RecordReference(entity: "User", id: $0), scope)
        }
        let until = pool.protectedUntil.flatMap { values[$0].isNull ? nil : values[$0] }
        return .protected(owner ?? "", until: until, field(pool.protectedUntil), request)
    }

    /// The finding that a person has as many records as one may have; nil if there is room for this one.
    func full(for user: RecordID, with record: RecordReference) throws -> Finding? {
        guard let limit = pool.limit, case .integer(let most) = try scope.evaluate(limit, on: record) else {
            return nil
        }
        guard let owner = field(pool.owner) else { return nil }
        let key = TypedPath("id", of: pool.entity, type: .identifier)
        let query = RecordQuery(
            entity: pool.entity, columns: [],
            condition: .all([
                .equality(owner.path, .identifier(user)), .comparing(key, .notEqual, .identifier(record.id)),
            ]), limit: max(1, Int(clamping: most)), access: .unrestricted)
        guard try scope.transaction.count(query, scope.context) >= most else { return nil }
        let isAsker = user == request.invocation.actor.user
        let name = isAsker ? nil : try request.title(of: RecordReference(entity: "User", id: user), scope)
        return .full(owner, most, name)
    }

    func field(_ name: FieldName?) -> Field? { name.flatMap { request.model.entities[pool.entity]?.fields[$0] } }
}
