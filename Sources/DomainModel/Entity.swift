// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import OrderedCollections
public import Values

/// A kind of record: its fields, its relationships to many, its rules, and how it is shown.
///
/// Shared, not copied: a model is never changed, and every request passes its entities on.
public final class Entity: Sendable {
    public let name: EntityName
    public let label: Label
    public let pluralLabel: Label
    /// In the order they were declared, the system's fields first.
    public let fields: OrderedDictionary<FieldName, Field>
    /// The place of each field in that order.
    public let places: [FieldName: Int]
    /// The collections that references of other entities make here.
    public let relationships: OrderedDictionary<FieldName, Relationship>
    /// The field that names a record to people.
    public let titleField: FieldName
    /// The reference to the record above, if the records make a tree.
    public let treeField: FieldName?
    public let rules: [ValidationRule]
    /// Fields that no two live records have alike together.
    public let combinations: [UniqueCombination]
    public let list: ListView
    public let page: RecordPage
    /// Where a pack says that single records may be shared with people whose roles do not allow them otherwise; nil if
    /// none says so.
    public let sharing: SourceRange?
    public let pack: PackName
    /// What it was called before; records written under those names are its own.
    public let formerNames: [EntityName]
    public let range: SourceRange

    public init(
        name: EntityName, label: Label, pluralLabel: Label, fields: OrderedDictionary<FieldName, Field>,
        relationships: OrderedDictionary<FieldName, Relationship>, titleField: FieldName, rules: [ValidationRule],
        combinations: [UniqueCombination] = [],
        list: ListView, page: RecordPage, sharing: SourceRange?, pack: PackName, formerNames: [EntityName] = [],
        range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.pluralLabel = pluralLabel
        self.fields = fields
        places = Dictionary(uniqueKeysWithValues: fields.keys.enumerated().map { ($1, $0) })
        self.relationships = relationships
        self.titleField = titleField
        treeField = fields.values.first { $0.reference?.isTree == true }?.name
        self.rules = rules
        self.combinations = combinations
        self.list = list
        self.page = page
        self.sharing = sharing
        self.pack = pack
        self.formerNames = formerNames
        self.range = range
    }

    public var isShareable: Bool { sharing != nil }
}

/// The records of another entity that refer to this one by one field.
public struct Relationship: Hashable, Sendable {
    public let name: FieldName
    public let label: Label
    /// The entity on the many side, and its reference field.
    public let entity: EntityName
    public let field: FieldName

    public init(name: FieldName, label: Label, entity: EntityName, field: FieldName) {
        self.name = name
        self.label = label
        self.entity = entity
        self.field = field
    }
}

/// Fields whose values together belong to one live record: the number within a branch. Records that lack one of the
/// values have no such combination.
public struct UniqueCombination: Hashable, Sendable {
    public let name: String
    /// At least two.
    public let fields: [FieldName]
    /// What a person reads in front of which fields are the same; nil for a sentence of the engine alone.
    public let message: Label?
    public let range: SourceRange

    public init(name: String, fields: [FieldName], message: Label?, range: SourceRange) {
        self.name = name
        self.fields = fields
        self.message = message
        self.range = range
    }
}

/// What must be true of a record whenever it is written.
public struct ValidationRule: Hashable, Sendable {
    public enum Severity: String, Sendable {
        /// The write is refused.
        case error
        /// The write goes on; the person is told.
        case warning
    }

    public let name: String
    /// A boolean; the rule is kept if it is true.
    public let condition: TypedExpression
    public let message: Label
    /// The field the message stands at; nil for the whole record.
    public let field: FieldName?
    public let severity: Severity

    public init(name: String, condition: TypedExpression, message: Label, field: FieldName?, severity: Severity) {
        self.name = name
        self.condition = condition
        self.message = message
        self.field = field
        self.severity = severity
    }
}
