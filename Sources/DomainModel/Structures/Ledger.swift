// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// Postings that are only ever added, and a balance on the account they are posted to that never falls below its least.
///
/// The balance is a computed field, so that it is kept, read and counted anew as all others are.
public struct Ledger: Sendable {
    public let name: LedgerName
    public let label: Label
    /// The postings.
    public let entity: EntityName
    /// The reference from a posting to its account.
    public let account: FieldName
    /// What a posting adds; negative to take away.
    public let quantity: FieldName
    /// The entity of the accounts, and their field that holds the balance.
    public let accountEntity: EntityName
    public let balance: FieldName
    /// What the balance may not fall below, told by the account; nil for nothing.
    public let minimum: TypedExpression?
    public let range: SourceRange

    public init(
        name: LedgerName, label: Label, entity: EntityName, account: FieldName, quantity: FieldName,
        accountEntity: EntityName, balance: FieldName, minimum: TypedExpression?, range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.entity = entity
        self.account = account
        self.quantity = quantity
        self.accountEntity = accountEntity
        self.balance = balance
        self.minimum = minimum
        self.range = range
    }
}
