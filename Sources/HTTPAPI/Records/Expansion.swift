// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import HTTPTypes
import OrderedCollections
import Services
import Values

/// An item of `$expand`, resolved for one asker.
struct Expansion: Sendable {
    /// Where it leads.
    enum Way: Sendable {
        /// The record that a field refers to.
        case reference(Field)
        /// The records that refer to this one.
        case collection(Relationship)
    }

    let item: ExpandItem
    let way: Way
    let target: Entity
    let form: ExpandItem.Form
    /// What the answer holds of each related record.
    let selection: Selection
    let record: RecordForm
    /// What is wanted of the members, all but their limit.
    let list: ListRequest
    let top: Int?
    /// Where each option's text begins in `$expand`, by its name with `$`.
    private let offsets: [String: Int]

    /// Relations that follow one another in one answer.
    static let deepest = 3

    /// The member that holds the records in the answer.
    var member: String {
        switch way {
        case .reference(let field): navigationName(field.name)
        case .collection(let relationship): relationship.name.rawValue
        }
    }

    /// Resolves an item; nil if the asker knows no such relation.
    ///
    /// - Parameter depth: How many relations lead to it, itself included.
    init?(_ item: ExpandItem, of entity: Entity, _ access: EntityAccess, _ call: Call, depth: Int) throws {
        guard item.path.count == 1, let name = item.path.first,
            let (way, target) = Self.way(name, entity, access, call)
        else { return nil }
        guard depth <= Self.deepest else {
            throw Self.tooDeep(at: item)
        }
        if let alias = item.options.first(where: { $0.name.hasPrefix("@") }) {
            throw APIError(
                .notImplemented, "unsupported", "The alias \(alias.name) cannot be given inside of $expand.",
                "不能在 $expand 内定义别名 \(alias.name)。", target: "$expand")
        }
        self.item = item
        self.way = way
        self.target = target
        form = item.form
        offsets = Dictionary(
            item.options.map { ("$" + $0.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
        var list = ListRequest(entity: target.name)
        list.filter = item["filter"]?.text
        list.order = item["orderby"]?.text ?? "id"
        list.compute = item["compute"]?.text
        list.skip = item["skip"].flatMap { Int($0.text) } ?? 0
        list.wantsCount = item["count"]?.text.lowercased() == "true" || form == .count
        if let search = item["search"] { try list.find(search.text) }
        top = item["top"].flatMap { Int($0.text) }
        let targetAccess = try call.readable(target.name).access
        let (asked, offsets) = (list, offsets)
        let computed = try Self.placed(offsets) { try call.workspace.computed(asked, call.invocation) }
        let nested = try Self.nested(in: item, way, entity)
        selection = try Selection(
            select: form == .references ? "id" : item["select"]?.text, expand: nested, computed: computed, target,
            targetAccess, call, depth: depth)
        list.fields = selection.queried
        self.list = list
        record = RecordForm(target, selection, targetAccess, call)
    }

    /// The items inside of it, and itself once more for each further level of a hierarchy.
    private static func nested(in item: ExpandItem, _ way: Way, _ entity: Entity) throws -> [ExpandItem] {
        var items = item["expand"]?.items ?? []
        if let levels = item["levels"].flatMap({ Int($0.text) }), levels > 1 {
            guard levels <= deepest else { throw tooDeep(at: item) }
            items.append(item.withLevels(levels - 1))
        }
        return items
    }

    /// The way that a name leads, by the navigation's name or that of the reference field.
    static func way(
        _ name: String, _ entity: Entity, _ access: EntityAccess, _ call: Call
    ) -> (Way, Entity)? {
        if let relationship = entity.relationships[FieldName(name)] {
            guard let (target, targetAccess) = try? call.readable(relationship.entity),
                targetAccess.isVisible(relationship.field)
            else { return nil }
            return (.collection(relationship), target)
        }
        let named = entity.fields[FieldName(name)] ?? entity.reference(navigatedAs: FieldName(name))
        guard let field = named, access.isVisible(field.name), case .entity(let target) = field.valueType,
            let (entity, _) = try? call.readable(target)
        else { return nil }
        return (.reference(field), entity)
    }

    private static func tooDeep(at item: ExpandItem) -> ServiceError {
        .expression(
            option: "$expand",
            ExpressionError(
                .tooDeep, at: item.offset, length: item.length,
                "Relations are expanded at most \(deepest) levels deep.", "关联最多展开 \(deepest) 层。"))
    }

    /// Reads for the expansion; mistakes in its options are placed in the whole of `$expand`.
    func placed<Result>(_ body: () throws -> Result) throws -> Result { try Self.placed(offsets, body) }

    private static func placed<Result>(_ offsets: [String: Int], _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch ServiceError.expression(let option, let error) {
            throw ServiceError.expression(option: "$expand", error.moved(by: offsets[option] ?? 0))
        }
    }
}

extension ListRequest {
    /// Takes over what `$search` says.
    ///
    /// - Throws: ``ServiceError/expression(option:_:)``.
    mutating func find(_ text: String) throws {
        do throws(ExpressionError) {
            let search = try SearchExpression(text)
            if let words = search.words { self.search = words.joined(separator: " ") } else { finding = search }
        } catch {
            throw ServiceError.expression(option: "$search", error)
        }
    }
}
