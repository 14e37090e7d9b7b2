// SPDX-License-Identifier: Apache-2.0
public import Values

/// What the checker may know of the world: the properties of entities, the members of choices, the aliases.
public protocol TypeScope: Sendable {
    /// The type of a property; nil if the entity has none of that name (or the asker may not read it).
    func type(of property: FieldName, in entity: EntityName) -> ValueType?
    /// Every property of an entity, for "did you mean".
    func properties(of entity: EntityName) -> [FieldName]
    /// The options of a choice in their order (for flags, the index is not the bit); nil if there is no such choice.
    func options(of choice: ChoiceName) -> [ChoiceOption]?
    /// The type of an alias, named without its `@`; nil if it is not defined here.
    func type(ofAlias alias: String) -> ValueType?
    /// Every alias that is defined here, for "did you mean".
    var aliases: [String] { get }
    /// The property that a name in a path means: itself, or the reference whose records are reached under that name.
    func property(named name: FieldName, in entity: EntityName) -> FieldName
    /// Whether a name in a path is that under which a reference's record is reached.
    func isNavigation(_ name: FieldName, of property: FieldName) -> Bool
    /// Whether the entity's records stand above one another, as `under` asks.
    func isTree(_ entity: EntityName) -> Bool
    /// Whether what a property was at any time is kept, so that `asof` can ask for it.
    func keepsHistory(of property: FieldName, in entity: EntityName) -> Bool
}

extension TypeScope {
    public func property(named name: FieldName, in entity: EntityName) -> FieldName { name }
    public func isNavigation(_ name: FieldName, of property: FieldName) -> Bool { false }
    public func isTree(_ entity: EntityName) -> Bool { false }
    public func keepsHistory(of property: FieldName, in entity: EntityName) -> Bool { false }
}

/// One option as the expression language sees it: its name, and the number that stands for it.
public struct ChoiceOption: Hashable, Sendable {
    public let name: String
    /// The member number of a choice; the mask (one bit) of a flag.
    public let number: UInt64

    public init(name: String, number: UInt64) {
        self.name = name
        self.number = number
    }
}
