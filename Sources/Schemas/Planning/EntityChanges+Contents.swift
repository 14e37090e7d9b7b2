// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

// What is made from the records that are there: sort keys, search entries, computed fields.
extension EntityChanges {
    func addContents(to draft: inout PlanDraft) throws {
        for field in entity.fields.values {
            guard let layout = table.columns[field.name], layout.sortColumn != nil else { continue }
            let hadKeys = entry(layout.column)?.layout.sortColumn != nil
            guard !hadKeys || draft.changedFields.contains("\(name).\(field.name)"), current(field) != nil else {
                continue
            }
            draft.add(
                step(
                    .fillSortKeys(entity: name, field: field.name.rawValue),
                    "\(name).\(field.name) sorts as people of \(field.sortLocale ?? "") expect",
                    touched: try count(.all(table: table.table)), undo: "sort keys can be computed at any time"))
        }
        // Columns, not names, are compared: a field whose type changed is found by other words.
        let found = Set(before.filter { $0.isAttached && $0.isSearchable }.map(\.layout.column))
        let wanted = Set(after.filter { $0.isAttached && $0.isSearchable }.map(\.layout.column))
        let isChanged = after.contains {
            $0.isAttached && $0.isSearchable && draft.changedFields.contains("\(name).\($0.field)")
        }
        if let search = table.searchTable, found != wanted || isChanged {
            let reason =
                found == wanted
                ? "values of searchable fields of \(name) change"
                : "other fields of \(name) are searchable than before"
            draft.add(
                step(
                    .rebuildSearch(entity: name, name: search), reason,
                    touched: try count(.all(table: table.table)), undo: "search entries can be rebuilt at any time"))
        }
    }

    func addComputations(to draft: inout PlanDraft) throws {
        for wanted in after where wanted.isAttached && wanted.computation != nil {
            let old = entry(wanted.layout.column)
            let isSame = old.map { $0.isAttached && $0.computation == wanted.computation } ?? false
            if isSame, !draft.changes(whatIsReadBy: paths(of: wanted.field)) { continue }
            draft.add(
                step(
                    .recompute(entity: name, field: wanted.field),
                    isSame
                        ? "\(name).\(wanted.field) is computed from values that change"
                        : "\(name).\(wanted.field) is computed in a new way",
                    touched: try count(.all(table: table.table)), undo: "restore the expression and compute again"))
        }
    }

    private func paths(of field: String) -> [TypedPath] {
        guard case .computed(let expression) = entity.fields[FieldName(field)]?.origin else { return [] }
        return expression.paths
    }
}
