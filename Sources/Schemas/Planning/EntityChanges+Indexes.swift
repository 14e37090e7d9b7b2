// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import OrderedCollections
import Values

// Indexes and search tables: the old ones go before values change, the new ones come afterwards.
extension EntityChanges {
    func addUnwantedIndexes(to draft: inout PlanDraft) throws {
        let names = Set(wantedIndexes(entity, table, in: planner.model).map(\.name))
        for index in planner.indexesByTable[table.table] ?? [] where !names.contains(index) {
            draft.add(
                step(.dropIndex(name: index), "nothing of \(name) asks for it any more", undo: "create the index again")
            )
        }
    }

    func addIndexes(to draft: inout PlanDraft) throws {
        for index in wantedIndexes(entity, table, in: planner.model) where planner.state.indexes[index.name] == nil {
            let change = SchemaChange.createIndex(
                name: index.name, table: index.table, columns: index.columns, isUnique: index.isUnique)
            let undo = "drop the index \(index.name)"
            let touched = isThere ? try count(.all(table: index.table)) : 0
            guard index.isUnique, let column = current(index.field) else {
                draft.add(step(change, index.reason, touched: touched, undo: undo))
                continue
            }
            let shared = try duplicates(index.field, column, draft)
            let subject = "\(name).\(index.field.name)"
            draft.add(
                step(
                    change, index.reason, touched: touched, offending: shared.records, samples: shared.samples,
                    undo: undo),
                NewRule(
                    subject: subject,
                    message:
                        "\(counted(shared.records, "record", "shares", "share")) the value of \(subject) with another, "
                        + "which is to be unique.",
                    remedy: "Merge or change them first, or remove unique=\"true\" from the field.",
                    canBeBroken: false, place: index.field.range.description))
        }
        if let search = table.searchTable, planner.state.tables[search] == nil {
            draft.add(
                step(
                    .createSearchTable(entity: name, name: search), "\(name) has searchable fields",
                    undo: "drop the table \(search)"))
        }
    }

    private func duplicates(
        _ field: Field, _ column: RecordColumn, _ draft: PlanDraft
    ) throws -> (records: Int, samples: [RecordSample]) {
        // Values that are different now may be the same in the new type.
        if let converted = draft.collisions["\(name).\(field.name)"] { return (converted, []) }
        let records = try count(.duplicates(column))
        return (records, records == 0 ? [] : try samples(.duplicates(column), field.name))
    }
}
