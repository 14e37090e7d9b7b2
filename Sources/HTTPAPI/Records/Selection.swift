// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import HTTPTypes
import OrderedCollections
import Services
import Values

/// Which members the records of an answer have: the options `$select` and `$expand`, resolved for one asker.
struct Selection: Sendable {
    typealias Computed = (name: FieldName, type: ValueType)

    /// Fields of the entity.
    let fields: [FieldName]
    /// What the request computes, behind the fields.
    let computed: [Computed]
    let expansions: [Expansion]
    /// The members as `@odata.context` names them, with their parentheses; empty if every field comes and no more.
    ///
    /// - Source: OData Protocol 4.01 §10.7–10.9.
    let context: String
    /// What `$select` names, `*` among them.
    private let selected: OrderedSet<String>

    /// What to read: the fields and computed properties shown, and the references that are expanded.
    var queried: [FieldName] {
        var fields = fields
        for case .reference(let field) in expansions.map(\.way) where !fields.contains(field.name) {
            fields.append(field.name)
        }
        return fields + computed.map(\.name)
    }

    /// - Parameters:
    ///   - computed: Every property that the request computes.
    ///   - depth: How many relations lead to the records.
    init(
        select: String?, expand: [ExpandItem], computed: [Computed], _ entity: Entity, _ access: EntityAccess,
        _ call: Call, depth: Int = 0
    ) throws {
        let visible = Array(entity.fields.keys.filter { access.isVisible($0) })
        var fields: OrderedSet<FieldName> = []
        var chosen: OrderedSet<FieldName> = []
        for item in try Self.items(select) {
            guard let name = item.path.first else {
                fields.append(contentsOf: visible)
                continue
            }
            if item.path.count == 1, !item.hasOptions, computed.contains(where: { $0.name.rawValue == name }) {
                chosen.append(FieldName(name))
            } else if item.path.count == 1, !item.hasOptions, entity.fields[FieldName(name)] != nil,
                access.isVisible(FieldName(name))
            {
                fields.append(FieldName(name))
            } else if Expansion.way(name, entity, access, call) == nil {
                throw Self.unknown(item, entity, option: "$select", visible + computed.map(\.name))
            }
        }
        let isAll = fields.isEmpty && chosen.isEmpty
        self.fields = isAll ? visible : Array(fields)
        self.computed = isAll ? computed : computed.filter { chosen.contains($0.name) }
        var expansions: [Expansion] = []
        for item in expand {
            guard let expansion = try Expansion(item, of: entity, access, call, depth: depth + 1) else {
                throw Self.unknown(item, entity, access)
            }
            if !expansions.contains(where: { $0.member == expansion.member && $0.form == expansion.form }) {
                expansions.append(expansion)
            }
        }
        self.expansions = expansions
        let named = OrderedSet(try Self.items(select).map { $0.path.first ?? "*" })
        selected = named
        context = Self.context(named, expansions)
    }

    /// Whether full metadata names the way along a relation: of all, or of those selected.
    func links(to member: String) -> Bool {
        selected.isEmpty || selected.contains("*") || selected.contains(member)
    }

    private static func context(_ selected: OrderedSet<String>, _ expansions: [Expansion]) -> String {
        let whole = expansions.filter { $0.form == .records }
        let expanded = whole.map { expansion in
            let inner = expansion.selection.context
            return expansion.member + (inner.isEmpty ? "()" : inner)
        }
        let members = Array(selected).filter { name in !whole.contains { $0.member == name } } + expanded
        return members.isEmpty ? "" : "(\(members.joined(separator: ",")))"
    }

    private static func items(_ select: String?) throws -> [SelectItem] {
        guard let select else { return [] }
        do throws(ExpressionError) {
            return try SelectItem.list(select)
        } catch {
            throw ServiceError.expression(option: "$select", error)
        }
    }

    private static func unknown(
        _ item: SelectItem, _ entity: Entity, option: String, _ known: [FieldName]
    ) -> ServiceError {
        let name = item.path.joined(separator: "/")
        return .expression(
            option: option,
            .unknownProperty(name, of: entity.name, at: item.offset, length: item.length, known: known.map(\.rawValue)))
    }

    private static func unknown(_ item: ExpandItem, _ entity: Entity, _ access: EntityAccess) -> ServiceError {
        let references = entity.fields.values.filter { $0.reference != nil && access.isVisible($0.name) }
        return .expression(
            option: "$expand",
            .unknownProperty(
                item.path.joined(separator: "/"), of: entity.name, at: item.offset, length: item.length,
                known: references.map { navigationName($0.name) } + entity.relationships.keys.map(\.rawValue)))
    }
}
