// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import OrderedCollections
import Schemas
import Storage
public import Values

extension Workspace {
    /// Takes an import back as a whole: records it created go to the recycle bin, fields it changed get their old values.
    ///
    /// - Throws: ``ServiceError/unknownName(kind:name:)`` if there is no such import,
    ///   ``ServiceError/invalid(_:)`` listing what stands in the way (records that people changed since, records that
    ///   others refer to); nothing is undone then.
    public func undoImport(_ batch: RecordID, _ invocation: Invocation) async throws -> ImportSummary {
        guard invocation.may(.importing) else {
            throw ServiceError.forbidden("None of your roles may import records.")
        }
        let summary = try await write(invocation) { request, transaction in
            let rows = try transaction.engineRows(
                EngineSelection(.importBatches, where: [.equals("id", .identifier(batch))]))
            guard let row = rows.first, row[6] != .text("undone") else {
                throw ServiceError.unknownName(kind: "import that can be undone", name: batch.description)
            }
            return try ImportUndo(
                workspace: self, invocation: request.invocation, batch: batch, transaction: transaction
            ).run()
        }
        try await finish(batch, summary, "undone", invocation)
        return summary
    }
}

/// One import on its way back.
private struct ImportUndo {
    let workspace: Workspace
    let invocation: Invocation
    let batch: RecordID
    let transaction: any WriteTransaction

    private struct Change {
        let id: RecordID
        let entity: EntityName
        let record: RecordID
        let isCreation: Bool
        let fields: String
    }

    func run() throws -> ImportSummary {
        let changes = try changes()
        try checkUntouched(changes)
        let writer = try RecordWriter(Request(workspace, invocation), transaction)
        var summary = ImportSummary()
        var findings: [Finding] = []
        for change in changes.reversed() {
            do {
                if change.isCreation {
                    try writer.delete(change.entity, change.record, expectedVersion: nil)
                    summary.created += 1
                } else {
                    let old = try oldValues(change)
                    if !old.isEmpty { _ = try writer.update(change.entity, change.record, old, expectedVersion: nil) }
                    summary.updated += 1
                }
            } catch ServiceError.invalid(let more) {
                findings += more
            }
        }
        guard findings.isEmpty else { throw ServiceError.invalid(Array(findings.prefix(100))) }
        _ = try transaction.delete(from: .importedRows, where: [.equals("batch", .identifier(batch))])
        // What a person has refused stays refused when the file is imported again.
        _ = try transaction.delete(
            from: .mergeProposals, where: [.equals("batch", .identifier(batch)), .equals("status", .text("open"))])
        return summary
    }

    /// What the import itself wrote, oldest first; what followed from it goes back by itself.
    private func changes() throws -> [Change] {
        var changes: [Change] = []
        var last = RecordID(high: 0, low: 0)
        while true {
            let rows = try transaction.engineRows(
                EngineSelection(
                    .changes, where: [.equals("batch", .identifier(batch)), .greater("id", .identifier(last))],
                    order: "id", limit: 1000))
            for row in rows {
                guard case .identifier(let id) = row[0] else { continue }
                last = id
                guard case .text(let entity) = row[1], case .identifier(let record) = row[2],
                    row[6] != .text(Invocation.Door.engine.rawValue), case .text(let kind) = row[7],
                    case .text(let fields) = row[8]
                else { continue }
                changes.append(
                    Change(
                        id: id, entity: EntityName(entity), record: record, isCreation: kind == "created",
                        fields: fields))
            }
            if rows.count < 1000 { return changes }
        }
    }

    private func checkUntouched(_ changes: [Change]) throws {
        var findings: [Finding] = []
        let last = Dictionary(changes.map { ($0.record, $0.id) }) { max($0, $1) }
        for change in changes where last[change.record] == change.id {
            guard try isChanged(change.record, since: change.id) else { continue }
            let (entity, record) = (change.entity, change.record)
            findings.append(
                Finding(
                    code: "changedSince", field: nil,
                    message: Label(
                        english: "\(entity) \(record) was changed after the import; undo or keep that change first.",
                        chinese: "\(entity) \(record) 在导入之后被修改过，请先处理该修改。")))
        }
        guard findings.isEmpty else { throw ServiceError.invalid(Array(findings.prefix(100))) }
    }

    /// Whether anybody but the engine, which brings roll-ups up to date, wrote a record after an entry of the import.
    private func isChanged(_ record: RecordID, since entry: RecordID) throws -> Bool {
        var last = entry
        while true {
            let rows = try transaction.engineRows(
                EngineSelection(
                    .changes, where: [.equals("record", .identifier(record)), .greater("id", .identifier(last))],
                    order: "id", limit: 1000))
            if rows.contains(where: { $0[6] != .text(Invocation.Door.engine.rawValue) }) { return true }
            guard rows.count == 1000, case .identifier(let id)? = rows.last?[0] else { return false }
            last = id
        }
    }

    private func oldValues(_ change: Change) throws -> [FieldName: Value] {
        struct Field: Decodable {
            let field: String
            let old: String?
        }
        let fields = try JSONDecoder().decode([Field].self, from: Data(change.fields.utf8))
        var values: [FieldName: Value] = [:]
        for field in fields {
            guard let known = invocation.model.entities[change.entity]?.fields[FieldName(field.field)], known.isWritable
            else { continue }
            values[known.name] = field.old.map { Value(canonicalText: $0, as: known.valueType) } ?? .null
        }
        return values
    }
}
