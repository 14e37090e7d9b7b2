// SPDX-License-Identifier: Apache-2.0
public import Values

/// What the expressions of one step may name: the entity's properties with those computed before, or the columns that a
/// grouping left, in which a path such as `account/region` is still found under its names.
struct StepScope: TypeScope {
    let base: any TypeScope
    let entity: EntityName
    /// Nil before the first grouping.
    let columns: [ResultColumn]?
    let computed: [FieldName: ValueType]

    /// The root of the columns; the names on the way to a column follow it.
    static let columnRoot = "columns:"

    var root: EntityName { columns == nil ? entity : EntityName(Self.columnRoot) }

    func type(of property: FieldName, in owner: EntityName) -> ValueType? {
        guard let columns, let prefix = Self.prefix(owner) else {
            return base.type(of: property, in: owner) ?? (owner == entity ? computed[property] : nil)
        }
        let path = prefix + [property]
        if columns.contains(where: { $0.path.count > path.count && $0.path.starts(with: path) }) {
            return .entity(EntityName(Self.columnRoot + path.map(\.rawValue).joined(separator: "/")))
        }
        return columns.first { $0.path == path }?.type
    }

    func property(named name: FieldName, in owner: EntityName) -> FieldName {
        guard let columns, let prefix = Self.prefix(owner) else { return base.property(named: name, in: owner) }
        let known = Self.names(in: columns, behind: prefix)
        if known.contains(name) { return name }
        return known.first { base.isNavigation(name, of: $0) } ?? name
    }

    func isNavigation(_ name: FieldName, of property: FieldName) -> Bool { base.isNavigation(name, of: property) }

    func properties(of owner: EntityName) -> [FieldName] {
        guard let columns, let prefix = Self.prefix(owner) else {
            return base.properties(of: owner) + (owner == entity ? Array(computed.keys) : [])
        }
        return Self.names(in: columns, behind: prefix)
    }

    /// The names that follow a path to columns; a column may end where the path of another goes on.
    private static func names(in columns: [ResultColumn], behind prefix: [FieldName]) -> [FieldName] {
        columns.filter { $0.path.count > prefix.count && $0.path.starts(with: prefix) }.map { $0.path[prefix.count] }
    }

    func options(of choice: ChoiceName) -> [ChoiceOption]? { base.options(of: choice) }
    func type(ofAlias alias: String) -> ValueType? { base.type(ofAlias: alias) }
    var aliases: [String] { base.aliases }

    /// The names from the root of the columns to an owner; nil for a real entity.
    static func prefix(_ owner: EntityName) -> [FieldName]? {
        guard owner.rawValue.hasPrefix(columnRoot) else { return nil }
        return owner.rawValue.dropFirst(columnRoot.count).split(separator: "/").map { FieldName(String($0)) }
    }
}

extension TypedPath {
    /// The names of a path to a column that a grouping left; nil for any other path.
    public var column: [FieldName]? {
        guard root == .record, case .entity(let owner) = rootType, StepScope.prefix(owner) != nil else { return nil }
        return segments.map(\.name)
    }
}
