// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

/// Compares what is derived from records with the records, and references with what they refer to; reads everything.
struct ContentsCheck {
    let workspace: Workspace
    let environment: StoreEnvironment
    let state: DatabaseState

    private var store: any Store { workspace.store }

    func findings(wrongTotals: [String], oldSearches: [String]) throws -> [DriftFinding] {
        try store.damage().map {
            DriftFinding(
                .damagedFile, "file", Wording($0, "文件已损坏（\($0)）。"),
                Wording("Stop the server, and go on with the newest backup.", "请停止服务，改用最新的备份。"))
        }
            + wrongTotals.map {
                DriftFinding(
                    .wrongTotals, $0,
                    Wording("The totals \($0) are not those of the records.", "汇总 \($0) 与记录不符。"), repairRemedy)
            }
            + oldSearches.map {
                DriftFinding(
                    .oldSearchEntries, $0,
                    Wording(
                        "The search entries of \($0) are not those of its records.", "\($0) 的搜索索引与其记录不符。"),
                    repairRemedy)
            } + (try danglingReferences())
    }

    /// Entities whose search table knows more or fewer rows than there are.
    func oldSearches() throws -> [String] {
        try environment.layout.tables.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { entity, table in
            guard let search = table.searchTable, state.tables[search] != nil, state.tables[table.table] != nil else {
                return nil
            }
            let rows = try store.fill(of: table.table, columns: []).rows
            return try store.searchEntries(in: search) == rows ? nil : entity.rawValue
        }
    }

    private func danglingReferences() throws -> [DriftFinding] {
        var findings: [DriftFinding] = []
        for entity in environment.model.entities.values {
            for field in entity.fields.values {
                guard let target = field.reference?.entity, let table = environment.layout[entity.name],
                    let column = table.columns[field.name]?.column, let other = environment.layout[target]?.table,
                    state.tables[table.table]?.columns.contains(column) == true, state.tables[other] != nil
                else { continue }
                let count = try store.danglingReferences(from: table.table, column: column, to: other)
                guard count > 0 else { continue }
                findings.append(
                    DriftFinding(
                        .danglingReferences, "\(entity.name).\(field.name)",
                        Wording(
                            "\(count) records refer by \(entity.name).\(field.name) to a \(target) that is not there.",
                            "有 \(count) 条记录通过 \(entity.name).\(field.name) 引用了不存在的 \(target)。"),
                        Wording(
                            "Take the \(target) from a backup, or clear the field.",
                            "请从备份中取回该 \(target)，或清空该字段。")))
            }
        }
        return findings
    }

    /// The totals that differ from what the records add up to.
    func wrongTotals() throws -> [String] {
        let request = Request(workspace, workspace.invocation(.engine, .engine).on(environment))
        return try store.read(environment) { transaction in
            let scope = try TransactionScope(transaction, request)
            return try StandingTotal.all(of: environment.model).filter { total in
                guard let table = environment.layout[total.entity]?.table, state.tables[table] != nil else {
                    return false
                }
                return try kept(total, transaction) != summed(total, transaction, scope)
            }.map(\.name)
        }
    }

    private func kept(_ total: StandingTotal, _ transaction: any ReadTransaction) throws -> [String: [Int64]] {
        let rows = try transaction.engineRows(
            EngineSelection(
                .standingTotals, where: [.equals("aggregate", .text(total.name))], limit: Int(Int32.max)))
        var groups: [String: [Int64]] = [:]
        for row in rows {
            guard case .text(let group) = row[1] else { continue }
            groups[group] = row[2..<(3 + total.parts.count)].map {
                if case .integer(let number) = $0 { number } else { 0 }
            }
        }
        return groups
    }

    private func summed(
        _ total: StandingTotal, _ transaction: any ReadTransaction, _ scope: TransactionScope
    ) throws -> [String: [Int64]] {
        let key = QueryColumn(TypedExpression(TypedPath("id", of: total.entity, type: .identifier)))
        let query = RecordQuery(entity: total.entity, columns: [key], limit: Int(Int32.max), access: .unrestricted)
        var keys: [RecordID] = []
        try transaction.forEachRow(query, scope.context) { row in
            if case .identifier(let id) = row.value(0) { keys.append(id) }
        }
        var groups: [String: [Int64]] = [:]
        for id in keys {
            guard let record = try transaction.record(total.entity, id),
                let share = try total.share(of: record.values, scope)
            else { continue }
            let before = groups[share.groups] ?? Array(repeating: 0, count: share.measures.count + 1)
            groups[share.groups] = zip(before, [1] + share.measures).map(+)
        }
        return groups
    }
}
