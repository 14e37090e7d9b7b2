// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// Records that belong to nobody until somebody claims them, and to that one alone while they are protected.
public struct Pool: Sendable, Hashable {
    public let entity: EntityName
    /// The reference to the user to whom a record belongs; a record without a value lies in the pool.
    public let owner: FieldName
    /// How long nobody else may claim a record, asked of the record; nil if its owner keeps it.
    public let protection: TypedExpression?
    /// A date, whose whole day still counts, or a moment; the engine writes it.
    public let protectedUntil: FieldName?
    /// A date or moment; the protection begins anew with it.
    public let activity: FieldName?
    /// The most records that one person may have; nil for any number.
    public let limit: TypedExpression?
    /// Who may claim; everybody who may change the record afterwards, if it is empty.
    public let roles: [RoleName]
    public let range: SourceRange

    public init(
        entity: EntityName, owner: FieldName, protection: TypedExpression?, protectedUntil: FieldName?,
        activity: FieldName?, limit: TypedExpression?, roles: [RoleName], range: SourceRange
    ) {
        self.entity = entity
        self.owner = owner
        self.protection = protection
        self.protectedUntil = protectedUntil
        self.activity = activity
        self.limit = limit
        self.roles = roles
        self.range = range
    }

    /// What is begun anew for the records that are there when it changes.
    public var definition: String {
        [
            entity.rawValue, owner.rawValue, protection?.source ?? "", protectedUntil?.rawValue ?? "",
            activity?.rawValue ?? "",
        ].joined(separator: "; ")
    }
}
