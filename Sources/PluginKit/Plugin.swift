// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Expressions
public import Services
public import Values

/// A set of contributions that is compiled in under one name.
public protocol Plugin: Sendable {
    /// Unique among the plugins of an executable, such as `chinese-identifiers`.
    var name: String { get }

    /// Adds what the plugin contributes; called once, before a pack is loaded. Must have no other effect.
    func register(in registry: inout PluginRegistry)
}

/// What plugins contribute: one typed list for each extension point.
public struct PluginRegistry: Sendable {
    /// Kinds of fields, by the name that packs use.
    public var fieldTypes: [FieldType] = []
    /// Functions of the expression language, the same in memory and in the database.
    public var functions: [FunctionDefinition] = []
    /// Orders of texts, by the locale that a field's `sort` names.
    public var collations: [Collation] = []
    /// Checks before a record is written.
    public var recordHooks: [RecordHook] = []
    /// What automations can let a plugin do.
    public var actions: [ActionDefinition] = []

    public init() {}
}

/// Why a list of plugins cannot work together.
public enum PluginError: Error, Equatable, Sendable {
    case twicePlugin(String)
    case twiceFieldType(FieldTypeName)
    case twiceFunction(FunctionName)
    case twiceCollation(String)
    case twiceAction(ActionName)
}

extension Contributions {
    /// What the product's own parts and a list of plugins contribute together.
    ///
    /// - Throws: ``PluginError`` naming the first name that is registered twice.
    public init(plugins: [any Plugin]) throws(PluginError) {
        var registry = PluginRegistry()
        var names: Set<String> = []
        for plugin in [BuiltIns()] + plugins {
            guard names.insert(plugin.name).inserted else { throw .twicePlugin(plugin.name) }
            plugin.register(in: &registry)
        }
        if let name = firstRepeated(registry.fieldTypes.map(\.name)) { throw .twiceFieldType(name) }
        if let name = firstRepeated(registry.functions.map(\.name)) { throw .twiceFunction(name) }
        if let name = firstRepeated(registry.collations.map(\.locale)) { throw .twiceCollation(name) }
        if let name = firstRepeated(registry.actions.map(\.form.name)) { throw .twiceAction(name) }
        self.init(
            fieldTypes: FieldTypeTable(registry.fieldTypes),
            functions: FunctionTable(registry.functions),
            collations: Dictionary(uniqueKeysWithValues: registry.collations.map { ($0.locale, $0) }),
            recordHooks: registry.recordHooks, actions: registry.actions)
    }
}

private func firstRepeated<Name: Hashable>(_ names: [Name]) -> Name? {
    var seen: Set<Name> = []
    return names.first { !seen.insert($0).inserted }
}
