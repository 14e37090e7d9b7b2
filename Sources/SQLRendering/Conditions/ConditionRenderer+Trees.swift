// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Values

// Who stands below whom: `under(value=…,ancestor=…)`, by the table that every write of a tree keeps.
extension ConditionRenderer {
    /// In a filter: for one ancestor, a list of keys that an index serves.
    func isUnder(_ arguments: [TypedNode]) throws -> SQLFragment {
        guard arguments[1].readsNoRow else { return try under(arguments) }
        let (record, ancestor) = (try value(arguments[0]).sql, try value(arguments[1]).sql)
        let list = "SELECT \"record\"" + (try entries(arguments, ancestor)) + " UNION ALL SELECT " + ancestor
        return record + " IN (" + list + ")" + (try readable(arguments, ancestor))
    }

    /// As a value: null if one of the two records is.
    func under(_ arguments: [TypedNode]) throws -> SQLFragment {
        let (record, ancestor) = (try value(arguments[0]).sql, try value(arguments[1]).sql)
        let entry = "EXISTS (SELECT 1" + (try entries(arguments, ancestor)) + " AND \"record\" = " + record + ")"
        return ("(" + record + " = " + ancestor + " OR " + entry + ")" + (try readable(arguments, ancestor))).grouped
    }

    /// What `any` over records that an alias leads to implies if it asks for what stands below them, as a list of keys that
    /// an index serves: `@me/regions/any(r:under(value=region,ancestor=r/region))`. Nil for anything else.
    func reached(_ path: TypedPath, _ variable: String, _ inner: TypedNode) throws -> SQLFragment? {
        guard case .alias = path.root, case .collection(.entity) = path.type else { return nil }
        for case .call("under", let arguments, _) in inner.chain(.and) {
            guard !arguments[0].paths.contains(where: { $0.root == .variable(variable) }),
                case .path(let step) = arguments[1], step.root == .variable(variable), step.segments.count == 1,
                let name = step.segments.first?.name
            else { continue }
            let members = try members(of: path)
            let field = try scope.column(name, of: members.alias.entity).column
            let ancestors = members.query(.column(members.alias.alias, field))
            let record = try value(arguments[0]).sql
            return record + " IN (SELECT \"record\" FROM \(quoted(EngineTable.ancestry.name)) WHERE \"entity\" = "
                + SQLFragment.binding(.text(try tree(arguments).rawValue)) + " AND \"ancestor\" IN " + ancestors
                + " UNION ALL SELECT * FROM " + ancestors + ")"
        }
        return nil
    }

    /// Behind SELECT: what stands below the ancestor.
    private func entries(_ arguments: [TypedNode], _ ancestor: SQLFragment) throws -> SQLFragment {
        " FROM \(quoted(EngineTable.ancestry.name)) WHERE \"entity\" = "
            + SQLFragment.binding(.text(try tree(arguments).rawValue)) + " AND \"ancestor\" = " + ancestor
    }

    /// The ancestor has to be one that the asker may read, or the question would tell where it stands.
    private func readable(_ arguments: [TypedNode], _ ancestor: SQLFragment) throws -> SQLFragment {
        let entity = try tree(arguments)
        let level = scope.level(of: entity)
        guard let rule = try scope.rowRule(of: entity, level.alias) else { return SQLFragment() }
        return " AND EXISTS (SELECT 1 FROM \(quoted(try scope.table(of: entity).table)) \(level.alias) WHERE "
            + "\(level.alias).\"id\" = " + ancestor + " AND \(level.alias).\"deleted_at\" IS NULL AND " + rule + ")"
    }

    private func tree(_ arguments: [TypedNode]) throws -> EntityName {
        guard let tree = TypedNode.call("under", arguments, type: .boolean).tree else {
            throw RenderingError.unsupported("under between two keys")
        }
        return tree
    }
}

extension TypedNode {
    /// It is the same for every row of the query.
    fileprivate var readsNoRow: Bool {
        paths.allSatisfy { if case .alias = $0.root { true } else { false } }
    }
}
