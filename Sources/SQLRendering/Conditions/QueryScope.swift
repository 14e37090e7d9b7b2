// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Expressions
import OrderedCollections
import Queries
public import Schemas
import Values

/// The FROM clause of one query level while it grows: a table and the references joined to it.
final class QueryLevel {
    let alias: String
    let entity: EntityName
    /// Joins in the order they were needed.
    fileprivate(set) var joins = SQLFragment()
    fileprivate var joined: [String: String] = [:]

    init(alias: String, entity: EntityName) {
        self.alias = alias
        self.entity = entity
    }
}

/// A table's alias, its entity, and the level whose FROM clause it stands in.
struct RecordAlias {
    let alias: String
    let entity: EntityName
    let level: QueryLevel
    /// The columns by their paths, if the rows are what a grouping left.
    var columns: [[FieldName]: ConditionRenderer.Rendered]?
}

/// Everything a query needs while it is rendered: the model, where things stand, who may read what, and fresh aliases.
final class QueryScope {
    let model: Model
    let layout: PhysicalLayout
    let context: QueryContext
    let access: ReadAccess
    let functions: FunctionTable
    let collations: [String: Collation]
    private let dependence: DependenceNotes
    private var aliasCount = 0

    init(
        _ environment: RenderingEnvironment, _ context: QueryContext, _ access: ReadAccess,
        _ dependence: DependenceNotes = DependenceNotes()
    ) {
        model = environment.model
        layout = environment.layout
        functions = environment.functions
        collations = environment.collations
        self.context = context
        self.access = access
        self.dependence = dependence
    }

    /// What of the context the statement so far was made of.
    var dependsOn: ContextDependence { dependence.all }

    /// Parameters of packs are part of the model; `@me` and what a request brings along are not.
    func dependence(onAlias name: String) -> ContextDependence {
        if name == "me" { return .person }
        return model.parameters[name] == nil ? .moment : []
    }

    func note(_ part: ContextDependence) { dependence.all.insert(part) }

    /// The same query's rules, without restrictions: a role's condition reads what it needs.
    func unrestricted() -> QueryScope {
        let scope = QueryScope(
            RenderingEnvironment(model: model, layout: layout, functions: functions, collations: collations), context,
            .unrestricted,
            dependence)
        scope.aliasCount = aliasCount + 1000
        return scope
    }

    func level(of entity: EntityName) -> QueryLevel {
        aliasCount += 1
        return QueryLevel(alias: "t\(aliasCount)", entity: entity)
    }

    func table(of entity: EntityName) throws -> TableLayout {
        guard let table = layout[entity] else { throw RenderingError.notStored(entity.rawValue) }
        return table
    }

    func column(_ field: FieldName, of entity: EntityName) throws -> ColumnLayout {
        guard let column = try table(of: entity).columns[field] else {
            throw RenderingError.notStored("\(entity).\(field)")
        }
        return column
    }

    /// The record behind a reference, joined once per level; readable and live records only.
    func follow(_ reference: FieldName, from record: RecordAlias) throws -> RecordAlias {
        guard let target = model.entities[record.entity]?.fields[reference]?.reference?.entity else {
            throw RenderingError.notStored("\(record.entity).\(reference)")
        }
        let key = "\(record.alias).\(reference)"
        if let alias = record.level.joined[key] {
            return RecordAlias(alias: alias, entity: target, level: record.level)
        }
        aliasCount += 1
        let alias = "t\(aliasCount)"
        record.level.joined[key] = alias
        let column = try column(reference, of: record.entity).column
        var join = SQLFragment(
            " LEFT JOIN \(quoted(try table(of: target).table)) \(alias) ON \(alias).\"id\" = "
                + "\(record.alias).\(quoted(column)) AND \(alias).\"deleted_at\" IS NULL")
        if let rule = try rowRule(of: target, alias) { join += " AND " + rule }
        record.level.joins += join
        return RecordAlias(alias: alias, entity: target, level: record.level)
    }

    /// The condition that a record of an alias is readable, as a subquery of its own; nil if all are.
    func rowRule(of entity: EntityName, _ alias: String) throws -> SQLFragment? {
        switch access[entity] {
        case .all: return nil
        case .none: return SQLFragment("0")
        case .matching(let condition):
            let scope = unrestricted()
            let level = scope.level(of: entity)
            let record = RecordAlias(alias: level.alias, entity: entity, level: level)
            let rendered = try ConditionRenderer(scope: scope, record: record).condition(condition.root)
            return SQLFragment("EXISTS (SELECT 1 FROM \(quoted(try table(of: entity).table)) \(level.alias)")
                + level.joins + " WHERE \(level.alias).\"id\" = \(alias).\"id\" AND " + rendered + ")"
        }
    }
}

/// What of the context a statement was made of: it is the same only as long as that is.
public struct ContextDependence: OptionSet, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The local day.
    public static let day = ContextDependence(rawValue: 1)
    /// The moment itself.
    public static let moment = ContextDependence(rawValue: 2)
    /// `@me`.
    public static let person = ContextDependence(rawValue: 4)
}

/// What was taken from the context, over all scopes that write a statement.
final class DependenceNotes {
    var all: ContextDependence = []
}

/// What rendering needs besides the query: the model in force, its place in the database, the functions.
public struct RenderingEnvironment: Sendable {
    public let model: Model
    public let layout: PhysicalLayout
    public let functions: FunctionTable
    /// Orders of texts, by locale.
    public let collations: [String: Collation]

    public init(
        model: Model, layout: PhysicalLayout, functions: FunctionTable, collations: [String: Collation] = [:]
    ) {
        self.model = model
        self.layout = layout
        self.functions = functions
        self.collations = collations
    }
}

/// Why a query cannot be asked of a database.
public enum RenderingError: Error, Hashable, Sendable {
    /// The entity or field has no table or column.
    case notStored(String)
    /// The expression has no form in SQL.
    case unsupported(String)
    /// The statement would be longer than any database should have to read.
    case tooLarge
}
