// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Services
import Values

/// Draws a filter as rows of field, comparison and value, in nested groups.
///
/// The page's script writes the expression from the rows; the rows are always drawn here, from an expression.
struct FilterBuilder {
    let visit: Visit
    let entity: Entity

    /// Everything that a filter says; a group with an empty row if it says nothing.
    func markup(_ tree: FilterTree?) throws -> String {
        switch tree {
        case nil: try group(isAll: true, [row(nil)])
        case .all, .any: try node(tree ?? .all([]))
        case let single?: try group(isAll: true, [node(single)])
        }
    }

    /// A row on one field, for a new choice of its field.
    func row(on path: String) throws -> String { try row(BuilderField(path, visit, entity)) }

    private func node(_ tree: FilterTree) throws -> String {
        switch tree {
        case .all(let members): return try group(isAll: true, members.map(node))
        case .any(let members): return try group(isAll: false, members.map(node))
        case .not(.all(let members)): return try group(isAll: true, isNot: true, members.map(node))
        case .not(.any(let members)): return try group(isAll: false, isNot: true, members.map(node))
        case .not(let member): return try group(isAll: true, isNot: true, [node(member)])
        case .expression(let text): return expression(text)
        case .row(let stated):
            let path = stated.path.map(\.rawValue).joined(separator: "/")
            guard let field = BuilderField(path, visit, entity), field.canShow(stated) else {
                return expression(stated.text)
            }
            return try row(field, stated)
        }
    }

    private func expression(_ text: String) -> String {
        visit.web.renderer.fragment("builder-expression", ["text": text], visit.language)
    }

    private func group(isAll: Bool, isNot: Bool = false, _ rows: [String]) -> String {
        visit.web.renderer.fragment(
            "builder-group", ["isAny": !isAll, "isNot": isNot, "rows": rows.joined()], visit.language)
    }

    private func row(_ field: BuilderField?, _ stated: FilterRow? = nil) throws -> String {
        var content: [String: Any] = ["fields": choices(field?.path), "hasField": field != nil]
        if let field {
            let chosen = stated?.comparison ?? field.comparisons[0]
            content["comparisons"] = field.comparisons.map {
                [
                    "name": $0.rawValue, "label": visit.word("builder.\($0.rawValue)"), "isChosen": $0 == chosen,
                ] as [String: Any]
            }
            content.merge(field.value(stated)) { _, new in new }
        }
        return visit.web.renderer.fragment("builder-row", content, visit.language)
    }

    /// The asker's fields: the record's own, and those one reference away; and the one that is chosen already.
    private func choices(_ chosen: String?) -> [[String: Any]] {
        var paths = entity.fields.keys.map(\.rawValue)
        for field in entity.fields.values {
            guard let target = field.reference.flatMap({ visit.model.entities[$0.entity] }) else { continue }
            paths += target.fields.keys.map { "\(field.name)/\($0)" }
        }
        if let chosen, !paths.contains(chosen) { paths.append(chosen) }
        return paths.compactMap { path in
            BuilderField(path, visit, entity).map {
                ["path": path, "label": $0.label, "isChosen": path == chosen] as [String: Any]
            }
        }
    }
}
