// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import OrderedCollections
import Services
import Values

/// What a `$expand` item leads to.
enum Expansion: Sendable {
    /// The record that a field refers to.
    case reference(Field, to: Entity)
    /// The records that refer to this one.
    case collection(Relationship, of: Entity)

    /// The member that holds the records in the answer.
    var member: String {
        switch self {
        case .reference(let field, _): navigationName(field.name)
        case .collection(let relationship, _): relationship.name.rawValue
        }
    }
}

/// The name under which the record behind a reference field is expanded: the field's own holds the key.
func navigationName(_ field: FieldName) -> String { "\(field)Record" }

/// Which members the records of an answer have: the options `$select` and `$expand`, resolved for one asker.
struct Selection: Sendable {
    let fields: [FieldName]
    let expansions: [Expansion]

    /// The fields to read: those shown, and the references that are expanded.
    var queried: [FieldName] {
        var fields = fields
        for case .reference(let field, _) in expansions where !fields.contains(field.name) { fields.append(field.name) }
        return fields
    }

    init(_ options: QueryOptions, _ entity: Entity, _ access: EntityAccess, _ call: Call) throws {
        let visible = Array(entity.fields.keys.filter { access.isVisible($0) })
        var fields: [FieldName] = []
        for name in Self.names(options["select"] ?? "") {
            if name == "*" {
                fields = visible
            } else if access.isVisible(FieldName(name)), entity.fields[FieldName(name)] != nil {
                if !fields.contains(FieldName(name)) { fields.append(FieldName(name)) }
            } else if Self.expansion(name, entity, access, call) == nil {
                throw Self.unknown(name, entity, option: "$select")
            }
        }
        self.fields = fields.isEmpty ? visible : fields
        var expansions: [Expansion] = []
        for name in Self.names(options["expand"] ?? "") {
            guard let expansion = Self.expansion(name, entity, access, call) else {
                throw Self.unknown(name, entity, option: "$expand")
            }
            if !expansions.contains(where: { $0.member == expansion.member }) { expansions.append(expansion) }
        }
        self.expansions = expansions
    }

    /// Every field of an expanded record that the asker may see.
    init(all entity: Entity, _ access: EntityAccess) {
        fields = Array(entity.fields.keys.filter { access.isVisible($0) })
        expansions = []
    }

    private static func names(_ list: String) -> [String] {
        list.split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
    }

    /// The way that a name leads, by the navigation's name or that of the reference field.
    private static func expansion(
        _ name: String, _ entity: Entity, _ access: EntityAccess, _ call: Call
    ) -> Expansion? {
        let model = call.invocation.model
        if let relationship = entity.relationships[FieldName(name)] {
            guard let (target, targetAccess) = try? call.readable(relationship.entity),
                targetAccess.isVisible(relationship.field)
            else { return nil }
            return .collection(relationship, of: target)
        }
        guard
            let field = entity.fields.values.first(where: {
                $0.name.rawValue == name || navigationName($0.name) == name
            }),
            access.isVisible(field.name), case .entity(let target) = field.valueType,
            model.entities[target] != nil, let (entity, _) = try? call.readable(target)
        else { return nil }
        return .reference(field, to: entity)
    }

    private static func unknown(_ name: String, _ entity: Entity, option: String) -> APIError {
        APIError(
            .badRequest, "unknownProperty", "\(entity.name) has no property “\(name)” for \(option).",
            "\(entity.name) 没有可用于 \(option) 的属性“\(name)”。", target: option)
    }
}
