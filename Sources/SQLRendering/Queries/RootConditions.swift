// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Values

/// The conditions on the records asked for: alive or not, readable, found, meeting the filter.
enum SQLRootConditions {
    static func render(
        _ scope: QueryScope, _ renderer: ConditionRenderer, _ condition: TypedExpression?, isLive: Bool, search: String?
    ) throws -> [SQLFragment] {
        let alias = renderer.record.alias
        var conditions = [SQLFragment("\(alias).\"deleted_at\" IS \(isLive ? "" : "NOT ")NULL")]
        switch scope.access[renderer.record.entity] {
        case .all: break
        case .none: conditions.append(SQLFragment("0"))
        case .matching(let rule):
            // A role's rule reads what it needs, also of entities that the person may not read.
            let free = ConditionRenderer(scope: scope.unrestricted(), record: renderer.record)
            let level = free.scope.level(of: renderer.record.entity)
            let inner = RecordAlias(alias: level.alias, entity: renderer.record.entity, level: level)
            let rendered = try ConditionRenderer(scope: free.scope, record: inner).condition(rule.root)
            if level.joins.text.isEmpty {
                let own = ConditionRenderer(scope: free.scope, record: renderer.record)
                conditions.append(try own.rowRule(rule.root, isLive: isLive))
            } else {
                let table = quoted(try scope.table(of: renderer.record.entity).table)
                conditions.append(
                    "\(alias).\"id\" IN (SELECT \(level.alias).\"id\" FROM \(table) \(level.alias)" + level.joins
                        + " WHERE " + rendered + ")")
            }
        }
        if let found = SQLQuerySearch.condition(search, try scope.table(of: renderer.record.entity)) {
            conditions.append(found)
        }
        if let condition { conditions.append(try renderer.condition(condition.root)) }
        return conditions
    }
}
