// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// The one way by which records change, inside a transaction.
struct RecordWriter {
    let request: Request
    let transaction: any WriteTransaction
    let scope: TransactionScope
    /// The import that the writes belong to, kept in the audit.
    var batch: RecordID?

    init(_ request: Request, _ transaction: any WriteTransaction, batch: RecordID? = nil) throws {
        self.request = request
        self.transaction = transaction
        self.batch = batch
        scope = try TransactionScope(transaction, request)
    }

    var invocation: Invocation { request.invocation }

    /// Adds a record.
    func create(_ entity: EntityName, _ values: [FieldName: Value], id: RecordID?) throws -> WriteOutcome {
        let plan = try request.plan.entity(entity)
        guard request.permissions[entity].create != .none else { throw ServiceError.forbidden("create") }
        let draft = RecordDraft(plan, id ?? request.workspace.identifiers.next(invocation.now), before: nil)
        scope.draft = draft
        defer { scope.draft = nil }
        take(values, into: draft)
        try addDefaults(to: draft, given: values)
        let numbers = try addNumbers(to: draft)
        do {
            return try finish(draft, .created, required: plan.required)
        } catch let error as ServiceError {
            // Whoever goes on in this transaction, as an import does, takes the number that this record did not need.
            try giveBackNumbers(numbers)
            throw error
        }
    }

    /// Changes fields of a record.
    func update(
        _ entity: EntityName, _ id: RecordID, _ changes: [FieldName: Value], expectedVersion: Int64?
    ) throws -> WriteOutcome {
        let plan = try request.plan.entity(entity)
        let before = try writable(entity, id, \.update, expectedVersion)
        let draft = RecordDraft(plan, id, before: before)
        scope.draft = draft
        defer { scope.draft = nil }
        take(changes, into: draft)
        try checkFrozen(draft)
        return try finish(draft, .updated, required: plan.required.filter { draft.hasChanged($0.name) })
    }

    /// What every write does once the values are there: compute, check, write, and tell what depends on it.
    ///
    /// Rules hold for every write. A required field is asked for only where a record is created or the field is being
    /// emptied, so that records taken over from an old system can be edited before they are complete.
    func finish(
        _ draft: RecordDraft, _ kind: ChangeKind, required: [Field], reason: String? = nil
    ) throws -> WriteOutcome {
        stamp(draft)
        try compute(draft)
        try protect(draft)
        try compute(draft)
        try place(draft)
        for field in required where draft[field.name].isNull {
            // A value that was refused is missing now; that it is wrong has been said.
            guard !draft.findings.contains(where: { $0.field == field.name }) else { continue }
            draft.findings.append(.required(field))
        }
        if draft.before == nil, invocation.door == .importing { try checkStages(draft) }
        try checkReferences(draft)
        try checkTree(draft)
        try checkPool(draft, kind)
        try checkRules(draft)
        draft.findings += try scope.findings(scope.claims(of: draft)) + ledgerFindings(draft)
        guard draft.findings.isEmpty else {
            try checkUnique(draft)
            throw ServiceError.invalid(draft.findings)
        }
        switch kind {
        case .created: try permit(draft.reference, \.create)
        case .claimed: try permitClaim(draft)
        // Who releases a record may lose the right to change it by that.
        case .released, .shared, .unshared: break
        case .updated, .moved, .deleted, .restored, .merged: try permit(draft.reference, \.update)
        }
        try store(draft)
        try record(draft, kind, reason: reason)
        scope.draft = nil
        scope.forget(draft.reference)
        var propagation = Propagation(writer: self)
        try propagation.run(after: draft)
        return WriteOutcome(
            id: draft.reference.id, version: draft.version, warnings: draft.warnings)
    }
}

/// What happened to a record, as the audit names it.
enum ChangeKind: String {
    case created, updated, moved, deleted, restored, merged, claimed, released, shared, unshared
}
