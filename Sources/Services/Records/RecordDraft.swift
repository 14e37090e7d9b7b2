// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Storage
import Values

/// A record on its way into the database.
final class RecordDraft {
    let plan: EntityPlan
    let reference: RecordReference
    /// The record as it was read; nil for a new one.
    let before: StoredRecord?
    private(set) var values: [FieldName: Value]
    private(set) var changed: Set<FieldName> = []
    var findings: [Finding] = []
    var warnings: [Finding] = []

    init(_ plan: EntityPlan, _ id: RecordID, before: StoredRecord?) {
        self.plan = plan
        reference = RecordReference(entity: plan.entity.name, id: id)
        self.before = before
        values = before?.values ?? [:]
        values["version"] = .integer((before?.version ?? 0) + 1)
    }

    func set(_ field: FieldName, _ value: Value) {
        guard (values[field] ?? .null) != value else { return }
        values[field] = value
        changed.insert(field)
    }

    /// What the store has to write.
    var changes: [FieldName: Value] {
        Dictionary(uniqueKeysWithValues: changed.map { ($0, values[$0] ?? .null) })
    }
}
