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
    /// The version that the record will have.
    let version: Int64
    private(set) var values: FieldValues
    private(set) var changed = FieldSet()
    var findings: [Finding] = []
    var warnings: [Finding] = []
    /// The record follows one that was merged into another.
    var isMerge = false

    init(_ plan: EntityPlan, _ id: RecordID, before: StoredRecord?) {
        self.plan = plan
        reference = RecordReference(entity: plan.entity.name, id: id)
        self.before = before
        version = (before?.version ?? 0) + 1
        values = before?.values ?? FieldValues(of: plan.entity)
        values["version"] = .integer(version)
    }

    subscript(field: FieldName) -> Value { values[field] }

    func set(_ field: FieldName, _ value: Value) {
        guard let place = plan.entity.places[field], values[place] != value else { return }
        values[place] = value
        changed.insert(place)
    }

    func hasChanged(_ field: FieldName) -> Bool { plan.entity.places[field].map(changed.contains) ?? false }

    /// The fields that were changed, in the order of the entity.
    var changedFields: [Field] { changed.places.map { plan.fields[$0] } }
}
