// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

// Who stands below whom, compared with what the records say.
extension ContentsCheck {
    /// What a tree is called among the things that are kept.
    static func standing(_ tree: EntityName) -> String { "tree.\(tree)" }

    func treeFindings() throws -> [DriftFinding] {
        try wrongTrees().map {
            DriftFinding(
                .wrongTree, $0.rawValue,
                Wording("The tree of \($0) is not that of its records.", "\($0) 的树形结构与其记录不符。"), repairRemedy)
        }
    }

    func wrongTrees() throws -> [EntityName] {
        let request = Request(workspace, workspace.invocation(.engine, .engine).on(environment))
        guard state.tables[EngineTable.ancestry.name] != nil else { return [] }
        return try workspace.store.read(environment) { transaction in
            try environment.model.entities.values.filter { entity in
                guard let field = entity.treeField.flatMap({ entity.fields[$0] }),
                    let table = environment.layout[entity.name]?.table, state.tables[table] != nil
                else { return false }
                return try !isRight(field, transaction, request)
            }.map(\.name)
        }
    }

    /// Each record's own value names the one right above, and those above that are above the record as well.
    private func isRight(_ field: Field, _ transaction: any ReadTransaction, _ request: Request) throws -> Bool {
        var parents: [RecordID: RecordID] = [:]
        var records: Set<RecordID> = []
        let key = TypedExpression(TypedPath("id", of: field.entity, type: .identifier))
        let query = RecordQuery(
            entity: field.entity, columns: [QueryColumn(key), QueryColumn(TypedExpression(field.path))],
            limit: RecordQuery.unlimited, access: .unrestricted)
        try transaction.forEachRow(query, request.context(transaction)) { row in
            guard let id = row.value(0).key else { return }
            records.insert(id)
            parents[id] = row.value(1).key
        }
        let reader = TreeReader(field.entity, transaction)
        for record in records {
            var expected: [TreeStep] = []
            var next = parents[record]
            while let ancestor = next, records.contains(ancestor), expected.count <= records.count {
                expected.append(TreeStep(id: ancestor, depth: Int64(expected.count + 1)))
                next = parents[ancestor]
            }
            guard try reader.above(record) == expected else { return false }
        }
        return true
    }
}
