// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// A field of an entity, with everything resolved.
public final class Field: Sendable {
    /// Where the value comes from.
    public enum Origin: Sendable, Hashable {
        /// People and programs write it.
        case entered
        /// Computed when the record, or one it reads, is written; stored.
        case computed(TypedExpression)
        /// Depends on the present moment or person: computed whenever it is read, never stored.
        case volatile(TypedExpression)
        /// Numbered when the record is created.
        case numbered(NumberPattern)
        /// The stage of a pipeline; changed by moving only.
        case stage(PipelineName)
        /// Kept by the engine: key, version, who and when.
        case system(SystemField)
    }

    public let name: FieldName
    public let entity: EntityName
    public let label: Label
    public let help: Label?
    public let type: FieldType
    public let valueType: ValueType
    public let origin: Origin
    public let isRequired: Bool
    public let isUnique: Bool
    public let isIndexed: Bool
    /// Found by the search box.
    public let isSearchable: Bool
    public let defaultValue: TypedExpression?
    /// The options of a choice, in the order they are shown; empty for other types.
    public let options: [Option]
    /// The other end of a reference.
    public let reference: Reference?
    /// Digits behind the point of a decimal.
    public let scale: Int
    /// An ISO 4217 code, for money.
    public let currency: String?
    public let minimum: Value?
    public let maximum: Value?
    /// In Unicode scalars.
    public let maximumLength: Int?
    /// The locale whose order people expect when they sort by this field, such as `zh`.
    public let sortLocale: String?
    /// What it was called before; values written under those names are its own.
    public let formerNames: [FieldName]
    /// Options and stages that are no longer there, with those that their records take.
    public let goneOptions: [String: String]
    /// The balance of a ledger: of no postings it is zero, not nothing.
    public let isBalance: Bool
    /// What it was at any time is kept.
    public let keepsHistory: Bool
    public let range: SourceRange

    public init(
        name: FieldName, entity: EntityName, label: Label, help: Label? = nil, type: FieldType, valueType: ValueType,
        origin: Origin = .entered, isRequired: Bool = false, isUnique: Bool = false, isIndexed: Bool = false,
        isSearchable: Bool = false, defaultValue: TypedExpression? = nil, options: [Option] = [],
        reference: Reference? = nil, scale: Int = 0, currency: String? = nil, minimum: Value? = nil,
        maximum: Value? = nil, maximumLength: Int? = nil, sortLocale: String? = nil,
        formerNames: [FieldName] = [], goneOptions: [String: String] = [:], isBalance: Bool = false,
        keepsHistory: Bool = false, range: SourceRange
    ) {
        self.keepsHistory = keepsHistory
        self.isBalance = isBalance
        self.name = name
        self.entity = entity
        self.label = label
        self.help = help
        self.type = type
        self.valueType = valueType
        self.origin = origin
        self.isRequired = isRequired
        self.isUnique = isUnique
        self.isIndexed = isIndexed
        self.isSearchable = isSearchable
        self.defaultValue = defaultValue
        self.options = options
        self.reference = reference
        self.scale = scale
        self.currency = currency
        self.minimum = minimum
        self.maximum = maximum
        self.maximumLength = maximumLength
        self.sortLocale = sortLocale
        self.formerNames = formerNames
        self.goneOptions = goneOptions
        self.range = range
    }

    /// Has a column of its own.
    public var isStored: Bool {
        if case .volatile = origin { false } else { true }
    }

    /// People and programs may write it (a stage is moved, not written).
    public var isWritable: Bool { origin == .entered }
}

/// One value of a choice.
public struct Option: Hashable, Sendable {
    /// How a person is meant to take it.
    public enum Tone: String, Sendable {
        case neutral, positive, caution, negative, accent
    }

    public let name: String
    public let label: Label
    public let tone: Tone
    /// The bit, 0 … 61, that stands for it in a set of options.
    public let flag: Int?
    /// Kept for records that have it; not offered any more.
    public let isRetired: Bool

    public init(name: String, label: Label, tone: Tone = .neutral, flag: Int? = nil, isRetired: Bool = false) {
        self.name = name
        self.label = label
        self.tone = tone
        self.flag = flag
        self.isRetired = isRetired
    }
}

/// What a reference points to, and what becomes of it.
public struct Reference: Hashable, Sendable {
    /// What happens to the record that refers when the one referred to is deleted.
    public enum Deletion: String, Sendable {
        case restrict, clear, cascade
    }

    public let entity: EntityName
    /// The name of the collection on the other side; nil if it has none.
    public let inverse: FieldName?
    public let deletion: Deletion
    /// It says which record of the same entity stands above: the records make a tree.
    public let isTree: Bool

    public init(entity: EntityName, inverse: FieldName?, deletion: Deletion, isTree: Bool = false) {
        self.entity = entity
        self.inverse = inverse
        self.deletion = deletion
        self.isTree = isTree
    }
}

/// The fields that every entity has.
public enum SystemField: String, Sendable, CaseIterable {
    case id, version, createdAt, createdBy, updatedAt, updatedBy
}

/// How records are numbered: literal text, the year of creation, and a counter that begins anew each year if one is shown.
public struct NumberPattern: Hashable, Sendable {
    public enum Part: Hashable, Sendable {
        case literal(String)
        /// Four digits.
        case year
        /// Two digits.
        case month
        case counter(digits: Int)
    }

    public let parts: [Part]

    public init(parts: [Part]) { self.parts = parts }
}
