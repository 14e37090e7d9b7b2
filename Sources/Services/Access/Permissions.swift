// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Values

/// What one set of roles may do, taken together.
///
/// Rows: what any role allows is allowed. Fields: of the roles that may read the entity, the one that restricts a field
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
                return (entity.name, named.isEmpty && entity.isDirectory ? .directory : EntityAccess(named))
            })
        self.entities = entities
        read = .rows(entities.mapValues(\.read))
    }

    subscript(entity: EntityName) -> EntityAccess {
        guard let entities else {
            return EntityAccess(read: .all, create: .all, update: .all, delete: .all, fields: [:])
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
            fields.merge(permission.fields) { $0.strictness >= $1.strictness ? $0 : $1 }
        }
        self.init(
            read: union(permissions.map(\.read)), create: union(permissions.map(\.create)),
            update: union(permissions.map(\.update)), delete: union(permissions.map(\.delete)), fields: fields)
    }
}

extension Entity {
    /// The people and teams of the engine itself: who works here is no secret unless a role says so.
    fileprivate var isDirectory: Bool { pack == "system" }
}

extension EntityAccess {
    fileprivate static let directory = EntityAccess(
        read: .all, create: .none, update: .none, delete: .none, fields: [:])
}

extension FieldRule {
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
