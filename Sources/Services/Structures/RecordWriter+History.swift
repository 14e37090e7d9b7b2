// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import FoundationEssentials
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

// What fields were is kept with each write, where a pack asks for it.
extension RecordWriter {
    /// Keeps what a draft's fields are from now on.
    func keepHistory(_ draft: RecordDraft) throws {
        for field in draft.plan.structures?.history ?? [] {
            let isNew = draft.before == nil && !draft[field.name].isNull
            guard isNew || (draft.before != nil && draft.hasChanged(field.name)) else { continue }
            try keep(FormerValue(field: field, value: draft[field.name], at: invocation.now), of: draft.reference.id)
        }
    }

    private func keep(_ former: FormerValue, of record: RecordID) throws {
        guard let day = request.calendar.localDate(former.at) else { return }
        try transaction.upsert(into: .fieldHistory, former.row(of: record, day: day))
    }

    /// Works out what a field was of every record, deleted ones too, from the changes that were written down.
    ///
    /// - Parameter name: The entity and the field, with a point between them.
    func fillHistory(_ name: String) throws {
        try forgetHistory(name)
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, let field = request.model.entities[EntityName(parts[0])]?.fields[FieldName(parts[1])]
        else { return }
        for lifecycle in [RecordQuery.Lifecycle.live, .deleted] {
            for id in try keys(of: field.entity, lifecycle) {
                guard let record = try transaction.record(field.entity, id) else { continue }
                for former in try formerValues(of: field, record) { try keep(former, of: id) }
            }
        }
    }

    func forgetHistory(_ name: String) throws {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return }
        try transaction.delete(
            from: .fieldHistory, where: [.equals("entity", .text(parts[0])), .equals("field", .text(parts[1]))])
    }

    private func formerValues(of field: Field, _ record: StoredRecord) throws -> [FormerValue] {
        var values: [FormerValue] = []
        var last = RecordID(high: 0, low: 0)
        while true {
            let rows = try transaction.engineRows(
                EngineSelection(
                    .changes, where: [.equals("record", .identifier(record.id)), .greater("id", .identifier(last))],
                    order: "id", limit: 1000))
            for row in rows {
                guard case .identifier(let id) = row[0] else { continue }
                last = id
                guard row[1] == .text(field.entity.rawValue), case .instant(let at) = row[4],
                    case .text(let json) = row[8], let value = written(field, json)
                else { continue }
                values.append(FormerValue(field: field, value: value, at: at))
            }
            if rows.count < 1000 { break }
        }
        let present = record[field.name]
        // Values that came without a change of the record: a default that was filled in, or what was computed.
        if values.isEmpty, !present.isNull {
            var since = invocation.now
            if case .instant(let created) = record["createdAt"] { since = created }
            return [FormerValue(field: field, value: present, at: since)]
        }
        if let final = values.last, final.value != present {
            values.append(FormerValue(field: field, value: present, at: invocation.now))
        }
        return values
    }

    /// What a change made of a field; nil if it was about others.
    private func written(_ field: Field, _ json: String) -> Value? {
        let changes = (try? JSONDecoder().decode([AuditedChange].self, from: Data(json.utf8))) ?? []
        // Entries keep the name that a field had when it was written.
        guard
            let change = changes.last(where: { $0.field == field.name || field.formerNames.contains($0.field) })
        else { return nil }
        guard let text = change.new else { return .null }
        // And options the name that they had.
        return field.fitting(Value(canonicalText: field.goneOptions[text] ?? text, as: field.valueType))
    }
}
