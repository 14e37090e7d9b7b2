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
            // Values that are not there yet are shared by nobody.
            let columns = index.fields.compactMap(current)
            guard index.isUnique, columns.count == index.fields.count else {
                draft.add(step(change, index.reason, touched: touched, undo: undo))
                continue
            }
            let shared = try duplicates(index, columns, draft)
            draft.add(
                step(
                    change, index.reason, touched: touched, offending: shared.records, samples: shared.samples,
                    undo: undo),
                rule(of: index, brokenBy: shared.records))
        }
        if let search = table.searchTable, planner.state.tables[search] == nil {
            draft.add(
                step(
                    .createSearchTable(entity: name, name: search), "\(name) has searchable fields",
                    undo: "drop the table \(search)"))
        }
    }

    private func rule(of index: WantedIndex, brokenBy records: Int) -> NewRule {
        let beginning = counted(records, "record", "shares", "share")
        guard index.fields.count > 1 else {
            return NewRule(
                subject: index.subject,
                message: Wording(
                    "\(beginning) the value of \(index.subject) with another, which is to be unique.",
                    "有 \(records) 条记录的 \(index.subject) 与其他记录相同，而它须唯一。"),
                remedy: Wording(
                    "Merge or change them first, or remove unique=\"true\" from the field.",
                    "请先合并或修改这些记录，或从该字段删除 unique=\"true\"。"),
                canBeBroken: false, place: index.fields.first?.range.description)
        }
        let names = index.fields.map(\.name.rawValue).joined(separator: ", ")
        let combination = entity.combinations.first { "\(name).\($0.name)" == index.subject }
        return NewRule(
            subject: index.subject,
            message: Wording(
                "\(beginning) the values of \(names) with another \(name), which are to be unique together.",
                "有 \(records) 条 \(name) 的 \(names) 与其他记录相同，而这些值的组合须唯一。"),
            remedy: Wording(
                "Merge or change them first, or remove <unique> from the entity.",
                "请先合并或修改这些记录，或从该实体删除 <unique>。"),
            canBeBroken: false, place: combination?.range.description)
    }

    private func duplicates(
        _ index: WantedIndex, _ columns: [RecordColumn], _ draft: PlanDraft
    ) throws -> (records: Int, samples: [RecordSample]) {
        // Values that are different now may be the same in the new type.
        if index.fields.count == 1, let converted = draft.collisions[index.subject] { return (converted, []) }
        let records = try count(.duplicates(columns))
        return (records, records == 0 ? [] : try samples(.duplicates(columns), index.fields.first?.name))
    }
}
