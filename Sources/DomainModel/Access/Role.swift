// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// What people of a kind may see and do, and what they see first.
public struct Role: Sendable {
    /// What is not about one entity.
    public enum Capability: String, Sendable, CaseIterable {
        /// Take lists out as files.
        case export
        /// Run imports and undo them.
        case importing = "import"
        /// Change the edition in the browser.
        case customise
        /// Look after what the engine does by itself: jobs that failed, why automations fired or not.
        case administer
        /// Read the access log: who asked for covered values and took records out.
        case audit
    }

    public let name: RoleName
    public let label: Label
    /// Entities that are missing here cannot be seen at all.
    public let permissions: [EntityName: EntityPermission]
    public let capabilities: Set<Capability>
    public let home: HomePage
    public let range: SourceRange

    public init(
        name: RoleName, label: Label, permissions: [EntityName: EntityPermission], capabilities: Set<Capability>,
        home: HomePage, range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.permissions = permissions
        self.capabilities = capabilities
        self.home = home
        self.range = range
    }
}

/// What a role may do with the records of one entity.
public struct EntityPermission: Sendable {
    public let read: RowRule
    public let create: RowRule
    public let update: RowRule
    public let delete: RowRule
    /// Which of the records that the role may change it may share with others.
    public let share: RowRule
    /// Fields that are not simply read and written.
    public let fields: [FieldName: FieldRule]

    public init(
        read: RowRule, create: RowRule, update: RowRule, delete: RowRule, share: RowRule,
        fields: [FieldName: FieldRule]
    ) {
        self.read = read
        self.create = create
        self.update = update
        self.delete = delete
        self.share = share
        self.fields = fields
    }
}

/// Which records a right is about.
public enum RowRule: Sendable, Hashable {
    case none
    case all
    /// Those for which the condition is true.
    case matching(TypedExpression)
}

/// What a role may not do with a field.
public enum FieldRule: Sendable, Hashable {
    /// Neither shown nor named.
    case hidden
    /// Shown with its middle covered; not written, filtered, sorted or searched by.
    case masked(Mask)
    case readOnly
}

/// Which characters at the ends of a text stay readable, and whether a person may ask for the rest.
public struct Mask: Hashable, Sendable {
    /// Whether the value of one record can be asked for; what is asked for is logged.
    public enum Reveal: String, Sendable, Comparable {
        case never
        /// A reason has to be given.
        case withReason = "reason"
        case always = "true"

        private var freedom: Int { [.never, .withReason, .always].firstIndex(of: self) ?? 0 }
        public static func < (left: Self, right: Self) -> Bool { left.freedom < right.freedom }
    }

    public let first: Int
    public let last: Int
    public let reveal: Reveal

    public init(first: Int, last: Int, reveal: Reveal) {
        self.first = first
        self.last = last
        self.reveal = reveal
    }

    /// The text with four stars for everything between its readable ends; only stars if it is too short to hide anything.
    public func covering(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > first + last else { return "****" }
        var covered = String.UnicodeScalarView(scalars.prefix(first))
        covered.append(contentsOf: "****".unicodeScalars)
        covered.append(contentsOf: scalars.suffix(last))
        return String(covered)
    }
}
