// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Values

/// What one set of roles may do, taken together.
///
/// Rows: what any role allows is allowed; where records can be shared, what was shared as well. Fields: of the roles that may read the entity, the one that restricts a field
/// most decides, so that an extra role never uncovers a field that another was meant to keep from the person.
struct Permissions: Sendable {
    static let unrestricted = Permissions()

    private let entities: [EntityName: EntityAccess]?
    let read: ReadAccess

    private init() {
        entities = nil
        read = .unrestricted
    }

    init(roles: [Role], of model: Model) {
        let entities = Dictionary(
            uniqueKeysWithValues: model.entities.values.map { entity in
                let named = roles.compactMap { $0.permissions[entity.name] }
                let access = named.isEmpty && entity.isDirectory ? .directory : EntityAccess(named)
                return (entity.name, entity.isShareable ? access.withShares(of: entity.name) : access)
            })
        self.entities = entities
        read = .rows(entities.mapValues(\.read))
    }

    subscript(entity: EntityName) -> EntityAccess {
        guard let entities else {
            return EntityAccess(read: .all, create: .all, update: .all, delete: .all, share: .all, fields: [:])
        }
        return entities[entity] ?? EntityAccess([])
    }

    /// Whether the field is shown as it is: filters and orders may name it.
    func isPlain(_ field: FieldName, of entity: EntityName) -> Bool {
        switch self[entity].fields[field] {
        case .hidden, .masked: false
        case .readOnly, nil: true
        }
    }

    /// Whether an expression reads nothing but what the asker may see as it is.
    func allow(_ expression: TypedExpression) -> Bool {
        expression.paths.flatMap(\.segments).allSatisfy {
            self[$0.entity].read != .none && isPlain($0.name, of: $0.entity)
        }
    }
}

extension EntityAccess {
    /// The union of what several roles allow.
    init(_ permissions: [EntityPermission]) {
        var fields: [FieldName: FieldRule] = [:]
        for permission in permissions where permission.read != .none {
            fields.merge(permission.fields) { $0.stricter($1) }
        }
        self.init(
            read: union(permissions.map(\.read)), create: union(permissions.map(\.create)),
            update: union(permissions.map(\.update)), delete: union(permissions.map(\.delete)),
            share: union(permissions.map { $0.update.narrowed(by: $0.share) }), fields: fields)
    }

    /// The same with the records that were shared. A share opens records, never a right that no role gives; and who sees a
    /// record by a share alone does with it what the share says, and neither deletes it nor shares it on.
    fileprivate func withShares(of entity: EntityName) -> EntityAccess {
        let changes = TypedExpression.shared(entity, for: .change)
        guard case .matching(let own) = read else {
            return read == .none ? self : with(read: read, update: update.widened(by: changes), delete, share)
        }
        let shared = TypedExpression.shared(entity, for: .read)
        let isOpen = TypedExpression.any([own, .not(shared)]).map(RowRule.matching) ?? .none
        return with(
            read: read.widened(by: shared), update: update.narrowed(by: isOpen).widened(by: changes),
            delete.narrowed(by: isOpen), share.narrowed(by: isOpen))
    }

    private func with(read: RowRule, update: RowRule, _ delete: RowRule, _ share: RowRule) -> EntityAccess {
        EntityAccess(read: read, create: create, update: update, delete: delete, share: share, fields: fields)
    }
}

extension RowRule {
    fileprivate func widened(by condition: TypedExpression) -> RowRule {
        guard case .matching = self else { return self }
        return union([self, .matching(condition)])
    }

    fileprivate func narrowed(by rule: RowRule) -> RowRule {
        switch (self, rule) {
        case (.none, _), (_, .none): .none
        case (.all, let other), (let other, .all): other
        case (.matching(let one), .matching(let other)):
            TypedExpression.all([one, other]).map(RowRule.matching) ?? .none
        }
    }
}

extension Entity {
    /// The people and teams of the engine itself: who works here is no secret unless a role says so.
    fileprivate var isDirectory: Bool { pack == "system" }
}

extension EntityAccess {
    fileprivate static let directory = EntityAccess(
        read: .all, create: .none, update: .none, delete: .none, share: .none, fields: [:])
}

extension FieldRule {
    /// What is left of two rules: less is seen than by either, and what one of two masks keeps covered stays covered.
    fileprivate func stricter(_ other: FieldRule) -> FieldRule {
        guard case .masked(let one) = self, case .masked(let two) = other else {
            return strictness >= other.strictness ? self : other
        }
        let mask = strictness >= other.strictness ? one : two
        return .masked(Mask(first: mask.first, last: mask.last, reveal: min(one.reveal, two.reveal)))
    }

    /// The greater, the less is seen.
    fileprivate var strictness: Int {
        switch self {
        case .hidden: Int.max
        case .masked(let mask): Int.max - 1 - mask.first - mask.last
        case .readOnly: 0
        }
    }
}

private func union(_ rules: [RowRule]) -> RowRule {
    var conditions: [TypedExpression] = []
    for rule in rules {
        switch rule {
        case .all: return .all
        case .none: continue
        case .matching(let condition): conditions.append(condition)
        }
    }
    return TypedExpression.any(conditions).map(RowRule.matching) ?? .none
}
