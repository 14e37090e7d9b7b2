// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Values

// What was shared with the asker: a list of keys that the index of the shares gives, so that a role's condition beside it
// keeps the index of its own.
extension ConditionRenderer {
    func shared(_ node: TypedNode) throws -> SQLFragment {
        guard let sharing = node.sharing, case .call(_, let arguments, _) = node else {
            throw RenderingError.unsupported("a share of something else than a record")
        }
        scope.note([.person, .moment])
        let receivers = try scope.context.receivers()
        guard !receivers.isEmpty else { return SQLFragment("0") }
        let record = try value(arguments[0]).sql
        let table = quoted(EngineTable.shares.name)
        var keys = SQLFragment("SELECT s.\"record\" FROM \(table) s WHERE s.\"receiver\" IN (")
        keys += receivers.map { SQLFragment.binding(.text($0)) }.joined(", ") + ") AND s.\"entity\" = "
        keys += SQLFragment.binding(.text(sharing.entity.rawValue))
        if sharing.level == .change {
            keys += " AND s.\"level\" = " + SQLFragment.binding(.text(sharing.level.rawValue))
        }
        let now = literal(.instant(scope.context.calendar.now), .instant).sql
        return record + " IN (" + keys + " AND (s.\"until\" IS NULL OR s.\"until\" > " + now + "))"
    }

    /// A role's condition on the records asked for. Beside what was shared, every part says once more that the record is
    /// alive: the indexes are of live records only, and the database asks them of each part by itself.
    func rowRule(_ rule: TypedNode, isLive: Bool) throws -> SQLFragment {
        let parts = rule.chain(.or)
        guard isLive, parts.contains(where: { $0.sharing != nil }) else { return try condition(rule) }
        return try parts.map { part in
            (try condition(part) + " AND \(record.alias).\"deleted_at\" IS NULL").grouped
        }.joined(" OR ").grouped
    }
}
